package dev.handback.people;

import java.util.List;

/** The five groups there are; administrators have no business rights. */
public final class Groups {
    public static final String OPERATIONS = "operations";
    public static final String ENGINEERING = "engineering";
    public static final String LEGAL = "legal";
    public static final String AUDITORS = "auditors";
    public static final String ADMINISTRATORS = "administrators";
    public static final List<String> ALL = List.of(OPERATIONS, ENGINEERING, LEGAL, AUDITORS, ADMINISTRATORS);

    private Groups() {}
}
