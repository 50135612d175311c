package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void replacesWhatWouldMoveATerminalsCursorOrTurnTextRound() {
        assertThat(Printable.of("a\u001b[2Jb\r\nc\u202ed\u0000")).isEqualTo("a?[2Jb??c?d?");
    }

    @Test
    void keepsForeignLetters() {
        assertThat(Printable.of("größe 日本")).isEqualTo("größe 日本");
    }

    @Test
    void shortensWithoutCuttingACharacterInTwo() {
        assertThat(Printable.of("\ud83d\ude00".repeat(400))).hasSize(601).endsWith("…");
    }
}
