package dev.handback.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The vendor of the demo: repositories on disk, and a git server that wants a token and refuses one of them. */
final class DemoVendor {
    static final String USER = "client-exit";

    private DemoVendor() {}

    /** Starts it under {@code data}; a restart finds the same repositories at the same address. */
    static GitHost open(Path data, String token) throws IOException {
        var vendor = Files.createDirectories(data.resolve("vendor"));
        var repositories = vendor.resolve("repositories");
        if (!Files.exists(repositories)) {
            write(repositories);
        }
        var port = port(vendor.resolve("port"));
        var host = GitHost.start(repositories, port);
        if (!host.origin().endsWith(":" + port)) {
            host.close();
            throw new IOException("its port " + port + " is taken; is another demo running on " + data + "?");
        }
        for (var open : new String[] {"billing-api", "website", "billing-portal", "legacy-tools", "docs"}) {
            host.protect("team/" + open, USER, token);
        }
        host.answer("restricted/pricing", 403);
        return host;
    }

    private static void write(Path repositories) throws IOException {
        var fresh = Files.createDirectories(repositories.resolveSibling("repositories-" + System.nanoTime()));
        var team = Files.createDirectory(fresh.resolve("team"));
        var restricted = Files.createDirectory(fresh.resolve("restricted"));
        Files.writeString(
                repositories.resolveSibling("baseline"),
                DemoRepositories.billingApi(team).name());
        DemoRepositories.website(team);
        DemoRepositories.billingPortal(team);
        DemoRepositories.legacyTools(team);
        DemoRepositories.docs(team);
        DemoRepositories.pricing(restricted);
        Files.move(fresh, repositories);
    }

    // the register names the address, so it must not change with the next start
    private static int port(Path file) throws IOException {
        if (!Files.exists(file)) {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Files.writeString(file, Integer.toString(free.getLocalPort()));
            }
        }
        return Integer.parseInt(Files.readString(file).strip());
    }
}
