/** Orders the work: the only room that knows the process engine, one public class per BPMN file. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "people",
            "custody",
            "vault",
            "work",
            "notices",
            "exits",
            "sources",
            "assets",
            "retrieval",
            "destruction",
            "certificates"
        })
package dev.handback.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
