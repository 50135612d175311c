package dev.handback.web;

import dev.handback.exits.Exit;
import dev.handback.exits.Finding;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
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

    private final Gates gates;

    AskedGates(Gates gates) {
        this.gates = gates;
    }

    void show(Exit exit, Model model) {
        model.addAttribute("gates", asked(exit));
    }

    private List<AskedGate> asked(Exit exit) {
        return ASKED.keySet().stream()
                .filter(gate -> exit.drill() ? !NOT_IN_A_DRILL.contains(gate) : gate != Gate.DRILL_REPORT)
                .sorted()
                .map(gate -> new AskedGate(ASKED.getOrDefault(gate, ""), gates.findings(exit.exitId(), gate, null)))
                .toList();
    }

    /** A gate asked about the whole exit; thousands of findings are counted, the first are listed. */
    record AskedGate(String title, List<Finding> findings) {
        public boolean open() {
            return findings.isEmpty();
        }

        public List<Finding> first() {
            return findings.subList(0, Math.min(FIRST, findings.size()));
        }

        public int more() {
            return Math.max(0, findings.size() - FIRST);
        }
    }
}
