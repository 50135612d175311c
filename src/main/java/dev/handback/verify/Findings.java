package dev.handback.verify;

import dev.handback.verify.PackageFinding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a check of a package found so far. */
final class Findings {
    private final List<PackageFinding> all = new ArrayList<>();

    void add(Code code, String object, String detail) {
        add(code, object, detail, null);
    }

    void add(Code code, String object, String detail, @Nullable String asset) {
        all.add(new PackageFinding(code, object, detail, asset));
    }

    /** A part of the check that may throw; the package's own text can break any reader, so that is a finding, never a crash. */
    interface Part {
        void check() throws Exception;
    }

    void step(Code code, String object, Part part) {
        try {
            part.check();
        } catch (PackageRefused refused) {
            all.add(refused.finding());
        } catch (Exception | StackOverflowError e) {
            add(code, object, "cannot be read: " + Plain.of(String.valueOf(e)));
        }
    }

    boolean has(Code code) {
        return all.stream().anyMatch(finding -> finding.code() == code);
    }

    int count() {
        return all.size();
    }

    List<PackageFinding> all() {
        return List.copyOf(all);
    }

    Set<String> assets() {
        var assets = new TreeSet<String>();
        all.forEach(finding -> {
            if (finding.asset() != null) assets.add(finding.asset());
        });
        return assets;
    }
}
