package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The holder's word that nothing is written any more behind a connection. Attempts begun after {@code recordedAt} are final
 * passes, those before were rehearsals.
 *
 * @param since as the holder says
 */
public record Freeze(
        String connection, String attestedBy, LocalDate since, String reason, String recordedBy, Instant recordedAt) {}
