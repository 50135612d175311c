package dev.handback;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One exit on a database of its own, driven by plain SQL as the application's role: what a script with that role could
 * do. People: olga and otto (operations), erin and emil (engineering), lea and leo (legal), and erin2, a second account
 * of erin in legal.
 */
public final class TestExit {
    public static final String SYSTEM = "system:test";
    private static final AtomicInteger CONTENT = new AtomicInteger();

    private final JdbcClient client;
    private final TransactionTemplate transactions;
    private final String id;

    public TestExit(TestDatabase database) {
        this(database, "REAL");
    }

    public TestExit(TestDatabase database, String kind) {
        var app = database.app();
        client = JdbcClient.create(app);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(app));
        people(JdbcClient.create(database.superuser()));
        id = as("olga", () -> sql("""
                insert into handback.exit (kind, title, profile, vendor_name, client_name, contract_reference, contract_end, place, trigger)
                values (?, 'Exit', 'plain', 'Vendor', 'Client', 'C-1', '2026-12-31', 'UTC', 'EXPIRY') returning exit_id""", kind).query(String.class).single());
    }

    public String id() {
        return id;
    }

    public JdbcClient.StatementSpec sql(String sql, @org.jspecify.annotations.Nullable Object... params) {
        return client.sql(sql).params(params);
    }

    /** One transaction as this person (or system actor); guards and the ledger act at its end. */
    public <T> T as(String actor, Supplier<T> work) {
        return transactions.execute(status -> {
            client.sql("select set_config('handback.actor', ?, true)")
                    .param(actor)
                    .query(String.class)
                    .single();
            return work.get();
        });
    }

    public int insert(String actor, String sql, @org.jspecify.annotations.Nullable Object... params) {
        return as(actor, () -> sql(sql, params).update());
    }

    public TestExit register(String asset) {
        return register(asset, "FOREGROUND", "RETURN");
    }

    public TestExit register(String asset, String origin, String disposition) {
        insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator)
                values (?, ?, 1, 'ADDED', 'An asset', 'git-repository', ?, ?, 'vendor-git', 'https://git.vendor.example/' || ?)""", id, asset, origin, disposition, asset);
        return this;
    }

    /** Adds one more engineer to the people. */
    public void engineer(TestDatabase database, String account) {
        person(JdbcClient.create(database.superuser()), account, account, "engineering");
    }

    public TestExit agree() {
        insert("olga", """
                insert into handback.register_agreed (exit_id, version, assets, digest)
                select ?, 1 + (select count(*) from handback.register_agreed where exit_id = ?),
                    (select count(*) from handback.asset where exit_id = ? and action <> 'WITHDRAWN'), handback.register_digest(?)""", id, id, id, id);
        return this;
    }

    public TestExit authorise() {
        insert(
                "olga",
                "insert into handback.authority_proposed (exit_id, connection, basis, until) values (?, 'vendor-git', 'clause 12', '2099-01-01')",
                id);
        insert("lea", """
                insert into handback.authority_decided (exit_id, proposal, decision)
                select ?, proposal, 'CONFIRMED' from handback.authority where exit_id = ?""", id, id);
        return this;
    }

    /** An attempt that ends at once with new content of its own. */
    public TestExit attempt(String asset, String outcome) {
        return attempt(
                asset,
                outcome,
                HexFormat.of().formatHex(new byte[31]) + "%02x".formatted(CONTENT.incrementAndGet() & 0xff));
    }

    public TestExit attempt(String asset, String outcome, String content) {
        int number = as(
                SYSTEM,
                () -> sql("""
                insert into handback.attempt (exit_id, asset, number, connection, locator)
                select ?, ?, 1 + coalesce((select max(number) from handback.attempt where exit_id = ? and asset = ?), 0), 'vendor-git', 'https://x'
                returning number""", id, asset, id, asset).query(Integer.class).single());
        boolean whole = outcome.equals("VERIFIED");
        insert(SYSTEM, """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, bundle_sha256, refs)
                values (?, ?, ?, ?, ?, ?, ?)""", id, asset, number, outcome, content, whole ? content : null, whole ? 3 : 0);
        return this;
    }

    public TestExit check(String engineer, String asset) {
        insert(engineer, """
                insert into handback.asset_check (exit_id, asset, number, content_digest, decision, task)
                select exit_id, asset, number, content_digest, 'PASS', 'task' from handback.asset_now where exit_id = ? and asset = ?""", id, asset);
        return this;
    }

    public TestExit fixity(String asset, String result) {
        insert(SYSTEM, """
                insert into handback.fixity_checked (exit_id, asset, number, sha256, result)
                select exit_id, asset, number, bundle_sha256, ? from handback.asset_now where exit_id = ? and asset = ?""", result, id, asset);
        return this;
    }

    /** A look at the holder's system that ends at once, by a credential seen as "exit". */
    public TestExit probe(String asset, String purpose, String result) {
        int ordinal = as(
                SYSTEM, () -> sql("""
                insert into handback.probe_begun (exit_id, asset, ordinal, purpose, connection, locator)
                select exit_id, asset, 1 + (select count(*) from handback.probe_begun b where b.exit_id = v.exit_id and b.asset = v.asset),
                    ?, connection, locator from handback.asset v where exit_id = ? and asset = ? returning ordinal""", purpose, id, asset).query(Integer.class).single());
        insert(SYSTEM, """
                insert into handback.probe (exit_id, asset, ordinal, purpose, result, locator, seen_as, detail, answer_sha256)
                select exit_id, asset, ?, ?, ?, locator, 'exit', '{}', repeat('0', 64) from handback.asset where exit_id = ? and asset = ?""", ordinal, purpose, result, id, asset);
        return this;
    }

    /** Draws up a certificate over these assets and returns its number. */
    public String drawUp(String kind, String finality, String... scope) {
        var json = "[\"" + String.join("\",\"", scope) + "\"]";
        var request = id + "-T" + CONTENT.incrementAndGet(); // unlike any that the application gives
        insert(
                "olga",
                "insert into handback.certificate_requested (exit_id, request, kind, finality, scope) values (?, ?, ?, ?, ?::jsonb)",
                id,
                request,
                kind,
                finality,
                json);
        return as(SYSTEM, () -> {
            var number = sql("""
                    insert into handback.certificate (number, exit_id, ordinal, request, kind, finality, n, pdf_sha256, facts_sha256,
                        evidence_root, ledger_size, ledger_root)
                    select ? || '-C' || k.n, ?, k.n, ?, ?, ?, k.n, 'pdf', 'facts', 'root', 0, ''
                    from (select 1 + count(*) as n from handback.certificate where exit_id = ?) k returning number""", id, id, request, kind, finality, id)
                    .query(String.class)
                    .single();
            int ordinal = 0;
            for (var asset : scope) {
                sql("""
                        insert into handback.certificate_asset (number, ordinal, asset, evidence, evidence_digest)
                        values (?, ?, ?, handback.evidence_of(?, ?, ?), handback.evidence_digest_of(?, ?, ?))""", number, ordinal++, asset, kind, id, asset, kind, id, asset)
                        .update();
            }
            return number;
        });
    }

    public int sign(String signer, String number) {
        return insert(signer, """
                insert into handback.certificate_decided (exit_id, number, decision, shown_sha256, sealed_sha256, intent)
                values (?, ?, 'SIGNED', 'pdf', 'sealed', 'I sign')""", id, number);
    }

    public String state(String asset) {
        return sql("select return_state from handback.asset_state where exit_id = ? and asset = ?", id, asset)
                .query(String.class)
                .single();
    }

    public String exitState() {
        return sql("select state from handback.exit_state where exit_id = ?", id)
                .query(String.class)
                .single();
    }

    private static void people(JdbcClient superuser) {
        person(superuser, "olga", "olga", "operations");
        person(superuser, "otto", "otto", "operations");
        person(superuser, "erin", "erin", "engineering");
        person(superuser, "emil", "emil", "engineering");
        person(superuser, "lea", "lea", "legal");
        person(superuser, "leo", "leo", "legal");
        person(superuser, "erin2", "erin", "legal");
        person(superuser, "ada", "ada", "auditors");
    }

    private static void person(JdbcClient db, String account, String identity, String group) {
        if (db.sql("select count(*) from handback.person where id = ?")
                        .param(account)
                        .query(Integer.class)
                        .single()
                == 0) {
            db.sql("insert into handback.person (id, identity_key, name, email) values (?, ?, ?, ?)")
                    .params(account, identity, account, account + "@client.example")
                    .update();
            db.sql("insert into handback.membership_change (person, grp, granted) select ?, ?, true"
                            + " where set_config('handback.actor', 'system:test', true) is not null")
                    .params(account, group)
                    .update();
        }
    }
}
