/** The register: import, corrections, expected, dispositions, exceptions, states. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"exits", "people", "custody"})
package dev.handback.assets;
