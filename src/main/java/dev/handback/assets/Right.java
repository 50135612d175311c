package dev.handback.assets;

/** A kind of right that an asset may carry. */
public enum Right {
    COPYRIGHT,
    PATENT,
    TRADEMARK,
    DESIGN,
    TRADE_SECRET,
    DATABASE,
    NONE
}
