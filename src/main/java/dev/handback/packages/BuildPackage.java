package dev.handback.packages;

import dev.handback.ScratchFolder;
import dev.handback.custody.CheckpointStamps;
import dev.handback.custody.Ledger;
import dev.handback.custody.TimeStampRefused;
import dev.handback.exits.NotFound;
import dev.handback.vault.NotInVault;
import dev.handback.vault.Stored;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultDamaged;
import dev.handback.vault.VaultFull;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Builds a package into the vault. Begun anew after a kill it gives the same bytes, so there is nothing to resume. */
@Component
class BuildPackage implements Step<BuildPackage.Result>, DisposableBean {
    static final String NAME = "package";

    private final PackagesTable packages;
    private final Vault vault;
    private final Ledger ledger;
    private final CheckpointStamps stamps;
    private final ScratchFolder scratch;

    BuildPackage(
            PackagesTable packages,
            Vault vault,
            Ledger ledger,
            CheckpointStamps stamps,
            @Value("${handback.data-dir}") Path dataDir)
            throws IOException {
        this.packages = packages;
        this.vault = vault;
        this.ledger = ledger;
        this.stamps = stamps;
        scratch = new ScratchFolder(dataDir.resolve("packing"));
    }

    sealed interface Result permits Built, NotBuilt {}

    record Built(Stored stored, long files) implements Result {}

    /** Trying again by ourselves would not help: somebody must make room, restore bytes, or repair an authority. */
    record NotBuilt(String reason) implements Result {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result run(WorkOrder order, Progress progress) throws IOException {
        var wanted = wanted(order);
        var sealed = packages.sealedBy(wanted.number());
        if (sealed.isPresent()) {
            return overtaken(sealed.get());
        }
        var folder = scratch.newFolder();
        try {
            var bag = new Bag(wanted, vault, ledger, stamps, folder);
            progress.report(0, 0, null, "reading the ledger and the manifests");
            bag.prepare();
            var stored = vault.store((Vault.Writing) out -> bag.write(out, progress));
            return new Built(stored, bag.files());
        } catch (VaultFull | VaultDamaged | NotInVault | TimeStampRefused refused) {
            return new NotBuilt(String.valueOf(refused.getMessage()));
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static NotBuilt overtaken(String quarantine) {
        return new NotBuilt(
                "quarantine " + quarantine + " seals what it would hold; ask for another one, which leaves that out");
    }

    @Override
    public void done(WorkOrder order, Result result) {
        var wanted = wanted(order);
        if (result instanceof Built built) {
            // also when it was sealed meanwhile: what lies in the vault must be known, to be erased with the rest
            packages.built(wanted, built);
        } else if (result instanceof NotBuilt not) {
            packages.failed(wanted, not.reason());
        }
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        packages.failed(wanted(order), why);
    }

    private HandOverPackage wanted(WorkOrder order) {
        var number = order.require("package");
        return packages.find(number).orElseThrow(() -> new NotFound("package", number));
    }

    @Override
    public void destroy() throws IOException {
        scratch.close();
    }
}
