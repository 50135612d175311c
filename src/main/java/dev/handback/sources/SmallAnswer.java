package dev.handback.sources;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer that was read whole, and would have been refused had it been large; who asks cuts off what is slow. */
record SmallAnswer(HttpStatusCode status, HttpHeaders headers, byte[] bytes) implements ClientHttpResponse {
    private static final int LARGEST = 1024 * 1024;

    static SmallAnswer of(CloseableHttpResponse answer) throws IOException {
        var headers = new HttpHeaders();
        for (var header : answer.getAllHeaders()) headers.add(header.getName(), header.getValue());
        int status = answer.getStatusLine().getStatusCode();
        var entity = answer.getEntity();
        return new SmallAnswer(
                HttpStatusCode.valueOf(status), headers, entity == null ? new byte[0] : read(entity.getContent()));
    }

    private static byte[] read(InputStream content) throws IOException {
        var whole = new ByteArrayOutputStream();
        var part = new byte[8192];
        for (int read = content.read(part); read >= 0; read = content.read(part)) {
            whole.write(part, 0, read);
            if (whole.size() > LARGEST) throw new IOException("the answer is larger than " + LARGEST + " bytes");
        }
        return whole.toByteArray();
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return status;
    }

    @Override
    public String getStatusText() {
        return "";
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public InputStream getBody() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
        // nothing is open any more
    }
}
