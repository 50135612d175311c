package dev.handback.exits;

/** The days of a contract before which alarms are raised. */
public enum Deadline {
    CONTRACT_END("Contract ends"),
    ASSISTANCE_END("Assistance ends"),
    VENDOR_ERASES_AT("Vendor erases at");

    private final String title;

    Deadline(String title) {
        this.title = title;
    }

    /** As people read it. */
    public String title() {
        return title;
    }
}
