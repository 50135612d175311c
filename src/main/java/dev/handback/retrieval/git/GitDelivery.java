package dev.handback.retrieval.git;

import dev.handback.retrieval.DeliveredFile;
import dev.handback.retrieval.DeliveredKind;
import dev.handback.retrieval.Neighbours;
import dev.handback.retrieval.Neighbours.Neighbour;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.ArchiveLimits;
import dev.handback.sources.DeliveredArchive;
import dev.handback.sources.DeliveredBundle;
import dev.handback.sources.GitOffer;
import dev.handback.sources.LfsRemote;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * A git repository that came by hand as a bundle, or as a tar of a bare repository: the same proof as over the wire, from the
 * file. A bundle cannot say which branch HEAD names, so its SWHID and content digest are those of a repository with a
 * detached HEAD; a tar says it.
 */
@Component
class GitDelivery implements DeliveredKind {
    private static final int FIRST = 512;
    private static final int TAR_MAGIC = 257;
    private static final int MOST_FILES = 500_000;

    private final Vault vault;
    private final Function<String, List<Neighbour>> neighbours;
    private final GitLimits limits;
    private final Clock clock;

    @Autowired
    GitDelivery(Vault vault, Neighbours neighbours, GitLimits limits, Clock clock) {
        this(vault, neighbours::of, limits, clock);
    }

    GitDelivery(Vault vault, Function<String, List<Neighbour>> neighbours, GitLimits limits, Clock clock) {
        this.vault = vault;
        this.neighbours = neighbours;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "git-repository";
    }

    @Override
    public RetrievalOutcome prove(
            RetrievalRequest request, List<DeliveredFile> files, HeldFile manifest, Progress progress)
            throws IOException, InterruptedException {
        DiskSpace.require(request.workFolder(), limits);
        var surroundings = new Surroundings(null, vault, GitDelivery::noServer, () -> neighbours.apply(request.exit()));
        var notRead = new ArrayList<DeliveredFile>();
        var offer = only(files, request.workFolder(), notRead);
        var ended = ended(new GitRetrieval(offer, surroundings, request, limits, progress));
        var findings = new ArrayList<>(ended.findings());
        notRead.forEach(archive -> findings.add(new Finding(
                "ARCHIVE_NOT_READ",
                archive.text() + " lies beside the bundle: it is held, and nobody looked into it")));
        var outcome = ended.outcome() == Outcome.VERIFIED ? Outcome.RECEIVED : ended.outcome();
        var taken = ended.taken().map(t -> withFiles(t, files, manifest));
        return new RetrievalOutcome(outcome, findings, "", clock.instant(), taken);
    }

    /** An interrupted reading says nothing about the file. */
    private static GitRetrieval.Ended ended(GitRetrieval reading) throws IOException, InterruptedException {
        try {
            var ended = reading.run();
            if (!Thread.interrupted()) return ended;
        } catch (SourceRefused e) {
            if (!Thread.interrupted()) throw e;
        }
        throw new InterruptedException("the reading was stopped");
    }

    /** Papers may lie beside it; of two repositories nobody could say which one is the asset. */
    private GitOffer only(List<DeliveredFile> files, Path folder, List<DeliveredFile> notRead) throws IOException {
        var bundles = new ArrayList<DeliveredFile>();
        var archives = new ArrayList<DeliveredFile>();
        for (DeliveredFile file : files) {
            if (isLargeFile(file)) continue;
            byte[] first = first(file);
            if (DeliveredBundle.begins(first)) bundles.add(file);
            else if (isArchive(first)) archives.add(file);
        }
        int found = bundles.isEmpty() ? archives.size() : bundles.size();
        if (found > 1)
            throw refused(
                    "SEVERAL_REPOSITORIES",
                    "expected one bundle or one tar, found " + found + ": register each as an asset of its own");
        if (found == 0)
            throw refused(
                    "NO_BUNDLE",
                    "expected one git bundle, or a tar of one bare repository, among " + files.size()
                            + " files, found none: ask for git bundle create all.bundle --all");
        if (bundles.isEmpty()) return archive(archives.get(0), folder);
        notRead.addAll(archives);
        DeliveredFile bundle = bundles.get(0);
        return new DeliveredBundle(() -> vault.open(bundle.sha256()), bundle.text(), limits.remote());
    }

    /** Named after its own content, as Git LFS keeps its objects, which may be bundles and archives themselves. */
    private static boolean isLargeFile(DeliveredFile file) {
        return file.text().replaceFirst(".*/", "").equals(file.sha256().hex());
    }

    private GitOffer archive(DeliveredFile tar, Path folder) throws IOException {
        var most = new ArchiveLimits(
                limits.maxPack().toBytes(), MOST_FILES, limits.maxObject().toBytes());
        return new DeliveredArchive(
                () -> vault.open(tar.sha256()), tar.text(), limits.remote(), most, folder.resolve("delivered"));
    }

    private byte[] first(DeliveredFile file) throws IOException {
        try (InputStream in = vault.open(file.sha256())) {
            return in.readNBytes(FIRST);
        }
    }

    private static boolean isArchive(byte[] first) {
        boolean zipped = first.length > 2 && first[0] == 0x1f && (first[1] & 0xff) == 0x8b;
        return zipped
                || first.length >= TAR_MAGIC + 5
                        && new String(first, TAR_MAGIC, 5, StandardCharsets.ISO_8859_1).equals("ustar");
    }

    private static Taken withFiles(Taken taken, List<DeliveredFile> files, HeldFile list) {
        var held = new ArrayList<>(taken.files());
        held.add(new HeldFile(HeldFile.FILES, list.path(), list.sha256(), list.bytes()));
        return new Taken(
                taken.contentDigest(),
                taken.swhid(),
                taken.head(),
                taken.objects(),
                taken.bytes(),
                taken.refs(),
                taken.split(),
                held,
                taken.lfs(),
                null,
                (long) files.size());
    }

    /** What is delivered beside the bundle lies in the vault under its SHA-256, as LFS names it; nobody else is asked. */
    private static LfsRemote noServer() {
        throw refused(
                "LFS_NOT_DELIVERED",
                "Git LFS objects that the history points at are not among the delivered files: have them delivered, too");
    }

    private static SourceRefused refused(String code, String detail) {
        return new SourceRefused(Reason.UNSUPPORTED, code, detail);
    }
}
