package dev.handback.destruction;

import dev.handback.sources.Locator;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether our credential still opens the place in which a repository is not found any more. Without that, an account whose
 * right was withdrawn sees the same as one before whom everything was erased.
 *
 * @param shown a repository there that we are shown and strangers are not; null when there is none
 * @param tried what each of the others answered
 */
record PlaceControl(@Nullable Locator shown, List<String> tried) {
    /** So many are asked; a place without repositories is no reason to ask for a thousand. */
    private static final int MOST = 10;

    /** Who asks; empty is an answer, anything else a refusal. */
    interface Asked {
        Optional<SourceRefused> asUs(Locator locator);

        Optional<SourceRefused> asAStranger(Locator locator);
    }

    static PlaceControl of(List<Locator> beside, Asked asked) {
        var tried = new ArrayList<String>();
        for (var locator : beside.subList(0, Math.min(MOST, beside.size()))) {
            var against = against(locator, asked);
            if (against.isEmpty()) return new PlaceControl(locator, List.copyOf(tried));
            tried.add(against.get());
        }
        if (beside.size() > MOST) tried.add((beside.size() - MOST) + " more were not asked");
        return new PlaceControl(null, List.copyOf(tried));
    }

    // what strangers are shown as well says nothing about our right; over ssh there are no strangers
    private static Optional<String> against(Locator locator, Asked asked) {
        var ours = asked.asUs(locator);
        if (ours.isPresent()) return ours.map(SourceRefused::detail);
        if (locator.scheme() == Locator.Scheme.SSH) return Optional.empty();
        var strangers = asked.asAStranger(locator);
        if (strangers.isEmpty()) return Optional.of(locator + " answers strangers as well");
        return strangers
                .filter(refused -> refused.reason() != Reason.FORBIDDEN && refused.reason() != Reason.GONE)
                .map(refused -> "without the credential " + refused.detail());
    }

    /** @param says how the repository itself was not found */
    Seen over(Locator missing, String says) {
        if (shown != null)
            return new Seen.Absent(
                    "REPOSITORY_NOT_FOUND",
                    says + "; the credential still opens this place: it was shown " + shown
                            + (shown.scheme() == Locator.Scheme.SSH ? "" : ", which strangers are refused"));
        return new Seen.Unclear(
                "GONE_OR_HIDDEN",
                says + "; it may be erased or only hidden from us. Expected: another repository beside " + missing
                        + " that our credential is shown and strangers are not; actual: "
                        + (tried.isEmpty()
                                ? "none is known, by this exit's register or as a control of the connection"
                                : String.join("; ", tried)));
    }
}
