package dev.handback.sources;

import java.io.IOException;
import java.net.URL;
import org.apache.http.client.HttpClient;
import org.eclipse.jgit.transport.http.apache.HttpClientConnection;

/** One request of {@link PinnedHttp}; reports each answer to it before anybody acts on that answer. */
final class PinnedConnection extends HttpClientConnection {

    private final PinnedHttp http;

    PinnedConnection(PinnedHttp http, URL url, HttpClient client) throws IOException {
        super(url.toString(), null, client);
        this.http = http;
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
