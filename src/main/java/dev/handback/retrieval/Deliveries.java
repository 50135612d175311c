package dev.handback.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.vault.Vault;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What comes by hand: one person uploads and receives it, a second one confirms or rejects it. */
@Component
@EnableConfigurationProperties(DeliverySettings.class)
public class Deliveries {
    private static final int LONGEST_NAME = 1024;

    private final DeliveriesTable table;
    private final AssetRegister register;
    private final Vault vault;
    private final DeliverySettings settings;
    private final TransactionTemplate transactions;

    Deliveries(
            DeliveriesTable table,
            AssetRegister register,
            Vault vault,
            DeliverySettings settings,
            TransactionTemplate transactions) {
        this.table = table;
        this.register = register;
        this.vault = vault;
        this.settings = settings;
        this.transactions = transactions;
    }

    /**
     * Streams one file into the vault and lists it for the next delivery. A stream that breaks off leaves nothing. Call it
     * outside any transaction.
     *
     * @param name opaque text
     * @param announced how many bytes must come; negative when nobody said so
     * @throws DeliveryTooLarge when it is more than one file, or a delivery, may be
     */
    public DeliveredFile upload(String exit, String asset, String name, InputStream content, long announced) {
        var bytes = name.getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST_NAME) {
            throw new InvalidInput(List.of(new Problem(
                    "name", "expected a file name of 1 to " + LONGEST_NAME + " bytes, found " + bytes.length)));
        }
        var there = uploaded(exit, asset);
        if (there.size() >= settings.maxFiles()) {
            throw new DeliveryTooLarge("asset " + asset + ": expected at most " + settings.maxFiles()
                    + " files (handback.deliveries.max-files)");
        }
        refuseSecond(asset, name, there.stream().anyMatch(file -> file.text().equals(name)));
        var room = settings.maxTotal().toBytes() - FileManifest.total(there);
        var stored = vault.store(new LimitedStream(content, asset, settings.maxFile(), room, announced));
        var file = new DeliveredFile(bytes, stored.sha256(), stored.bytes());
        refuseSecond(
                asset, name, !Boolean.TRUE.equals(transactions.execute(status -> table.upload(exit, asset, file))));
        return file;
    }

    private static void refuseSecond(String asset, String name, boolean second) {
        if (second) {
            throw new Refused("asset " + asset + ": a file named \"" + name
                    + "\" is uploaded already; take that one out, or give this one another name");
        }
    }

    /** Takes an uploaded file off the list of the next delivery; the vault keeps the bytes all the same. */
    @Transactional
    public void takeOut(String exit, String asset, String name) {
        if (!table.takeOut(exit, asset, name.getBytes(UTF_8))) {
            throw new NotFound("uploaded file", name + " of asset " + asset);
        }
    }

    /** Uploaded files that no delivery has yet. */
    @Transactional(readOnly = true)
    public List<DeliveredFile> uploaded(String exit, String asset) {
        return table.uploaded(exit, asset, null);
    }

    /** Whether operators can put files into an import folder. */
    public boolean hasImportFolder() {
        return settings.importDir() != null;
    }

    /**
     * Records that this person received what is uploaded, and what lies in the import folder. It is read and proved next,
     * and then a second person confirms it. Returns the number of the delivery.
     *
     * @throws InvalidInput naming every field that cannot be used
     */
    @Transactional
    public int receive(String exit, String asset, Receipt receipt, String task) {
        register.find(exit, asset);
        receipt.check();
        if (receipt.fromFolder() && settings.importDir() == null) {
            throw new InvalidInput(List.of(new Problem(
                    "fromFolder",
                    "no import folder is configured (handback.deliveries.import-dir): upload the files")));
        }
        int delivery = table.next(exit, asset);
        table.bind(exit, asset, delivery);
        var files = table.uploaded(exit, asset, delivery);
        if (files.isEmpty() && !receipt.fromFolder()) {
            throw new InvalidInput(List.of(new Problem(
                    "files", "expected at least one file; of paper or a sealed medium upload a scan or photo")));
        }
        if (!receipt.fromFolder() && !receipt.photographed(files)) {
            throw new InvalidInput(List.of(new Problem(
                    "photoSha256", "expected the SHA-256 of one of the uploaded files: upload the photo first")));
        }
        table.receive(exit, asset, delivery, receipt, files, task);
        return delivery;
    }

    /** Whether the delivery that completes this task is recorded. */
    @Transactional(readOnly = true)
    public boolean receivedBy(String exit, String asset, String task) {
        return table.isOfTask(exit, asset, task);
    }

    /** The second person's word; confirmed, the asset counts as whole, rejected, it must be delivered anew. */
    @Transactional
    public void decide(String exit, String asset, boolean confirm, @Nullable String reason, String task) {
        var held = register.find(exit, asset);
        var number = held.number();
        var delivery = held.delivery();
        if (number == null || delivery == null || held.contentDigest() == null) {
            throw new Refused(
                    "asset " + asset + ": no delivery waits for a second person (state " + held.returnState() + ")");
        }
        var why = reason == null ? "" : reason.strip();
        if (!confirm && why.length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected why the delivery is rejected")));
        }
        table.decide(
                exit,
                asset,
                new DeliveriesTable.Decided(
                        delivery, number, held.contentDigest(), confirm ? "CONFIRM" : "REJECT", why, task));
    }

    /** Every delivery of an asset, the latest first. */
    @Transactional(readOnly = true)
    public List<Delivery> list(String exit, String asset) {
        return table.list(exit, asset);
    }

    /** One page of the files of an attempt, in the order of their names' bytes; pages count from 0. */
    @Transactional(readOnly = true)
    public List<DeliveredFile> files(String exit, String asset, int number, int page, int size) {
        return table.files(exit, asset, number, page, size);
    }
}
