/** Clearance, orders, attestations, probes, tails. */
@NullMarked
@ApplicationModule(allowedDependencies = {"assets", "exits", "sources", "vault", "work", "custody", "people"})
package dev.handback.destruction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
