package dev.handback.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** Writes a long list as one JSON value per line, never holding more than a page of it. */
final class Ndjson {
    private Ndjson() {}

    /** @param pages the pages from 0; an empty one is the end */
    static void write(HttpServletResponse response, ObjectMapper json, IntFunction<? extends List<?>> pages)
            throws IOException {
        var page = pages.apply(0); // before the first byte, so that an error is still answered as one
        response.setContentType("application/x-ndjson");
        var out = response.getOutputStream();
        for (int number = 1; !page.isEmpty(); number++) {
            for (var value : page) {
                out.write((json.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            page = pages.apply(number);
        }
        out.flush();
    }
}
