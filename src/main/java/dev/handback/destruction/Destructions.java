package dev.handback.destruction;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The destruction line of each asset, and destructions that operations begin for a scope or a wave. */
@Component
public class Destructions {
    private final DestructionsTable destructions;

    Destructions(DestructionsTable destructions) {
        this.destructions = destructions;
    }

    /**
     * Begins the destruction of these assets, or of a wave's, or of all that are to be destroyed and are not under way.
     *
     * @return its id, such as {@code X2026-0001-P1}
     * @throws InvalidInput when that is nothing
     */
    @Transactional
    public String begin(String exit, @Nullable String wave, Collection<String> assets) {
        var scope = new TreeSet<>(assets.isEmpty() ? destructions.toDestroy(exit, wave) : assets);
        if (scope.isEmpty()) {
            throw new InvalidInput(List.of(new Problem(
                    "assets",
                    wave == null
                            ? "the register has nothing that is to be destroyed and is not under way"
                            : "wave " + wave + " has nothing that is to be destroyed and is not under way")));
        }
        return destructions.begin(exit, wave, scope);
    }

    /** The assets of a destruction that was begun, in order. */
    @Transactional(readOnly = true)
    public List<String> scope(String destruction) {
        return destructions.scope(destruction).orElseThrow(() -> new NotFound("destruction", destruction));
    }

    /** Legal clears nothing of it, and says why. */
    @Transactional
    public void leave(String exit, String destruction, @Nullable String reason, @Nullable String task) {
        destructions.leave(exit, destruction, Words.reason(reason), task);
    }

    @Transactional(readOnly = true)
    public boolean left(String destruction) {
        return destructions.left(destruction);
    }

    /** One page of the living assets of an exit that are to be destroyed; pages count from 0. */
    @Transactional(readOnly = true)
    public List<DestructionLine> list(String exit, int page, int size) {
        return destructions.page(exit, page, size);
    }

    @Transactional(readOnly = true)
    public long count(String exit) {
        return destructions.count(exit);
    }

    /** How many assets of an exit are in each state of the destruction line. */
    @Transactional(readOnly = true)
    public Map<String, Long> states(String exit) {
        return destructions.states(exit);
    }

    /** The lines of these assets, in the order of their names. */
    @Transactional(readOnly = true)
    public List<DestructionLine> of(String exit, Collection<String> assets) {
        return assets.isEmpty() ? List.of() : destructions.of(exit, assets);
    }

    /** The state of each of these assets that is not withdrawn. */
    @Transactional(readOnly = true)
    public Map<String, String> states(String exit, Collection<String> assets) {
        return of(exit, assets).stream()
                .collect(java.util.stream.Collectors.toMap(DestructionLine::asset, DestructionLine::state));
    }

    @Transactional(readOnly = true)
    public DestructionLine find(String exit, String asset) {
        return of(exit, List.of(asset)).stream().findFirst().orElseThrow(() -> new NotFound("asset", asset));
    }
}
