package dev.handback.assets;

/** How confidential an asset is. */
public enum Classification {
    PUBLIC,
    INTERNAL,
    CONFIDENTIAL,
    SECRET
}
