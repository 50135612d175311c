/** Starts the application and holds the few things every room stands on: digests, the database, time, who acts. */
@org.jspecify.annotations.NullMarked
package dev.handback;
