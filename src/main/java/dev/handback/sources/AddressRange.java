package dev.handback.sources;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses a holder's system may have. {@code NEVER} holds what no setting opens: link-local with the clouds'
 * metadata services, multicast, "this network".
 */
enum AddressRange {
    PUBLIC,
    PRIVATE,
    NEVER;

    private record Net(byte[] prefix, int bits, AddressRange range) {
        static Net of(String cidr, AddressRange range) {
            int slash = cidr.indexOf('/');
            return new Net(bytes(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)), range);
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) return false;
            for (int i = 0; i < bits; i++) if (((address[i / 8] ^ prefix[i / 8]) >> (7 - i % 8) & 1) != 0) return false;
            return true;
        }
    }

    private static final List<Net> NETS = List.of(
            // metadata services first: they lie inside ranges that a setting may open
            Net.of("100.100.100.200/32", NEVER),
            Net.of("168.63.129.16/32", NEVER),
            Net.of("192.0.0.192/32", NEVER),
            Net.of("fd00:ec2::/32", NEVER),
            Net.of("fd20:ce::/32", NEVER),
            Net.of("169.254.0.0/16", NEVER),
            Net.of("0.0.0.0/8", NEVER),
            Net.of("224.0.0.0/4", NEVER),
            Net.of("240.0.0.0/4", NEVER),
            Net.of("::/128", NEVER),
            Net.of("fe80::/10", NEVER),
            Net.of("fec0::/10", NEVER),
            Net.of("ff00::/8", NEVER),
            Net.of("100::/64", NEVER),
            Net.of("2001::/32", NEVER),
            Net.of("64:ff9b:1::/48", NEVER),
            Net.of("127.0.0.0/8", PRIVATE),
            Net.of("10.0.0.0/8", PRIVATE),
            Net.of("172.16.0.0/12", PRIVATE),
            Net.of("192.168.0.0/16", PRIVATE),
            Net.of("100.64.0.0/10", PRIVATE),
            Net.of("192.0.0.0/24", PRIVATE),
            Net.of("192.0.2.0/24", PRIVATE),
            Net.of("192.88.99.0/24", PRIVATE),
            Net.of("198.18.0.0/15", PRIVATE),
            Net.of("198.51.100.0/24", PRIVATE),
            Net.of("203.0.113.0/24", PRIVATE),
            Net.of("::1/128", PRIVATE),
            Net.of("fc00::/7", PRIVATE),
            Net.of("2001:db8::/32", PRIVATE));

    /** First bytes of IPv6 forms that carry an IPv4 address, and where in them it stands. */
    private static final List<Net> COMPATIBLE = List.of(Net.of("::/96", PUBLIC), Net.of("64:ff9b::/96", PUBLIC));

    private static final Net SIX_TO_FOUR = Net.of("2002::/16", PUBLIC);

    static AddressRange of(InetAddress address) {
        byte[] bytes = address.getAddress();
        AddressRange own = NETS.stream()
                .filter(net -> net.holds(bytes))
                .map(Net::range)
                .findFirst()
                .orElse(PUBLIC);
        if (own != PUBLIC || address instanceof Inet4Address) return own;
        if (COMPATIBLE.stream().anyMatch(net -> net.holds(bytes))) return inside(bytes, 12);
        if (SIX_TO_FOUR.holds(bytes)) return inside(bytes, 2);
        // only 2000::/3 is given out as global unicast
        return (bytes[0] & 0xe0) == 0x20 ? PUBLIC : NEVER;
    }

    private static AddressRange inside(byte[] six, int from) {
        try {
            return of(InetAddress.getByAddress(Arrays.copyOfRange(six, from, from + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
