package dev.handback.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.packages.Packages;
import dev.handback.work.LongWork;
import dev.handback.work.WorkStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Packages checked by the running application, for those who have no command line at hand: one that was built here, or a
 * file of unknown origin. Whoever asked sees it, nobody else. A verdict is kept for some days and proves nothing to others.
 */
@Component
public class Verifications {
    static final int MOST_FINDINGS = 10_000;
    private static final int MOST_OF_ONE_PERSON = 2;
    private static final int MOST = 2; // long steps of exits need threads too
    private static final int MOST_WITHOUT_FILE = 20;
    private static final int UPLOADS_AT_ONCE = 4;
    private static final int LONGEST_NAME = 200;
    private static final Duration WITHOUT_FILE = Duration.ofDays(1);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final VerificationsTable table;
    private final UploadedPackages uploads;
    private final Packages packages;
    private final LongWork work;
    private final TransactionTemplate transaction;
    private final VerifySettings settings;
    private final Semaphore lines = new Semaphore(UPLOADS_AT_ONCE);

    Verifications(
            VerificationsTable table,
            UploadedPackages uploads,
            Packages packages,
            LongWork work,
            PlatformTransactionManager manager,
            VerifySettings settings) {
        this.table = table;
        this.uploads = uploads;
        this.packages = packages;
        this.work = work;
        this.transaction = new TransactionTemplate(manager);
        this.settings = settings;
    }

    /** Asks for a check of a package that was built here; @return its id. */
    @Transactional
    public String ofPackage(String number, HowToVerify how) {
        how.require();
        var built = packages.findBuilt(number);
        requireTurn();
        forget();
        var id = table.ask(number, built.bytes(), built.sha256(), how);
        file(id);
        return id;
    }

    /** Asks for a check of a file that {@link #upload} brings; @return its id. */
    @Transactional
    public String ofUpload(HowToVerify how) {
        how.require();
        requireTurn();
        forget();
        if (table.withoutFile() >= MOST_WITHOUT_FILE) {
            throw new Refused(
                    "you asked for " + MOST_WITHOUT_FILE + " checks and sent no file; send one of these first");
        }
        return table.ask(null, null, null, how);
    }

    /**
     * Streams the file to disk and has it checked. Call it without an open transaction; nothing is kept of a stream that
     * breaks off.
     *
     * @param announced how many bytes must come; negative when nobody said so
     */
    public void upload(String id, String name, InputStream content, long announced) {
        transaction.executeWithoutResult(status -> {
            requireWaiting(id);
            requireTurn(); // before its bytes come; asked again when they have
        });
        if (!lines.tryAcquire()) {
            throw new Refused("others are sending files just now; try again in some minutes");
        }
        try (var upload = uploads.receive(content, announced)) {
            transaction.executeWithoutResult(status -> taken(id, name, upload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.release();
        }
    }

    /** How large an upload may be, as a person reads it. */
    public String largest() {
        return settings.maxUpload().toGigabytes() > 0
                ? settings.maxUpload().toGigabytes() + " GB"
                : settings.maxUpload().toMegabytes() + " MB";
    }

    private void requireWaiting(String id) {
        if (!find(id).waitsForFile()) {
            throw new Refused("its file is here already; ask for another check");
        }
    }

    private void taken(String id, String name, UploadedPackages.Upload upload) {
        requireTurn();
        var called = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        if (!table.uploaded(id, called, upload.bytes(), upload.sha256().hex())) {
            throw new Refused("its file is here already; ask for another check");
        }
        file(id);
        try {
            uploads.keep(upload, id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireTurn() {
        if (table.onTheirWay(true) >= MOST_OF_ONE_PERSON) {
            throw new Refused(MOST_OF_ONE_PERSON + " packages of yours are being checked; wait for one to end");
        }
        if (table.onTheirWay(false) >= MOST) {
            throw new Refused(MOST + " packages are being checked just now; try again in some minutes");
        }
    }

    private void forget() {
        table.forget(settings.keep(), WITHOUT_FILE);
        try {
            uploads.sweep(table.needed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void file(String id) {
        work.file(CheckPackage.NAME, key(id), Map.of("id", id));
    }

    /** One of the person's own. */
    @Transactional(readOnly = true)
    public Verification find(String id) {
        return table.mine(id).orElseThrow(() -> new NotFound("check of a package of yours", id));
    }

    /** One page of the person's own, the newest first; pages count from 0. */
    @Transactional(readOnly = true)
    public List<Verification> list(int page, int size) {
        return table.mine(page, size);
    }

    /** How far it is, while it is being checked. */
    @Transactional(readOnly = true)
    public Optional<WorkStatus> progress(String id) {
        return work.status(key(id)).stream().findFirst();
    }

    /** What the command line prints for programs; empty while nothing was judged. */
    @Transactional(readOnly = true)
    public Optional<String> verdictJson(String id) {
        return table.verdict(find(id).id());
    }

    /** The same, to be shown. */
    @Transactional(readOnly = true)
    public Optional<PackageVerdict> verdict(String id) {
        return verdictJson(id).map(Verifications::read);
    }

    private static PackageVerdict read(String json) {
        try {
            return JSON.readValue(json, PackageVerdict.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept verdict cannot be read", e);
        }
    }

    private static String key(String id) {
        return "verification/" + id;
    }
}
