package dev.handback.certificates;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill measured: the way of each asset, the longest of each step and of all, and the days of the contract against it.
 * All of it follows from the words that the report's digests cover, from the contract's days, and from the instant of the report.
 *
 * @param begunAt when the first asset was agreed; null while none is
 * @param longest the asset that decides how long an exit takes; null when nothing came so far that it can be measured
 */
public record DrillFacts(
        @Nullable Instant begunAt,
        List<Way> ways,
        List<Step> steps,
        @Nullable Longest longest,
        List<Compared> compared,
        List<Counted> findings,
        List<Counted> outcomes) {

    public DrillFacts {
        ways = List.copyOf(ways);
        steps = List.copyOf(steps);
        compared = List.copyOf(compared);
        findings = List.copyOf(findings);
        outcomes = List.copyOf(outcomes);
    }

    /** How far an asset came. */
    public enum End {
        CHECKED,
        UNFINISHED,
        EXCEPTED,
        NOTHING_TO_RETRIEVE
    }

    /**
     * The way of one asset. What was not reached has no instant.
     *
     * @param handedOverAt of what came by hand: a second person confirmed it
     * @param seconds from the drill's begin to its check; of an unfinished asset to the instant of the report, and so at least
     */
    public record Way(
            String asset,
            End end,
            @Nullable Instant agreedAt,
            @Nullable Instant authorisedAt,
            @Nullable Instant retrievedAt,
            @Nullable Instant handedOverAt,
            @Nullable Instant checkedAt,
            @Nullable Long seconds) {}

    /**
     * One step of the way, of the asset that took longest over it.
     *
     * @param name authorised, retrieved, handed over or checked
     * @param measured how many assets took it
     * @param allowedDays the profile's days for its task; null when it has none
     */
    public record Step(
            String name,
            int measured,
            long seconds,
            String asset,
            @Nullable Integer allowedDays) {
        /** Longer than the profile allows. */
        public boolean late() {
            return allowedDays != null && seconds > allowedDays * 86_400L;
        }
    }

    /** @param finished false when it was not checked: its seconds are then too few */
    public record Longest(String asset, long seconds, boolean finished) {
        /** Whole days, a begun one counted. */
        public long days() {
            return Math.max(1, (seconds + 86_399) / 86_400);
        }
    }

    /**
     * A day of the contract, and what is left to it when an exit begins on a given day and takes as long as the drill.
     *
     * @param from the notice of the contract, or the day on which the drill began when there is none
     * @param shortDays how many days are missing; 0 when none are
     */
    public record Compared(String name, LocalDate day, LocalDate from, boolean fromNotice, long days, long shortDays) {}

    /** A code and how often it stood. */
    public record Counted(String code, int count) {}
}
