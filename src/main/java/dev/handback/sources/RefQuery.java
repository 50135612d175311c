package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a git server for its refs, in protocol 0, 1 or 2, as raw bytes: JGit would decode the names. */
final class RefQuery {

    private final Locator locator;
    private final RemoteLimits limits;
    private final RefLines refs;

    RefQuery(Locator locator, RemoteLimits limits) {
        this.locator = locator;
        this.limits = limits;
        this.refs = new RefLines(limits.refs());
    }

    Advertisement ask(GitTalk talk) throws IOException {
        try (InputStream in = SlowLine.over(talk.opening(), limits.stall())) {
            var lines = lines(in);
            String first = lines.next();
            if (first != null && first.startsWith("# service=")) {
                lines.next();
                first = lines.next();
            }
            if ("version 1".equals(first)) first = lines.next();
            if (!"version 2".equals(first)) return protocol0(first, lines);
            List<String> capabilities = rest(lines);
            requireSha1(capabilities.stream());
            boolean unborn = capabilities.stream().anyMatch(c -> c.startsWith("ls-refs=") && c.contains("unborn"));
            return protocol2(talk, unborn, capabilities.contains("object-format=sha1"));
        }
    }

    private PacketLines lines(InputStream in) {
        return new PacketLines(in, limits.advertisementBytes());
    }

    private Advertisement protocol0(@Nullable String first, PacketLines lines) throws IOException {
        for (String line = first; line != null; line = lines.next()) {
            int nul = line.indexOf('\0');
            if (nul >= 0) {
                String[] capabilities = line.substring(nul + 1).strip().split(" ");
                requireSha1(Stream.of(capabilities));
                Stream.of(capabilities).filter(c -> c.startsWith("symref=")).forEach(c -> refs.symref(c.substring(7)));
                line = line.substring(0, nul);
            }
            if (!line.startsWith("shallow ")) refs.advertised(line);
        }
        return refs.advertisement();
    }

    private Advertisement protocol2(GitTalk talk, boolean unborn, boolean format) throws IOException {
        String command = PacketLines.packet("command=ls-refs")
                + (format ? PacketLines.packet("object-format=sha1") : "")
                + "0001" + PacketLines.packet("peel") + PacketLines.packet("symrefs")
                + (unborn ? PacketLines.packet("unborn") : "") + "0000";
        try (InputStream in = SlowLine.over(talk.answer(command.getBytes(StandardCharsets.US_ASCII)), limits.stall())) {
            var lines = lines(in);
            for (String line = lines.next(); line != null; line = lines.next()) refs.ls(line);
        }
        return refs.advertisement();
    }

    private static List<String> rest(PacketLines lines) throws IOException {
        var rest = new ArrayList<String>();
        for (String line = lines.next(); line != null; line = lines.next()) rest.add(line);
        return rest;
    }

    private void requireSha1(Stream<String> capabilities) {
        capabilities
                .filter(c -> c.startsWith("object-format=") && !c.equals("object-format=sha1"))
                .findFirst()
                .ifPresent(format -> {
                    throw new SourceRefused(
                            Reason.UNSUPPORTED,
                            "OBJECT_FORMAT_UNSUPPORTED",
                            locator + " has " + Printable.of(format)
                                    + "; only sha1 can be taken yet: ask for a bundle as a delivery");
                });
    }
}
