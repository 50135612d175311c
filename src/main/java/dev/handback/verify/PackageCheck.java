package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.BAG_BROKEN;
import static dev.handback.verify.PackageFinding.Code.CERTIFICATE_NOT_PROVED;
import static dev.handback.verify.PackageFinding.Code.CHECKPOINT_NOT_TRUSTED;
import static dev.handback.verify.PackageFinding.Code.FILE_CHANGED;
import static dev.handback.verify.PackageFinding.Code.HOLDING_DIFFERS;
import static dev.handback.verify.PackageFinding.Code.TIMESTAMP_REFUSED;

import dev.handback.certificates.CertificateCheck;
import dev.handback.verify.PackageVerdict.AssetVerdict;
import dev.handback.verify.PackageVerdict.CertificateVerdict;
import dev.handback.verify.PackageVerdict.StampVerdict;
import dev.handback.verify.PackageVerdict.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges a hand-over package by its bytes and what the reader believes, and nothing else. Every part of the evidence is
 * compared with the others; what one part cannot show is left to no other.
 */
public final class PackageCheck {
    private final CertificateCheck seals;
    private final @Nullable PublicKey logKey;
    private final boolean full;
    private final PackageLimits limits;
    private final BiConsumer<Integer, Integer> progress;
    private final Findings findings = new Findings();
    private @Nullable StampVerdict timeStamp;

    /**
     * @param seals believes the anchors that the reader named
     * @param logKey the ledger's key that the reader believes; null leaves it to a certificate to vouch for it
     * @param full false leaves the payload unread
     * @param limits what it may cost
     * @param progress told how many payload files of how many are read
     */
    PackageCheck(
            CertificateCheck seals,
            @Nullable PublicKey logKey,
            boolean full,
            PackageLimits limits,
            BiConsumer<Integer, Integer> progress) {
        this.seals = seals;
        this.logKey = logKey;
        this.full = full;
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * @param package_ a ZIP, or a folder that one was unpacked to
     * @throws IOException when it cannot be read as a package at all
     */
    PackageVerdict check(Path package_) throws IOException {
        if (!Files.isDirectory(package_)) {
            return check(FileChannel.open(package_));
        }
        try (var files = new FolderFiles(package_)) {
            return check(files);
        } catch (PackageRefused refused) {
            return refused(refused);
        }
    }

    /**
     * The same of an open ZIP, which is closed afterwards.
     *
     * @throws TooLarge beyond the limits: nothing of it was judged
     */
    PackageVerdict check(FileChannel zip) throws IOException {
        try (var files = new ZipFiles(zip, limits)) {
            return check(files);
        } catch (PackageRefused refused) {
            return refused(refused);
        }
    }

    private PackageVerdict refused(PackageRefused refused) {
        return new PackageVerdict(full, List.of(refused.finding()), null, List.of(), List.of(), List.of(), null);
    }

    private PackageVerdict check(PackageFiles files) {
        var reading = new PackageReading(files);
        var bag = new BagCheck(files, reading, findings);
        bag.structure();
        var ledger = new PackageLedger[1];
        findings.step(BAG_BROKEN, "metadata/package.json", () -> ledger[0] = PackageLedger.read(reading, findings));
        if (ledger[0] == null) {
            return new PackageVerdict(full, findings.all(), null, List.of(), List.of(), List.of(), null);
        }
        findings.step(
                TIMESTAMP_REFUSED,
                "evidence/checkpoint.tsr",
                () -> timeStamp = ledger[0].timeStamp(reading, seals.timeStamps()));
        var signed = new Signed(ledger[0]);
        var holdings = new Holdings(reading, findings, ledger[0], signed);
        findings.step(HOLDING_DIFFERS, "metadata/files.jsonl", holdings::metadata);
        holdings.payload(files.sizes(), bag.manifest());
        var certificates = new CertificatesInPackage(reading, findings, ledger[0], signed, holdings, seals);
        findings.step(CERTIFICATE_NOT_PROVED, "evidence/certificates.jsonl", () -> certificates.check(files));
        findings.step(FILE_CHANGED, "evidence/documents", () -> new Papers(reading, findings, ledger[0]).check(files));
        findings.step(BAG_BROKEN, PackageLedger.KEY, () -> trust(ledger[0], certificates));
        findings.step(FILE_CHANGED, "data", () -> bag.payload(full, holdings, progress));
        if (full) {
            new Bundles(files, reading, findings, holdings, limits).check();
        }
        return verdict(ledger[0], holdings, certificates);
    }

    private void trust(PackageLedger ledger, CertificatesInPackage certificates) {
        if (logKey != null && !logKey.equals(ledger.key())) {
            findings.add(CHECKPOINT_NOT_TRUSTED, PackageLedger.KEY, "it is not the key of --log-key");
        } else if (logKey == null && !certificates.vouchForKey()) {
            findings.add(
                    CHECKPOINT_NOT_TRUSTED,
                    PackageLedger.KEY,
                    "no certificate that you believe vouches for this key: name the sealing company by --anchor, or the"
                            + " ledger's key by --log-key");
        }
    }

    private PackageVerdict verdict(PackageLedger ledger, Holdings holdings, CertificatesInPackage certificates) {
        var blamed = findings.assets();
        var assets = new ArrayList<AssetVerdict>();
        for (var asset : ledger.scope()) {
            var certified = certificates.certify(asset);
            var outcome = holdings.outcome(asset);
            var sealed = outcome.equals("NONE") && !holdings.attempts(asset).isEmpty();
            assets.add(new AssetVerdict(
                    asset,
                    outcome,
                    certified,
                    sealed && !blamed.contains(asset)
                            ? Verdict.SEALED
                            : verdict(blamed.contains(asset), certified, outcome)));
        }
        return new PackageVerdict(
                full,
                findings.all(),
                timeStamp,
                holdings.notes(),
                certificates.judged().stream()
                        .map(c -> new CertificateVerdict(c.number(), c.good(), c.voided()))
                        .toList(),
                assets,
                null);
    }

    private static Verdict verdict(boolean blamed, List<String> certified, String outcome) {
        if (blamed) {
            return Verdict.REFUSED;
        }
        if (!certified.isEmpty()) {
            return Verdict.CERTIFIED;
        }
        return outcome.equals("PARTIAL")
                ? Verdict.PARTIAL
                : Set.of("VERIFIED", "RECEIVED", "EMPTY").contains(outcome) ? Verdict.HELD : Verdict.NOT_HELD;
    }
}
