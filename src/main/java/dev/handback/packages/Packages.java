package dev.handback.packages;

import dev.handback.Sha256;
import dev.handback.custody.Ledger;
import dev.handback.exits.Exits;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotAllowed;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.packages.HandOverPackage.State;
import dev.handback.vault.Vault;
import dev.handback.work.LongWork;
import dev.handback.work.WorkStatus;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The hand-over packages of exits: asked for, built by {@code work}, fetched. */
@Component
public class Packages {
    private static final Set<WorkStatus.State> ON_ITS_WAY =
            Set.of(WorkStatus.State.FILED, WorkStatus.State.RUNNING, WorkStatus.State.WAITING);

    private final PackagesTable packages;
    private final Exits exits;
    private final Ledger ledger;
    private final LongWork work;
    private final Vault vault;

    Packages(PackagesTable packages, Exits exits, Ledger ledger, LongWork work, Vault vault) {
        this.packages = packages;
        this.exits = exits;
        this.ledger = ledger;
        this.work = work;
        this.vault = vault;
    }

    /**
     * Asks for a package of these assets; an empty scope means every living asset of the register. What it will hold is
     * settled now. While nothing of the exit changes, the same scope is the same package; one that could not be built is
     * tried again.
     *
     * @return its number
     * @throws InvalidInput naming the assets that the register does not have
     */
    @Transactional
    public String request(String exitId, List<String> scope) {
        var exit = exits.find(exitId).exitId();
        // what was built already is told to nobody else either
        if (!packages.mayAsk()) {
            throw new NotAllowed("you may not ask for a package: expected a member of operations or legal");
        }
        packages.lock(exit);
        var wanted = scope(exit, scope);
        var same = packages.same(exit, wanted)
                .filter(p -> packages.sealedBy(p.number()).isEmpty());
        if (same.isPresent()) {
            retry(same.get());
            return same.get().number();
        }
        var number = packages.request(exit, wanted, scope.isEmpty(), ledger.checkpoint());
        file(number);
        return number;
    }

    private List<String> scope(String exit, List<String> scope) {
        var living = packages.living(exit);
        var wanted = scope.isEmpty() ? living : List.copyOf(new TreeSet<>(scope));
        var known = Set.copyOf(living);
        var problems = wanted.stream()
                .filter(asset -> !known.contains(asset))
                .map(asset -> new Problem("scope", "the register of exit " + exit + " has no asset " + asset))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        if (wanted.isEmpty()) {
            throw new InvalidInput(List.of(new Problem("scope", "the register of exit " + exit + " has no asset yet")));
        }
        return wanted;
    }

    /** Tries again what could not be built; what is on its way, or built, stays as it is. */
    private void retry(HandOverPackage wanted) {
        if (wanted.state() != State.BUILT && progress(wanted.number()).isEmpty()) {
            file(wanted.number());
        }
    }

    private void file(String number) {
        work.file(BuildPackage.NAME, key(number), Map.of("package", number));
    }

    /** The package as it is now. */
    @Transactional(readOnly = true)
    public HandOverPackage find(String number) {
        return now(packages.find(number).orElseThrow(() -> new NotFound("package", number)));
    }

    /** One page of the packages of an exit, the newest first; pages count from 0. */
    @Transactional(readOnly = true)
    public List<HandOverPackage> list(String exit, int page, int size) {
        return packages.list(exits.find(exit).exitId(), page, size).stream()
                .map(this::now)
                .toList();
    }

    /** How far it is, while it is being built. */
    @Transactional(readOnly = true)
    public Optional<WorkStatus> progress(String number) {
        return work.status(key(number)).stream()
                .filter(status -> status.key().equals(key(number)) && ON_ITS_WAY.contains(status.state()))
                .findFirst();
    }

    /** The package, when it can be fetched: it is built, and nothing of it was sealed since. */
    @Transactional(readOnly = true)
    public HandOverPackage findBuilt(String number) {
        var found = find(number);
        if (found.state() != State.BUILT) {
            throw new Refused("package " + number + " is not built yet");
        }
        packages.sealedBy(number).ifPresent(quarantine -> {
            throw new Refused("package " + number + ": quarantine " + quarantine
                    + " seals what it holds; ask for another one, which leaves that out");
        });
        return found;
    }

    /** Its bytes, for whoever compares them with the digest that goes with them. */
    public InputStream open(HandOverPackage built) {
        return vault.openAsIs(new Sha256(Objects.requireNonNull(built.sha256())));
    }

    /** The same for who must go to and fro in them. */
    public FileChannel channel(HandOverPackage built) {
        return vault.channel(new Sha256(Objects.requireNonNull(built.sha256())));
    }

    /** The newest packages that were built, of all exits. */
    @Transactional(readOnly = true)
    public List<HandOverPackage> newest(int most) {
        return packages.newest(most);
    }

    /** The package that was built with exactly these bytes. */
    @Transactional(readOnly = true)
    public Optional<HandOverPackage> withDigest(Sha256 sha256) {
        return packages.withDigest(sha256);
    }

    /** A failure is of yesterday when somebody has asked for it again. */
    private HandOverPackage now(HandOverPackage found) {
        return found.state() == State.FAILED && progress(found.number()).isPresent() ? found.again() : found;
    }

    private static String key(String number) {
        return "package/" + number;
    }
}
