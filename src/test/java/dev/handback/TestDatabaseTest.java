package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TestDatabaseTest {
    @Test
    void keepsTestsApartAndTheApplicationFromTheSchema() {
        try (var one = TestDatabase.create();
                var other = TestDatabase.create()) {
            var owner = JdbcClient.create(one.owner());
            var app = JdbcClient.create(one.app());
            owner.sql("create table handback.scratch (id int)").update();

            assertThat(JdbcClient.create(other.owner())
                            .sql("select to_regclass('handback.scratch') is null")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
            assertThatThrownBy(() ->
                            app.sql("insert into handback.scratch values (1)").update())
                    .rootCause()
                    .hasMessageContaining("permission denied for table scratch");
            assertThatThrownBy(
                            () -> app.sql("create table handback.mine (id int)").update())
                    .rootCause()
                    .hasMessageContaining("permission denied for schema handback");
            assertThatThrownBy(() ->
                            app.sql("create temporary table mine (id int)").update())
                    .rootCause()
                    .hasMessageContaining("permission denied to create temporary tables");
            assertThat(app.sql("select current_schema()").query(String.class).single())
                    .isEqualTo("engine");
        }
    }
}
