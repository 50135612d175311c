package dev.handback.sources;

/**
 * A holder's system could not be used, for a reason that is told apart by {@link Reason} and named by a stable code.
 * The message never holds a secret, and text from the other side is made printable.
 */
public class SourceRefused extends RuntimeException {

    /** Who refused what. */
    public enum Reason {
        /** We refuse: policy or limits. */
        POLICY,
        /** We cannot do this kind of thing (yet). */
        UNSUPPORTED,
        /** The holder's system refused our credential, or shows a host key that is not the pinned one. */
        FORBIDDEN,
        /** The holder's system says there is no such thing, or hides it from this credential. */
        GONE,
        /** The holder's system could not be reached, or went away. */
        UNREACHABLE,
        /** The holder's system answered something that breaks its own protocol or reports an error of its own. */
        BROKEN,
        /** Our own side: settings, disk. */
        OURS
    }

    private final Reason reason;
    private final String code;

    public SourceRefused(Reason reason, String code, String detail) {
        super(detail);
        this.reason = reason;
        this.code = code;
    }

    public Reason reason() {
        return reason;
    }

    /** Stable code in capitals, as findings carry it. */
    public String code() {
        return code;
    }

    /** What, expected and actual, and what to do. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    static SourceRefused policy(String code, String detail) {
        return new SourceRefused(Reason.POLICY, code, detail);
    }
}
