package dev.handback.verify;

import dev.handback.verify.PackageFinding.Code;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a check of a package found so far. */
final class Findings {
    /** Of a package that is wrong in more places the first ones are told; codes and assets are told of all. */
    private static final int MOST = 200_000;

    private final List<PackageFinding> all = new ArrayList<>();
    private final Set<Code> codes = EnumSet.noneOf(Code.class);
    private final Set<String> assets = new TreeSet<>();
    private int count;

    void add(Code code, String object, String detail) {
        add(code, object, detail, null);
    }

    void add(Code code, String object, String detail, @Nullable String asset) {
        add(new PackageFinding(code, object, detail, asset));
    }

    private void add(PackageFinding finding) {
        count++;
        codes.add(finding.code());
        if (finding.asset() != null) assets.add(finding.asset());
        if (count <= MOST) all.add(finding);
    }

    /** A part of the check that may throw; the package's own text can break any reader, so that is a finding, never a crash. */
    interface Part {
        void check() throws Exception;
    }

    /** @throws TooLarge what it would cost is no fault of the package */
    void step(Code code, String object, Part part) {
        try {
            part.check();
        } catch (TooLarge beyond) {
            throw beyond;
        } catch (PackageRefused refused) {
            add(refused.finding());
        } catch (Exception | StackOverflowError e) {
            add(code, object, "cannot be read: " + Plain.of(String.valueOf(e)));
        }
    }

    boolean has(Code code) {
        return codes.contains(code);
    }

    int count() {
        return count;
    }

    List<PackageFinding> all() {
        return List.copyOf(all);
    }

    Set<String> assets() {
        return new TreeSet<>(assets);
    }
}
