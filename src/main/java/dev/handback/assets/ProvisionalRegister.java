package dev.handback.assets;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;

/**
 * A register drawn up from bare addresses when nobody knows more: one asset each, in the order given, which is their
 * priority. Origins are undetermined, which a FINAL does not accept, so that somebody must look at each before the end.
 */
public final class ProvisionalRegister {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_TITLE = 200;
    private static final int MOST = 10_000;

    private ProvisionalRegister() {}

    /**
     * The register file of these addresses; it is checked like any other.
     *
     * @param taken names that assets of the exit have already
     */
    public static String csv(String connection, List<String> addresses, Collection<String> taken) {
        var wanted = addresses.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
        if (wanted.isEmpty() || wanted.size() > MOST) {
            throw new InvalidInput(List.of(new Problem(
                    "addresses", "expected 1 to " + MOST + " addresses, one a line, found " + wanted.size())));
        }
        var names = new HashSet<>(taken);
        var text = new StringBuilder();
        try (var printer = CSVFormat.RFC4180.print(text)) {
            printer.printRecord("asset", "title", "kind", "origin", "disposition", "connection", "locator", "priority");
            for (int i = 0; i < wanted.size(); i++) {
                var address = wanted.get(i);
                printer.printRecord(
                        name(address, names),
                        title(address),
                        address.startsWith("s3:") ? "s3-documents" : "git-repository",
                        Origin.UNDETERMINED,
                        Disposition.RETURN,
                        connection,
                        address,
                        i + 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The row keeps all of a long address as its locator. */
    private static String title(String address) {
        return "Provisional: "
                + (address.length() <= LONGEST_TITLE ? address : address.substring(0, LONGEST_TITLE) + "…");
    }

    /** From the last parts of the address, as a register wants names; told apart by a number where that is needed. */
    private static String name(String address, Set<String> names) {
        var path = address.replaceFirst("^[a-z0-9+]+://", "").replaceFirst("(\\.git)?/*$", "");
        var last = address.startsWith("s3:") ? path : path.substring(path.lastIndexOf('/') + 1);
        var plain =
                last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceFirst("^[^a-z0-9]+", "");
        var base = plain.isEmpty() ? "asset" : plain.substring(0, Math.min(LONGEST_NAME - 6, plain.length()));
        var name = base;
        for (int n = 2; !names.add(name); n++) {
            name = base + "-" + n;
        }
        return name;
    }
}
