package dev.handback.sources;

/**
 * What an archive that came by hand may cost; more is refused, never cut short.
 *
 * @param bytes of everything in it, unpacked
 * @param entries number of files and folders
 * @param object bytes of one git object
 */
public record ArchiveLimits(long bytes, int entries, long object) {}
