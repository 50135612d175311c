package dev.handback.sources;

/** One object could not be read, while its bucket could: a finding about that object. */
public final class ObjectRefused extends RuntimeException {

    private final String code;
    private final boolean forbidden;

    /** @param forbidden whether our credential was refused, rather than the object being unreadable */
    ObjectRefused(String code, String detail, boolean forbidden, Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.forbidden = forbidden;
    }

    /** What was answered shows it, without a refusal of the store's own. */
    ObjectRefused(String code, String detail) {
        super(detail);
        this.code = code;
        this.forbidden = false;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public boolean forbidden() {
        return forbidden;
    }
}
