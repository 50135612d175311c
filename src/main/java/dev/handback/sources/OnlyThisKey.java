package dev.handback.sources;

import java.security.PublicKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * An SSH client that is deaf to the machine it runs on: no agent, no {@code ~/.ssh}, no proxy, no password, no question to
 * a person, nothing forwarded; and no signature by SHA-1.
 */
final class OnlyThisKey {

    private static final List<BuiltinSignatures> SIGNATURES = List.of(
            BuiltinSignatures.ed25519,
            BuiltinSignatures.nistp256,
            BuiltinSignatures.nistp384,
            BuiltinSignatures.nistp521,
            BuiltinSignatures.rsaSHA512,
            BuiltinSignatures.rsaSHA256);

    private OnlyThisKey() {}

    static SshClient client(KnownHosts known, Predicate<PublicKey> accepts) {
        SshClient client = ClientBuilder.builder().build(true);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setAgentFactory(null);
        client.setClientProxyConnector(null);
        client.setUserInteraction(null);
        client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        client.setChannelFactories(List.of());
        client.setGlobalRequestHandlers(List.of());
        client.setSignatureFactories(signatures(known));
        client.setServerKeyVerifier((session, address, key) -> accepts.test(key));
        // silence is watched by SshWire, which knows whether we wait
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        return client;
    }

    private static List<NamedFactory<Signature>> signatures(KnownHosts known) {
        return SIGNATURES.stream()
                .filter(BuiltinSignatures::isSupported)
                .sorted(Comparator.comparing(signature -> !known.prefers(signature.getName())))
                .map(signature -> (NamedFactory<Signature>) signature)
                .toList();
    }
}
