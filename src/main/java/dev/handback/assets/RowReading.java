package dev.handback.assets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the cells of one row into a {@link RegisterRow}, noting everything that is wrong with it. */
final class RowReading {
    private static final String GIT = "git-repository";
    private static final String S3 = "s3-documents";
    private static final String MANUAL = "manual";
    private static final List<String> KINDS = List.of(GIT, S3, MANUAL);
    /** What lies on a medium; behind the colon, what the medium is called. */
    private static final Pattern DELIVERY = Pattern.compile("delivery:([A-Za-z0-9][A-Za-z0-9._-]{0,127})?");

    private static final Pattern CREDENTIAL = Pattern.compile("://[^/\\s]*@");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern CONNECTION = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern COUNT = Pattern.compile("(refs|objects|versions|bytes)=(\\d{1,18})");

    private final RowCells cells;
    private final BiFunction<String, String, Optional<String>> fits;
    private final @Nullable String asset;
    private final @Nullable Locator locator;
    private final @Nullable String place;
    private final List<String> dependsOn;
    private final @Nullable RegisterRow row;

    RowReading(RowCells cells, BiFunction<String, String, Optional<String>> fits) {
        this.cells = cells;
        this.fits = fits;
        asset = cells.matching(
                "asset", cells.mandatory("asset"), NAME, "1 to 64 of a-z 0-9 . _ - beginning with a letter or digit");
        var title = cells.mandatory("title");
        var kind = kind();
        var origin = cells.word("origin", Origin.class, cells.mandatory("origin"));
        var disposition = cells.word("disposition", Disposition.class, cells.mandatory("disposition"));
        var byHand = byHand(kind);
        var connection = byHand ? noConnection() : connection("connection", kind != null);
        locator = byHand ? null : ofKind(kind, locator("locator", connection, kind != null));
        place = byHand ? placeOfMedium(kind) : locator == null ? null : locator.text();
        dependsOn = dependsOn();
        row = optional(title, kind, origin, disposition, connection);
    }

    /** The row, when nothing is wrong with it. */
    Optional<RegisterRow> row() {
        return Optional.ofNullable(row);
    }

    RegisterOverlaps.Claim claim() {
        return new RegisterOverlaps.Claim(cells.row(), asset, locator, dependsOn);
    }

    private @Nullable RegisterRow optional(
            @Nullable String title,
            @Nullable String kind,
            @Nullable Origin origin,
            @Nullable Disposition disposition,
            @Nullable String connection) {
        var exposure = cells.word("exposure", Exposure.class, cells.text("exposure"));
        var right = rights();
        var owner = cells.text("owner");
        var ownershipBasis = cells.text("ownership_basis");
        var classification = cells.word("classification", Classification.class, cells.text("classification"));
        var personalData = cells.yesOrNo("personal_data");
        var medium = cells.text("medium");
        var holder = cells.text("holder");
        var locations = cells.text("locations");
        var baseline = baseline();
        var expected = expected();
        var expectedBy = cells.text("expected_by");
        if (expectedBy != null && expected.isEmpty()) {
            cells.problem("expected_by", "names who expects something, but expected is empty");
        }
        var wave = cells.number("wave");
        var priority = cells.number("priority");
        var destinationConnection = connection("destination_connection", cells.text("destination") != null);
        var destination = locator("destination", destinationConnection, destinationConnection != null);
        if (GIT.equals(kind) && destination != null && Locator.isFolder(destination.text())) {
            cells.problem("destination", "is a folder: expected the address of a repository to place a repository in");
        }
        if (!cells.clean() || asset == null || title == null || kind == null || origin == null || disposition == null) {
            return null;
        }
        return new RegisterRow(
                asset,
                title,
                kind,
                origin,
                disposition,
                connection,
                place,
                exposure,
                right,
                owner,
                ownershipBasis,
                classification,
                personalData,
                medium,
                holder,
                locations,
                baseline,
                expected,
                expectedBy,
                wave,
                priority,
                destinationConnection,
                destination == null ? null : destination.text(),
                dependsOn);
    }

    private @Nullable String kind() {
        var kind = cells.mandatory("kind");
        if (kind == null || KINDS.contains(kind)) {
            return kind;
        }
        cells.problem("kind", "expected one of " + String.join(", ", KINDS) + ", found " + RowCells.quoted(kind));
        return null;
    }

