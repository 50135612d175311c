/** The command line: checks a register before its import, verifies what was handed over and the ledger, and says so by exit code. */
@ApplicationModule(allowedDependencies = {"custody", "certificates", "assets", "sources"})
@NullMarked
package dev.handback.verify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
