package dev.handback.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The bean behind the tiny model: remembers what ran, and as whom the database saw it. */
public class TinyExit {
    private final JdbcClient jdbc;
    final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    TinyExit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void record(String decision) {
        ran.add(decision + " by " + actor());
    }

    public void later() {
        ran.add("later by " + actor());
    }

    private String actor() {
        return jdbc.sql("select coalesce(current_setting('handback.actor', true), '')")
                .query(String.class)
                .single();
    }
}
