package dev.handback;

import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells the database who acts, at the begin of every transaction, the engine's included: the authenticated person, else
 * the machine where it said so, else nobody, and then the database refuses facts.
 */
@Component
class ActorInTransaction implements TransactionExecutionListener {
    private final JdbcTemplate jdbc;

    ActorInTransaction(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
        if (beginFailure == null && transaction.isNewTransaction()) {
            person().or(SystemActor::current).ifPresent(this::announce);
        }
    }

    /** Lasts until the transaction ends, so a pooled connection never carries it on. */
    private void announce(String actor) {
        try {
            jdbc.queryForObject("select set_config('handback.actor', ?, true)", String.class, actor);
        } catch (DataAccessException e) {
            // Thrown from here it would leave the transaction bound to the thread; thrown at commit it rolls it back.
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    throw e;
                }
            });
        }
    }

    private static Optional<String> person() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(who -> who.isAuthenticated() && !(who instanceof AnonymousAuthenticationToken))
                .map(Authentication::getName);
    }
}
