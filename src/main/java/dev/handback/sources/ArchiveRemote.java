package dev.handback.sources;

import dev.handback.sources.RestoreState.State;
import dev.handback.sources.SourceRefused.Reason;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.RestoreRequest;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tier;

/**
 * Versions in the archive classes of a bucket at its holder: has them restored, and looks whether they are. The only client
 * of ours that has something done at a holder's; it looks by HEAD, since some stores serve a GET that should wait.
 */
public final class ArchiveRemote implements AutoCloseable {

    /** Classes whose versions are read only after a restore; others that are archived say so in a header of their own. */
    private static final Set<StorageClass> COLD = Set.of(StorageClass.GLACIER, StorageClass.DEEP_ARCHIVE);

    private static final Pattern EXPIRY = Pattern.compile("expiry-date=\"([^\"]{1,60})\"");

    private final Locator locator;
    private final PinnedStore store;
    private final S3Client client;
    private final @Nullable RequestPayer payer;
    private @Nullable Boolean unversioned;

    private ArchiveRemote(Locator locator, PinnedStore store, boolean requesterPays) {
        this.locator = locator;
        this.store = store;
        this.client = store.client();
        this.payer = requesterPays ? RequestPayer.REQUESTER : null;
    }

    /** Checks the policy, resolves, and reads the connection's secrets; asks the store for nothing yet. */
    public static ArchiveRemote open(Connection connection, Locator locator, EgressPolicy policy, StoreLimits limits) {
        policy.check(connection, locator);
        S3Access access = connection.s3();
        if (access == null || locator.scheme() != Locator.Scheme.S3)
            throw new SourceRefused(
                    Reason.UNSUPPORTED, "NO_S3_LOCATOR", locator + " is no bucket; use s3://bucket/prefix");
        var store = new PinnedStore(connection, access, locator.host(), policy, limits, null);
        return new ArchiveRemote(locator, store, access.requesterPays());
    }

    /**
     * Has exactly this version restored. One that is on its way already, or can be read as it is, is no fault: ask
     * {@link #look}.
     *
     * @param days how long the holder keeps the copy; not said of classes that come back for good
     * @throws ObjectRefused when the store refuses this one
     * @throws SourceRefused when it refuses us, or is not reached
     */
    public void restore(BucketEntry entry, String tier, int days) {
        boolean comesBack = StorageClass.INTELLIGENT_TIERING == StorageClass.fromValue(entry.storageClass());
        var wanted = RestoreRequest.builder()
                .days(comesBack ? null : Integer.valueOf(days))
                .glacierJobParameters(job -> job.tier(Tier.fromValue(tier)))
                .build();
        try {
            client.restoreObject(request -> request.bucket(locator.host())
                    .key(entry.key())
                    .versionId(version(entry))
                    .requestPayer(payer)
                    .restoreRequest(wanted));
        } catch (RuntimeException e) {
            if (!S3Faults.needsNoRestore(e)) throw refusal(e, entry, "restoring an object");
        }
    }

    /** Whether it is restored by now; throws as {@link #restore} does. */
    public RestoreState look(BucketEntry entry) {
        try {
            return state(client.headObject(request -> request.bucket(locator.host())
                    .key(entry.key())
                    .versionId(version(entry))
                    .requestPayer(payer)));
        } catch (RuntimeException e) {
            throw refusal(e, entry, "looking at an object");
        }
    }

    static RestoreState state(HeadObjectResponse answer) {
        String restore = answer.restore() == null ? "" : answer.restore().toLowerCase(Locale.ROOT);
        if (restore.contains("ongoing-request=\"true\"")) return new RestoreState(State.ONGOING, null);
        if (restore.contains("ongoing-request=\"false\""))
            return new RestoreState(State.READABLE, expiry(answer.restore()));
        boolean cold = answer.archiveStatusAsString() != null || COLD.contains(answer.storageClass());
        return new RestoreState(cold ? State.ARCHIVED : State.READABLE, null);
    }

    private static @Nullable Instant expiry(String header) {
        Matcher date = EXPIRY.matcher(header);
        if (!date.find()) return null;
        try {
            return ZonedDateTime.parse(date.group(1), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null; // a copy of which we do not know how long it lasts; the next retrieval tells
        }
    }

    private RuntimeException refusal(RuntimeException failure, BucketEntry entry, String asked) {
        var object = S3Faults.ofRestore(failure, "version " + entry.versionId() + " of " + Printable.of(entry.key()));
        return object == null ? S3Faults.ofBucket(failure, locator, asked) : object;
    }

    /** Stores refuse to be asked for version "null" of a bucket that never had versions. */
    private @Nullable String version(BucketEntry entry) {
        return entry.versionId().equals("null") && isUnversioned() ? null : entry.versionId();
    }

    private boolean isUnversioned() {
        if (unversioned == null)
            unversioned =
                    client.getBucketVersioning(r -> r.bucket(locator.host())).statusAsString() == null;
        return unversioned;
    }

    @Override
    public void close() {
        store.close();
    }
}
