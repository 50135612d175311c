package dev.handback.retrieval.git;

import dev.handback.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * OpenSSH's own server on loopback, run by whoever runs the tests, over a folder of bare repositories. Each key it knows is
 * bound to a command that runs git's services below that folder and nothing else.
 */
public final class OpenSshHost implements AutoCloseable {

    private final Path home;
    private final int port;
    private final List<Path> hostKeys = new ArrayList<>();
    private final Process sshd;

    public OpenSshHost(Path repositories, Path clientKey, boolean protocol2, String... hostKeyTypes) throws Exception {
        home = Files.createTempDirectory("sshd");
        for (String type : hostKeyTypes) hostKeys.add(SshClientFiles.key(home, "host_" + type, type, ""));
        port = freePort();
        Path command = Files.writeString(home.resolve("git-only"), """
                #!/bin/sh
                eval "set -- $SSH_ORIGINAL_COMMAND"
                case "$1" in
                git-upload-pack | git-receive-pack) ;;
                *) echo "only git" >&2; exit 126 ;;
                esac
                GIT_CONFIG_NOSYSTEM=1 HOME='%s' exec "$1" "%s$2"
                """.formatted(home, repositories));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(
                home.resolve("authorized_keys"),
                "restrict,command=\"" + command + "\" " + SshClientFiles.publicKey(clientKey) + "\n");
        sshd = start(protocol2);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start(boolean protocol2) throws Exception {
        var lines = new ArrayList<>(List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "AuthorizedKeysFile " + home.resolve("authorized_keys"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "MaxStartups 100"));
        if (protocol2) lines.add("AcceptEnv GIT_PROTOCOL");
        hostKeys.forEach(key -> lines.add("HostKey " + key));
        Path config = Files.write(home.resolve("sshd_config"), lines);
        // it must be called by its whole path, and as root it wants this folder, which a service would make
        Path program = Tool.at("sshd", Path.of("/usr/sbin/sshd"), Path.of("/usr/local/sbin/sshd"));
        if (System.getProperty("user.name").equals("root")) Files.createDirectories(Path.of("/run/sshd"));
        Process started = new ProcessBuilder(program.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        for (int tries = 0; ; tries++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return started;
            } catch (IOException e) {
                if (tries > 100 || !started.isAlive()) throw new IllegalStateException(log(), e);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Something that happens at the vendor's while a pack is made; git heeds such a hook in its user's settings only. */
    void onEachPack(String action) throws IOException {
        Path hook = Files.writeString(home.resolve("hook"), "#!/bin/sh\n" + action + "\nexec \"$@\"\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(home.resolve(".gitconfig"), "[uploadpack]\n\tpackObjectsHook = " + hook + "\n");
    }

    String log() throws IOException {
        return Files.readString(home.resolve("log"));
    }

    public String url(String repository) {
        return "ssh://" + System.getProperty("user.name") + "@127.0.0.1:" + port + "/" + repository + ".git";
    }

    /** As a line of known_hosts names it. */
    String name() {
        return "[127.0.0.1]:" + port;
    }

    Path hostKey(int number) {
        return hostKeys.get(number);
    }

    public String pinned(int number) {
        return name() + " " + SshClientFiles.publicKey(hostKey(number));
    }

    @Override
    public void close() throws Exception {
        sshd.destroy();
        sshd.waitFor(10, TimeUnit.SECONDS);
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
