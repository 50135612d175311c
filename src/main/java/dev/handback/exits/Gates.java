package dev.handback.exits;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What stands against each gate; the same questions that the database's guards ask. */
@Component
public class Gates {
    private final GatesTable gates;

    Gates(GatesTable gates) {
        this.gates = gates;
    }

    /**
     * Asks a gate on behalf of whoever is signed in; empty means open.
     *
     * @param subject what the gate is asked about (asset, certificate number, asked exception); null asks about the whole exit
     */
    @Transactional
    public List<Finding> findings(String exit, Gate gate, @Nullable String subject) {
        return gates.findings(exit, gate, subject);
    }

    /** Returns when the gate is open, and throws {@link GateRefused} with every finding when it is not. */
    @Transactional
    public void demand(String exit, Gate gate, @Nullable String subject) {
        var findings = findings(exit, gate, subject);
        if (!findings.isEmpty()) {
            throw new GateRefused("Gate " + gate.name(), findings);
        }
    }
}
