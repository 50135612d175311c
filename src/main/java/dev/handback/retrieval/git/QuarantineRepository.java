package dev.handback.retrieval.git;

import dev.handback.sources.SlowLine;
import dev.handback.sources.SourceRefused;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.NB;

/**
 * A bare repository that receives one pack within limits. JGit's fetch sets no limit of its own, and only a repository
 * can give it a pack parser that has one. Nothing in it is ever checked out.
 */
final class QuarantineRepository extends FileRepository {

    private final GitLimits limits;
    private long received;

    private QuarantineRepository(File folder, GitLimits limits) throws IOException {
        super(folder);
        this.limits = limits;
    }

    static QuarantineRepository create(Path folder, GitLimits limits) throws IOException {
        var repository = new QuarantineRepository(folder.toFile(), limits);
        repository.create(true);
        var config = repository.getConfig();
        config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
        // redirects are refused before JGit sees them; this is the second lock on the same door
        config.setBoolean("http", null, "followRedirects", false);
        config.save();
        return repository;
    }

    /** Bytes of the pack so far. */
    long received() {
        return received;
    }

    @Override
    public ObjectInserter newObjectInserter() {
        ObjectInserter inserter = super.newObjectInserter();
        return new ObjectInserter.Filter() {
            @Override
            protected ObjectInserter delegate() {
                return inserter;
            }

            @Override
            public PackParser newPackParser(InputStream in) throws IOException {
                PackParser parser = inserter.newPackParser(new Bounded(in));
                parser.setMaxObjectSizeLimit(limits.maxObject().toBytes());
                return parser;
            }
        };
    }

    /** Counts the pack's bytes, and reads the number of objects it claims before anybody allocates for it. */
    private final class Bounded extends FilterInputStream {
        private static final long LOOK_EVERY = 64L << 20;

        private final byte[] header = new byte[12];
        private final SlowLine line = new SlowLine(limits.stall());
        private long nextLook = LOOK_EVERY;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            // before the pack begins a server may think for long, and says so in words that are no pack
            int n = received < header.length ? super.read(b, off, len) : line.read(in, b, off, len);
            if (n <= 0) return n;
            for (int i = 0; i < n && received + i < header.length; i++) header[(int) received + i] = b[off + i];
            boolean wasHeader = received < header.length;
            received += n;
            if (wasHeader && received >= header.length) checkObjects(NB.decodeUInt32(header, 8));
            if (received > limits.maxPack().toBytes())
                throw refused("PACK_TOO_LARGE", "the pack is larger than " + limits.maxPack());
            if (received > nextLook) {
                nextLook = received + LOOK_EVERY;
                DiskSpace.require(getDirectory().toPath(), limits);
            }
            return n;
        }

        private void checkObjects(long claimed) {
            if (claimed > limits.maxObjects())
                throw refused(
                        "TOO_MANY_OBJECTS",
                        "the pack claims " + claimed + " objects, allowed are " + limits.maxObjects());
        }

        private static SourceRefused refused(String code, String detail) {
            return new SourceRefused(SourceRefused.Reason.POLICY, code, detail + "; raise the limit if this is right");
        }
    }
}
