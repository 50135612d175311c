package dev.handback.assets;

/** What the contract wants done with an asset. */
public enum Disposition {
    RETURN,
    RETURN_THEN_DESTROY,
    DESTROY_ONLY,
    ASSIGN,
    LICENSE,
    NOVATE
}
