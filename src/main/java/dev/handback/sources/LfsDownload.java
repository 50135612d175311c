package dev.handback.sources;

import dev.handback.Sha256;
import dev.handback.sources.LfsEnd.Here;
import dev.handback.sources.LfsEnd.NotHere;
import dev.handback.sources.LfsPatience.Answered;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.jspecify.annotations.Nullable;

/** One GET of one LFS object into a file, compared with its pointer while it arrives. */
record LfsDownload(LfsObject object, LfsAction from, Path folder) {

    /** @param identified whether our own credential goes with it */
    LfsEnd over(PinnedHttp http, boolean identified) throws IOException {
        var get = new HttpGet(from.uri());
        from.headers().forEach(get::setHeader);
        try (var answer = http.send(get, identified)) {
            requireSuccess(answer);
            return receive(http, answer, folder.resolve(object.oid()));
        }
    }

    /** Reads one buffer more than expected at most, never all that a hostile server is ready to send. */
    private LfsEnd receive(PinnedHttp http, CloseableHttpResponse answer, Path file) throws IOException {
        long claimed = answer.getEntity() == null ? 0 : answer.getEntity().getContentLength();
        if (claimed >= 0 && claimed != object.size()) return differs(claimed + " bytes");
        var digest = Sha256.digest();
        long bytes = 0;
        try (InputStream in = http.body(answer);
                var out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0 && bytes <= object.size(); n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
                bytes += n;
            }
            // closing the answer before its stream drops the connection; else the rest would be read to its end
            if (bytes > object.size()) answer.close();
        }
        if (bytes > object.size()) return differs("more bytes than that");
        String actual = Sha256.ofFinished(digest).hex();
        return bytes == object.size() && actual.equals(object.oid())
                ? new Here(file)
                : differs(bytes + " bytes with SHA-256 " + actual);
    }

    private static NotHere differs(String actual) {
        return new NotHere("LFS_OBJECT_DIFFERS", "the server sends " + actual);
    }

    static void requireSuccess(HttpResponse answer) throws Answered {
        int status = answer.getStatusLine().getStatusCode();
        if (status != 200) throw new Answered(status, retryAfter(answer));
    }

    static @Nullable Duration retryAfter(HttpResponse answer) {
        var header = answer.getFirstHeader("Retry-After");
        return header != null && header.getValue().matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Long.parseLong(header.getValue()))
                : null;
    }
}
