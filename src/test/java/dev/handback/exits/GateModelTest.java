package dev.handback.exits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/**
 * The gates against a model of them that shares nothing with the SQL: random walks over commands of everybody, hostile ones
 * among them. Each step must be let through or refused as the model says. A failing walk names its seed:
 * {@code -Dhandback.seed=N -Dhandback.walks=1} walks it again. A new command is one more line in {@link #MOVES}.
 */
class GateModelTest {
    private static final int WALKS =
            Integer.getInteger("handback.walks", Boolean.getBoolean("handback.deep") ? 2000 : 42);
    private static final int STEPS = 50;
    private static final long SEED = Long.getLong("handback.seed", 4711);
    private static final List<String> ASSETS = List.of("a", "b", "c");
    private static final List<String> WHO =
            List.of("olga", "otto", "erin", "emil", "lea", "leo", "erin2", "ada", TestExit.SYSTEM, "mallory");
    private static final Set<String> ENGINEERING = Set.of("erin", "emil");
    private static final Set<String> OPERATIONS = Set.of("olga", "otto");
    private static final Set<String> LEGAL = Set.of("lea", "leo", "erin2");

    private static TestDatabase database;

    /** @param right null when the step is no gate's business: it may do what it likes, and the model learns of it */
    private record Move(String name, @Nullable Predicate<Walk> right, Consumer<Walk> does, Consumer<Walk> learns) {}

    private static final List<Move> MOVES = List.of(
            new Move(
                    "attempt",
                    walk -> true,
                    walk -> walk.exit.attempt(walk.asset, walk.outcome, walk.content),
                    Walk::attempted),
            new Move(
                    "retrieve whole",
                    walk -> true,
                    walk -> walk.exit.attempt(walk.asset, "VERIFIED", walk.content),
                    walk -> {
                        walk.outcome = "VERIFIED";
                        walk.attempted();
                    }),
            new Move("check", Walk::mayCheck, walk -> walk.exit.check(walk.who, walk.asset), Walk::checked),
            new Move("check", Walk::mayCheck, walk -> walk.exit.check(walk.who, walk.asset), Walk::checked),
            new Move("send back", null, Walk::sendBack, Walk::sentBack),
            new Move(
                    "fixity",
                    walk -> walk.now().number > 0 && !walk.now().content.isEmpty(),
                    walk -> walk.exit.fixity(walk.asset, walk.result),
                    walk -> walk.now().fixity.put(walk.now().content, walk.result)),
            new Move(
                    "ask",
                    walk -> OPERATIONS.contains(walk.who) || ENGINEERING.contains(walk.who) || LEGAL.contains(walk.who),
                    Walk::ask,
                    walk -> walk.asks.add(new Ask(walk.asked, walk.asset, walk.who))),
            new Move("approve", Walk::mayApprove, Walk::approve, Walk::approved),
            new Move("approve", Walk::mayApprove, Walk::approve, Walk::approved),
            new Move("draw up", null, Walk::drawUp, Walk::drawnUp),
            new Move("sign", Walk::maySign, walk -> walk.exit.sign(walk.who, walk.certificate().number), Walk::signed),
            new Move("sign", Walk::maySign, walk -> walk.exit.sign(walk.who, walk.certificate().number), Walk::signed),
            new Move("sign another document", walk -> false, Walk::signAnother, Walk::signed),
            new Move(
                    "change what is written",
                    walk -> false,
                    walk -> walk.exit.insert(
                            "erin",
                            "update handback.asset_check set decision = 'PASS' where exit_id = ?",
                            walk.exit.id()),
                    Walk::checked),
            new Move(
                    "delete what is written",
                    walk -> false,
                    walk -> walk.exit.insert(
                            "lea", "delete from handback.certificate_decided where exit_id = ?", walk.exit.id()),
                    Walk::signed));

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void everyStepOfManyWalksIsLetThroughOrRefusedAsTheModelSays() {
        var let = new HashMap<String, Integer>();
        var refused = new HashMap<String, Integer>();
        for (int n = 0; n < WALKS; n++) {
            var walk = new Walk(database, SEED + n);
            for (int step = 0; step < STEPS; step++) {
                var move = walk.draw();
                var expected = move.right() == null ? null : move.right().test(walk);
                var done = walk.tried(move);
                (done ? let : refused).merge(move.name(), 1, Integer::sum);
                if (expected != null) {
                    assertThat(done)
                            .as("-Dhandback.seed=%s -Dhandback.walks=1, step %s: %s", SEED + n, step, walk.told(move))
                            .isEqualTo(expected);
                }
                if (done) {
                    move.learns().accept(walk);
                }
            }
        }
        System.getLogger("gates")
                .log(System.Logger.Level.INFO, "steps " + WALKS * STEPS + " let " + let + " refused " + refused);
        assertThat(let).containsKeys("attempt", "check", "approve", "sign");
        assertThat(refused).containsKeys("check", "approve", "sign", "sign another document");
    }

