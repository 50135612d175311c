/** Tells people by e-mail what waits for them: an outbox, and one digest a day. Proves nothing and decides nothing. */
@NullMarked
@ApplicationModule(allowedDependencies = {"people", "work"})
package dev.handback.notices;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
