package dev.handback.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON in a package: names in the order they are put, UTF-8, no spaces. A setting of the web's mapper must not change it. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static void line(OutputStream out, Map<String, ? extends @Nullable Object> row) throws IOException {
        out.write(MAPPER.writeValueAsBytes(row));
        out.write('\n');
    }

    static String array(List<String> texts) {
        try {
            return MAPPER.writeValueAsString(texts);
        } catch (IOException e) {
            throw new UncheckedIOException("texts cannot be written as JSON", e);
        }
    }

    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("expected JSON", e);
        }
    }
}
