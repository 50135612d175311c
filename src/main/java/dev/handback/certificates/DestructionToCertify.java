package dev.handback.certificates;

import org.jspecify.annotations.Nullable;

/** A row of view {@code handback.destruction_to_certify}. */
record DestructionToCertify(
        String asset,
        String title,
        String kind,
        String origin,
        String disposition,
        @Nullable String holder,
        String state,
        String evidence) {

    DestructionFacts facts(String digest) {
        return new DestructionFacts(asset, title, kind, origin, disposition, holder, state, evidence, digest);
    }
}
