package dev.handback.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The vendor of the demo: repositories on disk, and a git server that wants a token and refuses one of them. */
final class DemoVendor implements AutoCloseable {
    static final String USER = "client-exit";

    private static final List<String> OPEN = List.of(
            "billing-api",
            "website",
            "billing-portal",
            "legacy-tools",
            "docs",
            DemoDestruction.KEPT,
            DemoDestruction.ERASED);

    private final Path repositories;
    private final GitHost git;

    private DemoVendor(Path repositories, GitHost git) {
        this.repositories = repositories;
        this.git = git;
    }

    /** Starts it under {@code data}; a restart finds the same repositories at the same address. */
    static DemoVendor open(Path data, String token) throws IOException {
        var folder = Files.createDirectories(data.resolve("vendor"));
        var repositories = folder.resolve("repositories");
        if (!Files.exists(repositories)) {
            write(repositories);
        }
        if (!Files.exists(repositories.resolve("team/" + DemoDestruction.KEPT + ".git"))) {
            DemoRepositories.reports(repositories.resolve("team"));
        }
        var port = port(folder.resolve("port"));
        var host = GitHost.start(repositories, port);
        if (!host.origin().endsWith(":" + port)) {
            host.close();
            throw new IOException("its port " + port + " is taken; is another demo running on " + data + "?");
        }
        OPEN.forEach(name -> host.protect("team/" + name, USER, token));
        host.answer("restricted/pricing", 403);
        return new DemoVendor(repositories, host);
    }

    GitHost git() {
        return git;
    }

    /** As its letter says, for once. */
    void erase(String repository) throws IOException {
        git.withdraw(repository); // the server would serve a while from what it has opened
        FileSystemUtils.deleteRecursively(repositories.resolve(repository + ".git"));
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

    /** A free port, the same at each start: registers and connections name it. */
    static int port(Path file) throws IOException {
        if (!Files.exists(file)) {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Files.writeString(file, Integer.toString(free.getLocalPort()));
            }
        }
        return Integer.parseInt(Files.readString(file).strip());
    }

    @Override
    public void close() throws IOException {
        git.close();
    }
}
