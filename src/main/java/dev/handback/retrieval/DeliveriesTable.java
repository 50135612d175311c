package dev.handback.retrieval;

import dev.handback.Sha256;
import dev.handback.exits.Refusals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class DeliveriesTable {
    private static final int BATCH = 1000;
    private static final RowMapper<DeliveredFile> FILE = (row, n) ->
            new DeliveredFile(row.getBytes("name"), new Sha256(row.getString("sha256")), row.getLong("bytes"));

    private final JdbcClient db;
    private final JdbcTemplate batches;

    DeliveriesTable(JdbcClient db, JdbcTemplate batches) {
        this.db = db;
        this.batches = batches;
    }

    /** What a delivery's attempt needs to know of it. */
    record Newest(
            int delivery,
            String uploadedDigest,
            boolean fromFolder,
            @Nullable String statedDigest,
            @Nullable String photoSha256) {}

    /** False when a file of that name is there already. */
    boolean upload(String exit, String asset, DeliveredFile file) {
        return db.sql("""
                insert into work.delivery_upload (exit_id, asset, name, sha256, bytes, uploaded_by)
                values (:exit, :asset, :name, :sha256, :bytes, current_setting('handback.actor'))
                on conflict do nothing""")
                        .param("exit", exit)
                        .param("asset", asset)
                        .param("name", file.name())
                        .param("sha256", file.sha256().hex())
                        .param("bytes", file.bytes())
                        .update()
                == 1;
    }

    boolean takeOut(String exit, String asset, byte[] name) {
        return db.sql(
                                "delete from work.delivery_upload where exit_id = :exit and asset = :asset and name = :name and delivery is null")
                        .param("exit", exit)
                        .param("asset", asset)
                        .param("name", name)
                        .update()
                == 1;
    }

    /** Uploaded files of this delivery, or of none yet, in the order of the manifest. */
    List<DeliveredFile> uploaded(String exit, String asset, @Nullable Integer delivery) {
        return db.sql("""
                select name, sha256, bytes from work.delivery_upload
                where exit_id = :exit and asset = :asset and delivery is not distinct from :delivery order by name""")
                .param("exit", exit)
                .param("asset", asset)
                .param("delivery", delivery, java.sql.Types.INTEGER)
                .query(FILE)
                .list();
    }

    int next(String exit, String asset) {
        return db.sql(
                        "select 1 + coalesce(max(delivery), 0) from handback.delivery_received where exit_id = :exit and asset = :asset")
                .param("exit", exit)
                .param("asset", asset)
                .query(Integer.class)
                .single();
    }

    /** What is uploaded now belongs to this delivery, and nothing that comes later. */
    void bind(String exit, String asset, int delivery) {
        db.sql("""
                update work.delivery_upload set delivery = :delivery
                where exit_id = :exit and asset = :asset and delivery is null""")
                .param("exit", exit)
                .param("asset", asset)
                .param("delivery", delivery)
                .update();
    }

    void receive(String exit, String asset, int delivery, Receipt receipt, List<DeliveredFile> files, String task) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("exit", exit);
        values.put("asset", asset);
        values.put("delivery", delivery);
        values.put("medium", receipt.medium());
        values.put("courier", receipt.courier());
        values.put("sealNumber", receipt.sealNumber());
        values.put("seal", receipt.seal());
        values.put("condition", receipt.condition());
        values.put("receivedOn", receipt.receivedOn());
        values.put("photo", receipt.photoSha256());
        values.put("stated", receipt.statedDigest());
        values.put("note", Objects.requireNonNullElse(receipt.note(), ""));
        values.put("uploaded", files.size());
        values.put("uploadedBytes", FileManifest.total(files));
        values.put("uploadedDigest", FileManifest.digest(files).hex());
        values.put("fromFolder", receipt.fromFolder());
        values.put("task", task);
        Refusals.told(() -> db.sql("""
                insert into handback.delivery_received (exit_id, asset, delivery, medium, courier, seal_number, seal, condition,
                    received_on, photo_sha256, stated_digest, note, uploaded, uploaded_bytes, uploaded_digest, from_folder, task)
                values (:exit, :asset, :delivery, :medium, :courier, :sealNumber, :seal, :condition, :receivedOn, :photo, :stated,
                    :note, :uploaded, :uploadedBytes, :uploadedDigest, :fromFolder, :task)""").params(values).update());
    }

    Optional<Newest> newest(String exit, String asset) {
        return db.sql("""
                select delivery, uploaded_digest, from_folder, stated_digest, photo_sha256 from handback.delivery_received
                where exit_id = :exit and asset = :asset order by delivery desc limit 1""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Newest.class)
                .optional();
    }

    /** Whether this task's delivery is the newest one. */
    boolean isOfTask(String exit, String asset, String task) {
        return db.sql("""
                select exists (select 1 from handback.delivery_received d where exit_id = :exit and asset = :asset and task = :task
                    and delivery = (select max(delivery) from handback.delivery_received where exit_id = :exit and asset = :asset))""")
                .param("exit", exit)
                .param("asset", asset)
                .param("task", task)
                .query(Boolean.class)
                .single();
    }

    /** Counts the attempt that reads a delivery, before anything is read. */
    int begin(String exit, String asset, int delivery, String locator) {
        return Refusals.told(() -> db.sql("""
                insert into handback.attempt (exit_id, asset, number, locator, delivery)
                select :exit, :asset, 1 + coalesce(max(number), 0), :locator, :delivery
                from handback.attempt where exit_id = :exit and asset = :asset
                returning number""")
                .param("exit", exit)
                .param("asset", asset)
                .param("locator", locator)
                .param("delivery", delivery)
                .query(Integer.class)
                .single());
    }

    /** Lists an attempt's files for good; what was on its way into the delivery has arrived. */
    void keep(String exit, String asset, int number, int delivery, List<DeliveredFile> files) {
        var ordinal = new int[1];
        batches.batchUpdate("""
                insert into handback.attempt_file (exit_id, asset, number, ordinal, name, sha256, bytes)
                values (?, ?, ?, ?, ?, ?, ?)""", files, BATCH, (statement, file) -> {
            statement.setString(1, exit);
            statement.setString(2, asset);
            statement.setInt(3, number);
            statement.setInt(4, ordinal[0]++);
            statement.setBytes(5, file.name());
            statement.setString(6, file.sha256().hex());
            statement.setLong(7, file.bytes());
        });
        db.sql("delete from work.delivery_upload where exit_id = :exit and asset = :asset and delivery = :delivery")
                .param("exit", exit)
                .param("asset", asset)
                .param("delivery", delivery)
                .update();
    }

    List<DeliveredFile> files(String exit, String asset, int number, int page, int size) {
        return db.sql("""
                select name, sha256, bytes from handback.attempt_file
                where exit_id = :exit and asset = :asset and number = :number order by ordinal limit :size offset :skip""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .param("size", size)
                .param("skip", (long) page * size)
                .query(FILE)
                .list();
    }

    /** The digests of everything that is held of an attempt, each once. */
    List<String> contents(String exit, String asset, int number) {
        return db.sql("""
                select sha256 from handback.attempt_file where exit_id = :exit and asset = :asset and number = :number
                union
                select h ->> 'sha256' from handback.attempt_ended e, jsonb_array_elements(e.held) h
                where e.exit_id = :exit and e.asset = :asset and e.number = :number order by 1""")
                .param("exit", exit)
                .param("asset", asset)
                .param("number", number)
                .query(String.class)
                .list();
    }

    void decide(String exit, String asset, Decided decided) {
        Refusals.told(() -> db.sql("""
                insert into handback.delivery_confirmed (exit_id, asset, delivery, number, content_digest, decision, reason, task)
                values (:exit, :asset, :delivery, :number, :contentDigest, :decision, :reason, :task)""")
                .param("exit", exit)
                .param("asset", asset)
                .param("delivery", decided.delivery())
                .param("number", decided.number())
                .param("contentDigest", decided.contentDigest())
                .param("decision", decided.decision())
                .param("reason", decided.reason())
                .param("task", decided.task())
                .update());
    }

    /** The second person's word. */
    record Decided(int delivery, int number, String contentDigest, String decision, String reason, String task) {}

    /** Every delivery of an asset, the latest first. */
    List<Delivery> list(String exit, String asset) {
        return db.sql("""
                select r.delivery, r.actor as received_by, r.at, r.received_on, r.medium, r.courier, r.seal_number, r.seal, r.condition,
                       r.photo_sha256, r.stated_digest, r.note, r.from_folder, c.decision, c.actor as decided_by, c.at as decided_at, c.reason
                from handback.delivery_received r
                left join handback.delivery_confirmed c using (exit_id, asset, delivery)
                where r.exit_id = :exit and r.asset = :asset order by r.delivery desc""")
                .param("exit", exit)
                .param("asset", asset)
                .query(Delivery.class)
                .list();
    }
}
