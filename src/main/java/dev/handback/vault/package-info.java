/** Keeps bytes write-once under their SHA-256 and proves them unchanged. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.handback.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
