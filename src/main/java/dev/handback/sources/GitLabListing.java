package dev.handback.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.sources.HolderPlace.Kind;
import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The projects of a GitLab group with its subgroups, of one project, or of a person; see decision 0034. */
final class GitLabListing {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** In the order of ids, which new projects do not change. */
    private static final String PAGES = "&order_by=id&sort=asc&per_page=100";

    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>[^,<]*\\brel=\"?next\"?");

    private final HostApi api;
    private final Listed listed;

    GitLabListing(HostApi api, Listed listed) {
        this.api = api;
        this.listed = listed;
    }

    /** @param path of the group, from the root of the host */
    void list(String path) {
        var group = found("/groups/" + segment(path) + "?with_projects=false");
        if (group.isPresent()) {
            var id = group.get().path("id").asLong();
            pages(path, "/groups/" + id + "/projects?include_subgroups=true&with_shared=false" + PAGES);
            new GitLabSight(this, listed).ofGroup(path, id);
            return;
        }
        var project = path.contains("/") ? found("/projects/" + segment(path)) : Optional.<JsonNode>empty();
        if (project.isPresent()) add(project.get());
        else ofPerson(path);
    }

    private void ofPerson(String name) {
        var users = read(api.get("/users?username=" + segment(name)));
        if (name.contains("/") || !users.isArray() || users.isEmpty())
            throw new SourceRefused(
                    Reason.GONE,
                    "OWNER_UNKNOWN",
                    api.base() + " knows no group, project or person " + Printable.of(name)
                            + ", or hides it from this credential");
        pages(name, "/users/" + users.get(0).path("id").asLong() + "/projects?simple=false" + PAGES);
        new GitLabSight(this, listed).ofToken();
    }

    private void pages(String path, String first) {
        var next = Optional.of(URI.create(api.base() + first));
        int seen = 0;
        String total = null;
        while (next.isPresent()) {
            var answer = api.get(next.get(), Map.of("Accept", "application/json"));
            var rows = read(answer);
            if (!rows.isArray()) throw unreadable("expected a list of projects");
            rows.forEach(this::add);
            seen += rows.size();
            total = Optional.ofNullable(answer.header("X-Total")).orElse(total);
            next = next(answer);
        }
        if (total != null && !total.equals(String.valueOf(seen)))
            listed.say(
                    "LISTED_FEWER",
                    Printable.of(path) + " has " + Printable.of(total) + " projects by the host's own count, " + seen
                            + " were listed: the list moved meanwhile, ask again");
    }

    private Optional<URI> next(HostApi.Answer answer) {
        var links = String.join(", ", answer.headers().getOrDefault("Link", List.of()));
        var found = NEXT.matcher(links);
        if (!found.find()) return Optional.empty();
        try {
            return Optional.of(URI.create(found.group(1)));
        } catch (IllegalArgumentException e) {
            throw unreadable("the address of the next page is none");
        }
    }

    private void add(JsonNode project) {
        var address = project.path("http_url_to_repo").asText();
        if (!project.path("http_url_to_repo").isTextual()) throw unreadable("a project without http_url_to_repo");
        var size = project.path("statistics").path("repository_size");
        listed.add(address, Kind.REPOSITORY, marks(project), size.isNumber() ? size.asLong() : null);
        if (!project.path("wiki_access_level").asText("disabled").equals("disabled")) listed.addWikiOf(address);
    }

    private static List<String> marks(JsonNode project) {
        var marks = new ArrayList<String>();
        var visibility = project.path("visibility").asText();
        marks.add(List.of("public", "internal", "private").contains(visibility) ? visibility : "visibility not told");
        if (project.path("archived").asBoolean()) marks.add("archived");
        if (project.path("forked_from_project").isObject()) marks.add("fork");
        if (project.path("empty_repo").asBoolean()) marks.add("empty");
        if (project.path("repository_access_level").asText().equals("disabled")) marks.add("repository switched off");
        if (project.hasNonNull("marked_for_deletion_on") || project.hasNonNull("marked_for_deletion_at"))
            marks.add("marked for deletion");
        if (project.path("lfs_enabled").asBoolean()) marks.add("Git LFS allowed");
        return marks;
    }

    /** Empty when there is no such thing, or it is hidden. */
    Optional<JsonNode> found(String path) {
        try {
            return Optional.of(read(api.get(path)));
        } catch (SourceRefused e) {
            if (e.reason() == Reason.GONE) return Optional.empty();
            throw e;
        }
    }

    private JsonNode read(HostApi.Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            // its own words would quote the answer
            throw unreadable("it is no JSON");
        } catch (IOException e) {
            throw unreadable("it is cut");
        }
    }

    private SourceRefused unreadable(String what) {
        return new SourceRefused(
                Reason.BROKEN, "ANSWER_UNREADABLE", api.base() + " answered what is no list of projects: " + what);
    }

    private static String segment(@Nullable String path) {
        return URLEncoder.encode(String.valueOf(path), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
