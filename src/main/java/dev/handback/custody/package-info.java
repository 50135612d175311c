/** The append-only Merkle ledger: entries, proofs, signed checkpoints, and the check that nobody rewrote it. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.handback.custody;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
