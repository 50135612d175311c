package dev.handback.assets;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The assets of each exit: imported, corrected, agreed; rows are versions and never change. */
@Component
public class AssetRegister {
    private final AssetsTable assets;
    private final LocatorCheck locators;

    AssetRegister(AssetsTable assets, LocatorCheck locators) {
        this.assets = assets;
        this.locators = locators;
    }

    /** Reads a register file against what is registered, and records nothing. */
    @Transactional(readOnly = true)
    public RegisterPreview preview(String exit, InputStream csv) {
        return RegisterFile.read(csv, registered(exit, null), locators::problem);
    }

    /** Imports a register file, all of it or nothing: when the answer is not importable, no row was recorded. */
    @Transactional
    public RegisterPreview importFile(String exit, InputStream csv) {
        assets.lock(exit);
        var preview = preview(exit, csv);
        if (preview.importable()) {
            var versions = assets.versions(exit);
            preview.rows().forEach(row -> {
                var version = versions.getOrDefault(row.asset(), 0) + 1;
                assets.insert(exit, row.asset(), version, "ADDED", "", row.cells());
            });
        }
        return preview;
    }

    /** Adds one row. @throws InvalidInput naming every column that cannot be used */
    @Transactional
    public void add(String exit, Map<String, String> cells) {
        assets.lock(exit);
        var row = checked(exit, null, cells);
        var version = assets.versions(exit).getOrDefault(row.asset(), 0) + 1;
        assets.insert(exit, row.asset(), version, "ADDED", "", row.cells());
    }

    /** Corrects a row: the given cells replace the old ones, with a reason. What was retrieved keeps its kind and locator. */
    @Transactional
    public void correct(String exit, String asset, Map<String, String> cells, @Nullable String reason) {
        assets.lock(exit);
        var old = find(exit, asset);
        var row = checked(exit, asset, cells);
        if (!row.asset().equals(asset)) {
            throw new InvalidInput(List.of(new Problem("asset", "expected " + asset + ": an asset keeps its name")));
        }
        assets.insert(exit, asset, old.version() + 1, "CORRECTED", reason(reason), row.cells());
    }

    /** Withdraws a row that was entered in error; only while nothing of it was retrieved. */
    @Transactional
    public void withdraw(String exit, String asset, @Nullable String reason) {
        var old = find(exit, asset);
        var cells = assets.cells(exit, asset).get(0);
        assets.insert(exit, asset, old.version() + 1, "WITHDRAWN", reason(reason), cells);
    }

    /** Agrees the register as it is now; from then on its scope shrinks only by withdrawal or exception, but may grow. */
    @Transactional
    public void agree(String exit) {
        assets.agree(exit);
    }

    /** Living assets added since the register was last agreed, all when it never was; in the order they should come home. */
    @Transactional(readOnly = true)
    public List<String> notAgreed(String exit) {
        return assets.notAgreed(exit);
    }

    @Transactional(readOnly = true)
    public boolean agreed(String exit) {
        return assets.agreed(exit);
    }

    /** One page of assets by name, from 0; {@code state} keeps those of one return state. */
    @Transactional(readOnly = true)
    public List<Asset> list(String exit, @Nullable String state, int page, int size) {
        return assets.page(exit, state, page, size);
    }

    /** The names of all assets, withdrawn ones included. */
    @Transactional(readOnly = true)
    public Set<String> names(String exit) {
        return assets.versions(exit).keySet();
    }

    /** How many assets are in each return state. */
    @Transactional(readOnly = true)
    public Map<String, Long> states(String exit) {
        return assets.states(exit);
    }

    /** The asset as it is now; {@link NotFound} when the register has none of that name. */
    @Transactional(readOnly = true)
    public Asset find(String exit, String asset) {
        return assets.find(exit, asset).orElseThrow(() -> new NotFound("asset", asset + " in exit " + exit));
    }

    /** The cells of an asset as a register file would carry them, for a form. */
    @Transactional(readOnly = true)
    public Map<String, String> cells(String exit, String asset) {
        return assets.cells(exit, find(exit, asset).asset()).get(0);
    }

    /** Connections over which living assets of the exit are fetched, by name. */
    @Transactional(readOnly = true)
    public List<String> connections(String exit) {
        return assets.connections(exit);
    }

    /** Living assets that come home, over a connection or by hand, in the order they should. */
    @Transactional(readOnly = true)
    public List<String> toRetrieve(String exit) {
        return assets.toRetrieve(exit);
    }

    private RegisterRow checked(String exit, @Nullable String correcting, Map<String, String> cells) {
        var read = RegisterFile.readRow(cells, registered(exit, correcting), locators::problem);
        if (!read.importable()) {
            throw new InvalidInput(read.problems().stream()
                    .map(p -> new Problem(p.column().isEmpty() ? "asset" : p.column(), p.message()))
                    .toList());
        }
        return read.rows().get(0);
    }

    private List<RegisterRow> registered(String exit, @Nullable String except) {
        return assets.cells(exit, null).stream()
                .filter(cells -> !java.util.Objects.equals(cells.get("asset"), except))
                .flatMap(cells -> RegisterFile.readRow(cells, List.of(), (c, l) -> Optional.empty()).rows().stream())
                .toList();
    }

    private static String reason(@Nullable String reason) {
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected why the row changes")));
        }
        return reason.strip();
    }
}
