package dev.handback.exits;

import java.time.LocalDate;

/** Something of weight that happened in an exit, and the day at the place of its contract. */
public record Milestone(String what, LocalDate day) {}
