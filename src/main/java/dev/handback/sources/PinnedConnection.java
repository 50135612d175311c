package dev.handback.sources;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URL;
import org.apache.http.client.HttpClient;
import org.eclipse.jgit.transport.http.apache.HttpClientConnection;
import org.jspecify.annotations.Nullable;

/** One request of {@link PinnedHttp}; reports each answer to it before anybody acts on that answer. */
final class PinnedConnection extends HttpClientConnection {

    private final PinnedHttp http;
    private final @Nullable String authorization;

    PinnedConnection(PinnedHttp http, URL url, @Nullable String authorization, HttpClient client) throws IOException {
        super(url.toString(), null, client);
        this.http = http;
        this.authorization = authorization;
    }

    /** The request exists from here on, so this is where it gets its credential. */
    @Override
    public void setRequestMethod(String method) throws ProtocolException {
        super.setRequestMethod(method);
        if (authorization != null) super.setRequestProperty("Authorization", authorization);
    }

    @Override
    public int getResponseCode() throws IOException {
        int status = super.getResponseCode();
        http.answered(status, super.getHeaderField("Location"));
        return status;
    }

    /** Plain answers only, so that what is read is what was sent. */
    @Override
    public void setRequestProperty(String name, String value) {
        if (!name.equalsIgnoreCase("Accept-Encoding")) super.setRequestProperty(name, value);
    }
}
