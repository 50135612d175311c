/** Runs long steps outside engine transactions: leased, heart-beating, counted, resumable, with progress. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package dev.handback.work;
