package dev.handback.exits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ProfilesTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient db;

    ProfilesTable(JdbcClient db) {
        this.db = db;
    }

    void keep(String exit, Profile profile) {
        Refusals.told(() -> db.sql("""
                insert into handback.exit_profile (exit_id, profile, sha256, terms)
                values (:exit, :name, :sha256, :terms::jsonb)""")
                .param("exit", exit)
                .param("name", profile.name())
                .param("sha256", profile.sha256())
                .param("terms", write(profile.terms()))
                .update());
    }

    Optional<Profile> find(String exit) {
        return db.sql("select profile, sha256, terms from handback.exit_profile where exit_id = :exit")
                .param("exit", exit)
                .query((row, n) ->
                        new Profile(row.getString("profile"), row.getString("sha256"), read(row.getString("terms"))))
                .optional();
    }

    private static String write(Profile.Terms terms) {
        try {
            return JSON.writeValueAsString(terms);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Profile.Terms read(String terms) {
        try {
            return JSON.readValue(terms, Profile.Terms.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
