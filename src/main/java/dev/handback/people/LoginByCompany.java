package dev.handback.people;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * Somebody who logged in at the company's provider. It lies in the session and holds who that is and nothing that the
 * provider gave us: no token, no claim.
 */
public final class LoginByCompany extends OAuth2AuthenticationToken {
    /** The one provider there is. */
    public static final String PROVIDER = "company";

    private static final long serialVersionUID = 1;
    private final @Nullable Instant at;
    private final @Nullable SigningAct act;
    private final @Nullable String proof;

    private record Account(String getName) implements OAuth2User, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
            return List.of();
        }
    }

    /** @param at when the provider says that the person proved who they are */
    LoginByCompany(Person person, @Nullable Instant at, @Nullable SigningAct act, @Nullable String proof) {
        super(
                new Account(person.id()),
                person.groups().stream().map(SimpleGrantedAuthority::new).toList(),
                PROVIDER);
        this.at = at;
        this.act = act;
        this.proof = proof;
    }

    @Nullable
    Instant at() {
        return at;
    }

    /** For what this login was asked; null when it was just a login. */
    public @Nullable SigningAct act() {
        return act;
    }

    /** The one-use proof for this act. */
    public @Nullable String proof() {
        return proof;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof LoginByCompany login && Objects.equals(proof, login.proof);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hashCode(proof);
    }
}
