package dev.handback.sources;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of folders that a row of the register may ask for: plain on every file system, none that leads elsewhere. */
final class FolderNames {
    private static final int MOST = 8;

    /** No hidden one, no device of Windows, no dot at the end. */
    private static final Pattern PLAIN = Pattern.compile("(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\.|$))"
            + "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?");

    private FolderNames() {}

    static Locator locator(@Nullable String slashes, String path) {
        var names = List.of(path.split("/", -1));
        boolean plain = names.stream().allMatch(name -> PLAIN.matcher(name).matches());
        if (slashes != null || names.size() > MOST || !plain)
            throw Locator.refused("takes after folder: one to " + MOST
                    + " plain names of letters, digits, '.', '_' and '-', with / between them");
        return new Locator(Locator.Scheme.FOLDER, null, "", -1, path);
    }
}
