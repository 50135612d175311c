package dev.handback.notices;

/** What somebody is told about. */
public enum Kind {
    HOLD("Hold", true, false),
    STAY("Stay", true, false),
    QUARANTINE("Quarantine", true, false),
    CONTRADICTION("Contradiction", true, false),
    OVERDUE("Overdue", true, true),
    ESCALATED("Long overdue", true, true),
    ALARM("A day of the contract is near", false, false),
    STOPPED("Connection stopped", false, false),
    ASSIGNED("New task", false, true),
    DUE("Due soon", false, true);

    private final String title;
    private final boolean urgent;
    private final boolean ofTask;

    Kind(String title, boolean urgent, boolean ofTask) {
        this.title = title;
        this.urgent = urgent;
        this.ofTask = ofTask;
    }

    /** As people read it. */
    public String title() {
        return title;
    }

    /** Told at once, whatever the person chose. */
    public boolean urgent() {
        return urgent;
    }

    /** The digest lists open tasks by itself. */
    boolean inDigestAnyway() {
        return ofTask;
    }
}
