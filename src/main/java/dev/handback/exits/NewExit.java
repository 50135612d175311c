package dev.handback.exits;

import dev.handback.exits.InvalidInput.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The scalar facts an exit is opened with, exactly as a form or a REST body gave them.
 *
 * @param emergency nobody knows yet what there is: the register begins as what connections list
 */
public record NewExit(
        @Nullable String title,
        @Nullable String kind,
        @Nullable String profile,
        @Nullable String vendorName,
        @Nullable String vendorLei,
        @Nullable String vendorContactName,
        @Nullable String vendorContactEmail,
        @Nullable String clientName,
        @Nullable String clientLei,
        @Nullable String contractReference,
        @Nullable String governingLaw,
        @Nullable String contractStart,
        @Nullable String notice,
        @Nullable String contractEnd,
        @Nullable String assistanceEnd,
        @Nullable String vendorErasesAt,
        @Nullable String place,
        @Nullable String trigger,
        boolean emergency) {
    private static final Set<String> KINDS = Set.of("REAL", "DRILL");
    private static final Set<String> TRIGGERS = Set.of("EXPIRY", "CONVENIENCE", "CAUSE", "REGULATOR", "INSOLVENCY");
    private static final Pattern LEI = Pattern.compile("[A-Z0-9]{18}[0-9]{2}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final int LONGEST = 200;

    /** The exit these facts open; throws {@link InvalidInput} naming every field that cannot be used. */
    Facts checked(Set<String> profiles) {
        var problems = new ArrayList<Problem>();
        var facts = new Facts(
                oneOf("kind", kind, "REAL", KINDS, problems),
                required("title", title, problems),
                oneOf("profile", profile, "plain", profiles, problems),
                required("vendorName", vendorName, problems),
                lei("vendorLei", vendorLei, problems),
                optional("vendorContactName", vendorContactName, problems),
                optional("vendorContactEmail", vendorContactEmail, problems),
                required("clientName", clientName, problems),
                lei("clientLei", clientLei, problems),
                required("contractReference", contractReference, problems),
                optional("governingLaw", governingLaw, problems),
                date("contractStart", contractStart, problems),
                date("notice", notice, problems),
                date("contractEnd", required("contractEnd", contractEnd, problems), problems),
                date("assistanceEnd", assistanceEnd, problems),
                date("vendorErasesAt", vendorErasesAt, problems),
                zone("place", place, problems),
                oneOf("trigger", trigger, "EXPIRY", TRIGGERS, problems));
        facts.inOrder(problems);
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return facts;
    }

    /** Checked facts; dates are days at {@code place}. */
    record Facts(
            String kind,
            String title,
            String profile,
            String vendorName,
            @Nullable String vendorLei,
            @Nullable String vendorContactName,
            @Nullable String vendorContactEmail,
            String clientName,
            @Nullable String clientLei,
            String contractReference,
            @Nullable String governingLaw,
            @Nullable LocalDate contractStart,
            @Nullable LocalDate notice,
            @Nullable LocalDate contractEnd,
            @Nullable LocalDate assistanceEnd,
            @Nullable LocalDate vendorErasesAt,
            String place,
            String trigger) {

        private void inOrder(List<Problem> problems) {
            notAfter("contractStart", contractStart, "contractEnd", contractEnd, problems);
            notAfter("contractStart", contractStart, "notice", notice, problems);
            notAfter("contractStart", contractStart, "vendorErasesAt", vendorErasesAt, problems);
            notAfter("notice", notice, "contractEnd", contractEnd, problems);
            notAfter("contractEnd", contractEnd, "assistanceEnd", assistanceEnd, problems);
        }

        private static void notAfter(
                String first, @Nullable LocalDate a, String second, @Nullable LocalDate b, List<Problem> problems) {
            if (a != null && b != null && a.isAfter(b)) {
                problems.add(new Problem(first, "expected a day not after " + second + " (" + b + "), found " + a));
            }
        }
    }

    private static String required(String field, @Nullable String value, List<Problem> problems) {
        var text = optional(field, value, problems);
        if (text == null) {
            problems.add(new Problem(field, "expected a value, found nothing"));
            return "";
        }
        return text;
    }

    private static @Nullable String optional(String field, @Nullable String value, List<Problem> problems) {
        if (value == null || value.isBlank()) {
            return null;
        }
        var text = value.strip();
        if (text.length() > LONGEST) {
            problems.add(new Problem(field, "expected at most " + LONGEST + " characters, found " + text.length()));
        }
        if (CONTROL.matcher(text).find()) {
            problems.add(new Problem(field, "expected one line of text, found control characters"));
        }
        return text;
    }

    private static String oneOf(
            String field, @Nullable String value, String otherwise, Set<String> allowed, List<Problem> problems) {
        var text = value == null || value.isBlank() ? otherwise : value.strip();
        if (!allowed.contains(text)) {
            problems.add(new Problem(
                    field, "expected one of " + allowed.stream().sorted().toList() + ", found \"" + text + "\""));
        }
        return text;
    }

    private static @Nullable String lei(String field, @Nullable String value, List<Problem> problems) {
        var text = optional(field, value, problems);
        if (text != null && !LEI.matcher(text).matches()) {
            problems.add(new Problem(
                    field, "expected a legal entity identifier of 20 characters (ISO 17442), found \"" + text + "\""));
        }
        return text;
    }

    private static @Nullable LocalDate date(String field, @Nullable String value, List<Problem> problems) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return Day.of(value);
        } catch (DateTimeException e) {
            problems.add(new Problem(
                    field, "expected a day as yyyy-mm-dd, for example 2026-12-31, found \"" + value + "\""));
            return null;
        }
    }

    /** A place by name: offsets such as GMT+2 mean the opposite to the database, whose "today" decides. */
    private static String zone(String field, @Nullable String value, List<Problem> problems) {
        var text = value == null || value.isBlank() ? "UTC" : value.strip();
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            problems.add(new Problem(field, "expected a time zone such as Europe/Berlin, found \"" + text + "\""));
        }
        return text;
    }
}
