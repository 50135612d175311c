package dev.handback.destruction;

import dev.handback.destruction.Probe.Purpose;
import dev.handback.destruction.Probe.Result;
import dev.handback.sources.SourceRefused;
import java.util.List;
import java.util.Map;

/** What an address shows at one moment, before anybody asks what that means for destruction. */
sealed interface Seen {

    /** Something of it answers. */
    record There(String code, String says, List<Map<String, Object>> observed) implements Seen {}

    /** The holder's system says it is not there, and knew our credential. */
    record Absent(String code, String says) implements Seen {}

    /** Anything else: forbidden, unreachable, elsewhere, unreadable. */
    record Unclear(String code, String says) implements Seen {
        static Unclear of(SourceRefused refused) {
            return new Unclear(refused.code(), refused.detail());
        }
    }

    /** @param before whether the same credential found something at the same address before */
    default Look as(Purpose purpose, String locator, boolean before) {
        if (this instanceof There there) {
            var result = purpose == Purpose.CONTROL ? Result.ANSWERS : Result.CONTRADICTED;
            return new Look(locator, result, there.code(), there.says(), there.observed());
        }
        if (this instanceof Absent absent) {
            return purpose == Purpose.AFTER && !before
                    ? new Look(
                            locator,
                            Result.INDETERMINATE,
                            "NO_CONTROL",
                            absent.says()
                                    + "; but this credential never found anything there, so it may only be hidden",
                            List.of())
                    : new Look(locator, Result.NOT_OBSERVED, absent.code(), absent.says(), List.of());
        }
        var unclear = (Unclear) this;
        return new Look(locator, Result.INDETERMINATE, unclear.code(), unclear.says(), List.of());
    }
}
