package dev.handback.retrieval.git;

import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.sources.AdvertisedRef;
import dev.handback.sources.Advertisement;
import dev.handback.sources.GitOffer;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** One time of taking everything that was offered at one moment. */
record GitRound(
        Advertisement seen,
        Advertisement offered,
        QuarantineRepository repository,
        GraphRecorder recorder,
        HeldFile bundle)
        implements AutoCloseable {

    static GitRound take(GitOffer offer, Advertisement seen, Path folder, GitLimits limits, Progress progress)
            throws IOException {
        Files.createDirectories(folder);
        var repository = QuarantineRepository.create(folder.resolve("repository.git"), limits);
        try {
            var recorder = new GraphRecorder(limits);
            offer.fetch(repository, ids(seen), recorder, new ReceivingMonitor(progress, repository::received));
            var offered = peeled(seen, repository, recorder.table());
            tips(offered).forEach(tip -> recorder.table().need(tip, ObjectTable.ANY));
            progress.report(repository.received(), recorder.objects(), recorder.objects(), "writing the bundle");
            HeldFile bundle = GitBundle.write(offered, onlyPack(repository), folder.resolve("repository.bundle"));
            return new GitRound(seen, offered, repository, recorder, bundle);
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    /** What a tag finally points at the objects say, whoever says it beside them. */
    private static Advertisement peeled(Advertisement offered, Repository repository, ObjectTable table)
            throws IOException {
        var refs = new ArrayList<AdvertisedRef>();
        try (var walk = new RevWalk(repository)) {
            for (AdvertisedRef ref : offered.refs())
                refs.add(new AdvertisedRef(ref.rawName(), ref.id(), peeled(ref, walk, table), ref.rawSymref()));
        }
        return new Advertisement(refs, offered.unbornHead());
    }

    private static @Nullable String peeled(AdvertisedRef ref, RevWalk walk, ObjectTable table) throws IOException {
        if (table.typeHere(ObjectId.fromString(ref.id())) != Constants.OBJ_TAG) return null;
        try {
            RevObject object = walk.parseAny(ObjectId.fromString(ref.id()));
            return object instanceof RevTag ? walk.peel(object).name() : null;
        } catch (MissingObjectException | IncorrectObjectTypeException | CorruptObjectException e) {
            // what is missing or broken is found by the proof itself
            return null;
        }
    }

    /** Tags of which the holder's git says that they point at something else, and at what. */
    Map<AdvertisedRef, String> mistold() {
        var said = new HashMap<String, String>();
        seen.refs().forEach(ref -> {
            if (ref.peeled() != null) said.put(ref.rawName(), ref.peeled());
        });
        var mistold = new LinkedHashMap<AdvertisedRef, String>();
        for (AdvertisedRef ref : offered.refs()) {
            String claim = said.get(ref.rawName());
            if (ref.peeled() != null && claim != null && !claim.equals(ref.peeled())) mistold.put(ref, claim);
        }
        return mistold;
    }

    private static Set<String> ids(Advertisement offered) {
        return offered.refs().stream().map(AdvertisedRef::id).collect(Collectors.toUnmodifiableSet());
    }

    private static Collection<ObjectId> tips(Advertisement offered) {
        return ids(offered).stream().map(ObjectId::fromString).toList();
    }

    Collection<ObjectId> tips() {
        return tips(offered);
    }

    List<TypedRef> refs() {
        return offered.refs().stream()
                .map(ref -> TypedRef.of(ref, recorder.table()))
                .toList();
    }

    /** A bundle of the received bytes exists for one pack only; with two it would be half the truth. */
    private static Path onlyPack(QuarantineRepository repository) throws IOException {
        Path folder = repository.getObjectsDirectory().toPath().resolve("pack");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> packs =
                    files.filter(file -> file.toString().endsWith(".pack")).toList();
            if (packs.size() != 1) throw new CorruptObjectException("expected one pack, got " + packs.size());
            return packs.get(0);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
