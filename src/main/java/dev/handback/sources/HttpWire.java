package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** Smart HTTP. */
record HttpWire(Locator locator, PinnedHttp http) implements GitWire {

    @Override
    public GitTalk talk(String service) {
        return new GitTalk() {
            @Override
            public InputStream opening() throws IOException {
                HttpConnection get = request("GET", "/info/refs?service=" + service);
                get.getResponseCode();
                requireGit(get.getContentType(), "application/x-" + service + "-advertisement");
                return new BufferedInputStream(get.getInputStream());
            }

            @Override
            public InputStream answer(byte[] command) throws IOException {
                HttpConnection post = request("POST", "/" + service);
                post.setRequestProperty("Content-Type", "application/x-" + service + "-request");
                post.setRequestProperty("Accept", "application/x-" + service + "-result");
                post.setDoOutput(true);
                post.setFixedLengthStreamingMode(command.length);
                try (var out = post.getOutputStream()) {
                    out.write(command);
                }
                post.getResponseCode();
                return new BufferedInputStream(post.getInputStream());
            }

            @Override
            public void close() {}
        };
    }

    private HttpConnection request(String method, String suffix) throws IOException {
        HttpConnection request = http.create(URI.create(locator + suffix).toURL());
        request.setRequestMethod(method);
        request.setRequestProperty("Git-Protocol", "version=2");
        return request;
    }

    private void requireGit(@Nullable String contentType, String expected) {
        if (contentType != null && contentType.startsWith(expected)) return;
        throw new SourceRefused(
                Reason.UNSUPPORTED,
                "NO_SMART_GIT_SERVER",
                locator + " answered with " + Printable.of(String.valueOf(contentType)) + " instead of " + expected
                        + "; it is no smart git server, or shows a login page");
    }

    @Override
    public Transport transport(Repository repository) throws IOException {
        try {
            var transport = (TransportHttp) HermeticGit.http().open(new URIish(locator.toString()), repository, null);
            transport.setHttpConnectionFactory(http);
            return transport;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not canonical: " + locator, e);
        }
    }

    @Override
    public @Nullable SourceRefused refusal() {
        return http.refusal();
    }

    @Override
    public SourceRefused explain(Throwable failure, Locator at) {
        return http.unspoken().in(GitWire.super.explain(failure, at));
    }

    @Override
    public String unspoken(String said) {
        return http.unspoken().in(said);
    }

    @Override
    public void close() {
        http.close();
    }
}
