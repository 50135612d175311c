package dev.handback.web;

import dev.handback.assets.Classification;
import dev.handback.assets.Disposition;
import dev.handback.assets.Exposure;
import dev.handback.assets.Origin;
import dev.handback.assets.RegisterFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column of the register as a form asks for it; {@code words} are the only values it takes, null is free text. */
record Column(String name, boolean mandatory, @Nullable List<String> words) {
    private static final Map<String, List<String>> WORDS = Map.of(
            "kind", List.of("git-repository", "s3-documents", "manual"),
            "origin", names(Origin.values()),
            "disposition", names(Disposition.values()),
            "exposure", names(Exposure.values()),
            "classification", names(Classification.values()),
            "personal_data", List.of("yes", "no"));

    /** Mandatory ones first; connection and locator are so for what is fetched only, which the register itself says. */
    static final List<Column> ALL = RegisterFile.COLUMNS.stream()
            .map(name -> new Column(name, RegisterFile.COLUMNS.indexOf(name) < 5, WORDS.get(name)))
            .toList();

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
