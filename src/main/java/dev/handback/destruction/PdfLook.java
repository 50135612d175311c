package dev.handback.destruction;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.springframework.util.FileSystemUtils;

/**
 * Looks into a PDF of the other side in a JVM of its own, with little memory and little time: what a few compressed bytes
 * unfold to must not end the application.
 */
final class PdfLook {
    private static final String HEAP = "-Xmx192m";
    private static final long SECONDS = 60;
    private static final int MOST_OBJECTS = 200_000;
    private static final int MOST_PAGES = 2_000;
    private static final int LONGEST_ANSWER = 2_000;
    private static final int REACH_OF_A_ZIP = 70_000;
    private static final String BOOT_JAR = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private PdfLook() {}

    /** Why this PDF is not kept; empty: it is. */
    static Optional<String> objection(byte[] pdf) throws IOException {
        var folder = Files.createTempDirectory("paper");
        try {
            return answer(Files.write(folder.resolve("paper.pdf"), pdf), folder.resolve("answer"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a PDF was looked at", e);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** One at a time: who sends many files gets no more of this machine than who sends one. */
    private static synchronized Optional<String> answer(Path pdf, Path answer)
            throws IOException, InterruptedException {
        var command = command();
        command.addAll(List.of(pdf.toString(), answer.toString()));
        var look = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!look.waitFor(SECONDS, TimeUnit.SECONDS)) {
            look.destroyForcibly().waitFor();
            return Optional.of("a PDF that cannot be read within " + SECONDS + " s");
        }
        if (look.exitValue() != 0) {
            return Optional.of("a PDF that cannot be read within the memory allowed for it");
        }
        var said = Files.readString(answer);
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(said.substring(0, Math.min(said.length(), LONGEST_ANSWER)));
    }

    private static List<String> command() {
        var path = System.getProperty("java.class.path");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-cp",
                path));
        // the shipped jar holds its libraries in itself
        if (path.endsWith(".jar") && !path.contains(File.pathSeparator) && isBootJar()) {
            command.addAll(List.of("-Dloader.main=" + PdfLook.class.getName(), BOOT_JAR));
        } else {
            command.add(PdfLook.class.getName());
        }
        return command;
    }

    private static boolean isBootJar() {
        return ClassLoader.getSystemResource(BOOT_JAR.replace('.', '/') + ".class") != null;
    }

    /** The other JVM: reads the first file, writes why it is not kept into the second. */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[1]), String.join("; ", found(Files.readAllBytes(Path.of(args[0])))));
    }

    static List<String> found(byte[] pdf) {
        try (var document = Loader.loadPDF(pdf)) {
            return found(document, pdf);
        } catch (InvalidPasswordException e) {
            return List.of("an encrypted PDF");
        } catch (IOException | RuntimeException e) {
            return List.of("a PDF that cannot be read: " + e.getMessage());
        }
    }

    private static List<String> found(PDDocument document, byte[] pdf) {
        var objects = document.getDocument();
        if (document.isEncrypted()) {
            return List.of("an encrypted PDF");
        }
        if (objects.getXrefTable().size() > MOST_OBJECTS || document.getNumberOfPages() > MOST_PAGES) {
            return List.of("a PDF of more than " + MOST_PAGES + " pages or " + MOST_OBJECTS + " objects");
        }
        if (document.getNumberOfPages() == 0) {
            return List.of("a PDF without a page");
        }
        var found = new TreeSet<String>();
        if (isZipToo(pdf)) {
            found.add("a PDF that is a ZIP archive, too");
        }
        var active = new ActiveContent(found);
        active.of(objects.getTrailer());
        keys(objects).forEach(key -> active.of(objects.getObjectFromPool(key).getObject()));
        return List.copyOf(found);
    }

    private static List<COSObjectKey> keys(COSDocument objects) {
        return List.copyOf(objects.getXrefTable().keySet());
    }

    /** A reader of archives looks for the end of one near the end of the file. */
    private static boolean isZipToo(byte[] pdf) {
        for (int i = Math.max(0, pdf.length - REACH_OF_A_ZIP); i + 3 < pdf.length; i++) {
            if (pdf[i] == 'P' && pdf[i + 1] == 'K' && pdf[i + 2] == 5 && pdf[i + 3] == 6) {
                return true;
            }
        }
        return false;
    }
}
