package dev.handback.packages;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.verify.TwoVerifiers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages made to hurt whoever verifies them. Neither verifier opens what it would have to trust. */
class HostilePackageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("zips")
    void bothRefuseTheZip(String what, int code, UnaryOperator<byte[]> forgery) throws IOException {
        var zip = Files.write(folder.resolve("hostile.zip"), forgery.apply(ordinary("p/bagit.txt", "p/data/other")));

        for (var said : List.of(TwoVerifiers.command(zip), TwoVerifiers.script(zip))) {
            assertThat(said.code()).as(said.words()).isEqualTo(code);
            if (code == 1) {
                assertThat(said.findings()).hasSize(1).allMatch(finding -> finding.startsWith("PACKAGE_ENTRY_REFUSED"));
            }
        }
    }

    static Stream<Arguments> zips() {
        return Stream.of(
                forgery("a name that leads out", 1, zip -> renamed(zip, "p/data/other", "p/../../othr")),
                forgery("an absolute name", 1, zip -> renamed(zip, "p/data/other", "/p/dat/other")),
                forgery("a name of another system", 1, zip -> renamed(zip, "p/data/other", "p/C:\\ta/oth")),
                forgery("a name twice", 1, zip -> twice()),
                forgery("two names for one entry", 1, zip -> patched(zip, first(zip, "p/data/other"), "p/data/0ther")),
                forgery("a link", 1, zip -> central(zip, 38, 0120777 << 16)),
                forgery("a folder", 1, zip -> central(zip, 38, 040755 << 16)),
                forgery("an entry that overlaps another", 1, zip -> central(zip, 42, 0)),
                forgery("a size that hides bytes", 1, zip -> central(zip, 24, 1)),
                forgery("bytes before the first entry", 1, zip -> joined("#!/bin/sh\n".getBytes(US_ASCII), zip)),
                forgery("bytes behind the end", 3, zip -> joined(zip, new byte[9])),
                forgery("cut off", 3, zip -> Arrays.copyOf(zip, zip.length / 2)),
                forgery("nothing", 3, zip -> new byte[0]),
                forgery("compressed, as a bomb is", 1, zip -> deflated()));
    }

    private static Arguments forgery(String what, int code, UnaryOperator<byte[]> forgery) {
        return Arguments.of(what, code, forgery);
    }

    /** It would overflow the stack of whoever matches it. */
    @Test
    void theCommandRefusesANameWithoutEnd() throws IOException {
        var zip = Files.write(folder.resolve("long.zip"), ordinary("p/bagit.txt", "p/" + "a/".repeat(32_000) + "a"));

        var said = TwoVerifiers.command(zip);

        assertThat(said.code()).as(said.words()).isEqualTo(1);
        assertThat(said.findings()).hasSize(1).allMatch(finding -> finding.startsWith("PACKAGE_ENTRY_REFUSED"));
    }

    @Test
    void bothRefuseAFolderWithALink() throws IOException {
        var bag = Files.createDirectory(folder.resolve("bag"));
        Files.createSymbolicLink(bag.resolve("bagit.txt"), Path.of("/etc/passwd"));

        for (var said : List.of(TwoVerifiers.command(bag), TwoVerifiers.script(bag))) {
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.findings()).containsExactly("PACKAGE_ENTRY_REFUSED bagit.txt");
            assertThat(said.words()).doesNotContain("root:");
        }
    }

    private static byte[] ordinary(String... names) {
        try (var folder = new TemporaryFile()) {
            var out = new ByteArrayOutputStream();
            try (var writer = new ZipWriter(out, folder.path())) {
                for (var name : names) {
                    writer.add(name, new ByteArrayInputStream(name.getBytes(US_ASCII)), name.length());
                }
                writer.finish();
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record TemporaryFile(Path path) implements AutoCloseable {
        TemporaryFile() throws IOException {
            this(Files.createTempFile("directory", ""));
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    private static byte[] twice() {
        return ordinary("p/bagit.txt", "p/bagit.txt");
    }

    private static byte[] deflated() {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("p/bagit.txt"));
            zip.write(new byte[1 << 20]);
            zip.closeEntry();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** In both headers. */
    private static byte[] renamed(byte[] zip, String name, String other) {
        var first = first(zip, name);
        return patched(patched(zip, first, other), last(zip, name), other);
    }

    private static byte[] patched(byte[] zip, int at, String text) {
        var patched = zip.clone();
        System.arraycopy(text.getBytes(US_ASCII), 0, patched, at, text.length());
        return patched;
    }

    /** A field of the second entry in the directory. */
    private static byte[] central(byte[] zip, int field, int value) {
        var patched = zip.clone();
        var entry = last(zip, "p/data/other") - 46;
        ByteBuffer.wrap(patched).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + field, value);
        return patched;
    }

    private static int first(byte[] zip, String text) {
        return new String(zip, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static int last(byte[] zip, String text) {
        return new String(zip, java.nio.charset.StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }

    private static byte[] joined(byte[] one, byte[] two) {
        var joined = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, joined, one.length, two.length);
        return joined;
    }
}
