package dev.handback.sources;

import org.jspecify.annotations.Nullable;

/** What an LFS server answers when we ask to bring an object. */
sealed interface LfsUpload {

    /**
     * May be brought.
     *
     * @param verify to be told afterwards; null when it does not want to be
     */
    record To(LfsAction upload, @Nullable LfsAction verify) implements LfsUpload {}

    /** It says that it has the object, which is believed only once it offers it for download. */
    record There() implements LfsUpload {}

    /** Will not be taken, by their decision or by ours. */
    record Refused(LfsEnd.NotHere why) implements LfsUpload {}
}