    /** Nobody can fetch it: it comes on a medium, on paper or by upload. */
    private boolean byHand(@Nullable String kind) {
        var locator = cells.text("locator");
        return MANUAL.equals(kind) || GIT.equals(kind) && locator != null && locator.startsWith("delivery:");
    }

    private @Nullable String noConnection() {
        if (cells.text("connection") != null) {
            cells.problem("connection", "expected none: what comes by hand is not fetched over a connection");
        }
        return null;
    }

    private @Nullable String placeOfMedium(@Nullable String kind) {
        var text = cells.text("locator");
        if (GIT.equals(kind)) {
            return cells.matching(
                    "locator", text, DELIVERY, "delivery: alone or with a plain name such as delivery:disk-2");
        }
        if (text != null && CREDENTIAL.matcher(text).find()) {
            cells.problem("locator", "carries a user name or password: expected none");
        }
        return text;
    }

    private @Nullable String connection(String column, boolean needed) {
        var name = needed ? cells.mandatory(column) : cells.text(column);
        return cells.matching(column, name, CONNECTION, "the name of a configured connection");
    }

    private @Nullable Locator locator(String column, @Nullable String connection, boolean needed) {
        var text = needed ? cells.mandatory(column) : cells.text(column);
        if (text == null) {
            return null;
        }
        var problem = Locator.problem(text);
        if (column.equals("locator") && Locator.isFolder(text)) {
            problem = Optional.of("is a folder, in which is only placed: expected where the holder has it");
        }
        if (problem.isEmpty() && connection != null) {
            problem = fits.apply(connection, text);
        }
        problem.ifPresent(p -> cells.problem(column, p));
        return problem.isPresent() ? null : Locator.of(text).over(connection);
    }

    private @Nullable Locator ofKind(@Nullable String kind, @Nullable Locator found) {
        if (kind == null || found == null || found.bucket() == kind.equals(S3)) {
            return found;
        }
        cells.problem(
                "locator", kind + " needs " + (kind.equals(S3) ? "s3://bucket/prefix" : "the address of a repository"));
        return null;
    }

    private Set<Right> rights() {
        var text = cells.text("right");
        var rights = EnumSet.noneOf(Right.class);
        if (text != null) {
            for (var word : text.split("\\+", -1)) {
                var right = cells.word("right", Right.class, word.strip());
                if (right != null && !rights.add(right)) {
                    cells.problem("right", "names " + right + " twice");
                }
            }
            if (rights.contains(Right.NONE) && rights.size() > 1) {
                cells.problem("right", "expected NONE alone or the rights there are, found both");
            }
        }
        return Set.copyOf(rights);
    }

    private @Nullable String baseline() {
        var text = cells.text("baseline");
        if (text == null) {
            return null;
        }
        var value = text.substring(text.indexOf(':') + 1);
        if (text.startsWith("commit:")) {
            cells.matching("baseline", value, COMMIT, "commit: with a full id of 40 or 64 hexadecimal digits");
        } else if (text.startsWith("bundle:") || text.startsWith("manifest:")) {
            cells.matching("baseline", value, SHA256, "a SHA-256 of 64 hexadecimal digits after the prefix");
        } else if (text.startsWith("date:")) {
            cells.date("baseline", value);
        } else {
            cells.problem("baseline", "expected commit:, bundle:, manifest: or date:, found " + RowCells.quoted(text));
        }
        return text;
    }

    private Map<String, Long> expected() {
        var counts = new TreeMap<String, Long>();
        var text = cells.text("expected");
        for (var part : text == null ? List.<String>of() : Arrays.asList(text.split(";"))) {
            var count = COUNT.matcher(part.strip());
            if (!count.matches()) {
                cells.problem(
                        "expected",
                        "expected counts as refs=12;objects=300;bytes=4096, found " + RowCells.quoted(part.strip()));
            } else if (counts.put(count.group(1), Long.valueOf(count.group(2))) != null) {
                cells.problem("expected", "counts " + count.group(1) + " twice");
            }
        }
        return Map.copyOf(counts);
    }

    private List<String> dependsOn() {
        var names = new ArrayList<String>();
        var text = cells.text("depends_on");
        for (var part : text == null ? List.<String>of() : Arrays.asList(text.split(";"))) {
            var name = cells.matching("depends_on", part.strip(), NAME, "names of assets separated by semicolons");
            if (name != null) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }
}
