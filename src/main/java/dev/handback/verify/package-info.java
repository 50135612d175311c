/**
 * Verifies what was handed over, a register before its import, and the ledger: by the command line, which says so by exit
 * code, and for a page of the running application.
 */
@ApplicationModule(
        allowedDependencies = {"custody", "certificates", "packages", "exits", "vault", "work", "assets", "sources"})
@NullMarked
package dev.handback.verify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
