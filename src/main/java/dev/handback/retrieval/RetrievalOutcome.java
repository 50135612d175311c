package dev.handback.retrieval;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.handback.Sha256;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, why, and what it took.
 *
 * @param seenAs the user name shown to the holder's system; never a secret
 * @param seenAt when the holder's system was last looked at
 * @param taken what is to be held, whole or not; absent when nothing was taken
 */
public record RetrievalOutcome(
        Outcome outcome, List<Finding> findings, String seenAs, Instant seenAt, Optional<Taken> taken) {

    public RetrievalOutcome {
        findings = List.copyOf(findings);
        if (outcome == Outcome.VERIFIED
                && taken.filter(t ->
                                t.documents() != null || t.file(HeldFile.BUNDLE).isPresent())
                        .isEmpty()) throw new IllegalArgumentException("VERIFIED without a bundle or documents");
        if (outcome == Outcome.RECEIVED && taken.map(Taken::delivered).isEmpty())
            throw new IllegalArgumentException("RECEIVED without files");
        if (outcome == Outcome.EMPTY && taken.isEmpty()) throw new IllegalArgumentException("EMPTY without a manifest");
    }

    /**
     * One reason, with a stable code.
     *
     * @param detail what, expected and actual; printable, free of secrets
     */
    public record Finding(String code, String detail) {}

    /**
     * What an attempt took.
     *
     * @param contentDigest SHA-256 of the canonical manifest: equal when a repeat found the same
     * @param head the branch that HEAD names, or its commit when it names none
     * @param bytes size of all objects, unpacked
     * @param lfs every Git LFS object that is pointed at, in the order of the oids
     * @param documents what was found in a bucket; the rows lie in the inventory, the bytes in the vault already
     * @param delivered how many files came by hand; null when it was fetched
     */
    public record Taken(
            Sha256 contentDigest,
            @Nullable String swhid,
            @Nullable String head,
            long objects,
            long bytes,
            List<TakenRef> refs,
            @Nullable Split split,
            List<HeldFile> files,
            List<HeldLfs> lfs,
            @Nullable Documents documents,
            @Nullable Long delivered) {

        public Taken {
            lfs = List.copyOf(lfs);
            refs = List.copyOf(refs);
            files = List.copyOf(files);
        }

        /** A repository's that was fetched. */
        public Taken(
                Sha256 contentDigest,
                @Nullable String swhid,
                @Nullable String head,
                long objects,
                long bytes,
                List<TakenRef> refs,
                @Nullable Split split,
                List<HeldFile> files,
                List<HeldLfs> lfs) {
            this(contentDigest, swhid, head, objects, bytes, refs, split, files, lfs, null, null);
        }

        /** How many refs there are; HEAD is none of them. */
        public long refCount() {
            return refs.stream().filter(ref -> !ref.isHead()).count();
        }

        /** How many Git LFS objects are held; null when nothing points at any. */
        public @Nullable Long lfsObjects() {
            return lfs.isEmpty() ? null : lfs.stream().filter(HeldLfs::held).count();
        }

        /** How many bytes these have. */
        public @Nullable Long lfsBytes() {
            return lfs.isEmpty()
                    ? null
                    : lfs.stream()
                            .filter(HeldLfs::held)
                            .mapToLong(HeldLfs::size)
                            .sum();
        }

        public Optional<HeldFile> file(String name) {
            return files.stream().filter(file -> file.name().equals(name)).findFirst();
        }
    }

    /**
     * One ref, HEAD included, in the order of the names' bytes.
     *
     * @param name the bytes of the name as they were offered
     * @param type commit, tree, blob or tag; missing when the object did not come
     */
    public record TakenRef(
            byte[] name,
            String id,
            String type,
            @Nullable String peeled,
            @Nullable String symref) {

        public static final String MISSING = "missing";

        public boolean isHead() {
            return new String(name, ISO_8859_1).equals("HEAD");
        }
    }

    /** Versions, delete markers and open uploads of a bucket. */
    public record Documents(
            long versions,
            long markers,
            long uploads,
            @Nullable DocumentSplit split) {}

    /** Versions that were there before the baseline, and newly created ones. */
    public record DocumentSplit(long oldVersions, long newVersions, Split.Basis basis) {}

    /** Old and newly created, counted from the baseline. */
    public record Split(long oldCommits, long newCommits, Basis basis) {

        public enum Basis {
            /** By the ids of commits, which nobody can forge. */
            PROOF,
            /** By dates, which everybody can. */
            INDICATION
        }
    }

    /**
     * A Git LFS object.
     *
     * @param oid SHA-256 of its content, hexadecimal
     * @param held whether the vault holds it: it lies there already, not in the work folder
     */
    public record HeldLfs(String oid, long size, boolean held) {}

    /** A file in the work folder that the vault must hold. */
    public record HeldFile(String name, Path path, Sha256 sha256, long bytes) {

        public static final String BUNDLE = "bundle";
        public static final String MANIFEST = "manifest";
        public static final String COMMITS = "commits";
        /** The list of the delivered files, where the manifest is another. */
        public static final String FILES = "files";
    }
}
