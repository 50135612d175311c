package dev.handback.retrieval;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * One try to place over the connection that a request names. What refuses it becomes a finding, a fault of our own flies, and
 * that the node stops is told apart from both.
 */
public final class OverConnection {

    /** What is done there. */
    @FunctionalInterface
    public interface Place {
        PlacingOutcome at(Connection connection, Locator locator, String seenAs)
                throws IOException, InterruptedException;
    }

    private OverConnection() {}

    public static PlacingOutcome place(Connections connections, PlacingRequest request, Place place)
            throws InterruptedException {
        String seenAs = "nobody";
        try {
            Connection connection = connections.require(request.connection());
            Locator locator = Locator.parse(request.destination());
            seenAs = connection.seenAs(locator);
            var outcome = place.at(connection, locator, seenAs);
            stopIfInterrupted();
            return outcome;
        } catch (SourceRefused e) {
            stopIfInterrupted();
            return PlacingOutcome.failed(seenAs, List.of(new Finding(e.code(), e.detail())));
        } catch (UncheckedIOException e) {
            stopIfInterrupted();
            throw e;
        } catch (IOException e) {
            stopIfInterrupted();
            var why = new Finding("LOCAL_FAULT", Printable.of(e));
            return PlacingOutcome.failed(seenAs, List.of(why));
        }
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("placing was stopped");
    }
}
