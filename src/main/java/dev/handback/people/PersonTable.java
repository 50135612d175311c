package dev.handback.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Persons and their memberships, inserted only. */
@Component
class PersonTable {
    private static final String PERSONS = """
            select p.id, p.identity_key, p.name, p.email,
                   array(select m.grp from handback.membership m where m.person = p.id order by m.grp) as grps
            from handback.person p
            """;

    private final JdbcClient jdbc;

    PersonTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Person> find(String id) {
        return jdbc.sql(PERSONS + "where p.id = :id")
                .param("id", id)
                .query(PersonTable::person)
                .optional();
    }

    List<Person> all() {
        return jdbc.sql(PERSONS + "order by p.id").query(PersonTable::person).list();
    }

    /** Until the transaction ends: nodes that start together must not each add the same people. */
    void waitForOtherNodes() {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('handback.people'))")
                .query((row, number) -> number)
                .single();
    }

    boolean insert(NewPerson person) {
        return jdbc.sql("""
                                insert into handback.person (id, identity_key, name, email)
                                values (:id, :identity, :name, :email) on conflict (id) do nothing
                                """)
                        .param("id", person.id())
                        .param("identity", identity(person))
                        .param("name", person.name())
                        .param("email", person.email())
                        .update()
                == 1;
    }

    private String identity(NewPerson person) {
        return person.person() == null || person.person().isBlank()
                ? identityOf(person.email()).orElse(person.identity())
                : person.identity();
    }

    void change(String person, String group, boolean granted) {
        jdbc.sql("insert into handback.membership_change (person, grp, granted) values (:person, :grp, :granted)")
                .param("person", person)
                .param("grp", group)
                .param("granted", granted)
                .update();
    }

    /** Groups of which a person, not the machine, took somebody out last. */
    List<String> takenAwayByPeople(String person) {
        return jdbc.sql("""
                        select grp from (select distinct on (grp) grp, granted, actor from handback.membership_change
                                         where person = :person order by grp, id desc) latest
                        where not granted and actor not like 'system:%'
                        """).param("person", person).query(String.class).list();
    }

    /** The identity key of whoever has this address, or has it as identity key: a second account is the same human being. */
    Optional<String> identityOf(String email) {
        return jdbc.sql("""
                        select identity_key from handback.person where lower(email) = lower(:email) or identity_key = lower(:email)
                        order by identity_key = lower(:email) desc, identity_key limit 1""").param("email", email).query(String.class).optional();
    }

    private static Person person(ResultSet row, int number) throws SQLException {
        var groups = (String[]) row.getArray("grps").getArray();
        return new Person(
                row.getString("id"),
                row.getString("identity_key"),
                row.getString("name"),
                row.getString("email"),
                new LinkedHashSet<>(Set.of(groups)));
    }
}
