package dev.handback.people;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Somebody who proved the password of that number; no longer good once another is in force. */
final class LoginByPassword extends UsernamePasswordAuthenticationToken {
    private static final long serialVersionUID = 1;
    private final long password;

    LoginByPassword(Person person, long password) {
        super(
                person.id(),
                null,
                person.groups().stream().map(SimpleGrantedAuthority::new).toList());
        this.password = password;
    }

    long password() {
        return password;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof LoginByPassword login && login.password == password;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Long.hashCode(password);
    }
}
