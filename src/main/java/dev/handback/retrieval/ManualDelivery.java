package dev.handback.retrieval;

import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.retrieval.git.Expected;
import dev.handback.work.Progress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Files as they are: held, counted and digested. What they say is not proved beyond that. */
@Component
class ManualDelivery implements DeliveredKind {
    private final Clock clock;

    ManualDelivery(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "manual";
    }

    @Override
    public RetrievalOutcome prove(
            RetrievalRequest request, List<DeliveredFile> files, HeldFile manifest, Progress progress) {
        var findings = new ArrayList<RetrievalOutcome.Finding>();
        var taken = new Taken(
                manifest.sha256(),
                null,
                null,
                files.size(),
                FileManifest.total(files),
                List.of(),
                null,
                List.of(manifest),
                List.of(),
                null,
                (long) files.size());
        boolean enough = Expected.of(request.expected()).compare(taken, findings::add);
        var outcome = files.isEmpty() ? Outcome.EMPTY : enough ? Outcome.RECEIVED : Outcome.PARTIAL;
        return new RetrievalOutcome(outcome, findings, "", clock.instant(), Optional.of(taken));
    }
}
