package dev.handback.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;

/** Generated secrets of the demo, each in a file that only this user can read. */
final class DemoSecrets {
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Path folder;

    DemoSecrets(Path data) throws IOException {
        folder = Files.createDirectories(data.resolve("secrets"));
    }

    /** The secret of this name, made at the first call. */
    String of(String name) throws IOException {
        var file = file(name);
        if (!Files.exists(file)) {
            keep(name, fresh());
        }
        return Files.readString(file).strip();
    }

    /** Keeps a secret that is given. @return its file */
    Path keep(String name, String secret) throws IOException {
        // a temporary file is born with mode 0600; there is no moment at which others can read it
        var fresh = Files.createTempFile(folder, name, ".new");
        Files.writeString(fresh, secret + "\n");
        return Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    private static String fresh() {
        var random = new SecureRandom();
        var secret = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            secret.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return secret.toString();
    }
}
