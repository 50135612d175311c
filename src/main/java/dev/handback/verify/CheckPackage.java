package dev.handback.verify;

import static dev.handback.verify.Commands.CANNOT_READ;

import dev.handback.certificates.CertificateCheck;
import dev.handback.custody.Ledger;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.packages.Packages;
import dev.handback.vault.NotInVault;
import dev.handback.work.LostLease;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Checks one package, or one sealed document, as the command line does. Begun anew after a kill it judges the same bytes. */
@Component
class CheckPackage implements Step<CheckPackage.Judged> {
    static final String NAME = "verify";

    private final VerificationsTable table;
    private final UploadedPackages uploads;
    private final Packages packages;
    private final CertificateCheck house;
    private final Ledger ledger;
    private final VerifySettings settings;

    CheckPackage(
            VerificationsTable table,
            UploadedPackages uploads,
            Packages packages,
            CertificateCheck house,
            Ledger ledger,
            VerifySettings settings) {
        this.table = table;
        this.uploads = uploads;
        this.packages = packages;
        this.house = house;
        this.ledger = ledger;
        this.settings = settings;
    }

    /** @param exitCode null when nothing could be judged here */
    record Judged(
            @Nullable Integer exitCode,
            @Nullable String problem,
            @Nullable String verdict) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Judged run(WorkOrder order, Progress progress) throws GeneralSecurityException, InterruptedException {
        var wanted =
                table.find(order.require("id")).orElseThrow(() -> new NotFound("verification", order.require("id")));
        try (var zip = open(wanted)) {
            var verdict = judge(wanted, zip, progress).atMost(Verifications.MOST_FINDINGS);
            return new Judged(verdict.exitCode(), null, verdict.toJson());
        } catch (TooLarge beyond) {
            return new Judged(
                    null, "not judged here: " + beyond.getMessage() + "; verify it by the command line", null);
        } catch (IOException unreadable) {
            return new Judged(CANNOT_READ, "cannot read: " + Plain.of(String.valueOf(unreadable.getMessage())), null);
        } catch (NotInVault | Refused refused) {
            return new Judged(null, String.valueOf(refused.getMessage()), null);
        }
    }

    private FileChannel open(Verification wanted) throws IOException {
        return wanted.number() == null
                ? uploads.open(wanted.id())
                : packages.channel(packages.findBuilt(wanted.number()));
    }

    /** The check takes whatever goes wrong for a fault of the package; so what goes wrong with us is asked for afterwards. */
    private PackageVerdict judge(Verification wanted, FileChannel zip, Progress progress)
            throws IOException, GeneralSecurityException, InterruptedException {
        var audience = new Audience(zip, progress);
        try {
            if (wanted.number() == null && SealedDocument.isOne(zip)) {
                progress.report(0, 0, null, "reading the document");
                return SealedDocument.judge(zip, seals(wanted.how()));
            }
            progress.report(0, 0, null, "reading the ledger and the certificates");
            return check(wanted, audience).check(zip);
        } finally {
            audience.requireOurs();
        }
    }

    private CertificateCheck seals(HowToVerify how) {
        return how.believesTheHouse() ? house : new CertificateCheck(how.certificates());
    }

    private PackageCheck check(Verification wanted, Audience audience) throws GeneralSecurityException {
        var how = wanted.how();
        return new PackageCheck(
                seals(how),
                how.believesTheHouse() ? PackageLedger.key(ledger.publicKey()) : how.key(),
                !how.quick(),
                new PackageLimits(
                        wanted.number() == null ? settings.maxFiles() : Long.MAX_VALUE,
                        wanted.number() == null ? settings.maxEvidence().toBytes() : Long.MAX_VALUE,
                        uploads.scratch(),
                        settings.keepFree().toBytes()),
                audience::files);
    }

    @Override
    public void done(WorkOrder order, Judged judged) {
        end(order.require("id"), judged);
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        end(order.require("id"), new Judged(null, why, null));
    }

    private void end(String id, Judged judged) {
        table.ended(id, judged);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                uploads.remove(id);
            }
        });
    }

    /** Told how far the check is; closes the file when nobody waits for it any more, so that it ends soon. */
    private static final class Audience {
        private final FileChannel zip;
        private final Progress progress;
        private @Nullable LostLease lost;

        Audience(FileChannel zip, Progress progress) {
            this.zip = zip;
            this.progress = progress;
        }

        void files(int done, int all) {
            try {
                progress.report(
                        0,
                        done,
                        (long) all,
                        done == all ? "opening the repositories" : "reading the files of the assets");
            } catch (LostLease e) {
                lost = e;
                close();
            }
        }

        private void close() {
            try {
                zip.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void requireOurs() throws InterruptedException {
            if (lost != null) {
                throw lost;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted while a package was checked");
            }
        }
    }
}
