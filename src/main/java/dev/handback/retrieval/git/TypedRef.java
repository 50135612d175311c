package dev.handback.retrieval.git;

import dev.handback.retrieval.RetrievalOutcome.TakenRef;
import dev.handback.sources.AdvertisedRef;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** An offered ref, and what arrived for it. */
record TypedRef(AdvertisedRef ref, String type) {

    static TypedRef of(AdvertisedRef ref, ObjectTable table) {
        int type = table.typeHere(ObjectId.fromString(ref.id()));
        return new TypedRef(ref, type == 0 ? TakenRef.MISSING : Constants.typeString(type));
    }

    TakenRef taken() {
        return new TakenRef(ref.nameBytes(), ref.id(), type, ref.peeled(), symref());
    }

    @Nullable
    String symref() {
        String raw = ref.rawSymref();
        return raw == null ? null : AdvertisedRef.text(raw);
    }
}
