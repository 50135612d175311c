package dev.handback.destruction;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people write, read strictly. */
final class Words {
    private Words() {}

    static String reason(@Nullable String reason) {
        return required("reason", reason, 3, 2000);
    }

    static String required(String field, @Nullable String text, int least, int most) {
        var stripped = text == null ? "" : text.strip();
        if (stripped.length() < least || stripped.length() > most) {
            throw new InvalidInput(List.of(new Problem(
                    field, "expected " + least + " to " + most + " characters, found " + stripped.length())));
        }
        return stripped;
    }

    static @Nullable String optional(String field, @Nullable String text, int most) {
        return text == null || text.isBlank() ? null : required(field, text, 1, most);
    }
}
