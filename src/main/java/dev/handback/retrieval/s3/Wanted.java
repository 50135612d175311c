package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A version or delete marker that is held and is to lie at the destination.
 *
 * @param ordinal its place among what is held
 * @param key the bytes of its name
 * @param versionId as its holder's store called it; the destination gives it another
 * @param sha256 of its bytes in the vault; null for a marker
 */
public record Wanted(
        long ordinal,
        byte[] key,
        String versionId,
        boolean marker,
        boolean latest,
        long size,
        @Nullable Instant lastModified,
        @Nullable String sha256) {

    /**
     * As they came to be. A listing's dates may be seconds, so those of one date stand in the order of their ids, which says
     * nothing; which one is the latest is known for itself.
     */
    static final Comparator<Wanted> OLDEST_FIRST = Comparator.comparing(Wanted::latest)
            .thenComparing(Wanted::lastModified, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Wanted::versionId)
            .thenComparing(Wanted::ordinal);

    /** @throws SourceRefused when it is no UTF-8, as a key must be */
    String name() {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException e) {
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "KEY_NOT_PLACED",
                    "the name " + Printable.of(new String(key, UTF_8))
                            + " is no UTF-8, which no bucket takes as a key");
        }
    }

    String words() {
        return marker ? "a delete marker" : size + " bytes with SHA-256 " + sha256;
    }
}