    private static final class Known {
        int number;
        int reopened;
        int version;
        boolean excepted;
        String outcome = "";
        String content = "";
        final Map<String, Integer> checks = new HashMap<>();
        final Map<String, String> fixity = new HashMap<>();
        final Set<String> tookPart = new HashSet<>();

        boolean whole() {
            return outcome.equals("VERIFIED") && number > reopened;
        }

        boolean checked() {
            return whole() && checks.getOrDefault(content, 0) > reopened;
        }
    }

    private static final class Ask {
        final String fact;
        final String asset;
        final String by;
        final List<String> approvals = new ArrayList<>();

        Ask(String fact, String asset, String by) {
            this.fact = fact;
            this.asset = asset;
            this.by = by;
        }
    }

    private record Drawn(String number, Map<String, Integer> versions) {}

    /** One exit, what the model knows of it, and what the dice say next. */
    private static final class Walk {
        final TestExit exit;
        final Random random;
        final Map<String, Known> known = new HashMap<>();
        final List<Ask> asks = new ArrayList<>();
        final List<Drawn> drawn = new ArrayList<>();
        final Set<String> decided = new HashSet<>();
        String who = "";
        String asset = "";
        String outcome = "";
        String content = "";
        String result = "";
        String asked = "";
        String fresh = "";
        int dice;

        Walk(TestDatabase database, long seed) {
            exit = new TestExit(database);
            random = new Random(seed);
            ASSETS.forEach(name -> {
                exit.register(name);
                known.put(name, new Known());
            });
            exit.agree().authorise();
        }

        Move draw() {
            who = pick(WHO);
            asset = pick(ASSETS);
            outcome = pick(List.of("VERIFIED", "PARTIAL", "MOVING"));
            content = "%064x".formatted(1 + random.nextInt(3));
            result = random.nextInt(5) == 0 ? "MISMATCH" : "INTACT";
            dice = random.nextInt(1000);
            return random.nextInt(3) == 0 ? diligent() : pick(MOVES);
        }

        /** What somebody would do who wants the asset certified: by dice alone hardly a walk came to a signature. */
        private Move diligent() {
            var now = now();
            dice = 0;
            if (!now.excepted && !now.whole()) {
                return move("retrieve whole");
            }
            if (!now.excepted && !now.checked()) {
                who = pick(WHO.stream().filter(ENGINEERING::contains).toList());
                return move("check");
            }
            if (!now.excepted && !"INTACT".equals(now.fixity.get(now.content))) {
                result = "INTACT";
                return move("fixity");
            }
            who = pick(WHO.stream().filter(LEGAL::contains).toList());
            return newestIsOf(now.version) ? move("sign") : move("draw up");
        }

        private boolean newestIsOf(int version) {
            return !drawn.isEmpty()
                    && !decided.contains(certificate().number)
                    && Objects.equals(certificate().versions.get(asset), version);
        }

