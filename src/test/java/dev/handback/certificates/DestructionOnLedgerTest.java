package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.TestDatabase;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two tellings of the same destruction, one in SQL over tables and one in Java over the ledger, over random lives of assets. */
class DestructionOnLedgerTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final long SEED = Long.getLong("handback.seed", 20261127L);
    private static final int LIVES = 12;
    private static final int STEPS = 70;

    private final TreeSet<String> seen = new TreeSet<>();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void tellsWhatTheDatabaseTellsAfterEveryStep() throws Exception {
        for (int life = 0; life < LIVES; life++) {
            var lived = new RandomDestruction(DATABASE, new Random(SEED + life));
            for (int step = 0; step < STEPS; step++) {
                var done = lived.step();
                compare(lived, "seed " + (SEED + life) + ", step " + step + ", " + done);
            }
        }
        assertThat(seen).contains(FIELDS.split(" ")).contains(STATES.split(" ")).contains(NOTES.split(" "));
    }

    private static final String FIELDS =
            "returned tailUntil counselBasis clearance order served recalls attestations notes probes notObservable exceptions"
                    + " dispute holds stays acceptedBefore media byHolder";
    private static final String STATES =
            "NONE CLEARED ORDERED SERVED RECALLED ATTESTED UNATTESTED EVIDENCE_ACCEPTED TAIL ERASED_WITHOUT_INSTRUCTION CONTRADICTED";
    private static final String NOTES =
            "BEFORE_INSTRUCTION STANDARD_WITHDRAWN TAIL_UNTIL RETAINED_BY_HOLDER ORDER_RECALLED LOCATIONS_NOT_COMPARED";

    private void compare(RandomDestruction lived, String step) throws Exception {
        var bodies = new ArrayList<JsonNode>();
        for (var body : lived.exit()
                .sql(
                        "select convert_from(body, 'UTF8') from handback.ledger_entry where exit_id = ? order by seq",
                        lived.exit().id())
                .query(String.class)
                .list()) {
            bodies.add(JSON.readTree(body));
        }
        var told = new DestructionOnLedger(new Entries(bodies));
        for (var asset : RandomDestruction.ASSETS) {
            var inSql = lived.exit()
                    .sql(
                            "select handback.destruction_evidence(?, ?)",
                            lived.exit().id(),
                            asset)
                    .query(String.class)
                    .single();
            var words = DestructionWords.of(told.of(asset), told);
            assertThat(words).as(step + ", " + asset).isEqualTo(DestructionWords.inOneOrder(JSON.readTree(inSql)));
            remember(words);
        }
    }

    private void remember(JsonNode words) {
        words.fieldNames().forEachRemaining(seen::add);
        seen.add(words.path("state").asText());
        words.path("notes").forEach(note -> seen.add(note.path("code").asText()));
        for (var letter : words.path("attestations")) {
            letter.fieldNames().forEachRemaining(seen::add);
            letter.path("said").fieldNames().forEachRemaining(seen::add);
        }
    }
}
