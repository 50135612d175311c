package dev.handback.sources;

import dev.handback.sources.HolderPlace.Kind;
import dev.handback.sources.SourceRefused.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.kohsuke.github.GHPerson;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/** The repositories of an organisation or a person at GitHub, by its client library, which connects to nothing itself. */
final class GitHubListing {
    private static final int PAGE = 100;
    private static final String LINK = "Link";
    private static final long KIBIBYTE = 1024;

    private final HostApi api;
    private final Listed listed;
    private final Map<String, String> heads = new HashMap<>();
    private int open;
    private int hidden;

    GitHubListing(HostApi api, Listed listed) {
        this.api = api;
        this.listed = listed;
    }

    void list(String owner) {
        try {
            var github = new GitHubBuilder()
                    .withEndpoint(api.base())
                    .withConnector(this::send)
                    .build();
            list(github, owner);
        } catch (IOException | RuntimeException e) {
            throw listed.stopped().orElseGet(() -> explained(e));
        }
    }

    private void list(GitHub github, String owner) throws IOException {
        var person = person(github, owner);
        open = 0;
        hidden = 0;
        for (var repository : person.listRepositories().withPageSize(PAGE)) add(repository);
        // the library takes an empty page for the end
        if (heads.containsKey(LINK)) throw unreadable("an empty page that names a next one");
        new GitHubSight(listed, heads).say(person, open, hidden);
    }

    private static GHPerson person(GitHub github, String owner) throws IOException {
        try {
            return github.getOrganization(owner);
        } catch (SourceRefused e) {
            if (e.reason() != Reason.GONE) throw e;
            return github.getUser(owner);
        }
    }

    private void add(GHRepository repository) {
        var address = repository.getHttpTransportUrl();
        if (address == null) throw unreadable("a repository without clone_url");
        if (repository.isPrivate()) hidden++;
        else open++;
        listed.add(address, Kind.REPOSITORY, marks(repository), repository.getSize() * KIBIBYTE);
        if (repository.hasWiki()) listed.addWikiOf(address);
    }

    private static List<String> marks(GHRepository repository) {
        var marks = new ArrayList<String>();
        marks.add(Objects.requireNonNull(repository.getVisibility()).toString().toLowerCase(Locale.ROOT));
        if (repository.isArchived()) marks.add("archived");
        if (repository.isFork()) marks.add("fork");
        if (repository.isDisabled()) marks.add("disabled");
        if (repository.getSize() == 0) marks.add("size 0, perhaps empty");
        return marks;
    }

    private GitHubConnectorResponse send(GitHubConnectorRequest request) {
        var answer = api.get(
                URI.create(request.url().toString()),
                Map.of("Accept", Optional.ofNullable(request.header("Accept")).orElse("application/json")));
        for (var head : List.of("X-OAuth-Scopes", "X-GitHub-SSO")) {
            var value = answer.header(head);
            if (value != null) heads.put(head, Printable.of(value));
        }
        var link = answer.header(LINK);
        if (link != null && link.contains("rel=\"next\"")) heads.put(LINK, "next");
        else heads.remove(LINK);
        return new Received(request, answer);
    }

    private static final class Received extends GitHubConnectorResponse {
        private final byte[] body;

        Received(GitHubConnectorRequest request, HostApi.Answer answer) {
            super(request, 200, answer.headers());
            this.body = answer.body();
        }

        @Override
        public InputStream bodyStream() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** Its own words can quote the answer. */
    private SourceRefused explained(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .filter(SourceRefused.class::isInstance)
                .map(SourceRefused.class::cast)
                .findFirst()
                .orElseGet(() -> unreadable(failure.getClass().getSimpleName()));
    }

    private SourceRefused unreadable(String what) {
        return new SourceRefused(
                Reason.BROKEN,
                "ANSWER_UNREADABLE",
                api.base() + " answered something that is no list of repositories (" + what + ")");
    }
}
