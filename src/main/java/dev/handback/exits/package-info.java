/** Exits, their parties, profiles and dates, the authority on which we retrieve, and the gates. */
@NullMarked
@ApplicationModule(allowedDependencies = {"people", "custody"})
package dev.handback.exits;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
