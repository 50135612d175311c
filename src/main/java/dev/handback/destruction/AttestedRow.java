package dev.handback.destruction;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the holder says about one asset; what it does not say stays null and becomes a finding.
 *
 * @param result ERASED, ERASED_WITH_EXCEPTIONS or NOT_ERASED
 * @param method CLEAR, PURGE or DESTROY (NIST SP 800-88)
 * @param verification FULL, SAMPLED or NONE
 * @param tails what is gone later, and by when: backups, caches
 */
public record AttestedRow(
        String asset,
        @Nullable LocalDate completedOn,
        @Nullable String result,
        @Nullable String method,
        @Nullable String technique,
        @Nullable String tool,
        @Nullable String toolVersion,
        @Nullable String verification,
        @Nullable Person performer,
        @Nullable Person verifier,
        @Nullable List<String> locations,
        @Nullable List<Subprocessor> subprocessors,
        @Nullable List<Retained> retained,
        @Nullable List<Tail> tails,
        @Nullable List<Medium> media) {

    /** @param on the day on which that person performed or verified it, {@code location} where */
    public record Person(
            @Nullable String name,
            @Nullable String title,
            @Nullable String contact,
            @Nullable String location,
            @Nullable LocalDate on) {}

    /** @param state DONE or IN_PROGRESS; {@code on} is the day it was, or will be, done */
    public record Subprocessor(
            String name, String state, @Nullable LocalDate on) {}

    /** What the holder keeps. */
    public record Retained(
            String what, @Nullable String basis, @Nullable LocalDate until) {}

    public record Tail(String what, LocalDate until) {}

    /**
     * One medium as the certificate of NIST SP 800-88 describes it.
     *
     * @param property the holder's own media or property number
     * @param source the machine or person it was used by
     * @param before its confidentiality before it was sanitised, {@code after} afterwards
     * @param destination where it went: reused inside or outside, manufacturer, recycled
     */
    public record Medium(
            String type,
            @Nullable String manufacturer,
            @Nullable String model,
            @Nullable String serial,
            @Nullable String property,
            @Nullable String source,
            @Nullable String before,
            @Nullable String after,
            @Nullable String destination) {}

    /** This row, completed by what the letter says of all. */
    AttestedRow over(AttestedRow all) {
        return new AttestedRow(
                asset,
                or(completedOn, all.completedOn),
                or(result, all.result),
                or(method, all.method),
                or(technique, all.technique),
                or(tool, all.tool),
                or(toolVersion, all.toolVersion),
                or(verification, all.verification),
                or(performer, all.performer),
                or(verifier, all.verifier),
                or(locations, all.locations),
                or(subprocessors, all.subprocessors),
                or(retained, all.retained),
                or(tails, all.tails),
                or(media, all.media));
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T all) {
        return own == null ? all : own;
    }
}
