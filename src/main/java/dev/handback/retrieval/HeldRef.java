package dev.handback.retrieval;

import org.jspecify.annotations.Nullable;

/** One ref of an attempt as it was advertised; a name that is no UTF-8 is shown with replacement characters. */
public record HeldRef(
        String name,
        String id,
        String type,
        @Nullable String peeled,
        @Nullable String symref) {}
