/** Builds the hand-over package of a scope. */
@NullMarked
@ApplicationModule(allowedDependencies = {"retrieval", "assets", "exits", "vault", "work", "custody"})
package dev.handback.packages;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
