package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.BUNDLE_REFUSED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.sources.AdvertisedRef;
import dev.handback.sources.Advertisement;
import dev.handback.sources.DeliveredBundle;
import dev.handback.sources.RemoteLimits;
import dev.handback.sources.SourceRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.springframework.util.FileSystemUtils;

/** Opens the bundles of a package: every object has its own hash, the graph of the refs is closed, the refs are the manifest's. */
final class Bundles {
    private static final RemoteLimits LIMITS =
            new RemoteLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO, 256L << 20, 10_000_000);

    private static final Set<String> WHOLE = Set.of("VERIFIED", "RECEIVED");

    private final PackageFiles files;
    private final PackageReading reading;
    private final Findings findings;
    private final Holdings holdings;
    private final PackageLimits limits;

    Bundles(PackageFiles files, PackageReading reading, Findings findings, Holdings holdings, PackageLimits limits) {
        this.files = files;
        this.reading = reading;
        this.findings = findings;
        this.holdings = holdings;
        this.limits = limits;
    }

    /** Bundles of attempts that did not bring everything are only the bytes that the ledger names: they need not be closed. */
    void check() {
        for (var path : holdings.bundles()) {
            var asset = String.valueOf(holdings.assetOf(path));
            var attempt = attempt(asset, path);
            if (reading.has(path) && WHOLE.contains(attempt.path("outcome").asText())) {
                findings.step(BUNDLE_REFUSED, path, () -> check(path, asset, attempt));
            }
        }
    }

    private JsonNode attempt(String asset, String path) {
        var number = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
        return holdings.attempts(asset).stream()
                .filter(attempt -> attempt.path("number").asText().equals(number))
                .findFirst()
                .orElseThrow();
    }

    private void check(String path, String asset, JsonNode attempt) throws IOException {
        limits.room(reading.size(path));
        var folder = Files.createTempDirectory(limits.scratch(), "handback-verify");
        try (var repository = empty(folder)) {
            var bundle = new DeliveredBundle(() -> open(path), path, LIMITS);
            var offered = bundle.advertised();
            bundle.fetch(repository, java.util.List.of(), new AnyForm(), NullProgressMonitor.INSTANCE);
            closed(offered, repository);
            if (!refs(offered).equals(refs(attempt))) {
                throw new PackageRefused(BUNDLE_REFUSED, path, "its refs are not those of the manifest", asset);
            }
        } catch (SourceRefused | MissingObjectException refused) {
            throw new PackageRefused(BUNDLE_REFUSED, path, Plain.of(String.valueOf(refused.getMessage())), asset);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static Repository empty(Path folder) throws IOException {
        var repository = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("r.git").toFile())
                .setBare()
                .build();
        repository.create(true);
        return repository;
    }

    private InputStream open(String path) {
        try {
            return files.open(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closed(Advertisement offered, Repository repository) throws IOException {
        try (var walk = new ObjectWalk(repository)) {
            for (var ref : offered.refs()) {
                walk.markStart(walk.parseAny(ObjectId.fromString(ref.id())));
            }
            walk.checkConnectivity();
        }
    }

    private static TreeMap<String, String> refs(Advertisement offered) {
        var refs = new TreeMap<String, String>();
        for (AdvertisedRef ref : offered.refs()) {
            refs.put(ref.rawName(), ref.id());
        }
        return refs;
    }

    private TreeMap<String, String> refs(JsonNode attempt) throws IOException {
        var refs = new TreeMap<String, String>();
        var sha256 = attempt.path("manifest_sha256").asText();
        var manifest = "data/sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
        try (var rows = reading.lines(manifest)) {
            for (var row = rows.nextRow(); row != null; row = rows.nextRow()) {
                if (row.path("ref").isTextual() && row.path("id").isTextual()) {
                    refs.put(name(row), row.path("id").asText());
                }
            }
        }
        return refs;
    }

    private static String name(JsonNode row) {
        var bytes = row.has("refBase64")
                ? Base64.getDecoder().decode(row.path("refBase64").asText())
                : row.path("ref").asText().getBytes(UTF_8);
        return new String(bytes, ISO_8859_1);
    }

    /** History is kept as it is, also where today's git would not have written it so. */
    private static final class AnyForm extends ObjectChecker {
        @Override
        public void check(@org.jspecify.annotations.Nullable AnyObjectId id, int type, byte[] raw) {}
    }
}
