package dev.handback.assets;

import org.jspecify.annotations.Nullable;

/**
 * One row of the vendor's own list of what it holds of ours, and which of our assets it is.
 *
 * @param row where it stands in the list, from 1
 * @param asset the name the vendor gives it, which may be one of ours
 * @param matched the asset of the register that it is; null while nobody knows
 * @param answer why it is that asset, or why it is out of scope, as a person said; null when the list itself says it
 */
public record DeclaredAsset(
        int row,
        @Nullable String asset,
        String title,
        @Nullable String locator,
        @Nullable String note,
        @Nullable String matched,
        @Nullable String answer,
        @Nullable String answeredBy) {

    /** Only the vendor has it: nobody registered it, or said why it is out of scope. */
    public boolean open() {
        return matched == null && answer == null;
    }
}
