package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the status of a repository host's interface says. */
final class HostRefusals {
    private HostRefusals() {}

    /** @throws SourceRefused for whatever is no 200 */
    static void judge(Locator base, int status, HostApi.Answer answer) {
        if (status == 200) return;
        var who = base + " answered " + status;
        if (status == 429 || status == 403 && limited(answer)) throw wait(who, answer);
        throw switch (status) {
            case 401 ->
                refused(Reason.FORBIDDEN, "HTTP_401", who + "; the token is not accepted, or none is configured");
            case 403 -> forbidden(who, answer);
            case 404, 410 ->
                refused(Reason.GONE, "HTTP_" + status, who + "; it does not exist, or is hidden from this credential");
            case 300, 301, 302, 303, 307, 308 ->
                refused(
                        Reason.POLICY,
                        "REDIRECT_REFUSED",
                        who + " and leads to " + withoutQuery(answer.header("Location"))
                                + "; redirects are not followed: correct the connection's urls or api");
            case 500, 502, 503, 504 -> refused(Reason.UNREACHABLE, "HTTP_" + status, who + "; retry later");
            default -> refused(Reason.BROKEN, "ANSWER_UNREADABLE", who + ", expected 200");
        };
    }

    private static boolean limited(HostApi.Answer answer) {
        return answer.header("Retry-After") != null
                || Stream.of("X-RateLimit-Remaining", "RateLimit-Remaining")
                        .anyMatch(head -> "0".equals(answer.header(head)));
    }

    private static SourceRefused wait(String who, HostApi.Answer answer) {
        var after = number(answer, "Retry-After").map(seconds -> "in " + seconds + " seconds");
        var until = number(answer, "X-RateLimit-Reset")
                .or(() -> number(answer, "RateLimit-Reset"))
                .map(epoch -> "after " + Instant.ofEpochSecond(epoch));
        return refused(
                Reason.UNREACHABLE,
                "RATE_LIMITED",
                who + "; its limit of requests is used up for this credential: ask again "
                        + after.or(() -> until).orElse("later"));
    }

    /** Numbers of up to ten digits: no instant lies beyond what can be said. */
    private static Optional<Long> number(HostApi.Answer answer, String head) {
        return Optional.ofNullable(answer.header(head))
                .filter(value -> value.matches("[0-9]{1,10}"))
                .map(Long::valueOf);
    }

    private static SourceRefused forbidden(String who, HostApi.Answer answer) {
        var sso = answer.header("X-GitHub-SSO");
        return sso != null && sso.startsWith("required")
                ? refused(
                        Reason.FORBIDDEN,
                        "SSO_REQUIRED",
                        who
                                + "; the organisation wants the token authorised for its single sign-on: do so at the host, then ask again")
                : refused(Reason.FORBIDDEN, "HTTP_403", who + "; the credential may not list this");
    }

    private static SourceRefused refused(Reason reason, String code, String detail) {
        return new SourceRefused(reason, code, detail);
    }

    /** A query and a user part can hold tokens. */
    static String withoutQuery(@Nullable String address) {
        return address == null
                ? "nowhere"
                : Printable.of(address.replaceAll("[?#].*", "").replaceAll("//[^/]*@", "//"));
    }
}
