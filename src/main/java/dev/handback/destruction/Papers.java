package dev.handback.destruction;

import dev.handback.Sha256;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keeps papers of the other side as opaque bytes, unaltered. Nothing in them is run or rendered; whoever asks for one gets it
 * as a download. What is neither PDF, picture nor text, or a PDF that acts when it is opened, is refused.
 */
@Component
public class Papers {
    public static final long MOST_BYTES = 20L * 1024 * 1024;
    private static final int LONGEST_NAME = 255;

    private final Vault vault;

    Papers(Vault vault) {
        this.vault = vault;
    }

    /**
     * Keeps a file under its digest. Call it outside a transaction: it writes to disk.
     *
     * @param field the name of the field it came in, for the refusal
     */
    public Paper keep(String field, @Nullable String name, InputStream content) {
        try {
            var bytes = content.readNBytes((int) MOST_BYTES + 1);
            objection(bytes).ifPresent(why -> {
                throw new InvalidInput(List.of(new Problem(field, why)));
            });
            var stored = vault.store(new java.io.ByteArrayInputStream(bytes));
            return new Paper(stored.sha256().hex(), plain(name), bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("the file cannot be read", e);
        }
    }

    public InputStream open(String sha256) {
        return vault.open(Sha256.parse(sha256));
    }

    private static Optional<String> objection(byte[] bytes) throws IOException {
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            return Optional.of("expected a file of 1 byte to 20 MiB, found " + (bytes.length == 0 ? "none" : "more"));
        }
        return PaperContent.objection(bytes).map(why -> "this file is not kept: " + why);
    }

    /** Only the last part of a name, without what could hide or lead elsewhere. */
    private static String plain(@Nullable String name) {
        var last = name == null ? "" : name.replaceFirst("^.*[/\\\\]", "");
        var safe = last.replaceAll("[^\\p{L}\\p{N}._ -]", "_").strip();
        return safe.isEmpty() ? "file" : safe.substring(0, Math.min(safe.length(), LONGEST_NAME));
    }
}
