package dev.handback.sources;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.kohsuke.github.GHOrganization;
import org.kohsuke.github.GHPerson;

/** What GitHub says about what it does not list to our token. */
final class GitHubSight {
    private final Listed listed;
    private final Map<String, String> heads;

    GitHubSight(Listed listed, Map<String, String> heads) {
        this.listed = listed;
        this.heads = heads;
    }

    void say(GHPerson owner, int open, int hidden) throws IOException {
        var who = Printable.of(owner.getLogin());
        if (!(owner instanceof GHOrganization))
            listed.say(
                    "PUBLIC_ONLY",
                    who
                            + " is a person's account: GitHub lists its public repositories only, ask for the others by name");
        if (open < owner.getPublicRepoCount())
            listed.say("LISTED_FEWER", fewer(who, owner.getPublicRepoCount(), "public", open));
        var total = owner.getTotalPrivateRepoCount();
        if (total.isEmpty())
            listed.say(
                    "COUNT_NOT_TOLD",
                    "how many private repositories " + who + " has is not told to this credential, which lists "
                            + hidden);
        else if (hidden < total.get()) listed.say("LISTED_FEWER", fewer(who, total.get(), "private", hidden));
        token(who);
    }

    private static String fewer(String who, int told, String visibility, int listed) {
        return who + " has " + told + " " + visibility + " repositories by its own count, of which " + listed
                + " are listed to this credential";
    }

    private void token(String who) {
        var sso = heads.get("X-GitHub-SSO");
        if (sso != null)
            listed.say(
                    "SSO_PARTIAL",
                    sso.startsWith("partial-results")
                            ? "GitHub left out what lies behind the single sign-on of organisations that the token is not authorised for"
                            : "GitHub speaks of single sign-on: the token may not be authorised for all of " + who);
        var scopes = heads.get("X-OAuth-Scopes");
        if (scopes == null)
            listed.say(
                    "SCOPES_NOT_TOLD",
                    "the token's scopes are not told, as of a fine-grained one: it lists only the repositories it was given");
        else if (List.of(scopes.split("\\s*,\\s*")).contains("repo"))
            listed.say("TOKEN_SCOPES", "the token has the scopes " + scopes);
        else
            listed.say(
                    "SCOPE_TOO_NARROW",
                    "the token has " + (scopes.isBlank() ? "no scopes" : "the scopes " + scopes)
                            + ": without repo no private repository is listed");
    }
}
