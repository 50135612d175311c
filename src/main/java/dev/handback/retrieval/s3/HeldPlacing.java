package dev.handback.retrieval.s3;

import dev.handback.retrieval.OverConnection;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.work.Progress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Chooses by the connection whether it is a bucket or a folder in which documents and files are placed. */
@Component
class HeldPlacing {
    private final Connections connections;
    private final Map<Connection.Kind, HeldPlace> places;

    HeldPlacing(Connections connections, List<HeldPlace> places) {
        this.connections = connections;
        this.places = places.stream().collect(Collectors.toMap(HeldPlace::kind, Function.identity()));
    }

    PlacingOutcome place(WantedRows rows, PlacingRequest request, Progress progress) throws InterruptedException {
        var place = connections
                .find(request.connection())
                .map(Connection::kind)
                .map(places::get)
                .orElse(null);
        if (place != null) return place.place(rows, request, progress);
        return OverConnection.place(connections, request, (connection, locator, seenAs) -> {
            throw new SourceRefused(
                    Reason.POLICY,
                    "CONNECTION_KIND",
                    "connection " + connection.name()
                            + " leads to no bucket and no folder, in which documents and files are placed");
        });
    }
}
