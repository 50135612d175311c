package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.destruction.OrderedExit;
import java.util.List;
import java.util.Random;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.EmptyResultDataAccessException;

/** The life of assets that are to be destroyed at the holder: what a guard refuses did not happen, everything else did. */
public final class RandomDestruction {
    public static final List<String> ASSETS = List.of("billing", "manuals");

    private final Random random;
    private final OrderedExit ordered;
    private final TestExit exit;

    public RandomDestruction(TestDatabase database, Random random) {
        this.random = random;
        ordered = OrderedExit.certified(database, ASSETS.toArray(String[]::new));
        exit = ordered.exit;
    }

    public TestExit exit() {
        return exit;
    }

    /** @return what was tried */
    public int step() {
        int what = random.nextInt(24);
        try {
            tried(what, random.nextInt(3) == 0 ? ASSETS.toArray(String[]::new) : new String[] {pick(ASSETS)});
        } catch (EmptyResultDataAccessException nothing) {
            assertThat(nothing).hasMessageContaining("actual 0"); // nothing is cleared that could be ordered
        } catch (DataAccessException refused) {
            assertThat(refused).rootCause().hasMessageContaining("ERROR:");
        }
        return what;
    }

    private void tried(int what, String... assets) {
        var asset = assets[0];
        switch (what) {
            case 0, 1 -> ordered.clear("lea", assets);
            case 2 -> ordered.order("olga", ordered.drawUp(assets));
            case 3 -> straight(assets);
            case 4 -> ordered.serve(newest("destruction_order", "number"));
            case 5 -> {
                goOn();
                ordered.served(assets);
            }
            case 6, 7, 8 -> attest(assets);
            case 9 -> ordered.attest(random.nextBoolean() ? null : newest("order_served", "number"), row(asset));
            case 10, 11, 12 -> look(asset);
            case 13, 14 -> {
                goOn();
                ordered.probe(asset, "INDETERMINATE");
                decide("ACCEPTED", assets);
            }
            case 15 -> decide(pick(List.of("ACCEPTED", "SENT_BACK", "CONTRADICTED")), assets);
            case 16 -> ordered.except(pick(List.of("UNATTESTED", "UNATTESTED", "EXCEPT", "REVOKE")), asset);
            case 17 -> bear(asset);
            case 18 -> {
                ordered.hold("olga", asset);
                if (random.nextInt(3) > 0) ordered.liftHolds();
            }
            case 19 -> goOn();
            case 20 -> contest(asset);
            case 21 -> returned(asset);
            case 22 -> byHolder(asset);
            default -> rare(asset);
        }
    }

    private void straight(String... assets) {
        goOn();
        var number = ordered.served(assets);
        for (var asset : assets) {
            ordered.attestToday(number, asset);
            ordered.probe(asset, "INDETERMINATE");
            decide("ACCEPTED", asset);
            if (random.nextInt(3) == 0) decide("CONTRADICTED", asset);
        }
    }

    private void attest(String... assets) {
        var rows = List.of(assets).stream().map(this::row).toArray(String[]::new);
        var letter = "[" + String.join(",", rows) + "]";
        exit.insert(
                "otto",
                """
                insert into handback.attestation (exit_id, number, dated, reference, officer_name, officer_title, standard, revision, statement,
                    letter_sha256, letter_name, letter_bytes, said)
                values (?, ?, '2026-11-02', ?, 'Olaf Officer', 'CISO', ?, ?, ?, repeat('e', 64), 'letter.pdf', 7, ?::jsonb)""",
                exit.id(),
                newest("order_served", "number"),
                random.nextBoolean() ? "Ref 7" : null,
                pick(List.of("NIST SP 800-88", "NIST SP 800 88", "ISO 27040")),
                pick(List.of("Rev. 1", "Rev. 2", "1", "11")),
                pick(List.of("", "we regret \"nothing\"")),
                letter);
    }

    private String row(String asset) {
        var row = OrderedExit.ROW.formatted(
                asset, pick(List.of(ordered.today(), ordered.today(), ordered.today(), "2026-01-05")));
        row = random.nextInt(4) > 0
                ? row
                : with(
                        row,
                        "\"tails\": [{\"what\": \"backups\", \"until\": \"2099-01-01\"}, {\"what\": \"tapes\", \"until\": \"2098-02-03\"}]");
        row = random.nextInt(6) > 0
                ? row
                : with(
                        row,
                        "\"subprocessors\": [{\"name\": \"Archive Ltd\", \"state\": \"IN_PROGRESS\", \"on\": \"2099-03-04\"}, {\"name\": \"Done Ltd\", \"state\": \"DONE\", \"on\": \"2199-01-01\"}]");
        row = random.nextInt(4) > 0
                ? row
                : with(
                        row,
                        "\"retained\": [{\"what\": \"invoices\", \"basis\": \"tax law\", \"until\": \"2036-12-31\"}, {\"what\": \"mails\", \"basis\": \"  %s\"}, {\"what\": \"%s\", \"basis\": \"law\"}]"
                                .formatted(random.nextInt(3) == 0 ? "" : "law", "\u00fcber\ud83d\udcc4".repeat(60)));
        row = random.nextInt(3) > 0
                ? row
                : with(
                        row,
                        "\"media\": [{\"type\": \"SSD\", \"manufacturer\": \"Acme\", \"serial\": \"S-1\", \"before\": \"CONFIDENTIAL\", \"after\": \"UNCLASSIFIED\"}]");
        row = random.nextInt(6) > 0 ? row : row.replace("\"ERASED\"", "\"NOT_ERASED\"");
        return random.nextInt(6) > 0 ? row : row.replace("\"verifier\"", "\"other\"");
    }

