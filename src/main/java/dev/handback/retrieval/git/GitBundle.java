package dev.handback.retrieval.git;

import dev.handback.Sha256;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.sources.AdvertisedRef;
import dev.handback.sources.Advertisement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.eclipse.jgit.errors.CorruptObjectException;

/**
 * Writes a git bundle: a short header, then the pack exactly as it was received. Packing anew would cost more, and JGit
 * would silently turn a damaged pack into one with a valid check sum.
 */
final class GitBundle {

    private static final int TRAILER = 20;

    private final MessageDigest sha256 = Sha256.digest();
    private final MessageDigest sha1 = sha1();

    static HeldFile write(Advertisement refs, Path pack, Path bundle) throws IOException {
        return new GitBundle().writeTo(bundle, header(refs), pack);
    }

    private HeldFile writeTo(Path bundle, byte[] header, Path pack) throws IOException {
        try (var channel = FileChannel.open(bundle, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                var out = java.nio.channels.Channels.newOutputStream(channel)) {
            put(out, header, header.length);
            copy(pack, out);
            channel.force(true);
        }
        return new HeldFile(HeldFile.BUNDLE, bundle, Sha256.ofFinished(sha256), Files.size(bundle));
    }

    /** HEAD comes last, as git writes it; a bundle cannot say which branch it stands for, the manifest does. */
    private static byte[] header(Advertisement refs) {
        var header = new ByteArrayOutputStream();
        header.writeBytes("# v2 git bundle\n".getBytes(StandardCharsets.US_ASCII));
        refs.refs().stream().filter(ref -> !ref.isHead()).forEach(ref -> line(header, ref));
        refs.head().ifPresent(head -> line(header, head));
        header.write('\n');
        return header.toByteArray();
    }

    private static void line(ByteArrayOutputStream header, AdvertisedRef ref) {
        header.writeBytes((ref.id() + " ").getBytes(StandardCharsets.US_ASCII));
        header.writeBytes(ref.nameBytes());
        header.write('\n');
    }

    /** Checks the pack's own SHA-1 on the way: the disk may have changed it since it was received. */
    private void copy(Path pack, OutputStream out) throws IOException {
        long body = Files.size(pack) - TRAILER;
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(pack)) {
            for (long left = body; left > 0; ) {
                int n = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (n == 0) throw new CorruptObjectException("the pack became shorter while it was copied");
                sha1.update(buffer, 0, n);
                put(out, buffer, n);
                left -= n;
            }
            byte[] trailer = in.readAllBytes();
            if (!Arrays.equals(trailer, sha1.digest()))
                throw new CorruptObjectException("the pack on disk is no longer the one that was received");
            put(out, trailer, trailer.length);
        }
    }

    private void put(OutputStream out, byte[] bytes, int length) throws IOException {
        sha256.update(bytes, 0, length);
        out.write(bytes, 0, length);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
