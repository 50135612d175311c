package dev.handback.sources;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an SSH server knows us, and we it. Nothing else is used: no agent, no other key, nothing below {@code ~/.ssh}.
 *
 * @param privateKeyFile in OpenSSH's or PEM's form, read anew for each attempt
 * @param passphraseFile for an encrypted one
 * @param knownHostsFile the host keys that are accepted, as OpenSSH writes them; never written by us
 */
record SshAccess(Path privateKeyFile, @Nullable Path passphraseFile, Path knownHostsFile) {}