        private static Move move(String name) {
            return MOVES.stream()
                    .filter(move -> move.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        boolean tried(Move move) {
            try {
                move.does().accept(this);
                return true;
            } catch (DataAccessException | Nothing no) {
                return false;
            }
        }

        String told(Move move) {
            return move.name() + " by " + who + " of " + asset + " " + now().number + " " + now().outcome;
        }

        Known now() {
            return known(asset);
        }

        private Known known(String name) {
            return Objects.requireNonNull(known.get(name));
        }

        void attempted() {
            var now = now();
            now.number++;
            now.version++;
            now.outcome = outcome;
            now.content = outcome.equals("VERIFIED") ? content : "";
        }

        boolean mayCheck() {
            return ENGINEERING.contains(who) && now().whole() && !now().checked() && !now().excepted;
        }

        void checked() {
            now().checks.put(now().content, now().number);
            now().tookPart.add(identity(who));
            now().version++;
        }

        void sendBack() {
            one(exit.insert(who, """
                    insert into handback.asset_check (exit_id, asset, number, content_digest, decision, note, task)
                    select exit_id, asset, number, content_digest, 'SEND_BACK', 'half of it', 'task' from handback.asset_now
                    where exit_id = ? and asset = ? and content_digest is not null""", exit.id(), asset));
        }

        void sentBack() {
            now().reopened = now().number;
            now().tookPart.add(identity(who));
            now().version++;
        }

        void ask() {
            asked = exit.as(
                    who,
                    () -> exit.sql("""
                            insert into handback.exception_asked (exit_id, asset, purpose, reason)
                            values (?, ?, 'EXCEPT', 'lost at sea') returning fact::text""", exit.id(), asset).query(String.class).single());
        }

        boolean mayApprove() {
            if (asks.isEmpty() || !(OPERATIONS.contains(who) || LEGAL.contains(who))) {
                return false;
            }
            var ask = asks.get(dice % asks.size());
            var others = ask.approvals;
            return others.size() < 2
                    && !identity(ask.by).equals(identity(who))
                    && others.stream().noneMatch(other -> identity(other).equals(identity(who)))
                    && (others.isEmpty() || LEGAL.contains(who) || LEGAL.contains(others.get(0)));
        }

        void approve() {
            Ask ask = asks.isEmpty() ? nothing() : asks.get(dice % asks.size());
            exit.insert(who, """
                    insert into handback.exception_decided (exit_id, asset, asked, decision) values (?, ?, ?::uuid, 'APPROVED')""", exit.id(), ask.asset, ask.fact);
        }

        void approved() {
            var ask = asks.get(dice % asks.size());
            ask.approvals.add(who);
            if (ask.approvals.size() == 2) {
                known(ask.asset).excepted = true;
                known(ask.asset).version++;
            }
        }

        void drawUp() {
            var scope = dice % 2 == 0 ? List.of(asset) : ASSETS.subList(0, 2);
            fresh = exit.drawUp("ASSET_RETURN", "INTERIM", scope.toArray(String[]::new));
        }

        void drawnUp() {
            var versions = new HashMap<String, Integer>();
            (dice % 2 == 0 ? List.of(asset) : ASSETS.subList(0, 2))
                    .forEach(name -> versions.put(name, known(name).version));
            drawn.add(new Drawn(fresh, versions));
        }

        Drawn certificate() {
            return drawn.isEmpty() ? nothing() : drawn.get(drawn.size() - 1 - dice % Math.min(2, drawn.size()));
        }

        boolean maySign() {
            return !drawn.isEmpty()
                    && LEGAL.contains(who)
                    && !decided.contains(certificate().number)
                    && certificate().versions.entrySet().stream()
                            .allMatch(one -> fits(known(one.getKey()), one.getValue()));
        }

        private boolean fits(Known now, int version) {
            return now.version == version
                    && !now.tookPart.contains(identity(who))
                    && (now.excepted || (now.checked() && "INTACT".equals(now.fixity.get(now.content))));
        }

        void signAnother() {
            exit.insert(who, """
                    insert into handback.certificate_decided (exit_id, number, decision, shown_sha256, sealed_sha256, intent)
                    values (?, ?, 'SIGNED', 'another', 'sealed', 'I sign')""", exit.id(), certificate().number);
        }

        void signed() {
            decided.add(certificate().number);
        }

        private void one(int rows) {
            if (rows != 1) {
                nothing();
            }
        }

        private <T> T nothing() {
            throw new Nothing();
        }

        private <T> T pick(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }

        private static String identity(String account) {
            return account.equals("erin2") ? "erin" : account;
        }
    }

    /** There is nothing that the command could be about. */
    private static final class Nothing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
