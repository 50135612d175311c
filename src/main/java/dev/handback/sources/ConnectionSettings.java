package dev.handback.sources;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** {@code handback.connections.<name>}. */
@Validated
@ConfigurationProperties("handback")
record ConnectionSettings(@DefaultValue Map<String, @Valid Entry> connections) {

    /**
     * @param kind git, s3 or folder
     * @param urls allowed prefixes, such as https://git.vendor.example/team or s3://bucket/prefix
     * @param controls repositories that the holder agreed to leave there, readable by us and no stranger, until the last look
     * @param username name shown to the holder's system
     * @param passwordFile file that holds the password or token, read anew for each attempt
     * @param privateKeyFile file that holds the key for ssh:// addresses, read anew for each attempt
     * @param passphraseFile file that holds its passphrase, when it is encrypted
     * @param knownHostsFile the host keys that are accepted, as OpenSSH writes them; nothing is ever added
     * @param endpoint of an S3 store, such as https://s3.vendor.example; absent for AWS
     * @param region of the bucket
     * @param pathStyle bucket in the path instead of the host name; by default with an endpoint of its own
     * @param accessKeyFile file that holds the access key, read anew for each attempt
     * @param secretKeyFile file that holds the secret key
     * @param roleArn role to assume with these keys
     * @param externalId what the vendor agreed with us for assuming its role
     * @param requesterPays we pay for requests and transfer
     * @param allowHttp allow http:// without encryption
     * @param place it leads to your own host, store or folder, where assets are placed; nothing is retrieved over it
     * @param allowPrivateAddresses allow loopback, private and shared addresses
     * @param folder of kind folder: absolute, there already, below which is placed; better one inside a share than where it is mounted
     */
    record Entry(
            @NotNull Connection.Kind kind,
            @DefaultValue List<String> urls,
            @DefaultValue List<String> controls,
            @Nullable String username,
            @Nullable Path passwordFile,
            @Nullable Path privateKeyFile,
            @Nullable Path passphraseFile,
            @Nullable Path knownHostsFile,
            @Nullable String endpoint,
            @DefaultValue("us-east-1") String region,
            @Nullable Boolean pathStyle,
            @Nullable Path accessKeyFile,
            @Nullable Path secretKeyFile,
            @Nullable String roleArn,
            @Nullable String externalId,
            @DefaultValue("false") boolean requesterPays,
            @DefaultValue("false") boolean allowHttp,
            @DefaultValue("false") boolean allowPrivateAddresses,
            @DefaultValue("false") boolean place,
            @Nullable Path folder) {

        Connection named(String name) {
            return new Connection(
                    name,
                    kind,
                    urls.stream().map(Locator::parse).toList(),
                    username,
                    passwordFile,
                    allowHttp,
                    allowPrivateAddresses,
                    kind == Connection.Kind.S3 ? s3() : null,
                    ssh(),
                    place,
                    checkedFolder());
        }

        private @Nullable Path checkedFolder() {
            boolean needed = kind == Connection.Kind.FOLDER;
            if (needed != (folder != null) || folder != null && !folder.isAbsolute())
                throw SourceRefused.policy(
                        "SETTING_REFUSED", "folder: expected an absolute path for kind folder, and none for others");
            if (needed && (!place || !urls.isEmpty()))
                throw SourceRefused.policy(
                        "SETTING_REFUSED", "kind folder: expected place: true and no urls; it is only to place in");
            return folder;
        }

        List<Locator> controls(Connection connection) {
            var parsed = controls.stream().map(Locator::parse).toList();
            parsed.stream()
                    .filter(control -> connection.kind() != Connection.Kind.GIT || !connection.covers(control))
                    .findFirst()
                    .ifPresent(control -> {
                        throw SourceRefused.policy(
                                "SETTING_REFUSED",
                                "controls: expected repositories below the urls of a git connection, found " + control);
                    });
            return parsed;
        }

        private @Nullable SshAccess ssh() {
            if (privateKeyFile != null && knownHostsFile != null)
                return new SshAccess(privateKeyFile, passphraseFile, knownHostsFile);
            if (privateKeyFile != null || passphraseFile != null || knownHostsFile != null)
                throw SourceRefused.policy(
                        "SETTING_REFUSED",
                        "private-key-file and known-hosts-file need each other, passphrase-file both");
            return null;
        }

        private S3Access s3() {
            if (!region.matches("[a-z0-9-]{1,32}"))
                throw SourceRefused.policy("SETTING_REFUSED", "region: expected letters, digits and - only");
            if ((accessKeyFile == null) != (secretKeyFile == null))
                throw SourceRefused.policy("SETTING_REFUSED", "access-key-file and secret-key-file need each other");
            var address = Locator.parse(endpoint == null ? "https://s3." + region + ".amazonaws.com" : endpoint);
            if (!address.isOrigin())
                throw SourceRefused.policy("SETTING_REFUSED", "endpoint: expected https://host or http://host:port");
            return new S3Access(
                    address,
                    region,
                    pathStyle == null ? endpoint != null : pathStyle,
                    endpoint == null,
                    accessKeyFile,
                    secretKeyFile,
                    roleArn,
                    externalId,
                    requesterPays);
        }
    }
}
