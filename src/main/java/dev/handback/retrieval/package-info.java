/** Takes assets into the vault, proves them whole, records the check, places them at home. */
@NullMarked
@ApplicationModule(allowedDependencies = {"assets", "exits", "sources", "vault", "work", "custody"})
package dev.handback.retrieval;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
