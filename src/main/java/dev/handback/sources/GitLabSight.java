package dev.handback.sources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.sources.SourceRefused.Reason;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What GitLab says about our token and its account, which decides what the list can hold. */
final class GitLabSight {
    private static final int OWNER = 50;

    private final GitLabListing gitlab;
    private final Listed listed;

    GitLabSight(GitLabListing gitlab, Listed listed) {
        this.gitlab = gitlab;
        this.listed = listed;
    }

    void ofGroup(String path, long group) {
        var account = ofToken();
        var level = account.flatMap(id -> answered("/groups/" + group + "/members/all/" + id))
                .map(member -> member.path("access_level").asInt());
        var who = Printable.of(path);
        if (level.isEmpty())
            listed.say(
                    "MEMBERSHIP_NOT_TOLD",
                    "whether our account is a member of " + who
                            + " is not told: as none it is shown public projects, and internal ones where it may log in");
        else if (level.get() < OWNER)
            listed.say(
                    "MEMBERSHIP",
                    "our account has access level " + level.get() + " in " + who
                            + ", an owner has 50: what lies in private subgroups may be hidden from it");
        else listed.say("MEMBERSHIP", "our account is an owner of " + who);
    }

    /** Says what the token may do, and whose it is; empty when the host does not tell. */
    Optional<Long> ofToken() {
        var token = answered("/personal_access_tokens/self");
        var scopes = token.map(GitLabSight::scopes).orElse("");
        if (scopes.isEmpty()) listed.say("SCOPES_NOT_TOLD", "the token's scopes are not told");
        else listed.say("TOKEN_SCOPES", "the token has the scopes " + scopes);
        return token.map(self -> self.path("user_id").asLong()).filter(id -> id > 0);
    }

    private static String scopes(JsonNode token) {
        return Printable.of(StreamSupport.stream(token.path("scopes").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", ")));
    }

    /** These questions are ours: a host that does not answer them has answered the one that matters. */
    private Optional<JsonNode> answered(String path) {
        try {
            return gitlab.found(path);
        } catch (SourceRefused e) {
            if (e.reason() == Reason.FORBIDDEN || e.reason() == Reason.BROKEN) return Optional.empty();
            throw e;
        }
    }
}
