package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A tar of one bare repository that came by hand. Only HEAD, refs, packs and loose objects are taken out, under names of
 * ours; hooks are never run, alternates and worktrees never followed, and of the configuration two words are read that say
 * how objects and refs are kept. Every object is hashed anew.
 */
public final class DeliveredArchive implements GitOffer {
    private static final Pattern PACK = Pattern.compile("objects/pack/pack-[0-9a-f]+\\.pack");
    private static final Pattern LOOSE = Pattern.compile("objects/([0-9a-f]{2})/([0-9a-f]{38})");
    private static final Pattern OTHER_FORMAT =
            Pattern.compile("(?i)objectformat\\s*=\\s*\"?sha256|refstorage\\s*=\\s*\"?reftable");
    private static final int LONGEST_TEXT = 1 << 16;

    private final ArchiveEntries entries;
    private final String name;
    private final RemoteLimits limits;
    private final ArchivedRefs refs;
    private final Set<ObjectId> shallow = new HashSet<>();
    private final ArchivedObjects objects;
    private @Nullable Advertisement advertised;

    /**
     * @param name for messages; opaque text of the other side
     * @param folder empty, for what is taken out; removed by the caller
     */
    public DeliveredArchive(
            Supplier<InputStream> bytes, String name, RemoteLimits limits, ArchiveLimits most, Path folder)
            throws IOException {
        this.name = Printable.of(name);
        this.limits = limits;
        this.refs = new ArchivedRefs(limits);
        this.entries = new ArchiveEntries(bytes, this.name, most);
        this.objects = new ArchivedObjects(folder, this.name, most.object());
    }

    @Override
    public Advertisement advertised() {
        if (advertised == null) advertised = taken();
        return advertised;
    }

    @Override
    public void fetch(Repository into, Collection<String> wanted, ObjectChecker checker, ProgressMonitor monitor) {
        advertised();
        try (var in = new BufferedInputStream(Files.newInputStream(objects.onePack(monitor)), 1 << 16)) {
            DeliveredPack.receive(in, into, checker, monitor);
            if (!shallow.isEmpty()) into.getObjectDatabase().setShallowCommits(shallow);
        } catch (IOException e) {
            throw broken("its objects cannot be used: " + e);
        }
    }

    private Advertisement taken() {
        var root = root();
        entries.each((path, size, content) -> {
            if (path.startsWith(root)) take(path.substring(root.length()), size, content);
        });
        try {
            return refs.advertisement();
        } catch (SourceRefused e) {
            throw named(e);
        }
    }

    private SourceRefused named(SourceRefused e) {
        return e.reason() == Reason.BROKEN
                ? broken(e.detail().replaceFirst("^[^:]*: ", ""))
                : new SourceRefused(e.reason(), e.code(), name + ": " + e.detail());
    }

    /** The one folder that has a HEAD beside objects and refs. */
    private String root() {
        var heads = new TreeSet<String>();
        var withObjects = new HashSet<String>();
        entries.each((path, size, content) -> {
            if (path.equals("HEAD") || path.endsWith("/HEAD")) heads.add(path.substring(0, path.length() - 4));
            int at = ("/" + path).indexOf("/objects/");
            if (at >= 0) withObjects.add(path.substring(0, at));
        });
        // HEAD also stands in refs/remotes/… and logs/ of the repository itself, and an empty one has no objects
        heads.removeIf(head -> head.matches("(.*/)?(refs|logs)/(.*/)?"));
        if (heads.size() > 1) heads.retainAll(withObjects);
        if (heads.size() > 1)
            throw unsupported(
                    "SEVERAL_REPOSITORIES",
                    "holds " + heads.size() + " repositories (" + shown(heads)
                            + "): have each delivered by itself, as an asset of its own");
        if (heads.isEmpty())
            throw unsupported(
                    "ARCHIVE_WITHOUT_REPOSITORY",
                    "holds no bare repository: expected HEAD, objects and refs in it, or in one folder of it");
        if (heads.first().equals(".git/") || heads.first().endsWith("/.git/"))
            throw unsupported(
                    "ARCHIVE_WITHOUT_REPOSITORY",
                    "holds a working copy (" + shown(heads)
                            + "), expected a bare repository: ask for a tar of git clone --mirror, or for a bundle");
        return heads.first();
    }

    private void take(String path, long size, InputStream content) throws IOException {
        var loose = LOOSE.matcher(path);
        if (path.equals("packed-refs")) refs.packed(text(path, size, content, limits.advertisementBytes()));
        else if (path.equals("HEAD") || path.startsWith("refs/")) loose(path, text(path, size, content, LONGEST_TEXT));
        else if (path.equals("shallow")) cut(text(path, size, content, limits.advertisementBytes()));
        else if (path.equals("config")) format(text(path, size, content, LONGEST_TEXT));
        else if (path.equals("objects/info/alternates") && size > 0)
            throw unsupported(
                    "ARCHIVE_BORROWS",
                    "borrows objects from another repository (" + path
                            + "), which is never followed: ask for a tar after git repack -a -d, without alternates");
        else if (PACK.matcher(path).matches()) objects.pack(content);
        else if (loose.matches()) objects.loose(ObjectId.fromString(loose.group(1) + loose.group(2)), content);
    }

    private void loose(String ref, String content) {
        try {
            refs.loose(ref, content);
        } catch (SourceRefused e) {
            throw named(e);
        }
    }

    private void cut(String commits) {
        for (var line : commits.lines().toList()) {
            if (!ObjectId.isId(line)) throw broken("shallow says " + line);
            shallow.add(ObjectId.fromString(line));
        }
    }

    private void format(String config) {
        var other = OTHER_FORMAT.matcher(config);
        if (other.find())
            throw unsupported(
                    "OBJECT_FORMAT_UNSUPPORTED",
                    "has " + Printable.of(other.group()) + "; only SHA-1 objects and refs in files can be proved yet");
    }

    /** Bytes stay bytes, one character each. */
    private String text(String path, long size, InputStream content, long most) throws IOException {
        if (size > most)
            throw SourceRefused.policy(
                    "ARCHIVE_ENTRY_REFUSED",
                    name + ", entry " + Printable.of(path) + ": expected at most " + most + " bytes, found " + size);
        return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String shown(Set<String> heads) {
        return heads.stream().limit(3).map(Printable::of).collect(Collectors.joining(", "));
    }

    private SourceRefused unsupported(String code, String detail) {
        return new SourceRefused(Reason.UNSUPPORTED, code, name + " " + detail);
    }

    private SourceRefused broken(String detail) {
        return new SourceRefused(Reason.BROKEN, "ARCHIVE_BROKEN", name + ": " + Printable.of(detail));
    }
}
