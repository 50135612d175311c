package dev.handback.notices;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code handback.mail.*}. Without a host no mail is sent and none is kept for later.
 *
 * @param host the SMTP server; the only one mail is ever handed to
 * @param username name we log in with; without one we do not log in
 * @param passwordFile file that holds the password in its first line, read anew for each connection
 * @param from the address mail comes from
 * @param encryption of the connection to the server: STARTTLS, TLS or NONE; never weaker than set
 * @param baseUrl where people reach Handback, such as https://handback.client.example; every link begins with it
 * @param digestHour hour of the day, 0 to 23, from which the digest is sent
 * @param checkpointsTo addresses outside this house that get the signed heads of the ledger
 * @param digestPlace place at which that hour counts and whose time stands in mails, such as Europe/Berlin
 */
@ConfigurationProperties("handback.mail")
record MailSettings(
        @DefaultValue("") String host,
        @DefaultValue("587") int port,
        @DefaultValue("") String username,
        @Nullable Path passwordFile,
        @DefaultValue("") String from,
        @DefaultValue("STARTTLS") Encryption encryption,
        @DefaultValue("") String baseUrl,
        @DefaultValue("7") int digestHour,
        @DefaultValue("UTC") ZoneId digestPlace,
        @DefaultValue List<String> checkpointsTo) {

    enum Encryption {
        STARTTLS,
        TLS,
        NONE
    }

    MailSettings {
        host = host.strip();
        baseUrl = baseUrl.strip().replaceAll("/+$", "");
        checkpointsTo = checkpointsTo.stream().map(String::strip).toList();
        if (!host.isEmpty()) {
            var problems = problems(host, port, username, passwordFile, from, encryption, baseUrl, digestHour);
            checkpointsTo.forEach(to ->
                    expect(isAddress(to), "checkpoints-to: expected e-mail addresses, found '" + to + "'", problems));
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
        }
    }

    boolean on() {
        return !host.isEmpty();
    }

    /** The part of Message-IDs that names us. */
    String domain() {
        return from.substring(from.lastIndexOf('@') + 1);
    }

    private static List<String> problems(
            String host,
            int port,
            String username,
            @Nullable Path passwordFile,
            String from,
            Encryption encryption,
            String baseUrl,
            int digestHour) {
        var problems = new ArrayList<String>();
        expect(host.matches("[A-Za-z0-9.:-]{1,253}"), "host: expected a name or an address, found " + host, problems);
        expect(port > 0 && port < 65_536, "port: expected 1 to 65535, found " + port, problems);
        expect(isAddress(from), "from: expected one e-mail address, found '" + from + "'", problems);
        expect(isOurs(baseUrl), "base-url: expected https://host or http://host, found '" + baseUrl + "'", problems);
        expect(digestHour >= 0 && digestHour < 24, "digest-hour: expected 0 to 23, found " + digestHour, problems);
        expect(
                username.isEmpty() == (passwordFile == null),
                "username and password-file: expected both or none",
                problems);
        expect(
                encryption != Encryption.NONE || username.isEmpty() || isLoopback(host),
                "encryption: expected STARTTLS or TLS, since a password would go to " + host + " in the clear",
                problems);
        return problems;
    }

    private static void expect(boolean fulfilled, String otherwise, List<String> problems) {
        if (!fulfilled) {
            problems.add("handback.mail." + otherwise);
        }
    }

    /** Strictly one address, with nothing round it. */
    static boolean isAddress(String text) {
        try {
            var address = new InternetAddress(text, true);
            return text.equals(address.getAddress()) && text.chars().allMatch(c -> c > ' ' && c < 127);
        } catch (AddressException e) {
            return false;
        }
    }

    private static boolean isOurs(String url) {
        try {
            var uri = URI.create(url);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
