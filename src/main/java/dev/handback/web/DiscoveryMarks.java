package dev.handback.web;

import dev.handback.retrieval.DiscoveredPlace.Standing;

/** How it looks where a row of a list stands: in both is what was hoped for, and proves nothing yet. */
final class DiscoveryMarks {
    public Mark mark(Standing standing) {
        return switch (standing) {
            case ONLY_THEIRS -> Mark.needs("Not in the register");
            case MAYBE -> Mark.idle("Not in the register, may be nothing");
            case IN_PART -> Mark.needs("In part in the register");
            case IN_BOTH -> Mark.idle("In both");
            case OUTSIDE -> Mark.idle("Outside the connection's urls");
        };
    }

    public Mark counted(Standing standing, long count) {
        return mark(standing).counting(count);
    }
}
