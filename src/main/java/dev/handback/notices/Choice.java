package dev.handback.notices;

/** How a person wants to hear of what is not urgent. */
public enum Choice {
    DIGEST("once a day, everything together"),
    IMMEDIATE("at once, and once a day everything together"),
    NONE("not at all: only holds, stays, contradictions and what is overdue");

    private final String words;

    Choice(String words) {
        this.words = words;
    }

    /** As people read it. */
    public String words() {
        return words;
    }
}
