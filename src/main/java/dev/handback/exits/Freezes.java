package dev.handback.exits;

import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** When the holder stopped writing, by whose word: what is retrieved after that is a final pass. */
@Component
public class Freezes {
    private final FreezesTable freezes;

    Freezes(FreezesTable freezes) {
        this.freezes = freezes;
    }

    /** Records a freeze of everything behind a connection; {@code reason} names the document or message that attests it. */
    @Transactional
    public void attest(
            String exit,
            @Nullable String connection,
            @Nullable String attestedBy,
            @Nullable LocalDate since,
            @Nullable String reason) {
        var problems = new ArrayList<Problem>();
        if (connection == null || connection.isBlank()) {
            problems.add(new Problem("connection", "expected the connection behind which nothing is written any more"));
        }
        if (attestedBy == null || attestedBy.strip().length() < 2) {
            problems.add(new Problem("attestedBy", "expected who of the holder attests the freeze of " + connection));
        }
        if (since == null) {
            problems.add(new Problem("since", "expected the day since which nothing is written behind " + connection));
        }
        if (reason == null || reason.strip().length() < 3) {
            problems.add(new Problem("reason", "expected the document or message that attests the freeze"));
        }
        if (connection == null || attestedBy == null || since == null || reason == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        freezes.attest(exit, connection.strip(), attestedBy.strip(), since, reason.strip());
    }

    /** Every freeze that was attested, the newest first. */
    @Transactional(readOnly = true)
    public List<Freeze> list(String exit) {
        return freezes.list(exit);
    }
}
