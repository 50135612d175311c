package dev.handback.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The file with the first administrator's one-time secret: only the operator can read it, and it goes with its use. */
@Component
@EnableConfigurationProperties(PeopleSettings.class)
class FirstSecret {
    private static final Logger log = LoggerFactory.getLogger(FirstSecret.class);

    private final Path file;

    FirstSecret(PeopleSettings settings) {
        file = settings.dataDir().resolve("first-administrator.txt").toAbsolutePath();
    }

    Path write(String id, String secret) {
        try {
            Files.createDirectories(file.getParent());
            // a temporary file is born with mode 0600; there is no moment at which others can read it
            var fresh = Files.createTempFile(file.getParent(), "first-administrator", ".new");
            Files.writeString(fresh, id + "\n" + secret + "\n", StandardCharsets.UTF_8);
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The first administrator's secret cannot be written to " + file, e);
        }
    }

    /** Once the running transaction has committed: until then the secret still opens the door. */
    void deleteAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            delete();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                delete();
            }
        });
    }

    /** What it holds opens nothing any more, so a file that stays is untidy, not dangerous. */
    void delete() {
        try {
            if (Files.deleteIfExists(file)) {
                log.info("The first administrator has chosen a password; {} is deleted", file);
            }
        } catch (IOException e) {
            log.warn("{} holds a secret that opens nothing any more and cannot be deleted", file, e);
        }
    }
}
