/** The demo: a vendor with a real git server on loopback, people, and an exit half-way. Never in the jar. */
@NullMarked
package dev.handback.demo;

import org.jspecify.annotations.NullMarked;
