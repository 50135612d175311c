package dev.handback.sources;

/** What an LFS server answers about one object. Where to fetch it and the headers for that can hold tokens. */
sealed interface LfsOffer {

    /** May be fetched. */
    record Download(LfsAction from) implements LfsOffer {}

    /** Will not be fetched, by their decision or by ours. */
    record Refused(LfsEnd.NotHere why) implements LfsOffer {}
}
