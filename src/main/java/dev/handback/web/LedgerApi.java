package dev.handback.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handback.custody.Ledger;
import dev.handback.custody.LedgerEntry;
import dev.handback.exits.Exits;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The custody ledger, to be checked elsewhere. */
@RestController
class LedgerApi {
    private static final int PAGE = 1_000;

    private final Exits exits;
    private final Ledger ledger;
    private final ObjectMapper json;

    LedgerApi(Exits exits, Ledger ledger, ObjectMapper json) {
        this.exits = exits;
        this.ledger = ledger;
        this.json = json;
    }

    /** The entries of an exit; {@code body} is the text whose UTF-8 bytes are hashed into {@code leaf}. */
    @GetMapping("/api/exits/{id}/ledger")
    void entries(@PathVariable String id, HttpServletResponse response) throws IOException {
        exits.find(id);
        long[] last = {-1};
        Ndjson.write(response, json, page -> {
            var entries = ledger.entriesOf(id, last[0], PAGE);
            if (!entries.isEmpty()) {
                last[0] = entries.get(entries.size() - 1).seq();
            }
            return entries.stream().map(LedgerApi::line).toList();
        });
    }

    @GetMapping(
            path = {"/api/ledger/checkpoint", "/api/exits/{id}/ledger/checkpoint"},
            produces = MediaType.TEXT_PLAIN_VALUE)
    String checkpoint() {
        return ledger.checkpoint().note();
    }

    @GetMapping(
            path = {"/api/ledger/{seq}/proof", "/api/exits/{id}/ledger/{seq}/proof"},
            produces = MediaType.TEXT_PLAIN_VALUE)
    String proof(@PathVariable long seq) {
        return ledger.proof(seq).text();
    }

    private static Map<String, @Nullable Object> line(LedgerEntry entry) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("seq", entry.seq());
        line.put("fact", entry.fact());
        line.put("table", entry.table());
        line.put("actor", entry.actor());
        line.put("at", entry.at());
        line.put("leaf", entry.leaf().hex());
        line.put("body", entry.body());
        return line;
    }
}
