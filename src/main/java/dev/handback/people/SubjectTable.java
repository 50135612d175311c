package dev.handback.people;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which account somebody has whom the company's provider knows under a subject; inserted only. */
@Component
class SubjectTable {
    private final JdbcClient jdbc;

    SubjectTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<String> account(String issuer, String subject) {
        return jdbc.sql("select person from handback.person_subject where issuer = :issuer and subject = :subject")
                .param("issuer", issuer)
                .param("subject", subject)
                .query(String.class)
                .optional();
    }

    boolean has(String person) {
        return jdbc.sql("select exists (select from handback.person_subject where person = :person)")
                .param("person", person)
                .query(Boolean.class)
                .single();
    }

    void insert(String person, String issuer, String subject) {
        jdbc.sql("insert into handback.person_subject (person, issuer, subject) values (:person, :issuer, :subject)")
                .param("person", person)
                .param("issuer", issuer)
                .param("subject", subject)
                .update();
    }
}
