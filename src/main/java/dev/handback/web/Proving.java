package dev.handback.web;

import dev.handback.people.LoginByCompany;
import dev.handback.people.People;
import dev.handback.people.SigningAct;
import dev.handback.people.StepUps;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Whether the person who looks at a document signs by password or by a proof of the company's login, and has one. */
@Component
class Proving {
    private final People people;
    private final StepUps stepUps;
    private final CompanyProvider provider;

    /**
     * What the page shows.
     *
     * @param company whether the person has no password here
     * @param proof the one-use proof for this document; null when it must be fetched first
     * @param at how the company's login is called
     */
    record Shown(boolean company, @Nullable String proof, String at) {}

    Proving(People people, StepUps stepUps, CompanyProvider provider) {
        this.people = people;
        this.stepUps = stepUps;
        this.provider = provider;
    }

    Shown of(SigningAct act) {
        var login = SecurityContextHolder.getContext().getAuthentication();
        var proof = login instanceof LoginByCompany known
                        && known.proof() != null
                        && stepUps.stands(known.proof(), known.getName(), act)
                ? known.proof()
                : null;
        return new Shown(
                login != null && people.logsInAtCompany(login.getName()),
                proof,
                provider.settings().name());
    }
}
