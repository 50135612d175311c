package dev.handback.notices;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that people should know of. Mail is not secret: it says what and where, and leads to the
 * page; reasons, notes and everything else that a person or a vendor typed stay there.
 *
 * @param once names the cause: nobody is told twice about one
 * @param groups whose members are told; nobody outside them ever is
 * @param person the only one of them to be told; null for all
 * @param what in one sentence of our own
 * @param due until when something is to be done; null when nothing is
 * @param task the engine's id of the task it is about; null when it is about none
 * @param page where it is shown; relative to this server
 * @param runbook id of the runbook that helps; null when there is none
 */
public record Notice(
        Kind kind,
        String once,
        Set<String> groups,
        @Nullable String person,
        String exit,
        @Nullable String asset,
        String what,
        @Nullable Instant due,
        @Nullable String task,
        String page,
        @Nullable String runbook) {
    /** Our own addresses only: nothing in a mail may lead elsewhere. */
    private static final Pattern PAGE =
            Pattern.compile("/([A-Za-z0-9][A-Za-z0-9/._-]*)?(\\?[A-Za-z0-9=&._-]*)?(#[a-z0-9-]*)?");

    public Notice {
        groups = Set.copyOf(groups);
        page = ours(page);
    }

    /** A page of ours, or the list of tasks: telling must never stop what it tells of. */
    static String ours(String page) {
        return PAGE.matcher(page).matches() ? page : "/tasks";
    }

    /** Something to know; for all members of the groups. */
    public static Notice of(
            Kind kind, String once, Set<String> groups, String exit, @Nullable String asset, String what, String page) {
        return new Notice(kind, once, groups, null, exit, asset, what, null, null, page, null);
    }

    /** The same, with the runbook that helps. */
    public Notice helped(String runbook) {
        return new Notice(kind, once, groups, person, exit, asset, what, due, task, page, runbook);
    }
}
