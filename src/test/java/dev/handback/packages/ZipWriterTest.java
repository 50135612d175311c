package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.Sha256;
import dev.handback.Tool;
import dev.handback.verify.TwoReaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipWriterTest {
    private static final long FOUR_GIB = 4L << 30;

    @TempDir
    private Path folder;

    @Test
    void writesWhatOthersRead() throws IOException {
        var large = new byte[3 << 20];
        large[77] = 1;
        var zip = zip(writer -> {
            writer.add("p/small.txt", new ByteArrayInputStream("small".getBytes(UTF_8)), 5);
            writer.add("p/empty", InputStream.nullInputStream(), 0);
            writer.add("p/large", new ByteArrayInputStream(large), large.length);
        });

        try (var read = new ZipFile(zip.toFile())) {
            assertThat(read.getInputStream(read.getEntry("p/small.txt"))).hasContent("small");
            assertThat(read.getInputStream(read.getEntry("p/large")).readAllBytes())
                    .isEqualTo(large);
        }
        assertThat(Tool.named("unzip").say(folder, "-t", zip.toString())).contains("No errors detected");
        assertThat(Tool.named("python3").say(folder, "-m", "zipfile", "-t", zip.toString()))
                .contains("Done testing");
    }

    @Test
    void givesTheSameBytesAgain() throws IOException {
        Filling filling = writer -> writer.add("p/a", new ByteArrayInputStream(new byte[2 << 20]), 2 << 20);

        assertThat(Sha256.of(Files.readAllBytes(zip(filling)))).isEqualTo(Sha256.of(Files.readAllBytes(zip(filling))));
    }

    /** Nothing of it is kept: only the end and the headers are looked at. */
    @Test
    void countsBeyondFourGibibytesAndSixtyFiveThousandEntries() throws IOException {
        var zip = folder.resolve("sparse.zip");
        try (var out = new Sparse(zip);
                var writer = new ZipWriter(out, folder.resolve("directory"))) {
            writer.add("p/huge", new Zeros(FOUR_GIB + 5), FOUR_GIB + 5);
            writer.add("p/behind", new ByteArrayInputStream("behind it".getBytes(UTF_8)), 9);
            for (int n = 0; n < 70_000; n++) {
                writer.add("p/" + n, InputStream.nullInputStream(), 0);
            }
            writer.finish();
        }

        try (var read = new ZipFile(zip.toFile())) {
            assertThat(read.size()).isEqualTo(70_002);
            assertThat(read.getEntry("p/huge").getSize()).isEqualTo(FOUR_GIB + 5);
            assertThat(read.getEntry("p/69999").getSize()).isZero();
        }
        var told = "70002 " + (FOUR_GIB + 5) + " behind it";
        assertThat(TwoReaders.command(zip, "huge", "behind")).isEqualTo(told);
        assertThat(TwoReaders.script(zip, "huge", "behind")).isEqualTo(told);
    }

    @Test
    void refusesAContentOfAnotherLength() {
        assertThatThrownBy(() -> zip(writer -> writer.add("p/a", new ByteArrayInputStream(new byte[7]), 6)))
                .hasMessage("p/a: expected 6 bytes, found 7");
        assertThatThrownBy(() -> zip(writer -> writer.add("p/a", new ByteArrayInputStream(new byte[7]), 8)))
                .hasMessage("p/a: expected 8 bytes, found 7");
    }

    private interface Filling {
        void fill(ZipWriter writer) throws IOException;
    }

    private Path zip(Filling filling) throws IOException {
        var zip = folder.resolve("a.zip");
        try (var out = Files.newOutputStream(zip);
                var writer = new ZipWriter(out, folder.resolve("directory"))) {
            filling.fill(writer);
            writer.finish();
        }
        return zip;
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) return -1;
            var read = (int) Math.min(left, length);
            left -= read;
            return read;
        }
    }

    /** Leaves a hole where zeros are written, so that four gibibytes cost nothing. */
    private static final class Sparse extends OutputStream {
        private final java.nio.channels.FileChannel file;

        Sparse(Path path) throws IOException {
            file = java.nio.channels.FileChannel.open(
                    path, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 1 << 16) {
                file.position(file.position() + length);
            } else {
                var buffer = java.nio.ByteBuffer.wrap(bytes, offset, length);
                while (buffer.hasRemaining()) file.write(buffer);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
