package dev.handback.web;

import dev.handback.assets.Asset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How the pages say things: states never greener than the evidence, times with their zone, counts people can read. */
@Component
class Shown {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private final Clock clock;

    Shown(Clock clock) {
        this.clock = clock;
    }

    public Mark exit(String state) {
        return switch (state) {
            case "DRAFT" -> Mark.idle("Draft");
            case "OPEN" -> Mark.running("Open");
            case "RETURNING" -> Mark.running("Returning");
            case "RETURN_FINAL" -> Mark.proved("Return final");
            case "CLOSED" -> Mark.proved("Closed");
            case "CLOSED_WITH_RESIDUALS" -> Mark.needs("Closed, something is left over");
            case "REPORTED" -> Mark.idle("Drill reported");
            case "REOPENED" -> Mark.failed("Reopened");
            case "SUSPENDED" -> Mark.failed("Suspended by a stay");
            default -> Mark.idle(words(state));
        };
    }

    /** Retrieved is not yet checked, and only what a person checked is green. */
    public Mark asset(String state) {
        return switch (state) {
            case "COLLECTING" -> Mark.running("Collecting");
            case "REOPENED" -> Mark.running("Reopened");
            case "VERIFIED" -> Mark.needs("Verified, not checked");
            case "RECEIVED" -> Mark.needs("Received, not confirmed");
            case "NEEDS_DECISION" -> Mark.failed("Needs a decision");
            case "CHECKED" -> Mark.proved("Checked, not certified");
            case "PLACED" -> Mark.proved("Placed, not certified");
            case "CERTIFIED" -> Mark.proved("Certified");
            case "EXCEPTED" -> Mark.idle("Excepted, not returned");
            default -> Mark.idle(words(state));
        };
    }

    public Mark residual(String state) {
        return switch (state) {
            case "SETTLED" -> Mark.idle("Settled");
            case "OVERDUE" -> Mark.failed("Overdue");
            default -> Mark.needs("Open");
        };
    }

    /** Of an exit: none, running or done. */
    public Mark destroying(String state) {
        return switch (state) {
            case "running" -> Mark.running("Running");
            case "done" -> Mark.idle("Evidence accepted");
            default -> Mark.idle("None");
        };
    }

    /** Attested is the holder's word only; what is green legal accepted on evidence. */
    public Mark destruction(String state) {
        return switch (state) {
            case "CLEARED", "ORDERED" -> Mark.running(words(state));
            case "SERVED" -> Mark.running("Served, not attested");
            case "ATTESTED" -> Mark.needs("Attested, not accepted");
            case "TAIL" -> Mark.needs("Accepted but for a tail");
            case "CONTRADICTED" -> Mark.failed("Contradicted");
            case "RECALLED" -> Mark.failed("Recalled");
            case "EVIDENCE_ACCEPTED" -> Mark.proved("Evidence accepted");
            case "UNATTESTED" -> Mark.idle("Never attested, by exception");
            case "ERASED_WITHOUT_INSTRUCTION" -> Mark.idle("Erased without instruction");
            default -> Mark.idle("Not begun");
        };
    }

    public Mark destructions(String state, long count) {
        return destruction(state).counting(count);
    }

    public Mark order(String state) {
        return switch (state) {
            case "DRAWN_UP" -> Mark.needs("Drawn up, not given");
            case "ORDERED" -> Mark.running("Given, not served");
            case "SERVED" -> Mark.proved("Served");
            default -> Mark.failed("Recalled");
        };
    }

    public Mark assets(String state, long count) {
        return asset(state).counting(count);
    }

    public Mark count(long needsDecision) {
        return Mark.failed(String.valueOf(needsDecision));
    }

    public Mark attempt(@Nullable String outcome, boolean interrupted) {
        if (outcome == null) {
            return interrupted ? Mark.failed("Killed, another took over") : Mark.running("Running");
        }
        return switch (outcome) {
            case "VERIFIED" -> Mark.proved("VERIFIED");
            case "RECEIVED", "EMPTY" -> Mark.needs(outcome);
            default -> Mark.failed(outcome);
        };
    }

