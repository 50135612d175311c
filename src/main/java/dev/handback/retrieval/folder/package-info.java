/** Puts documents and delivered files into a folder of the client's: every version, beside a list of what each is. */
@NullMarked
package dev.handback.retrieval.folder;

import org.jspecify.annotations.NullMarked;
