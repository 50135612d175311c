package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a store's error says: about the whole bucket or connection, or about one object. */
final class S3Faults {

    /** Refusals of our credential itself: whatever was asked, the connection is refused. */
    private static final Set<String> CREDENTIAL = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "AccountProblem",
            "AllAccessDisabled",
            "NotSignedUp",
            "RequestTimeTooSkewed");

    private S3Faults() {}

    /** @param asked what was asked of the bucket, in words */
    static SourceRefused ofBucket(Throwable failure, Locator locator, String asked) {
        var service = find(failure, AwsServiceException.class);
        return service == null ? ofNetwork(failure, locator) : ofStatus(service, locator, asked);
    }

    private static SourceRefused ofStatus(AwsServiceException failure, Locator locator, String asked) {
        int status = failure.statusCode();
        String who = locator + ": " + asked + " was answered " + status + " " + code(failure);
        if (status == 301 || status == 302 || status == 307 || status == 308)
            return SourceRefused.policy(
                    "REDIRECT_REFUSED",
                    who + "; redirects are not followed: set the connection's endpoint and region to the bucket's own");
        if (code(failure).equals("AuthorizationHeaderMalformed"))
            return new SourceRefused(
                    Reason.OURS, "REGION_WRONG", who + "; correct the connection's region (" + words(failure) + ")");
        return switch (status) {
            case 401, 403 ->
                new SourceRefused(
                        Reason.FORBIDDEN,
                        "S3_" + status,
                        who + "; the connection's key may not do this, or is not accepted");
            case 404 ->
                new SourceRefused(
                        Reason.GONE, "NO_SUCH_BUCKET", who + "; it does not exist, or is hidden from this credential");
            case 405, 501 ->
                new SourceRefused(
                        Reason.UNSUPPORTED,
                        "NOT_SUPPORTED_BY_STORE",
                        who + "; without a list of versions nothing can be called whole");
            default ->
                status >= 500 || status == 429
                        ? new SourceRefused(Reason.UNREACHABLE, "S3_" + status, who + "; retry later")
                        : new SourceRefused(Reason.BROKEN, "S3_" + status, who + " (" + words(failure) + ")");
        };
    }

    private static SourceRefused ofNetwork(Throwable failure, Locator locator) {
        var known = find(failure, SourceRefused.class);
        var network = find(failure, IOException.class);
        if (known == null && find(failure, ApiCallAttemptTimeoutException.class) != null)
            return new SourceRefused(
                    Reason.UNREACHABLE, "TOO_SLOW", locator + " did not answer to the end in time: retry later");
        if (known == null && network == null)
            return new SourceRefused(
                    Reason.BROKEN,
                    "ANSWER_UNREADABLE",
                    locator + " sent an answer that cannot be read: "
                            + Printable.of(String.valueOf(failure.getMessage())));
        return NetworkFaults.explain(network == null ? failure : network, known, locator);
    }

    /** A refusal of this object alone; null when the failure says nothing about the object. */
    static @Nullable ObjectRefused ofObject(Throwable failure, String what) {
        var service = find(failure, AwsServiceException.class);
        // a refusal of the token service is none of this object
        if (!(service instanceof S3Exception) || service.statusCode() == 401 || CREDENTIAL.contains(code(service)))
            return null;
        int status = service.statusCode();
        String says = what + ": answered " + status + " " + code(service);
        String lower = (code(service) + " " + words(service)).toLowerCase(Locale.ROOT);
        if (code(service).equals("InvalidObjectState"))
            return refused("ARCHIVED", says + "; it must be restored from its archive class first", false, service);
        if (lower.contains("kms"))
            return refused(
                    "KMS_DENIED",
                    says + "; our credential needs the right to decrypt with the object's key",
                    false,
                    service);
        if (status == 400 && lower.contains("encrypt")
                || status == 400 && code(service).equals("InvalidRequest"))
            return refused(
                    "CUSTOMER_KEY_NEEDED",
                    says + "; it is encrypted with a key that only the holder has (SSE-C)",
                    false,
                    service);
        return switch (status) {
            case 403 -> refused("OBJECT_FORBIDDEN", says + "; our credential may not read it", true, service);
            case 404, 410 -> refused("OBJECT_VANISHED", says + "; it was listed and is not there", false, service);
            case 412 -> refused("OBJECT_CHANGED", says + "; it is no longer what was listed", false, service);
            default -> refused("OBJECT_UNREADABLE", says + "; retry later", false, service);
        };
    }

    /** Whether the store kept our condition: something is there. */
    static boolean isThere(Throwable failure) {
        var service = find(failure, AwsServiceException.class);
        return service instanceof S3Exception && service.statusCode() == 412;
    }

    /** What is said against taking this object alone; null when the failure says nothing about the object. */
    static @Nullable ObjectRefused ofWriting(Throwable failure, String what) {
        var service = find(failure, AwsServiceException.class);
        if (!(service instanceof S3Exception) || CREDENTIAL.contains(code(service))) return null;
        boolean ofObject = service.statusCode() == 400 || service.statusCode() == 405 || service.statusCode() == 501;
        return ofObject
                ? refused(
                        "OBJECT_NOT_TAKEN",
                        what + ": answered " + service.statusCode() + " " + code(service) + " (" + words(service) + ")",
                        false,
                        service)
                : null;
    }

    /** Whether a restore was refused because it is on its way already, or the version can be read as it is. */
    static boolean needsNoRestore(Throwable failure) {
        var service = find(failure, AwsServiceException.class);
        return service instanceof S3Exception
                && (code(service).equals("RestoreAlreadyInProgress")
                        || code(service).equals("InvalidObjectState"));
    }

    /** What is said against restoring this object, or looking at it; null when the failure says nothing about the object. */
    static @Nullable ObjectRefused ofRestore(Throwable failure, String what) {
        var service = find(failure, AwsServiceException.class);
        if (!(service instanceof S3Exception) || service.statusCode() == 401 || CREDENTIAL.contains(code(service)))
            return null;
        int status = service.statusCode();
        String says = what + ": answered " + status + " " + code(service);
        boolean ofStore = status < 400 || status == 429 || status >= 500 && status != 501;
        if (ofStore || code(service).equals("AuthorizationHeaderMalformed")) return null;
        return switch (status) {
            case 403 ->
                refused(
                        "RESTORE_FORBIDDEN",
                        says + "; our credential may not have it restored (s3:RestoreObject) or look at it",
                        true,
                        service);
            case 404, 410 -> refused("OBJECT_VANISHED", says + "; it was listed and is not there", false, service);
            case 405, 501 ->
                refused(
                        "RESTORE_UNSUPPORTED",
                        says + "; this store restores nothing on request: its holder must",
                        false,
                        service);
            default -> refused("RESTORE_REFUSED", says + " (" + words(service) + ")", false, service);
        };
    }

    private static ObjectRefused refused(String code, String detail, boolean forbidden, Throwable cause) {
        return new ObjectRefused(code, detail, forbidden, cause);
    }

    /** How a store names its refusal of something that is not the asset itself, such as tags. */
    static @Nullable String word(Throwable failure) {
        var service = find(failure, AwsServiceException.class);
        if (service == null || service.statusCode() == 401 || CREDENTIAL.contains(code(service))) return null;
        return switch (service.statusCode()) {
            case 403 -> "not permitted";
            case 404 -> "none";
            case 405, 501 -> "not supported";
            default -> "not answered (" + service.statusCode() + " " + code(service) + ")";
        };
    }

    private static String code(AwsServiceException failure) {
        var details = failure.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "without a code" : details.errorCode();
        return Printable.of(code);
    }

    private static String words(AwsServiceException failure) {
        var details = failure.awsErrorDetails();
        return Printable.of(String.valueOf(details == null ? "" : details.errorMessage()));
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }
}
