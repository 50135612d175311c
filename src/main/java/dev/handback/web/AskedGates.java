package dev.handback.web;

import dev.handback.custody.Ledger;
import dev.handback.exits.Coverage;
import dev.handback.exits.Exit;
import dev.handback.exits.Finding;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The gates of a whole exit, asked for whoever looks at its page; of thousands of assets each takes its time. */
@Component
class AskedGates {
    private static final int FIRST = 20;
    private static final Map<Gate, String> ASKED = Map.of(
            Gate.RETRIEVE, "Retrieve the assets",
            Gate.CHECK, "Check what was retrieved",
            Gate.EXCEPTION, "Decide on exceptions",
            Gate.SIGN_CUSTODY_RECORD, "Sign a custody record",
            Gate.SIGN_RETURN, "Sign the final return certificate",
            Gate.SIGN_DESTRUCTION, "Sign the final record of destruction evidence",
            Gate.DRILL_REPORT, "Sign the drill report",
            Gate.CLOSE, "Close the exit");
    private static final Set<Gate> NOT_IN_A_DRILL = Set.of(Gate.SIGN_RETURN, Gate.SIGN_DESTRUCTION, Gate.CLOSE);

    private static final Set<String> DONE = Set.of("NOTHING_TO_DESTROY", "CLOSED_ALREADY", "REPORTED_ALREADY");

    private final Gates gates;
    private final Unchanged<List<AskedGate>> asked;

    AskedGates(Gates gates, Ledger ledger, Clock clock) {
        this.gates = gates;
        asked = new Unchanged<>(ledger::newest, clock);
    }

    /** As long as the exit has no other fact the answers are the same, whoever asks. */
    void show(Exit exit, Coverage coverage, Model model) {
        var answers = asked.of(exit.exitId(), () -> ask(exit));
        model.addAttribute("gates", answers);
        model.addAttribute("blocked", exit.over() ? null : blocked(answers, coverage));
    }

    /** The first that is shut, but for one of what is done, or of which nothing is left to do. */
    private static @Nullable AskedGate blocked(List<AskedGate> answers, Coverage coverage) {
        boolean retrieved = coverage.registered() > 0 && coverage.notRetrieved() == 0;
        return answers.stream()
                .filter(AskedGate::blocks)
                .filter(answer -> answer.gate() != Gate.RETRIEVE || !retrieved)
                .findFirst()
                .orElse(null);
    }

    private List<AskedGate> ask(Exit exit) {
        return ASKED.keySet().stream()
                .filter(gate -> exit.drill() ? !NOT_IN_A_DRILL.contains(gate) : gate != Gate.DRILL_REPORT)
                .sorted()
                .map(gate -> AskedGate.of(gate, gates.findings(exit.exitId(), gate, null)))
                .toList();
    }

    /** A gate asked about the whole exit; thousands of findings are counted, the first are kept. */
    record AskedGate(Gate gate, int found, List<Finding> first) {
        static AskedGate of(Gate gate, List<Finding> findings) {
            return new AskedGate(
                    gate, findings.size(), List.copyOf(findings.subList(0, Math.min(FIRST, findings.size()))));
        }

        public String title() {
            return ASKED.getOrDefault(gate, "");
        }

        public boolean open() {
            return found == 0;
        }

        /** Shut, and not only because there is nothing to do or all of it is done. */
        public boolean blocks() {
            return first.stream().anyMatch(finding -> !DONE.contains(finding.code()));
        }

        public int more() {
            return found - first.size();
        }
    }
}
