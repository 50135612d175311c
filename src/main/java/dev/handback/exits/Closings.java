package dev.handback.exits;

import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The end of an exit: access that was revoked, what outlives it, and its closing. Rules are the database's. */
@Component
public class Closings {
    private final ClosingsTable closings;

    Closings(ClosingsTable closings) {
        this.closings = closings;
    }

    /** Records that our access over a connection has ended, or without one the vendor's access to our systems. */
    @Transactional
    public void accessRevoked(
            String exit,
            @Nullable String connection,
            @Nullable LocalDate since,
            @Nullable String reportedBy,
            @Nullable String document) {
        var problems = new ArrayList<Problem>();
        if (since == null) problems.add(new Problem("since", "expected the day on which it ended"));
        need(problems, "reportedBy", reportedBy, 2, "expected who reports it");
        need(problems, "document", document, 3, "expected the document that says so");
        if (since == null || reportedBy == null || document == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        var named = connection == null || connection.isBlank() ? null : connection.strip();
        closings.revoked(exit, named, since, reportedBy.strip(), document.strip());
    }

    @Transactional(readOnly = true)
    public List<AccessRevoked> revocations(String exit) {
        return closings.revocations(exit);
    }

    /** Lists what outlives the exit; returns its id. */
    @Transactional
    public String open(
            String exit,
            @Nullable String kind,
            @Nullable String asset,
            @Nullable String what,
            @Nullable String owner,
            @Nullable LocalDate due) {
        var problems = new ArrayList<Problem>();
        if (kind == null || !List.of("TAIL", "DISPUTE", "HOLD", "OBLIGATION").contains(kind)) {
            problems.add(new Problem("kind", "expected TAIL, DISPUTE, HOLD or OBLIGATION, found " + kind));
        }
        need(problems, "what", what, 3, "expected what is left over");
        need(problems, "owner", owner, 1, "expected the person who owns it");
        if (due == null) problems.add(new Problem("due", "expected the day by which somebody must look"));
        if (kind == null || what == null || owner == null || due == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        var of = asset == null || asset.isBlank() ? null : asset.strip();
        return closings.open(exit, kind, of, what.strip(), owner.strip(), due);
    }

    @Transactional(readOnly = true)
    public List<Residual> residuals(String exit) {
        return closings.residuals(exit);
    }

    @Transactional(readOnly = true)
    public Residual residual(String id) {
        return closings.residual(id).orElseThrow(() -> new NotFound("residual", id));
    }

    /** Where the exit is, by whose clock its days count. */
    @Transactional(readOnly = true)
    public ZoneId place(String exit) {
        return ZoneId.of(closings.place(exit));
    }

    /** A timer's word that its day is near; nothing when it was settled meanwhile. */
    @Transactional
    public void remind(String id) {
        var residual = residual(id);
        if (residual.open()) {
            closings.remind(residual);
        }
    }

    /** Refused while facts show that it is not over. */
    @Transactional
    public void settle(String id, @Nullable String how) {
        if (how == null || how.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("how", "expected how it ended")));
        }
        closings.settle(residual(id), how.strip());
    }

    /** Closes the exit; the guard asks gate CLOSE. */
    @Transactional
    public void close(String exit, String mode, @Nullable String reason) {
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected a reason of record")));
        }
        closings.close(exit, mode, reason.strip());
    }

    /** The newest closing, whether or not something reopened the exit since. */
    @Transactional(readOnly = true)
    public Optional<Closing> closing(String exit) {
        return closings.closing(exit);
    }

    /** none, running or done. */
    @Transactional(readOnly = true)
    public String destroying(String exit) {
        return closings.destroying(exit);
    }

    private static void need(List<Problem> problems, String field, @Nullable String text, int least, String expected) {
        if (text == null || text.strip().length() < least) {
            problems.add(new Problem(field, expected));
        }
    }
}
