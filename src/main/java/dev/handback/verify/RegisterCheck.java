package dev.handback.verify;

import dev.handback.assets.RegisterFile;
import dev.handback.assets.RegisterPreview;
import dev.handback.assets.RegisterProblem;
import dev.handback.sources.Locator;
import dev.handback.sources.SourceRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a register file by the rules of the import, and prints every error at once. */
@Command(
        name = "check",
        description = {
            "Checks a register file as the import does: heading, every cell, overlaps, references.",
            "It knows neither your connections nor what an exit has registered already; the import asks these, too."
        },
        mixinStandardHelpOptions = true)
final class RegisterCheck implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before it runs anything
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The register: CSV in UTF-8, or XLSX (its first sheet).")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws IOException {
        try (var csv = Files.newInputStream(file)) {
            return say(RegisterFile.read(csv, List.of(), (connection, locator) -> unusable(locator)));
        }
    }

    private static Optional<String> unusable(String locator) {
        try {
            Locator.parse(locator);
            return Optional.empty();
        } catch (SourceRefused refused) {
            return Optional.of(refused.detail());
        }
    }

    private int say(RegisterPreview read) {
        var out = spec.commandLine().getOut();
        read.problems().forEach(problem -> out.println(line(problem)));
        out.println(file + ": "
                + (read.importable()
                        ? read.rows().size() + " assets, good"
                        : read.problems().size() + " errors"));
        out.println("Not asked here: whether the connections exist and reach these locators, and what is registered"
                + " already. The import asks that.");
        return read.importable() ? Commands.GOOD : Commands.FINDING;
    }

    private static String line(RegisterProblem problem) {
        var row = problem.row() == 0 ? "file" : "row " + problem.row();
        return row + (problem.column().isEmpty() ? "" : ", " + problem.column()) + ": " + problem.message();
    }
}
