package dev.handback.people;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Password hashes, inserted only; the latest of a person wins. */
@Component
class PasswordTable {
    private final JdbcClient jdbc;

    PasswordTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Password> latest(String person) {
        return jdbc.sql("""
                        select hash, must_change from handback.password
                        where person = :person order by id desc limit 1
                        """)
                .param("person", person)
                .query((row, number) -> new Password(row.getString("hash"), row.getBoolean("must_change")))
                .optional();
    }

    /** 0 for whoever has none. */
    long inForce(String person) {
        return jdbc.sql("select coalesce(max(id), 0) from handback.password where person = :person")
                .param("person", person)
                .query(Long.class)
                .single();
    }

    void insert(String person, Password password) {
        jdbc.sql("insert into handback.password (person, hash, must_change) values (:person, :hash, :mustChange)")
                .param("person", person)
                .param("hash", password.hash())
                .param("mustChange", password.mustChange())
                .update();
    }

    record Password(String hash, boolean mustChange) {
        @Override
        public String toString() {
            return "Password[mustChange=" + mustChange + "]";
        }
    }
}
