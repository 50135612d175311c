package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handback.sources.SourceRefused.Reason;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "1.1.1.1, PUBLIC",
        "9.255.255.255, PUBLIC",
        "11.0.0.0, PUBLIC",
        "100.63.255.255, PUBLIC",
        "100.128.0.0, PUBLIC",
        "126.255.255.255, PUBLIC",
        "128.0.0.1, PUBLIC",
        "169.253.255.255, PUBLIC",
        "169.255.0.1, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.32.0.0, PUBLIC",
        "192.167.255.255, PUBLIC",
        "192.169.0.0, PUBLIC",
        "198.17.255.255, PUBLIC",
        "198.20.0.0, PUBLIC",
        "223.255.255.255, PUBLIC",
        "2606:4700:4700::1111, PUBLIC",
        "2a00:1450:4001:800::200e, PUBLIC",
        "64:ff9b::8.8.8.8, PUBLIC",
        "2002:0808:0808::1, PUBLIC",
        "::ffff:8.8.8.8, PUBLIC",
        "127.0.0.1, PRIVATE",
        "127.255.255.254, PRIVATE",
        "10.0.0.0, PRIVATE",
        "10.255.255.255, PRIVATE",
        "100.64.0.1, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.0.0.1, PRIVATE",
        "192.0.2.1, PRIVATE",
        "192.88.99.1, PRIVATE",
        "192.168.0.1, PRIVATE",
        "192.168.255.255, PRIVATE",
        "198.18.0.1, PRIVATE",
        "198.19.255.255, PRIVATE",
        "198.51.100.1, PRIVATE",
        "203.0.113.1, PRIVATE",
        "::1, PRIVATE",
        "0:0:0:0:0:0:0:1, PRIVATE",
        "fc00::1, PRIVATE",
        "fd12:3456:789a::1, PRIVATE",
        "2001:db8::1, PRIVATE",
        "::ffff:127.0.0.1, PRIVATE",
        "::ffff:7f00:1, PRIVATE",
        "::ffff:10.0.0.1, PRIVATE",
        "::127.0.0.1, PRIVATE",
        "64:ff9b::7f00:1, PRIVATE",
        "64:ff9b::10.1.2.3, PRIVATE",
        "2002:7f00:1::, PRIVATE",
        "2002:c0a8:0101::1, PRIVATE",
        "0.0.0.0, NEVER",
        "0.1.2.3, NEVER",
        "169.254.0.1, NEVER",
        "169.254.169.254, NEVER",
        "169.254.170.2, NEVER",
        "100.100.100.200, NEVER",
        "168.63.129.16, NEVER",
        "192.0.0.192, NEVER",
        "224.0.0.1, NEVER",
        "239.255.255.250, NEVER",
        "240.0.0.1, NEVER",
        "255.255.255.255, NEVER",
        "::, NEVER",
        "::ffff:0.0.0.0, NEVER",
        "::ffff:169.254.169.254, NEVER",
        "::ffff:a9fe:a9fe, NEVER",
        "::169.254.169.254, NEVER",
        "64:ff9b::a9fe:a9fe, NEVER",
        "64:ff9b:1::8.8.8.8, NEVER",
        "2002:a9fe:a9fe::1, NEVER",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, NEVER",
        "fe80::1, NEVER",
        "febf::1, NEVER",
        "fec0::1, NEVER",
        "ff02::1, NEVER",
        "fd00:ec2::254, NEVER",
        "fd20:ce::254, NEVER",
        "100::1, NEVER",
        "4000::1, NEVER",
        "e000::1, NEVER"
    })
    void sortsAddresses(String address, AddressRange range) throws Exception {
        assertThat(AddressRange.of(InetAddress.getByName(address))).isEqualTo(range);
    }

    @Test
    void refusesALoopbackNameThatTheConnectionDoesNotAllow() {
        assertThat(refusal(false, "127.0.0.1").code()).isEqualTo("ADDRESS_REFUSED");
    }

    @Test
    void refusesTheMetadataServiceWhateverTheConnectionAllows() {
        assertThat(refusal(true, "169.254.169.254").code()).isEqualTo("ADDRESS_REFUSED");
    }

    @Test
    void refusesANameWithOnePrivateAddressAmongPublicOnes() {
        assertThat(refusal(false, "8.8.8.8", "10.0.0.1").code()).isEqualTo("ADDRESS_REFUSED");
    }

    @Test
    void pinsTheAddressesItChecked() {
        Deque<String> answers = new ArrayDeque<>(List.of("8.8.8.8", "127.0.0.1"));
        var policy = new EgressPolicy(host -> new InetAddress[] {InetAddress.getByName(answers.pop())});

        var destination = policy.admit(connection(false), Locator.parse("https://vendor.example/a.git"));

        assertThat(destination.addresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("8.8.8.8");
        assertThat(answers).hasSize(1);
    }

    @Test
    void refusesAnAddressInALocatorWithoutAskingTheNetwork() {
        var connection = new Connection(
                "vendor",
                Connection.Kind.GIT,
                List.of(Locator.parse("https://10.0.0.1")),
                null,
                null,
                false,
                false,
                null,
                null,
                false,
                null);
        var policy = new EgressPolicy(host -> {
            throw new AssertionError("asked");
        });

        var refusal = catchThrowableOfType(
                SourceRefused.class, () -> policy.check(connection, Locator.parse("https://10.0.0.1/a.git")));

        assertThat(refusal.code()).isEqualTo("ADDRESS_REFUSED");
        assertThat(refusal.detail()).contains("allow-private-addresses");
    }

    @Test
    void refusesHttpUnlessTheConnectionAllowsIt() {
        var refusal = catchThrowableOfType(SourceRefused.class, () -> new EgressPolicy()
                .check(connection(false), Locator.parse("http://vendor.example/a.git")));

        assertThat(refusal.code()).isEqualTo("HTTP_NOT_ALLOWED");
    }

    @Test
    void tellsAnUnknownNameFromARefusal() {
        assertThat(refusal(false).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    private static SourceRefused refusal(boolean allowPrivate, String... addresses) {
        var policy = new EgressPolicy(host -> {
            var resolved = new InetAddress[addresses.length];
            for (int i = 0; i < addresses.length; i++) resolved[i] = InetAddress.getByName(addresses[i]);
            return resolved;
        });
        return catchThrowableOfType(
                SourceRefused.class,
                () -> policy.admit(connection(allowPrivate), Locator.parse("https://vendor.example/a.git")));
    }

    private static Connection connection(boolean allowPrivate) {
        return new Connection(
                "vendor",
                Connection.Kind.GIT,
                List.of(Locator.parse("https://vendor.example")),
                null,
                null,
                false,
                allowPrivate,
                null,
                null,
                false,
                null);
    }
}
