package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.jspecify.annotations.Nullable;

/**
 * The host keys that a connection accepts from one host. A key that is not among them ends the attempt: nothing is learnt,
 * nobody is asked. A key that any line revokes is refused whatever else the file says; lines of certificate authorities
 * accept nothing.
 *
 * @param pinned of this host and port
 * @param revoked of every host
 * @param authority whether a certificate authority stands for the host, which is no use to us
 */
record KnownHosts(String host, List<PublicKey> pinned, List<PublicKey> revoked, boolean authority) {

    private static final long LONGEST = 4 << 20;

    /** @throws SourceRefused when the file cannot be read to its end: half a list would accept what the rest revokes */
    static KnownHosts read(Connection connection, Path file, String host, int port) {
        try {
            if (Files.size(file) > LONGEST) throw new IOException("longer than " + LONGEST + " bytes");
            List<KnownHostEntry> lines = KnownHostEntry.readKnownHostEntries(file);
            String name = host.replaceAll("[\\[\\]]", "");
            var own =
                    lines.stream().filter(line -> line.isHostMatch(name, port)).toList();
            return new KnownHosts(
                    port == 22 ? name : "[" + name + "]:" + port,
                    keys(own, null),
                    keys(lines, "revoked"),
                    own.stream().anyMatch(line -> "cert-authority".equals(line.getMarker())));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new SourceRefused(
                    Reason.OURS,
                    "KNOWN_HOSTS_UNREADABLE",
                    "connection " + connection.name() + ": known-hosts-file cannot be read: "
                            + Printable.of(String.valueOf(e.getMessage())));
        }
    }

    private static List<PublicKey> keys(List<KnownHostEntry> lines, @Nullable String marker)
            throws IOException, GeneralSecurityException {
        var keys = new java.util.ArrayList<PublicKey>();
        for (KnownHostEntry line : lines) {
            if (!Objects.equals(line.getMarker(), marker)) continue;
            PublicKey key = line.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
            if (key != null) keys.add(key);
        }
        return List.copyOf(keys);
    }

    /** Why this key is not accepted; empty when it is the host's. */
    Optional<SourceRefused> refusal(PublicKey shown) {
        String actual = SshIdentity.fingerprint(shown);
        if (holds(revoked, shown))
            return refused("SSH_HOST_KEY_REVOKED", "the known-hosts-file revokes " + actual + ", which it shows");
        if (holds(pinned, shown)) return Optional.empty();
        if (pinned.isEmpty())
            return refused(
                    "SSH_HOST_KEY_UNKNOWN",
                    "expected a key in the known-hosts-file, which has none for it"
                            + (authority ? " (certificate authorities are not supported)" : "") + "; it shows " + actual
                            + ": have the holder confirm this fingerprint on another way before you add it");
        return refused(
                "SSH_HOST_KEY_CHANGED",
                "expected " + pinned.stream().map(SshIdentity::fingerprint).collect(Collectors.joining(", "))
                        + "; it shows " + actual + ": somebody may stand in between, nothing was sent");
    }

    private Optional<SourceRefused> refused(String code, String why) {
        return Optional.of(new SourceRefused(Reason.FORBIDDEN, code, host + ": " + why));
    }

    private static boolean holds(List<PublicKey> keys, PublicKey shown) {
        return keys.stream().anyMatch(key -> KeyUtils.compareKeys(key, shown));
    }

    /** Whether we ask for a key of this kind first: a host has several, and another one would look like a changed one. */
    boolean prefers(String signature) {
        return pinned.stream()
                .map(KeyUtils::getKeyType)
                .anyMatch(
                        type -> type.equals(signature) || type.equals("ssh-rsa") && signature.startsWith("rsa-sha2-"));
    }
}
