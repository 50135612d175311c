package dev.handback.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.people.LoginAttempts.Act;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginAttemptsTest {
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private final LoginAttempts attempts = new LoginAttempts(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void anAccountWaitsLongerAfterEachFurtherFailure() {
        fail("erin", 5);
        assertThat(attempts.mayTry("erin", "a")).isFalse();
        assertThat(attempts.mayTry("olga", "a")).isTrue();

        now = now.plusSeconds(31);
        assertThat(attempts.mayTry("erin", "a")).isTrue();
        fail("erin", 1);
        now = now.plusSeconds(31);
        assertThat(attempts.mayTry("erin", "a")).isFalse();
    }

    @Test
    void signingIsLockedApartFromLoggingInAndSaysUntilWhen() {
        for (int i = 0; i < 4; i++) {
            attempts.failed(Act.SIGNING, "lea");
        }
        assertThat(attempts.lockedUntil(Act.SIGNING, "lea")).isEmpty();

        attempts.failed(Act.SIGNING, "lea");

        assertThat(attempts.lockedUntil(Act.SIGNING, "lea")).contains(now.plusSeconds(30));
        assertThat(attempts.mayTry("lea", "a")).isTrue();
        assertThat(attempts.lockedUntil(Act.CHANGING, "lea")).isEmpty();
        now = now.plusSeconds(30);
        assertThat(attempts.lockedUntil(Act.SIGNING, "lea")).isEmpty();
    }

    @Test
    void theRightPasswordForgivesTheAccount() {
        fail("erin", 4);
        attempts.succeeded("erin");
        fail("erin", 4);

        assertThat(attempts.mayTry("erin", "a")).isTrue();
    }

    @Test
    void anAddressThatTriesManyAccountsWaits() {
        for (int i = 0; i < 30; i++) {
            fail("account" + i, 1);
        }

        assertThat(attempts.mayTry("olga", "a")).isFalse();
        assertThat(attempts.mayTry("olga", "b")).isTrue();
    }

    @Test
    void nobodyWaitsForEver() {
        fail("erin", 25);
        now = now.plus(Duration.ofMinutes(16));

        assertThat(attempts.mayTry("erin", "a")).isTrue();
    }

    private void fail(String id, int times) {
        for (int i = 0; i < times; i++) {
            attempts.failed(id, "a");
        }
    }
}
