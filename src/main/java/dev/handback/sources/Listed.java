package dev.handback.sources;

import dev.handback.sources.HolderList.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A list while it grows. What comes twice, because the holder's list moved between two pages, counts once. */
final class Listed {
    private final Connection connection;
    private final int most;
    private final IntConsumer told;
    private final Map<String, HolderPlace> places = new TreeMap<>();
    private final List<Said> said = new ArrayList<>();
    private @Nullable RuntimeException stopped;
    private boolean spelt;

    Listed(Connection connection, int most, IntConsumer told) {
        this.connection = connection;
        this.most = most;
        this.told = told;
    }

    /** @param address as the holder's system writes it */
    void add(String address, HolderPlace.Kind kind, List<String> marks, @Nullable Long bytes) {
        var place = place(address, kind, marks, bytes);
        places.put(place.locator(), place);
        if (places.size() > most)
            throw SourceRefused.policy(
                    "ANSWER_TOO_LONG",
                    "connection " + connection.name() + " is shown more than " + most
                            + " places; limit it by its urls, or raise handback.retrieval.listing.places");
        tell();
    }

    /** Both hosts keep a repository's wiki beside it, under this name; neither says whether it was ever begun. */
    void addWikiOf(String repository) {
        // no expression: how long the address is, the host decides
        var plain = repository.endsWith(".git") ? repository.substring(0, repository.length() - 4) : repository;
        add(plain + ".wiki.git", HolderPlace.Kind.WIKI, List.of("wiki, may never have been begun"), null);
    }

    private void tell() {
        try {
            told.accept(places.size());
        } catch (RuntimeException e) {
            stopped = e;
            throw e;
        }
    }

    /** What ended the list from our side; whoever explains failures of a host must let it pass. */
    Optional<RuntimeException> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** A name that we refuse is kept as one: it stands for something that is there. */
    private HolderPlace place(String address, HolderPlace.Kind kind, List<String> marks, @Nullable Long bytes) {
        try {
            var locator = Locator.parse(address);
            var within = connection.covers(locator);
            spelt |= !within && withinButForCapitals(locator);
            return new HolderPlace(locator.toString(), kind, within, marks, bytes, null);
        } catch (SourceRefused e) {
            return new HolderPlace(Printable.of(withoutUser(address)), kind, false, marks, bytes, e.detail());
        }
    }

    /** A host may tell addresses with a password inside: that would be kept for ever. */
    private static String withoutUser(String address) {
        int begin = address.indexOf("://");
        if (begin < 0) return address;
        int path = address.indexOf('/', begin + 3);
        int user = address.lastIndexOf('@', path < 0 ? address.length() : path);
        return user < begin ? address : address.substring(0, begin + 3) + address.substring(user + 1);
    }

    private boolean withinButForCapitals(Locator locator) {
        var address = locator.toString().toLowerCase(Locale.ROOT);
        return connection.urls().stream()
                .anyMatch(url -> address.startsWith(url.toString().toLowerCase(Locale.ROOT) + "/"));
    }

    void say(String code, String detail) {
        said.add(new Said(code, detail));
    }

    HolderList as(String asked) {
        if (spelt)
            say(
                    "URLS_SPELT_OTHERWISE",
                    "some addresses differ from the connection's urls by capitals alone, and so lie outside: spell the urls as the host does");
        // a host of repositories is sent the token alone: whose it is, the host knows
        var seenAs = connection.kind() == Connection.Kind.S3
                ? connection.seenAs()
                : connection.identified() ? "the token of connection " + connection.name() : "nobody";
        return new HolderList(asked, seenAs, List.copyOf(places.values()), said);
    }
}
