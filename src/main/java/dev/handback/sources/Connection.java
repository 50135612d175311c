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
 * @param s3 where and as whom, when it is an S3 store
 * @param place whether it leads to the client's own destination, which is written to and never retrieved from
 * @param ssh as whom, and which host keys we accept, for ssh:// addresses
 * @param folder below which is placed, when it is a folder
 */
public record Connection(
        String name,
        Kind kind,
        List<Locator> urls,
        @Nullable String username,
        @Nullable Path passwordFile,
        boolean allowHttp,
        boolean allowPrivateAddresses,
        @Nullable S3Access s3,
        @Nullable SshAccess ssh,
        boolean place,
        @Nullable Path folder) {

    public enum Kind {
        GIT,
        S3,
        /** A folder of the client's that this machine sees, such as a mounted share; only to place in. */
        FOLDER;

        /** The kind that leads to such places. */
        static Kind of(Locator.Scheme scheme) {
            return switch (scheme) {
                case S3 -> S3;
                case FOLDER -> FOLDER;
                default -> GIT;
            };
        }
    }

    private static final int LONGEST_SECRET = 8192;

    public Connection {
        urls = List.copyOf(urls);
    }

    /** The name that the holder's system sees us under; never a secret, nor a whole access key. */
    public String seenAs() {
        if (kind == Kind.FOLDER) return "system user " + System.getProperty("user.name");
        if (s3 == null) return username == null ? "anonymous" : username;
        if (s3.roleArn() != null) return s3.roleArn();
        if (s3.accessKeyFile() == null) return "anonymous";
        String key = secret(s3.accessKeyFile(), "access-key-file");
        return "access key ending in " + key.substring(Math.max(0, key.length() - 4));
    }

    /**
     * The same for one repository: over ssh it is an account and the fingerprint of our key.
     *
     * @throws SourceRefused when the key cannot be read
     */
    public String seenAs(Locator locator) {
        if (locator.scheme() != Locator.Scheme.SSH) return seenAs();
        return sshUser(locator) + " with "
                + SshIdentity.fingerprint(SshIdentity.read(this, sshAccess()).getPublic());
    }

    SshAccess sshAccess() {
        if (ssh == null)
            throw SourceRefused.policy(
                    "SSH_NOT_CONFIGURED",
                    "connection " + name + " has no private-key-file and known-hosts-file, which ssh:// needs");
        return ssh;
    }

    /** The account at the host: the locator's, or else the connection's. */
    String sshUser(Locator locator) {
        String user = locator.user() == null ? username : locator.user();
        if (user == null)
            throw SourceRefused.policy("SSH_USER_MISSING", locator + " names no account; write ssh://user@host/path");
        return user;
    }

    /** Whether a git server is told who we are. */
    public boolean identified() {
        return passwordFile != null;
    }

    /** The same reach without any credential. */
    public Connection anonymous() {
        return new Connection(name, kind, urls, null, null, allowHttp, allowPrivateAddresses, s3, null, place, folder);
    }

    /**
     * True when a locator lies at or below one of the {@link #urls}; an S3 store without any gives all its buckets, a folder
     * all that is below it.
     */
    public boolean covers(Locator locator) {
        if (kind == Kind.FOLDER) return locator.scheme() == Locator.Scheme.FOLDER;
        return kind == Kind.S3 && urls.isEmpty() || urls.stream().anyMatch(prefix -> prefix.covers(locator));
    }

    /** The value of an Authorization header, read from the password file now; empty for anonymous access. */
    Optional<String> basicAuthorization() {
        if (passwordFile == null) return Optional.empty();
        String pair = (username == null ? "" : username) + ":" + secret(passwordFile, "password-file");
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same for an interface that takes tokens; empty for anonymous access. */
    Optional<String> bearerAuthorization() {
        if (passwordFile == null) return Optional.empty();
        String token = secret(passwordFile, "password-file");
        if (!token.matches("[\\x21-\\x7e]+"))
            throw unreadable("password-file", "holds no token, which is one word of printable characters");
        return Optional.of("Bearer " + token);
    }

    /** @param setting names the file in messages */
    String secret(Path file, String setting) {
        try {
            if (Files.size(file) > LONGEST_SECRET)
                throw unreadable(setting, "is longer than " + LONGEST_SECRET + " bytes");
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) throw unreadable(setting, "is empty");
            return secret;
        } catch (IOException e) {
            // the cause's own text could quote what was read
            throw unreadable(setting, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private SourceRefused unreadable(String setting, String why) {
        return new SourceRefused(
                SourceRefused.Reason.OURS,
                "SECRET_UNREADABLE",
                "connection " + name + ": " + setting + " " + why + "; correct the setting and retry");
    }
}
