package dev.handback.retrieval.git;

import dev.handback.Sha256;
import dev.handback.retrieval.Examples;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import dev.handback.sources.LfsDestination;
import dev.handback.sources.LfsEnd.NotHere;
import dev.handback.sources.LfsObject;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Fixity;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The Git LFS objects of a repository on their way home: brought where they lack, and asked for again, batch by batch. */
final class LfsPlacing {
    private final PlacingRequest request;
    private final Vault vault;
    private final Supplier<LfsDestination> server;
    private final Progress progress;
    private long bytes;
    private long objects;

    LfsPlacing(PlacingRequest request, Vault vault, Supplier<LfsDestination> server, Progress progress) {
        this.request = request;
        this.vault = vault;
        this.server = server;
        this.progress = progress;
    }

    private interface Batch {
        void next(LfsDestination destination, List<LfsObject> objects);
    }

    /** Brings what the server lacks; what it says it has, or took, is believed once it offers it. @return what it does not */
    Examples bring() {
        var not = new Examples();
        walk("bringing LFS objects", (destination, batch) -> {
            Map<LfsObject, NotHere> refused = destination.bring(batch, this::open);
            tell(refused, not);
            Map<LfsObject, NotHere> lacking = destination.lacking(batch);
            refused.keySet().forEach(lacking::remove);
            tell(lacking, not);
        });
        return not;
    }

    /**
     * Asks for all of them once more, over a new connection.
     *
     * @param listing gets a line for each that is offered
     * @return those that are not
     */
    Examples look(Path listing) throws IOException {
        var lacking = new Examples();
        try (var lines = Files.newBufferedWriter(listing, StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
            walk("asking for LFS objects", (destination, batch) -> {
                Map<LfsObject, NotHere> not = destination.lacking(batch);
                tell(not, lacking);
                for (var object : batch) {
                    if (not.containsKey(object)) continue;
                    try {
                        lines.write(object.oid() + "\tlfs offered, " + object.size() + " bytes\n");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        }
        return lacking;
    }

    private void walk(String phase, Batch batch) {
        bytes = 0;
        objects = 0;
        try (var destination = server.get()) {
            List<HeldLfs> page = request.lfs().apply("");
            while (!page.isEmpty()) {
                batch.next(destination, page.stream().map(LfsPlacing::held).toList());
                page.forEach(object -> bytes += object.size());
                objects += page.size();
                progress.report(bytes, objects, request.lfsObjects(), phase);
                page = request.lfs().apply(page.get(page.size() - 1).oid());
            }
        }
        if (objects != request.lfsObjects())
            throw broken("expected " + request.lfsObjects() + " LFS objects to be listed, actual " + objects);
    }

    private static LfsObject held(HeldLfs object) {
        if (!object.held()) throw broken("LFS object " + object.oid() + " is not held");
        return new LfsObject(object.oid(), object.size());
    }

    /** Read whole before it is sent: a server need not notice that it gets other bytes. */
    private InputStream open(LfsObject object) {
        Sha256 sha256 = Sha256.parse(object.oid());
        if (!(vault.check(sha256) instanceof Fixity.Intact intact) || intact.bytes() != object.size())
            throw broken("the vault does not hold LFS object " + object.oid() + " intact");
        return vault.open(sha256);
    }

    private static SourceRefused broken(String what) {
        return new SourceRefused(Reason.OURS, "HOLDING_BROKEN", what);
    }

    private static void tell(Map<LfsObject, NotHere> not, Examples examples) {
        not.forEach((object, why) -> examples.add(object.oid() + ", expected " + object.size() + " bytes, actual: "
                + why.actual() + " (" + why.code() + ")"));
    }
}
