package dev.handback.assets;

/** Whose an asset was before the contract, or became by it. */
public enum Origin {
    BACKGROUND_CLIENT,
    FOREGROUND,
    BACKGROUND_VENDOR,
    THIRD_PARTY,
    OPEN_SOURCE,
    JOINT,
    UNDETERMINED
}
