/** Git repositories: received in one pack, proved closed while being received, kept as a bundle of exactly that pack. */
@NullMarked
package dev.handback.retrieval.git;

import org.jspecify.annotations.NullMarked;
