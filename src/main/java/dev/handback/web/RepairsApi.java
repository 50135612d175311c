package dev.handback.web;

import dev.handback.process.Repair;
import dev.handback.process.Repairs;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Stuck tokens: administrators propose, a second person decides. */
@RestController
@RequestMapping("/api/repairs")
class RepairsApi {
    private static final int PAGE = 200;

    private final Repairs repairs;

    RepairsApi(Repairs repairs) {
        this.repairs = repairs;
    }

    /** @param kind RETRY_JOB or WAIT_AGAIN */
    record Proposal(
            @Nullable String instance,
            @Nullable String activity,
            @Nullable String kind,
            @Nullable String reason) {}

    record Decision(boolean approve, @Nullable String reason) {}

    /** The newest first. */
    @GetMapping
    List<Repair> list(@RequestParam(defaultValue = "0") int from) {
        return repairs.list(Math.max(0, from), PAGE);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Repair propose(@RequestBody Proposal proposal) {
        return repairs.find(
                repairs.propose(proposal.instance(), proposal.activity(), proposal.kind(), proposal.reason()));
    }

    @PostMapping("/{proposal}/decide")
    Repair decide(@PathVariable UUID proposal, @RequestBody Decision decision) {
        repairs.decide(proposal, decision.approve(), decision.reason());
        return repairs.find(proposal);
    }
}
