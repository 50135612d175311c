package dev.handback.web;

import dev.handback.TestExit;

/** Lists of a holder's system, written as the system writes them, with names that a hostile holder would choose. */
final class ListedPlaces {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'${7*7}";

    private final TestExit exit;

    private ListedPlaces(TestExit exit) {
        this.exit = exit;
    }

    /** The exit may be asked about over {@code vendor-git}, and over {@code vendor-host}. */
    static ListedPlaces of(TestExit exit) {
        if (exit.sql("select count(*) from handback.authority where exit_id = ?", exit.id())
                        .query(Integer.class)
                        .single()
                == 0) {
            exit.insert(
                    "olga",
                    "insert into handback.authority_proposed (exit_id, connection, basis, until) values (?, 'vendor-host', 'clause 12', '2099-01-01')",
                    exit.id());
            exit.authorise();
        }
        return new ListedPlaces(exit);
    }

    /** A list of so many that the register lacks, and of one hostile name outside the connection's urls. */
    String listed(int missing) {
        var number = asked();
        exit.as(TestExit.SYSTEM, () -> {
            exit.sql("""
                    insert into handback.discovery_place (discovery, ordinal, kind, locator, within, marks, bytes, refused)
                    select ?, i, 'REPOSITORY', 'https://git.vendor.example/acme/r' || i || '.git', true, '["private", "archived"]'::jsonb, 4096, null
                    from generate_series(1, ?) i union all
                    select ?, ? + 1, 'REPOSITORY', ?, false, '["public"]'::jsonb, null, 'is no address'""", number, missing, number, missing, HOSTILE + "long".repeat(50))
                    .update();
            return exit.sql("""
                    insert into handback.discovery_listed (discovery, exit_id, asked, seen_as, list_sha256, list_bytes, said)
                    values (?, ?, 'GITHUB https://api.github.com: acme', 'exit', repeat('0', 64), 1,
                        '[{"code": "SCOPE_TOO_NARROW", "detail": "the token has no scopes"},
                          {"code": "HIDDEN_STAYS_UNSEEN", "detail": "what is hidden from this credential cannot be seen"}]')""", number, exit.id()).update();
        });
        return number;
    }

    String failed(String reason) {
        var number = asked();
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.discovery_failed (discovery, exit_id, code, reason) values (?, ?, 'HTTP_403', ?)",
                number,
                exit.id(),
                reason);
        return number;
    }

    String asked() {
        return exit.as("olga", () -> exit.sql(
                        "insert into handback.discovery_asked (exit_id, connection) values (?, 'vendor-git') returning discovery",
                        exit.id())
                .query(String.class)
                .single());
    }
}
