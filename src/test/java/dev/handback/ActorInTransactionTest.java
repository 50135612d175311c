package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class ActorInTransactionTest implements AutoCloseable {
    private final TestDatabase database = TestDatabase.create();
    /** One connection, as a pool would hand it from one person to the next. */
    private final SingleConnectionDataSource connection =
            new SingleConnectionDataSource(database.url(), "handback_app", "", true);

    private final JdbcClient jdbc = JdbcClient.create(connection);
    private final TransactionTemplate transaction = transactions(connection);

    @AfterEach
    @Override
    public void close() {
        SecurityContextHolder.clearContext();
        connection.destroy();
        database.close();
    }

    @Test
    void namesTheAuthenticatedPersonAndNobodyElseAfterwards() {
        assertThat(actorInTransaction()).isEmpty();

        login(UsernamePasswordAuthenticationToken.authenticated("lena", null, List.of()));
        assertThat(actorInTransaction()).isEqualTo("lena");

        SecurityContextHolder.clearContext();
        assertThat(actorInTransaction()).isEmpty();
        assertThat(actor()).isEmpty();
    }

    @Test
    void takesNeitherAnAnonymousNorAnUnprovenLoginForAPerson() {
        login(new AnonymousAuthenticationToken("key", "anonymous", AuthorityUtils.createAuthorityList("x")));
        assertThat(actorInTransaction()).isEmpty();

        login(UsernamePasswordAuthenticationToken.unauthenticated("lena", "guess"));
        assertThat(actorInTransaction()).isEmpty();
    }

    @Test
    void namesTheMachineOnlyWhereItSaidSoAndNoPersonIsThere() {
        SystemActor.run("node-1", () -> assertThat(actorInTransaction()).isEqualTo("system:node-1"));
        assertThat(actorInTransaction()).isEmpty();

        login(UsernamePasswordAuthenticationToken.authenticated("lena", null, List.of()));
        SystemActor.run("node-1", () -> assertThat(actorInTransaction()).isEqualTo("lena"));
    }

    @Test
    void keepsTheActorOfTheOuterTransactionInANestedOne() {
        login(UsernamePasswordAuthenticationToken.authenticated("lena", null, List.of()));
        var nested = transactions(connection);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

        var seen = transaction.execute(outer -> nested.execute(inner -> actor()));

        assertThat(seen).isEqualTo("lena");
    }

    @Test
    void letsNoTransactionCommitWhoseActorTheDatabaseDidNotHear() {
        login(UsernamePasswordAuthenticationToken.authenticated("not\0storable", null, List.of()));

        assertThatThrownBy(() -> transaction.execute(status -> "done")).isInstanceOf(DataAccessException.class);

        SecurityContextHolder.clearContext();
        assertThat(actorInTransaction()).isEmpty();
    }

    private String actorInTransaction() {
        return String.valueOf(transaction.<String>execute(status -> actor()));
    }

    private String actor() {
        return jdbc.sql("select coalesce(current_setting('handback.actor', true), '')")
                .query(String.class)
                .single();
    }

    private static void login(Authentication who) {
        SecurityContextHolder.getContext().setAuthentication(who);
    }

    private static TransactionTemplate transactions(DataSource dataSource) {
        var manager = new DataSourceTransactionManager(dataSource);
        manager.addListener(new ActorInTransaction(dataSource));
        return new TransactionTemplate(manager);
    }
}
