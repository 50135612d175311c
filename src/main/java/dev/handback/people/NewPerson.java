package dev.handback.people;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to add.
 *
 * @param person identity key; the lower-cased e-mail address when not given
 * @param passwordFile holds the password in its first line; settings never hold the password itself
 */
public record NewPerson(
        @NotBlank
        @Pattern(regexp = "[a-z0-9][a-z0-9._-]{0,63}", message = "is not of the form [a-z0-9][a-z0-9._-]{0,63}")
        String id,

        @Nullable String person,
        @NotBlank String name,
        @NotBlank @Email String email,

        @NotEmpty
        Set<
                        @Pattern(
                                regexp = "operations|engineering|legal|auditors|administrators",
                                message = "is none of operations, engineering, legal, auditors, administrators")
                        String>
                groups,

        @Nullable Path passwordFile) {

    String identity() {
        return person == null || person.isBlank() ? email.toLowerCase(Locale.ROOT) : person;
    }
}
