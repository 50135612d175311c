package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A git bundle that came by hand. Its header is read by our own code as raw bytes, like the list of refs over the wire; its
 * pack is received by JGit, within the same limits. A bundle that needs commits it does not hold is refused.
 */
public final class DeliveredBundle implements GitOffer {
    private static final String MAGIC = "# v2 git bundle";
    private static final String MAGIC_3 = "# v3 git bundle";
    private static final int LONGEST_LINE = 8192;

    private final Supplier<InputStream> bytes;
    private final String name;
    private final RemoteLimits limits;

    /** @param name for messages; opaque text of the other side */
    public DeliveredBundle(Supplier<InputStream> bytes, String name, RemoteLimits limits) {
        this.bytes = bytes;
        this.name = Printable.of(name);
        this.limits = limits;
    }

    /** Whether these first bytes of a file are a bundle's. */
    public static boolean begins(byte[] first) {
        var text = new String(first, StandardCharsets.ISO_8859_1);
        return text.startsWith(MAGIC + "\n") || text.startsWith(MAGIC_3 + "\n");
    }

    @Override
    public Advertisement advertised() {
        try (var in = new BufferedInputStream(bytes.get())) {
            return header(in);
        } catch (IOException e) {
            throw broken("cannot be read: " + e);
        }
    }

    @Override
    public void fetch(Repository into, Collection<String> wanted, ObjectChecker checker, ProgressMonitor monitor) {
        try (var in = new BufferedInputStream(bytes.get(), 1 << 16)) {
            header(in);
            DeliveredPack.receive(in, into, checker, monitor);
        } catch (IOException e) {
            throw broken("its pack cannot be used: " + e);
        }
    }

    private Advertisement header(InputStream in) throws IOException {
        var magic = line(in);
        if (!MAGIC.equals(magic) && !MAGIC_3.equals(magic)) {
            throw broken("does not begin as a bundle");
        }
        var refs = new RefLines(limits.refs());
        long read = 0;
        for (var line = line(in); ; line = line(in)) {
            if (line == null) {
                throw broken("breaks off in its header");
            }
            if (line.isEmpty()) {
                return refs.advertisement();
            }
            read += line.length();
            if (read > limits.advertisementBytes()) {
                throw SourceRefused.policy(
                        "TOO_MANY_REFS",
                        name + ": its header is longer than " + limits.advertisementBytes()
                                + " bytes; raise the limit if this is right");
            }
            entry(line, refs);
        }
    }

    private void entry(String line, RefLines refs) {
        if (line.startsWith("-")) {
            throw unsupported(
                    "BUNDLE_NOT_WHOLE",
                    "needs commit " + Printable.of(line.substring(1))
                            + ", which it does not hold: ask for a bundle of everything (git bundle create all.bundle --all)");
        }
        if (!line.startsWith("@")) {
            ref(line, refs);
        } else if (line.startsWith("@filter=")) {
            throw unsupported(
                    "BUNDLE_NOT_WHOLE", "was made with " + Printable.of(line) + ": ask for a bundle without filter");
        } else if (!line.equals("@object-format=sha1")) {
            throw unsupported(
                    "OBJECT_FORMAT_UNSUPPORTED",
                    "has " + Printable.of(line) + "; only object-format=sha1 can be proved yet");
        }
    }

    /** The list's own words blame a server; here there is none. */
    private void ref(String line, RefLines refs) {
        try {
            refs.advertised(line);
        } catch (SourceRefused e) {
            throw e.reason() == Reason.BROKEN
                    ? broken("has a header that cannot be used: " + e.detail().replaceFirst("^[^:]*: ", ""))
                    : e;
        }
    }

    /** Without its end; null at the end of the file. Bytes stay bytes, one character each. */
    private @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
            if (line.size() > LONGEST_LINE) {
                throw broken("has a line longer than " + LONGEST_LINE + " bytes in its header");
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private SourceRefused unsupported(String code, String detail) {
        return new SourceRefused(Reason.UNSUPPORTED, code, name + " " + detail);
    }

    private SourceRefused broken(String detail) {
        return new SourceRefused(Reason.BROKEN, "BUNDLE_BROKEN", name + " " + Printable.of(detail));
    }
}
