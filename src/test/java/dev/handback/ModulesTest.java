package dev.handback;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModulesTest {
    @Test
    void roomsUseOnlyTheRoomsBelowThatTheyName() {
        ApplicationModules.of(Application.class).verify();
    }
}
