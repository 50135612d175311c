package dev.handback.verify;

import static dev.handback.certificates.DocumentFinding.Code.NOT_A_PDF;

import dev.handback.certificates.CertificateCheck;
import dev.handback.certificates.DocumentFinding;
import dev.handback.certificates.DocumentVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A sealed document (PDF) that is judged alone, without the package that it lies in. */
final class SealedDocument {
    /** It is read as a whole. */
    static final int MOST_BYTES = 16 << 20;

    private static final int PDF = 0x25504446; // %PDF

    private SealedDocument() {}

    /** Whether it begins as a PDF does; a package is a ZIP, or a folder. */
    static boolean isOne(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file)) {
            return isOne(channel);
        }
    }

    /** Leaves the position of the channel as it is. */
    static boolean isOne(FileChannel file) throws IOException {
        var begin = ByteBuffer.allocate(Integer.BYTES);
        while (begin.hasRemaining() && file.read(begin, begin.position()) > 0) {}
        return !begin.hasRemaining() && begin.getInt(0) == PDF;
    }

    /** @throws TooLarge beyond {@link #MOST_BYTES}: nothing of it was judged */
    static PackageVerdict judge(FileChannel file, CertificateCheck check) throws IOException {
        if (file.size() > MOST_BYTES) {
            throw new TooLarge("a document of " + file.size() + " bytes; at most " + MOST_BYTES + " are read");
        }
        var pdf = ByteBuffer.allocate((int) file.size());
        while (pdf.hasRemaining() && file.read(pdf, pdf.position()) > 0) {}
        if (pdf.hasRemaining()) {
            throw new IOException("the file became shorter while it was read");
        }
        return judge(pdf.array(), check);
    }

    /** What breaks the reader is a finding, and no crash: a stranger wrote the file. */
    static PackageVerdict judge(byte[] pdf, CertificateCheck check) {
        try {
            return PackageVerdict.of(check.check(pdf));
        } catch (RuntimeException | StackOverflowError e) {
            var finding = new DocumentFinding(
                    NOT_A_PDF, "cannot be read: " + e.getClass().getSimpleName());
            return PackageVerdict.of(new DocumentVerdict(List.of(finding), List.of(), null, null, null));
        } catch (OutOfMemoryError e) {
            throw new TooLarge("a document that unfolds to more than there is memory for");
        }
    }
}
