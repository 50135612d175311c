package dev.handback.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/** The reader of ZIPs that our command has, and that of the script. */
public final class TwoReaders {
    private static final String SCRIPT = """
            zip = verify.Zip(arguments[0])
            print(len(zip.sizes), zip.sizes[arguments[1]], zip.open(arguments[2]).read().decode())""";

    private TwoReaders() {}

    /** @return how many entries there are, how long the one is, and what the other holds */
    public static String command(Path zip, String sized, String read) throws IOException {
        try (var files = new ZipFiles(FileChannel.open(zip), PackageLimits.none());
                var content = files.open(read)) {
            return files.sizes().size() + " "
                    + Objects.requireNonNull(files.sizes().get(sized)) + " "
                    + new String(content.readAllBytes(), UTF_8);
        }
    }

    /** The same. */
    public static String script(Path zip, String sized, String read) {
        return TwoVerifiers.parts(SCRIPT, zip.toString(), sized, read);
    }
}
