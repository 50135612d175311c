/** Pages and REST, thin: they parse, call and answer; no rule lives here. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "process",
            "certificates",
            "packages",
            "verify",
            "retrieval",
            "destruction",
            "assets",
            "exits",
            "sources",
            "people",
            "custody",
            "vault",
            "work",
            "notices"
        })
package dev.handback.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
