package dev.handback.assets;

/**
 * One error of a register file.
 *
 * @param row as a spreadsheet counts: 1 is the heading, 0 is the file as a whole
 * @param column its name in the heading, empty for the row as a whole
 * @param message what was expected, what was found; never carries a credential that was found in a locator
 */
public record RegisterProblem(int row, String column, String message) {}
