package dev.handback.destruction;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exit whose assets are certified as returned, and what people and probes do then: plain SQL as the application's role. */
public final class OrderedExit {
    public static final String ROW = """
            {"asset": "%s", "completedOn": "%s", "result": "ERASED", "method": "PURGE", "technique": "overwrite", "verification": "FULL",
             "performer": {"name": "Pat Performer", "contact": "pat@vendor.example"},
             "verifier": {"name": "Vera Verifier", "contact": "vera@vendor.example"}, "locations": ["git.vendor.example"]}""";

    public final TestExit exit;
    private String sealed = "c".repeat(64);
    private String answer = "d".repeat(64);

    private OrderedExit(TestExit exit) {
        this.exit = exit;
    }

    /** Registered as RETURN_THEN_DESTROY and certified on a signed interim return certificate. */
    public static OrderedExit certified(TestDatabase database, String... assets) {
        var exit = registered(database, assets);
        for (var asset : assets) {
            exit.exit.attempt(asset, "VERIFIED").check("erin", asset).fixity(asset, "INTACT");
        }
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "INTERIM", assets));
        return exit;
    }

    public static OrderedExit registered(TestDatabase database, String... assets) {
        var exit = new TestExit(database);
        for (var asset : assets) {
            exit.register(asset, "FOREGROUND", "RETURN_THEN_DESTROY");
        }
        exit.agree().authorise();
        return new OrderedExit(exit);
    }

    public static OrderedExit of(TestExit exit) {
        return new OrderedExit(exit);
    }

    /** What orders are sealed as and what our looks were answered from now on, for tests that have a vault. */
    public OrderedExit papers(String sealed, String answer) {
        this.sealed = sealed;
        this.answer = answer;
        return this;
    }

    public String clear(String legal, String... assets) {
        return exit.as(legal, () -> exit.sql("""
                insert into handback.clearance (exit_id, basis, reason, answer_by, scope)
                values (?, 'clause 14.2', 'all is home', current_date + 30, ?::jsonb) returning clearance""", exit.id(), scope(assets))
                .query(String.class)
                .single());
    }

    /** Draws up an order of the newest clearance. */
    public String drawUp(String... assets) {
        return exit.as(TestExit.SYSTEM, () -> exit.sql("""
                insert into handback.order_drawn_up (number, exit_id, ordinal, clearance, scope, pdf_sha256, facts_sha256)
                select exit_id || '-D' || k.n, exit_id, k.n, clearance, ?::jsonb, repeat('a', 64), repeat('b', 64)
                from handback.clearance c, (select 1 + count(*) as n from handback.order_drawn_up where exit_id = ?) k
                where c.exit_id = ? order by c.ordinal desc limit 1 returning number""", scope(assets), exit.id(), exit.id())
                .query(String.class)
                .single());
    }

    public int order(String operations, String number) {
        return exit.insert(operations, """
                insert into handback.destruction_order (number, exit_id, shown_sha256, sealed_sha256, intent)
                values (?, ?, repeat('a', 64), ?, 'I order')""", number, exit.id(), sealed);
    }

    public String ordered(String... assets) {
        clear("lea", assets);
        var number = drawUp(assets);
        order("olga", number);
        return number;
    }

    public String served(String... assets) {
        var number = ordered(assets);
        serve(number);
        return number;
    }

    public int serve(String number) {
        return exit.insert("otto", """
                insert into handback.order_served (number, exit_id, served_at, place, served_by, channel)
                values (?, ?, handback.now(), 'UTC', 'Olga', 'EMAIL')""", number, exit.id());
    }

    /** Recorded by otto; each element is a complete row, see ROW. */
    public String attest(@Nullable String number, String... rows) {
        return exit.as("otto", () -> exit.sql("""
                insert into handback.attestation (exit_id, number, said) values (?, ?, ?::jsonb) returning attestation""", exit.id(), number, "[" + String.join(",", rows) + "]")
                .query(String.class)
                .single());
    }

    public String attestToday(String number, String asset) {
        return attest(number, ROW.formatted(asset, today()));
    }

    public String today() {
        return exit.sql("select (now() at time zone 'UTC')::date::text")
                .query(String.class)
                .single();
    }

    /** A look after the attestation, with this result. */
    public OrderedExit probe(String asset, String result) {
        return probe(asset, result, "{}");
    }

    /** The same with what was seen, as JSON. */
    public OrderedExit probe(String asset, String result, String detail) {
        exit.insert(TestExit.SYSTEM, """
                insert into handback.probe_begun (exit_id, asset, ordinal, purpose, connection, locator)
                select exit_id, asset, 1 + (select count(*) from handback.probe_begun b where b.exit_id = a.exit_id and b.asset = a.asset),
                       'AFTER', connection, locator from handback.asset a where exit_id = ? and asset = ?""", exit.id(), asset);
        exit.insert(TestExit.SYSTEM, """
                insert into handback.probe (exit_id, asset, ordinal, purpose, result, locator, seen_as, detail, answer_sha256)
                select exit_id, asset, ordinal, 'AFTER', ?, locator, 'us', ?::jsonb, ? from handback.probe_begun
                where exit_id = ? and asset = ? order by ordinal desc limit 1""", result, detail, answer, exit.id(), asset);
        return this;
    }

    public int decide(String legal, String attestation, String decision, String... assets) {
        return exit.insert(legal, """
                insert into handback.attestation_decided (exit_id, attestation, decision, reason, scope)
                values (?, ?, ?, 'as evidenced', ?::jsonb)""", exit.id(), attestation, decision, scope(assets));
    }

    /** An exception of this purpose, asked by olga, approved by otto and leo. */
    public OrderedExit except(String purpose, String asset) {
        var asked = exit.as("olga", () -> exit.sql("""
                insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, ?, ?, 'as it is') returning fact""", exit.id(), asset, purpose)
                .query(java.util.UUID.class)
                .single());
        for (var person : List.of("otto", "leo")) {
            exit.insert(
                    person,
                    "insert into handback.exception_decided (exit_id, asset, asked, decision) values (?, ?, ?, 'APPROVED')",
                    exit.id(),
                    asset,
                    asked);
        }
        return this;
    }

    public int hold(String who, String asset) {
        return exit.insert(
                who,
                "insert into handback.hold_placed (exit_id, asset, reason, document) values (?, ?, 'litigation', 'letter')",
                exit.id(),
                asset);
    }

    public int liftHolds() {
        return exit.insert("leo", """
                insert into handback.hold_lifted (hold, exit_id, reason)
                select hold, exit_id, 'settled' from handback.hold where exit_id = ? and state = 'ACTIVE'""", exit.id());
    }

    public String state(String asset) {
        return exit.sql(
                        "select state from handback.destruction_state where exit_id = ? and asset = ?",
                        exit.id(),
                        asset)
                .query(String.class)
                .single();
    }

    /** Codes of what shuts a gate, as this person. */
    public List<String> gate(String who, String gate, @Nullable String subject) {
        return exit.as(who, () -> exit.sql("select code from handback.gate_findings(?, ?, ?)", exit.id(), gate, subject)
                .query(String.class)
                .list());
    }

    private static String scope(String... assets) {
        return "[\"" + String.join("\",\"", assets) + "\"]";
    }
}
