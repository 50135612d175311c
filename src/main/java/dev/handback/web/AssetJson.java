package dev.handback.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handback.assets.Asset;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An asset as REST has it; outsiders rely on these names. {@code attempts} is left out of lists. */
record AssetJson(
        String asset,
        String title,
        String kind,
        String origin,
        String disposition,
        @Nullable String connection,
        @Nullable String locator,
        String returnState,
        String destructionState,
        @Nullable String outcome,
        List<String> flags,
        List<FindingList.Found> findings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Try> attempts,
        Identity identity,
        Counts counts,
        @Nullable String checkedBy,
        @Nullable String certificate) {

    record Try(
            int number,
            @Nullable String outcome,
            Instant startedAt,
            @Nullable Instant endedAt,
            boolean interrupted,
            List<FindingList.Found> findings) {}

    record Identity(
            @Nullable String sha256,
            @Nullable String swhid,
            @Nullable String contentDigest) {}

    record Counts(
            @Nullable Long refs,
            @Nullable Long objects,
            @Nullable Long versions,
            @Nullable Long markers,
            @Nullable Long uploads,
            @Nullable Long bytes,
            @Nullable Long lfsObjects,
            @Nullable Long lfsBytes,
            @Nullable Long files,
            @Nullable Long oldCommits,
            @Nullable Long newCommits,
            @Nullable Long oldVersions,
            @Nullable Long newVersions) {}

    static AssetJson of(
            Asset asset,
            List<String> flags,
            String destructionState,
            List<FindingList.Found> findings,
            @Nullable List<Try> attempts) {
        return new AssetJson(
                asset.asset(),
                asset.title(),
                asset.kind(),
                asset.origin(),
                asset.disposition(),
                asset.connection(),
                asset.locator(),
                asset.returnState(),
                destructionState,
                asset.outcome(),
                flags,
                findings,
                attempts,
                new Identity(
                        asset.bundleSha256() == null && asset.versions() != null
                                ? asset.manifestSha256()
                                : asset.bundleSha256(),
                        asset.swhid(),
                        asset.contentDigest()),
                new Counts(
                        asset.refs(),
                        asset.objects(),
                        asset.versions(),
                        asset.markers(),
                        asset.uploads(),
                        asset.bytes(),
                        asset.lfsObjects(),
                        asset.lfsBytes(),
                        asset.files(),
                        asset.oldCommits(),
                        asset.newCommits(),
                        asset.oldVersions(),
                        asset.newVersions()),
                asset.checkedBy(),
                asset.certificate());
    }
}
