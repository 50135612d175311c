package dev.handback.assets;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The vendor's declaration that counts: the newest one.
 *
 * @param onlyTheirs rows that match no asset of the register and are not answered; a FINAL wants none
 * @param onlyOurs living assets that no row matches
 */
public record Declaration(
        int version,
        String declaredBy,
        LocalDate declaredOn,
        String fileSha256,
        int rows,
        String recordedBy,
        Instant recordedAt,
        long onlyTheirs,
        long onlyOurs) {}
