package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A git repository at its holder, over smart HTTP. The list of refs is read by our own code as raw bytes, since JGit
 * decodes ref names; the objects are received by JGit.
 */
public final class GitRemote implements GitOffer, AutoCloseable {

    private static final String OFFER = "application/x-git-upload-pack-advertisement";

    static {
        HermeticGit.install();
    }

    private final Locator locator;
    private final RemoteLimits limits;
    private final PinnedHttp http;

    private GitRemote(Locator locator, RemoteLimits limits, PinnedHttp http) {
        this.locator = locator;
        this.limits = limits;
        this.http = http;
    }

    /**
     * Checks the policy and reads the connection's secret; connects to nothing yet. To be used by the opening thread
     * alone, whose interruption cuts it off.
     */
    public static GitRemote open(Connection connection, Locator locator, EgressPolicy policy, RemoteLimits limits) {
        return opened(connection, locator, policy, limits, null);
    }

    /** The same, with all that is asked and answered written down. */
    public static GitRemote open(
            Connection connection, Locator locator, EgressPolicy policy, RemoteLimits limits, Transcript transcript) {
        return opened(connection, locator, policy, limits, transcript);
    }

    private static GitRemote opened(
            Connection connection,
            Locator locator,
            EgressPolicy policy,
            RemoteLimits limits,
            @Nullable Transcript transcript) {
        if (connection.kind() != Connection.Kind.GIT)
            throw SourceRefused.policy(
                    "CONNECTION_KIND",
                    "connection " + connection.name() + " is of kind " + connection.kind() + ", not git");
        switch (locator.scheme()) {
            case HTTP, HTTPS -> {}
            case SSH ->
                throw new SourceRefused(
                        Reason.UNSUPPORTED, "SSH_NOT_SUPPORTED_YET", locator + ": ssh is not supported yet; use https");
            default ->
                throw new SourceRefused(
                        Reason.UNSUPPORTED, "NO_GIT_LOCATOR", locator + " is no git repository's address; use https");
        }
        EgressPolicy.Destination destination = policy.admit(connection, locator);
        String authorization = connection.basicAuthorization().orElse(null);
        return new GitRemote(locator, limits, new PinnedHttp(destination, authorization, limits, transcript));
    }

    @Override
    public Advertisement advertised() {
        try {
            return askForRefs();
        } catch (IOException | RuntimeException e) {
            throw NetworkFaults.explain(e, http.refusal(), locator);
        }
    }

    private Advertisement askForRefs() throws IOException {
        HttpConnection get = request("GET", "/info/refs?service=git-upload-pack");
        get.getResponseCode();
        requireGit(get.getContentType());
        var refs = new RefLines(limits.refs());
        try (InputStream in = new BufferedInputStream(get.getInputStream())) {
            var lines = new PacketLines(in, limits.advertisementBytes());
            String first = lines.next();
            if (first != null && first.startsWith("# service=")) {
                lines.next();
                first = lines.next();
            }
            if ("version 1".equals(first)) first = lines.next();
            if (!"version 2".equals(first)) return protocol0(first, lines, refs);
            List<String> capabilities = rest(lines);
            requireSha1(capabilities.stream());
            boolean unborn = capabilities.stream().anyMatch(c -> c.startsWith("ls-refs=") && c.contains("unborn"));
            return protocol2(unborn, capabilities.contains("object-format=sha1"), refs);
        }
    }

    private Advertisement protocol0(@Nullable String first, PacketLines lines, RefLines refs) throws IOException {
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

    private Advertisement protocol2(boolean unborn, boolean format, RefLines refs) throws IOException {
        HttpConnection post = request("POST", "/git-upload-pack");
        post.setRequestProperty("Content-Type", "application/x-git-upload-pack-request");
        post.setRequestProperty("Accept", "application/x-git-upload-pack-result");
        post.setDoOutput(true);
        String command = PacketLines.packet("command=ls-refs")
                + (format ? PacketLines.packet("object-format=sha1") : "")
                + "0001" + PacketLines.packet("peel") + PacketLines.packet("symrefs")
                + (unborn ? PacketLines.packet("unborn") : "") + "0000";
        byte[] body = command.getBytes(StandardCharsets.US_ASCII);
        post.setFixedLengthStreamingMode(body.length);
        try (var out = post.getOutputStream()) {
            out.write(body);
        }
        post.getResponseCode();
        try (InputStream in = new BufferedInputStream(post.getInputStream())) {
            var lines = new PacketLines(in, limits.advertisementBytes());
            for (String line = lines.next(); line != null; line = lines.next()) refs.ls(line);
        }
        return refs.advertisement();
    }

    private static List<String> rest(PacketLines lines) throws IOException {
        var rest = new ArrayList<String>();
        for (String line = lines.next(); line != null; line = lines.next()) rest.add(line);
        return rest;
    }

    private HttpConnection request(String method, String suffix) throws IOException {
        HttpConnection request = http.create(URI.create(locator + suffix).toURL());
        request.setRequestMethod(method);
        request.setRequestProperty("Git-Protocol", "version=2");
        return request;
    }

    private void requireGit(@Nullable String contentType) {
        if (contentType != null && contentType.startsWith(OFFER)) return;
        throw new SourceRefused(
                Reason.UNSUPPORTED,
                "NO_SMART_GIT_SERVER",
                locator + " answered with " + Printable.of(String.valueOf(contentType)) + " instead of " + OFFER
                        + "; it is no smart git server, or shows a login page");
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

    @Override
    public boolean peels() {
        return true;
    }

    @Override
    public void fetch(Repository into, Collection<String> wanted, ObjectChecker checker, ProgressMonitor monitor) {
        try {
            receive(into, wanted, checker, monitor);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw NetworkFaults.explain(e, http.refusal(), locator);
        }
    }

    private void receive(Repository into, Collection<String> wanted, ObjectChecker checker, ProgressMonitor monitor)
            throws IOException {
        List<Ref> refs = wanted.stream()
                .distinct()
                .map(id -> (Ref)
                        new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, "refs/wanted/" + id, ObjectId.fromString(id)))
                .toList();
        try (var transport = (TransportHttp) HermeticGit.http().open(new URIish(locator.toString()), into, null)) {
            transport.setHttpConnectionFactory(http);
            transport.setObjectChecker(checker);
            transport.setFetchThin(false);
            // the refs are known already: this prefix asks for none of them a second time
            try (var fetch = transport.openFetch(List.of(), "refs/wanted/")) {
                fetch.fetch(monitor, refs, Set.of());
            }
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException("not canonical: " + locator, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
