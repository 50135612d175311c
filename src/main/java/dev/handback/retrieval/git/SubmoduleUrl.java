package dev.handback.retrieval.git;

import dev.handback.sources.Locator;
import dev.handback.sources.SourceRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The address of a submodule as somebody wrote it into the history: read as text, compared, never connected to. */
final class SubmoduleUrl {

    private static final Pattern SCP = Pattern.compile("((?:[A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+):(?!/)([^:]+)");

    private SubmoduleUrl() {}

    /**
     * The repository that is meant; null when the text names none that could be registered. The text is never repeated
     * in a message before it passed: it may hold a password.
     */
    static @Nullable Locator resolve(String url, @Nullable Locator repository) {
        try {
            if (url.equals(".") || url.startsWith("./") || url.startsWith("../"))
                return repository == null ? null : relative(url, repository);
            Matcher scp = SCP.matcher(url);
            return Locator.parse(scp.matches() ? "ssh://" + scp.group(1) + "/" + scp.group(2) : url);
        } catch (SourceRefused e) {
            return null;
        }
    }

    private static @Nullable Locator relative(String url, Locator repository) {
        List<String> path = new ArrayList<>(List.of(repository.path().split("/")));
        for (String part : url.split("/")) {
            if (part.equals(".") || part.isEmpty()) continue;
            if (!part.equals("..")) path.add(part);
            else if (path.size() < 2) return null;
            else path.remove(path.size() - 1);
        }
        String origin = repository
                .toString()
                .substring(0, repository.toString().length() - repository.path().length());
        return Locator.parse(origin + String.join("/", path));
    }

    /** Whether two addresses mean one repository; one host's ssh and https are two doors to the same house. */
    static boolean same(Locator one, Locator other) {
        boolean sameDoor = one.scheme() != other.scheme() || one.port() == other.port();
        return sameDoor && one.host().equals(other.host()) && bare(one).equals(bare(other));
    }

    private static String bare(Locator locator) {
        return locator.path().endsWith(".git")
                ? locator.path().substring(0, locator.path().length() - ".git".length())
                : locator.path();
    }
}
