package dev.handback.people;

import org.springframework.security.core.AuthenticationException;

/** The company's provider vouched for somebody, or seemed to, and we let nobody in. */
public final class LoginRefused extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    /** Each has its words on the page that people then see. */
    public enum Why {
        /** The account is in no group that we know, or an administrator took all of them away. */
        NO_GROUP,
        /** An access token of somebody who never logged in on our pages. */
        NEVER_HERE,
        /** The provider tells no e-mail address. */
        NO_EMAIL,
        /** Who logged in again is not who is logged in here. */
        SOMEBODY_ELSE,
        /** The provider does not say when the person proved who they are. */
        NO_TIME,
        /** The provider did not ask again. */
        NOT_FRESH,
        /** The way back from the provider belongs to no way there of this browser, or was used before. */
        NOT_ASKED,
        /** What the provider says of the person does not hold. */
        INVALID,
        /** The provider itself refused, or the person gave up there. */
        BY_PROVIDER,
        /** The provider cannot be reached, or answers nothing that can be used. */
        UNREACHABLE
    }

    private final Why why;

    public LoginRefused(Why why, String message) {
        super(message);
        this.why = why;
    }

    public LoginRefused(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
