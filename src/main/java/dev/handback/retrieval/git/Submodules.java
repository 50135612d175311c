package dev.handback.retrieval.git;

import dev.handback.retrieval.Examples;
import dev.handback.retrieval.Neighbours.Neighbour;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.vault.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Compares the repositories that this one pins with what the exit has registered and holds. A submodule is a repository
 * of its own: what is wrong with it is said here, and does not make this one less whole.
 */
final class Submodules {

    private static final int LONGEST = 1 << 20;

    /** What one version of {@code .gitmodules} says. */
    private record Module(String path, String url) {
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    private final @Nullable Locator repository;
    private final List<Neighbour> neighbours;
    private final Vault vault;
    private final Examples unreadable = new Examples();
    private final Examples escaping = new Examples();
    private final Examples refused = new Examples();
    private final Examples unregistered = new Examples();
    private final Examples notYetHeld = new Examples();
    private final Examples absent = new Examples();

    Submodules(@Nullable Locator repository, List<Neighbour> neighbours, Vault vault) {
        this.repository = repository;
        this.neighbours = neighbours;
        this.vault = vault;
    }

    List<Finding> findings(Gitlinks links, ObjectReader reader) throws IOException {
        var modules =
                new TreeSet<Module>(java.util.Comparator.comparing(Module::path).thenComparing(Module::url));
        for (ObjectId blob : links.modules()) modules.addAll(read(blob, reader));
        for (Module module : modules) compare(module, links.pins().getOrDefault(module.name(), Set.of()));
        var nowhere = new Examples();
        links.pins().forEach((name, commits) -> {
            if (modules.stream().noneMatch(module -> module.name().equals(name)))
                commits.stream().sorted().forEach(id -> nowhere.add(Printable.of(name) + "@" + id.name()));
        });
        var findings = new ArrayList<Finding>();
        add(findings, unreadable, "SUBMODULES_UNREADABLE", "versions of .gitmodules cannot be read");
        add(
                findings,
                escaping,
                "SUBMODULE_PATH_REFUSED",
                "submodules have a name or path that leads out of the repository");
        add(
                findings,
                nowhere,
                "SUBMODULE_WITHOUT_URL",
                "commits of other repositories are pinned, of which no version of .gitmodules speaks");
        add(findings, refused, "SUBMODULE_URL_REFUSED", "submodules have an address that no asset can have");
        add(
                findings,
                unregistered,
                "SUBMODULE_NOT_REGISTERED",
                "submodules are no asset of this exit; register each, or have it excepted");
        add(
                findings,
                notYetHeld,
                "SUBMODULE_NOT_YET_HELD",
                "submodules are registered and nothing of them is held yet; compare again later");
        add(findings, absent, "SUBMODULE_COMMIT_ABSENT", "pinned commits are not in what is held of their asset");
        return findings;
    }

    private static void add(List<Finding> findings, Examples examples, String code, String what) {
        if (examples.count() > 0) findings.add(examples.finding(code, what));
    }

    private List<Module> read(ObjectId blob, ObjectReader reader) throws IOException {
        try {
            var text = new Config();
            text.fromText(
                    new String(reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(LONGEST), StandardCharsets.UTF_8));
            var modules = new ArrayList<Module>();
            for (String name : text.getSubsections("submodule")) {
                @Nullable String path = text.getString("submodule", name, "path");
                @Nullable String url = text.getString("submodule", name, "url");
                if (leadsOut(name) || path != null && leadsOut(path)) escaping.add(Printable.of(name + " at " + path));
                if (path != null && url != null) modules.add(new Module(path, url));
            }
            return modules;
        } catch (MissingObjectException e) {
            // reported as OBJECTS_MISSING, where the path does not matter
            return List.of();
        } catch (ConfigInvalidException | RuntimeException e) {
            unreadable.add(blob.name());
            return List.of();
        }
    }

    /** Such names and paths made git write outside, or take an address for an option: nobody may check them out. */
    private static boolean leadsOut(String text) {
        return text.startsWith("-")
                || text.startsWith("/")
                || Arrays.asList(text.split("[/\\\\]")).contains("..")
                || text.chars().anyMatch(Character::isISOControl);
    }

    private void compare(Module module, Set<ObjectId> pins) throws IOException {
        Locator url = SubmoduleUrl.resolve(module.url(), repository);
        if (url == null) {
            refused.add(Printable.of(module.path()));
            return;
        }
        String what = Printable.of(module.path()) + " is " + url;
        List<Neighbour> meant = neighbours.stream()
                .filter(neighbour -> SubmoduleUrl.same(Locator.parse(neighbour.locator()), url))
                .toList();
        if (meant.isEmpty()) unregistered.add(what);
        for (Neighbour neighbour : meant) compare(neighbour, what, pins);
    }

    private void compare(Neighbour neighbour, String what, Set<ObjectId> pins) throws IOException {
        if (neighbour.commits() == null) {
            notYetHeld.add(what + ", asset " + neighbour.asset());
            return;
        }
        Set<ObjectId> missing = new HashSet<>(pins);
        CommitList.removePresent(missing, vault.open(neighbour.commits()));
        missing.stream()
                .sorted()
                .forEach(id -> absent.add(what + ", asset " + neighbour.asset() + ", commit " + id.name()));
    }
}
