package dev.handback.exits;

import org.jspecify.annotations.Nullable;

/** One reason, with a stable code, why a check failed or a gate is shut; {@code asset} is null when it is about the exit. */
public record Finding(String code, @Nullable String asset, String detail) {
    @Override
    public String toString() {
        return (asset == null ? "" : asset + ": ") + detail + " (" + code + ")";
    }
}
