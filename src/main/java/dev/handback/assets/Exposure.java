package dev.handback.assets;

/** How the vendor came to an asset. */
public enum Exposure {
    PROVIDED,
    CREATED,
    ACCESSED
}
