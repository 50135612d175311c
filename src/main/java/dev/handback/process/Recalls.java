package dev.handback.process;

import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Wakes the destructions of an exit after something that may have recalled an order, in the same transaction; each asks
 * itself whether its holder must be told. Told too often does no harm.
 */
@Component
class Recalls {
    private final Instances instances;

    Recalls(Instances instances) {
        this.instances = instances;
    }

    void tell(String exit) {
        instances.tellAll("OrderRecalled", exit, Map.of());
    }
}
