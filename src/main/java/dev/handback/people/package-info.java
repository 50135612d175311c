/** Persons with identity keys, dated group memberships, and passwords or subjects of the company's login; gates and the engine read them. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.handback.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
