package dev.handback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handback.TestDatabase;
import dev.handback.certificates.RandomDestruction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to assets, both verifiers believe what the database tells of it beside the ledger of it. */
class DestructionInPackageTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final long SEED = Long.getLong("handback.seed", 20261128L);
    private static final int LIVES = 8;
    private static final int STEPS = 70;
    private static final int SEEN_EVERY = 5;
    private static final String SCRIPT = """
            judged = 0
            for line in open(arguments[0], encoding="utf-8"):
                case, check, ledger = json.loads(line), verify.Check(None, None, None), {}
                for seq, fact in enumerate(case["facts"]):
                    ledger.setdefault(fact["table"], []).append(fact)
                    check.seqs[id(fact)] = seq
                check.destroyed(case["step"], ledger, len(case["facts"]), case["asset"], case["words"])
                judged += 1
                for finding in check.findings:
                    print(finding)
            print("%d judged" % judged)""";

    @TempDir
    private Path folder;

    private final TreeSet<String> told = new TreeSet<>();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void isBelievedAsTheDatabaseTellsIt() throws IOException {
        var lines = new ArrayList<String>();
        for (int life = 0; life < LIVES; life++) {
            var lived = new RandomDestruction(DATABASE, new Random(SEED + life));
            for (int step = 1; step <= STEPS; step++) {
                lived.step();
                if (step % SEEN_EVERY == 0) look(lived, "seed " + (SEED + life) + ", step " + step, lines);
            }
        }
        assertThat(told)
                .contains("returned", "clearance", "order", "served", "recalls", "attestations", "probes", "exceptions")
                .contains("dispute", "holds", "stays", "counselBasis", "notObservable");
        var cases = Files.write(folder.resolve("cases"), lines);
        assertThat(TwoVerifiers.parts(SCRIPT, cases.toString())).isEqualTo(lines.size() + " judged");
    }

    private void look(RandomDestruction lived, String step, List<String> lines) throws IOException {
        var facts = JSON.createArrayNode();
        for (var body : lived.exit()
                .sql(
                        "select convert_from(body, 'UTF8') from handback.ledger_entry where exit_id = ? order by seq",
                        lived.exit().id())
                .query(String.class)
                .list()) {
            facts.add(JSON.readTree(body));
        }
        for (var asset : RandomDestruction.ASSETS) {
            var words = JSON.readTree(lived.exit()
                    .sql(
                            "select handback.destruction_evidence(?, ?)",
                            lived.exit().id(),
                            asset)
                    .query(String.class)
                    .single());
            words.fieldNames().forEachRemaining(told::add);
            assertThat(findings(facts, asset, words)).as(step + ", " + asset).isEmpty();
            ObjectNode line = JSON.createObjectNode().put("step", step).put("asset", asset);
            lines.add(line.<ObjectNode>set("words", words).set("facts", facts).toString());
        }
    }

    private static List<PackageFinding> findings(JsonNode facts, String asset, JsonNode words) {
        var findings = new Findings();
        var retold = new Retold(
                key -> Retold.each(facts)
                        .filter(fact -> PackageLedger.keys(fact, Set.of(asset)).anyMatch(key::equals)),
                findings,
                "the record",
                asset);
        new DestructionInPackage(retold, words).check();
        return findings.all();
    }
}
