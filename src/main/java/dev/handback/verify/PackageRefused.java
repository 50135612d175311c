package dev.handback.verify;

import dev.handback.verify.PackageFinding.Code;
import org.jspecify.annotations.Nullable;

/** A finding behind which nothing of the same part can be judged. */
final class PackageRefused extends RuntimeException {
    private final transient PackageFinding finding;

    PackageRefused(Code code, String object, String detail) {
        this(code, object, detail, null);
    }

    PackageRefused(Code code, String object, String detail, @Nullable String asset) {
        super(detail);
        finding = new PackageFinding(code, object, detail, asset);
    }

    PackageFinding finding() {
        return finding;
    }
}
