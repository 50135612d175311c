/** Draws up, has signed, seals, verifies and supersedes certificates. */
@NullMarked
@ApplicationModule(allowedDependencies = {"destruction", "retrieval", "assets", "exits", "vault", "custody", "people"})
package dev.handback.certificates;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