    private static String with(String row, String more) {
        return row.replace("\"locations\"", more + ", \"locations\"");
    }

    private void look(String asset) {
        if (random.nextInt(4) == 0) {
            exit.probe(asset, "CONTROL", "ANSWERS");
        }
        var result = pick(List.of("INDETERMINATE", "INDETERMINATE", "INDETERMINATE", "NOT_OBSERVED", "CONTRADICTED"));
        ordered.probe(asset, result, """
                {"code": "HTTP_401", "says": "who are \\"you\\"?", "notProbeable": ["tapes in Pune"]}""");
    }

    private void bear(String asset) {
        var letter = newest("attestation", "attestation");
        var asked = exit.as("olga", () -> exit.sql("""
                insert into handback.exception_asked (exit_id, asset, purpose, reason, remedy, attestation)
                values (?, ?, 'GAPS', 'it says too little', '2027-05-06', ?) returning fact""", exit.id(), asset, letter)
                .query(java.util.UUID.class)
                .single());
        for (var person : List.of("otto", "leo")) {
            exit.insert(
                    person,
                    "insert into handback.exception_decided (exit_id, asset, asked, decision) values (?, ?, ?, ?)",
                    exit.id(),
                    asset,
                    asked,
                    random.nextInt(5) == 0 ? "REFUSED" : "APPROVED");
        }
    }

    private void contest(String asset) {
        exit.insert(
                "olga",
                "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, ?, 'a bank', 'a pledge')",
                exit.id(),
                asset);
        if (random.nextBoolean()) {
            exit.insert("lea", """
                    insert into handback.dispute_settled (exit_id, asset, raised, reason)
                    select exit_id, asset, raised, 'settled' from handback.dispute where exit_id = ? and asset = ? and settled_at is null""", exit.id(), asset);
        }
    }

    /** Retrieved once more, and certified anew; or a certificate is made void. */
    private void returned(String asset) {
        if (random.nextInt(3) == 0) {
            exit.insert("leo", """
                    insert into handback.certificate_decided (exit_id, number, decision, reason)
                    select exit_id, number, 'VOID', 'a mistake' from handback.certificate_state where exit_id = ? and state = 'SIGNED' limit 1""", exit.id());
            return;
        }
        exit.attempt(asset, pick(List.of("VERIFIED", "UNREACHABLE")))
                .check("erin", asset)
                .fixity(asset, "INTACT");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", asset));
    }

    private void byHolder(String asset) {
        var number = newest("order_served", "number");
        var link = exit.as(
                "olga",
                () -> exit.sql("""
                insert into handback.attestation_link (exit_id, number, holder, token_sha256, expires_at)
                values (?, ?, 'The holder', md5(random()::text) || md5(random()::text), now() + interval '9 days') returning link""", exit.id(), number).query(String.class).single());
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.attestation (exit_id, number, link, said) values (?, ?, ?, ?::jsonb)",
                exit.id(),
                number,
                link,
                "[" + row(asset) + "]");
    }

    private void rare(String asset) {
        switch (random.nextInt(5)) {
            case 0 ->
                exit.insert(
                        "leo",
                        "insert into handback.not_observable (exit_id, asset, reason) values (?, ?, 'on paper')",
                        exit.id(),
                        asset);
            case 1 ->
                exit.insert(
                        "lea",
                        "insert into handback.counsel_basis (exit_id, scope, basis) values (?, ?::jsonb, 'clause 3')",
                        exit.id(),
                        "[\"" + asset + "\"]");
            case 2 ->
                exit.insert(
                        "olga",
                        """
                    insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator, holder, locations)
                    select exit_id, asset, version + 1, 'CORRECTED', 'a "slip"', title || '\\!', kind, origin, disposition, connection, locator, ?, ?
                    from handback.asset where exit_id = ? and asset = ?""",
                        random.nextBoolean() ? "Orbit\t\"East\"" : null,
                        random.nextBoolean() ? "git.vendor.example" : "  ",
                        exit.id(),
                        asset);
            case 3 ->
                exit.insert(
                        "lea",
                        "insert into handback.stay_declared (exit_id, since, reason) values (?, '2026-10-01', 'insolvency')",
                        exit.id());
            default -> goOn();
        }
    }

    private void decide(String decision, String... assets) {
        ordered.decide("leo", newest("attestation", "attestation"), decision, assets);
    }

    private void goOn() {
        ordered.liftHolds();
        exit.insert("lea", """
                insert into handback.stay_lifted (stay, exit_id, document, issuer, scope, dated, reason)
                select stay, exit_id, 'order 12', 'the court', 'all of it', '2026-01-01', 'leave was given' from handback.stay
                where exit_id = ? and state = 'ACTIVE' limit 1""", exit.id());
    }

    private String newest(String table, String key) {
        return exit.sql(
                        "select %s from handback.%s where exit_id = ? order by at desc limit 1".formatted(key, table),
                        exit.id())
                .query(String.class)
                .optional()
                .orElse("none");
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
