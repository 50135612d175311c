package dev.handback.web;

import dev.handback.custody.Ledger;
import dev.handback.exits.Exit;
import dev.handback.exits.Finding;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    void show(Exit exit, Model model) {
        model.addAttribute("gates", asked.of(exit.exitId(), () -> ask(exit)));
    }

    private List<AskedGate> ask(Exit exit) {
        return ASKED.keySet().stream()
                .filter(gate -> exit.drill() ? !NOT_IN_A_DRILL.contains(gate) : gate != Gate.DRILL_REPORT)
                .sorted()
                .map(gate -> AskedGate.of(ASKED.getOrDefault(gate, ""), gates.findings(exit.exitId(), gate, null)))
                .toList();
    }

    /** A gate asked about the whole exit; thousands of findings are counted, the first are kept. */
    record AskedGate(String title, int found, List<Finding> first) {
        static AskedGate of(String title, List<Finding> findings) {
            return new AskedGate(
                    title, findings.size(), List.copyOf(findings.subList(0, Math.min(FIRST, findings.size()))));
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
