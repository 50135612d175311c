/** Takes documents out of S3 buckets: every version, pinned, hashed while it is written, listed twice; and puts them into the client's own. */
@NullMarked
package dev.handback.retrieval.s3;

import org.jspecify.annotations.NullMarked;
