package dev.handback.web;

import dev.handback.exits.AccessRevoked;
import dev.handback.exits.Checklist;
import dev.handback.exits.Closing;
import dev.handback.exits.Closings;
import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import dev.handback.exits.Residual;
import dev.handback.process.ChecklistCommands;
import dev.handback.process.ClosingCommands;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The end of an exit: revoked access, what is left over, closing. */
@RestController
@RequestMapping("/api/exits/{id}")
class ClosingApi {
    private final Exits exits;
    private final Closings closings;
    private final ClosingCommands commands;
    private final ChecklistCommands checklist;

    ClosingApi(Exits exits, Closings closings, ClosingCommands commands, ChecklistCommands checklist) {
        this.exits = exits;
        this.closings = closings;
        this.commands = commands;
        this.checklist = checklist;
    }

    /** @param connection over which our access has ended; without one it is the vendor's access to us */
    record Revoked(
            @Nullable String connection,
            @Nullable LocalDate since,
            @Nullable String reportedBy,
            @Nullable String document) {}

    /** @param owner id of a person */
    record Left(
            @Nullable String kind,
            @Nullable String asset,
            @Nullable String what,
            @Nullable String owner,
            @Nullable LocalDate due) {}

    record Settlement(@Nullable String how) {}

    /** @param mode CLOSED or WITH_RESIDUALS */
    record Word(@Nullable String mode, @Nullable String reason) {}

    record Shown(
            String state,
            String destroying,
            @Nullable Closing closing,
            List<ExplainedFinding> againstClosed,
            List<ExplainedFinding> againstWithResiduals) {}

    @GetMapping("/close")
    Shown show(@PathVariable String id) {
        return new Shown(
                exits.find(id).state(),
                closings.destroying(id),
                closings.closing(id).orElse(null),
                ExplainedFinding.of(commands.against(id, "CLOSED")),
                ExplainedFinding.of(commands.against(id, "WITH_RESIDUALS")));
    }

    /** Operations only; 409 with every finding while something is open that is not listed. */
    @PostMapping("/close")
    Shown close(@PathVariable String id, @RequestBody Word word) {
        exits.find(id);
        commands.close(id, word.mode(), word.reason());
        return show(id);
    }

    @GetMapping("/residuals")
    List<Residual> residuals(@PathVariable String id) {
        return closings.residuals(exits.find(id).exitId());
    }

    @PostMapping("/residuals")
    @ResponseStatus(HttpStatus.CREATED)
    Residual open(@PathVariable String id, @RequestBody Left left) {
        exits.find(id);
        return closings.residual(
                commands.openResidual(id, left.kind(), left.asset(), left.what(), left.owner(), left.due()));
    }

    @PostMapping("/residuals/{residual}/settle")
    Residual settle(@PathVariable String id, @PathVariable String residual, @RequestBody Settlement settlement) {
        if (!closings.residual(residual).exitId().equals(id)) {
            throw new NotFound("residual", residual);
        }
        commands.settle(residual, settlement.how());
        return closings.residual(residual);
    }

    @GetMapping("/access-revoked")
    List<AccessRevoked> revocations(@PathVariable String id) {
        return closings.revocations(exits.find(id).exitId());
    }

    @PostMapping("/access-revoked")
    List<AccessRevoked> revoked(@PathVariable String id, @RequestBody Revoked word) {
        exits.find(id);
        checklist.accessEnded(
                id,
                word.connection(),
                new Checklist.Word(Checklist.Result.DONE, word.since(), word.reportedBy(), word.document()));
        return revocations(id);
    }
}
