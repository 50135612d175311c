package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at database and disk of an application from outside, which may be dead at the moment. */
final class Evidence {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;
    private final Path data;

    Evidence(TestDatabase database, Path data) {
        this.db = JdbcClient.create(database.superuser());
        this.data = data;
    }

    /** Assets that came home whole and were checked. */
    List<String> whole(String exit) {
        return inState(exit, "CHECKED", "CERTIFIED");
    }

    List<String> inState(String exit, String... states) {
        return db.sql("select asset from handback.asset_state where exit_id = :exit and return_state in (:states)")
                .param("exit", exit)
                .param("states", List.of(states))
                .query(String.class)
                .list();
    }

    /** How many rows a table of facts has. */
    int facts(String table) {
        return db.sql("select count(*) from handback." + table)
                .query(Integer.class)
                .single();
    }

    /** All that came home is certified, all the rest waits for a decision of people, and no work is on its way. */
    boolean isQuiet(String exit, int whole) {
        return whole > 0 && db.sql("""
                        select not exists (select 1 from handback.asset_state where exit_id = :exit
                                           and return_state not in ('CERTIFIED', 'NEEDS_DECISION'))
                           and not exists (select 1 from handback.asset_state where exit_id = :exit and outcome = 'FAILED')
                           and not exists (select 1 from work.progress where state not in ('DONE', 'EXHAUSTED'))
                           and not exists (select 1 from engine.act_ru_job where duedate_ is null)
                        """).param("exit", exit).query(Boolean.class).single();
    }

    EndState end(String exit, List<String> tasks) {
        var assets = new TreeMap<String, EndState.Came>();
        db.sql("""
                select s.asset, s.return_state, s.outcome, coalesce(s.content_digest, '') content_digest,
                       coalesce(s.swhid, '') swhid, e.held,
                       (select count(*) || ' refs ' || coalesce(md5(string_agg(name::text || id, ',' order by ordinal)), '')
                          from handback.attempt_ref r where (r.exit_id, r.asset, r.number) = (s.exit_id, s.asset, s.number))
                       || (select ' ' || count(*) || ' lfs ' || coalesce(md5(string_agg(oid || held, ',' order by oid)), '')
                          from handback.attempt_lfs r where (r.exit_id, r.asset, r.number) = (s.exit_id, s.asset, s.number))
                       || (select ' ' || count(*) || ' objects '
                               || coalesce(md5(string_agg(key::text || version_id || state || coalesce(sha256, ''), ','
                                                          order by ordinal)), '')
                          from handback.attempt_object r where (r.exit_id, r.asset, r.number) = (s.exit_id, s.asset, s.number))
                       as rows,
                       (select count(*) from handback.attempt_ended a
                         where (a.exit_id, a.asset, a.outcome) = (s.exit_id, s.asset, s.outcome)) succeeded,
                       (select count(*) from handback.asset_check c where (c.exit_id, c.asset) = (s.exit_id, s.asset)) checks
                  from handback.asset_state s
                  join handback.attempt_ended e on (e.exit_id, e.asset, e.number) = (s.exit_id, s.asset, s.number)
                 where s.exit_id = ?
                """)
                .param(exit)
                .query((row, number) -> assets.put(row.getString("asset"), came(row)))
                .list();
        return new EndState(
                assets,
                facts("certificate_decided"),
                tasks.stream().map(name -> name.replace(exit, "EXIT")).toList(),
                facts("ledger_entry"));
    }

    private static EndState.Came came(ResultSet row) throws SQLException {
        return new EndState.Came(
                row.getString("return_state"),
                row.getString("outcome"),
                row.getString("content_digest"),
                row.getString("swhid"),
                held(row.getString("held")),
                row.getString("rows"),
                row.getInt("succeeded"),
                row.getInt("checks"));
    }

    private static List<String> held(String json) {
        var held = new ArrayList<String>();
        try {
            for (var file : JSON.readTree(json)) {
                var name = file.path("name").asText();
                held.add(
                        name.equals("bundle")
                                ? name
                                : name + " " + file.path("sha256").asText());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return held;
    }

    /** For whoever asks why it does not end. */
    String unfinished() {
        return db.sql("""
                select coalesce(string_agg(line, '; '), 'nothing') from (
                    select asset || ' ' || return_state || ' ' || coalesce(outcome, '') line from handback.asset_state
                     where return_state not in ('CERTIFIED', 'NEEDS_DECISION')
                    union all select step || ' ' || key || ' ' || state || ' attempt ' || attempt || ' ' || coalesce(last_error, '')
                      from work.progress where state not in ('DONE')
                    union all select 'job ' || handler_cfg_ || ' retries ' || retries_ || ' locked until '
                             || coalesce(lock_exp_time_::text, '-') || ' ' || coalesce(exception_msg_, '')
                      from engine.act_ru_job where duedate_ is null) lines
                """).query(String.class).single();
    }

    /** No orphan: neither running work of the dead, nor incidents, nor listings, nor half files; every holding intact. */
    void nothingIsLeftBehind() throws IOException {
        assertThat(
                        none(
                                "select task_name || ' ' || task_instance from work.scheduled_tasks where picked and task_name = 'long-work'"))
                .as("work that somebody still seems to do")
                .isEmpty();
        assertThat(none("select incident_msg_ from engine.act_ru_incident"))
                .as("incidents")
                .isEmpty();
        assertThat(none("select distinct asset from work.bucket_object"))
                .as("listings of buckets")
                .isEmpty();
        assertThat(files("retrieving")).as("work folders").isEmpty();
        assertThat(files("vault/unfinished")).as("half files of the vault").isEmpty();
        for (var file : files("vault/sha256")) {
            assertThat(Sha256.of(Files.readAllBytes(file)).hex())
                    .as("bytes in the vault")
                    .isEqualTo(file.getFileName().toString());
        }
        assertThat(none("""
                select distinct h ->> 'sha256' from handback.attempt_ended, jsonb_array_elements(held) h
                union select sha256 from handback.attempt_object where state = 'HELD'
                union select oid from handback.attempt_lfs where held
                """))
                .as("holdings")
                .isNotEmpty()
                .allMatch(hex -> Files.exists(
                        data.resolve("vault/sha256/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex)));
    }

    private List<String> none(String sql) {
        return db.sql(sql).query(String.class).list();
    }

    private List<Path> files(String folder) throws IOException {
        if (!Files.exists(data.resolve(folder))) {
            return List.of();
        }
        try (var files = Files.walk(data.resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
