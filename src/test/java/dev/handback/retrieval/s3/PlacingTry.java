package dev.handback.retrieval.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.sources.ConnectionFixture;
import dev.handback.sources.EgressPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.util.unit.DataSize;

/** Tries to place what was taken, over a connection {@code home-bucket}. */
final class PlacingTry {
    private final Documents documents;
    private final Path folder;
    private int works;

    /** As whom. */
    String accessKey = "vendorkey";

    String secretKey = "vendorsecret";
    boolean place = true;

    PlacingTry(Documents documents, Path folder) {
        this.documents = documents;
        this.folder = folder;
    }

    PlacingOutcome at(String endpoint, String destination, RetrievalOutcome taken) throws Exception {
        return at(endpoint, destination, new HeldRows(taken));
    }

    PlacingOutcome at(String endpoint, String destination, WantedRows rows) throws Exception {
        var access = Files.writeString(folder.resolve("home-access"), accessKey + "\n");
        var secret = Files.writeString(folder.resolve("home-secret"), secretKey + "\n");
        Path work = Files.createDirectories(folder.resolve("placing-" + ++works));
        var placing = new BucketPlacing(
                ConnectionFixture.homeStore(endpoint, access, secret, place),
                new EgressPolicy(),
                documents.vault,
                documents.limits,
                new S3PlacingLimits(DataSize.ofMegabytes(5), 4));
        var request = new PlacingRequest(
                "X2026-0001", "asset", 1, null, null, 0, oid -> List.of(), "home-bucket", destination, "acme", work);
        return placing.place(rows, request, documents.progress);
    }

    /** The listing's rows, without the line about the whole. */
    static List<JsonNode> listing(PlacingOutcome outcome) throws IOException {
        var rows = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(Objects.requireNonNull(outcome.listing())))
            rows.add(JsonMapper.builder().build().readTree(line));
        return rows.subList(1, rows.size());
    }
}