    public Mark authority(String state) {
        return switch (state) {
            case "CONFIRMED" -> Mark.proved("Confirmed");
            case "PROPOSED" -> Mark.needs("Proposed");
            default -> Mark.failed(words(state));
        };
    }

    public Mark certificate(String state) {
        return switch (state) {
            case "DRAWN_UP" -> Mark.needs("Drawn up, not signed");
            case "SIGNED" -> Mark.proved("Signed");
            case "SENT_BACK", "STALE", "VOID" -> Mark.failed(words(state));
            default -> Mark.idle(words(state));
        };
    }

    public Mark exception(String state) {
        return switch (state) {
            case "ASKED" -> Mark.needs("Waits for approval");
            case "REFUSED" -> Mark.failed("Refused");
            default -> Mark.idle(words(state));
        };
    }

    /** Readable is not yet ours. */
    public Mark restore(String state) {
        return switch (state) {
            case "APPROVED", "WAITING" -> Mark.running(words(state));
            case "READY" -> Mark.needs("Readable, not copied");
            case "REFUSED", "FAILED", "LAPSED" -> Mark.failed(words(state));
            default -> Mark.idle(words(state));
        };
    }

    public Mark onlyTheirs() {
        return Mark.needs("Only theirs");
    }

    /** A flag beside the state, as the next one. */
    public Mark disputed() {
        return Mark.needs("Contested");
    }

    public Mark onHold(String hold) {
        return Mark.needs("On hold " + hold);
    }

    /** Of a hold or a stay: in force is nothing to be proud of, and lifted is over. */
    public Mark standstill(boolean active) {
        return active ? Mark.needs("In force") : Mark.idle("Lifted");
    }

    /** Whether writing had stopped when the latest attempt began. */
    public String pass(Asset asset) {
        return asset.frozenBy() == null
                ? "as of then: nobody attested before it that writing had stopped"
                : "final pass: frozen since " + asset.frozenSince() + " by the word of " + asset.frozenBy();
    }

    public Mark gate(boolean open) {
        return open ? Mark.proved("Open") : Mark.needs("Shut");
    }

    public Mark agreed() {
        return Mark.proved("Agreed");
    }

    /** {@code NEEDS_DECISION} as "Needs decision". */
    public String words(String name) {
        var text = name.toLowerCase(Locale.ROOT).replace('_', ' ');
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    public String at(@Nullable Instant instant) {
        return instant == null ? "" : MINUTE.format(instant);
    }

    /** For lists, which do not know the place: right to the day in most of them. */
    public String daysLeft(LocalDate day) {
        return daysLeft(day, "UTC");
    }

    /** Contract dates are days at a place; the difference of a day counts there. */
    public String daysLeft(LocalDate day, String place) {
        long days = ChronoUnit.DAYS.between(LocalDate.now(clock.withZone(ZoneId.of(place))), day);
        if (days == 0) return "today";
        var count = Math.abs(days) + (Math.abs(days) == 1 ? " day" : " days");
        return days > 0 ? count + " left" : count + " ago";
    }

    public String bytes(@Nullable Long count) {
        if (count == null) return "not known";
        double value = count;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? count + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Rounded so that nobody takes it for a promise. */
    public String left(Duration time) {
        if (time.toMinutes() < 1) return "less than a minute";
        if (time.toHours() < 2) return "about " + time.toMinutes() + (time.toMinutes() == 1 ? " minute" : " minutes");
        return "about " + time.toHours() + " hours";
    }

    public String basis(String splitBasis) {
        return splitBasis.equals("PROOF") ? "By content: proof" : "By date: an indication only, dates can be forged";
    }

    public String heading(@Nullable Integer status) {
        return switch (status == null ? 500 : status) {
            case 400, 413, 415 -> "This cannot be used";
            case 401 -> "Log in first";
            case 403 -> "You may not do this";
            case 404 -> "There is no such page";
            case 405 -> "This address takes no such request";
            case 409 -> "Not possible now";
            default -> "Something went wrong on our side";
        };
    }
}
