package dev.handback.sources;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Named, configured access to a holder's system. It holds the place of a secret, never the secret: that is read anew
 * for each attempt, so that a changed password needs no restart, and it never leaves this room.
 *
 * @param urls what lies below one of these may be asked for, nothing else
 * @param allowPrivateAddresses whether the holder's system may have a loopback, private or shared address
 */
public record Connection(
        String name,
        Kind kind,
        List<Locator> urls,
        @Nullable String username,
        @Nullable Path passwordFile,
        boolean allowHttp,
        boolean allowPrivateAddresses) {

    public enum Kind {
        GIT,
        S3
    }

    private static final int LONGEST_SECRET = 8192;

    public Connection {
        urls = List.copyOf(urls);
    }

    /** The name that the holder's system sees us under; never a secret. */
    public String seenAs() {
        return username == null ? "anonymous" : username;
    }

    /** True when a locator lies at or below one of the {@link #urls}. */
    public boolean covers(Locator locator) {
        return urls.stream().anyMatch(prefix -> prefix.covers(locator));
    }

    /** The value of an Authorization header, read from the password file now; empty for anonymous access. */
    Optional<String> basicAuthorization() {
        if (passwordFile == null) return Optional.empty();
        String pair = (username == null ? "" : username) + ":" + secret(passwordFile);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private String secret(Path file) {
        try {
            if (Files.size(file) > LONGEST_SECRET) throw unreadable("is longer than " + LONGEST_SECRET + " bytes");
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) throw unreadable("is empty");
            return secret;
        } catch (IOException e) {
            // the cause's own text could quote what was read
            throw unreadable("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private SourceRefused unreadable(String why) {
        return new SourceRefused(
                SourceRefused.Reason.OURS,
                "SECRET_UNREADABLE",
                "connection " + name + ": password-file " + why + "; correct the setting and retry");
    }
}
