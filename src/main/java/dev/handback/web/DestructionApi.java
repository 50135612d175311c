package dev.handback.web;

import dev.handback.assets.Exceptions;
import dev.handback.certificates.RecallNotices;
import dev.handback.destruction.Clearance;
import dev.handback.destruction.Clearances;
import dev.handback.destruction.DestructionLine;
import dev.handback.destruction.Destructions;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import dev.handback.destruction.Served;
import dev.handback.exits.Exits;
import dev.handback.process.DestructionCommands;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Destructions begun, cleared, and their recalls. Orders and attestations have APIs of their own. */
@RestController
@RequestMapping("/api/exits/{id}")
class DestructionApi {
    private static final int MOST = 1000;

    private final Exits exits;
    private final Destructions destructions;
    private final Clearances clearances;
    private final Orders orders;
    private final RecallNotices notices;
    private final Exceptions exceptions;
    private final DestructionCommands commands;
    private final Uploads uploads;

    DestructionApi(
            Exits exits,
            Destructions destructions,
            Clearances clearances,
            Orders orders,
            RecallNotices notices,
            Exceptions exceptions,
            DestructionCommands commands,
            Uploads uploads) {
        this.exits = exits;
        this.destructions = destructions;
        this.clearances = clearances;
        this.orders = orders;
        this.notices = notices;
        this.exceptions = exceptions;
        this.commands = commands;
        this.uploads = uploads;
    }

    record Begin(@Nullable String wave, @Nullable List<String> assets) {}

    record Begun(String destruction, List<String> assets) {}

    /** @param destruction may be left out: the open one that names all of these assets */
    record Clear(
            @Nullable String destruction,
            @Nullable List<String> assets,
            @Nullable String basis,
            @Nullable String reason,
            @Nullable String exclusions,
            @Nullable LocalDate answerBy,
            @Nullable String counselBasis) {}

    record Leave(@Nullable String reason) {}

    record Told(
            @Nullable String servedAt,
            @Nullable String place,
            @Nullable String servedBy,
            @Nullable String channel,
            @Nullable String note) {
        Served with(dev.handback.destruction.@Nullable Paper proof) {
            return new Served(servedAt, place, servedBy, channel, proof, note);
        }
    }

    /** What is to be destroyed, asset by asset; pages count from 0. */
    @GetMapping("/destruction")
    List<DestructionLine> lines(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "1000") int size) {
        return destructions.list(exits.find(id).exitId(), Math.max(0, page), Math.max(1, Math.min(size, MOST)));
    }

    /** Operations begin the destruction of assets, of a wave, or of all that is left. */
    @PostMapping("/destructions")
    ResponseEntity<Begun> begin(@PathVariable String id, @RequestBody Begin begin) {
        var assets = begin.assets() == null ? List.<String>of() : begin.assets();
        var destruction = commands.begin(exits.find(id).exitId(), begin.wave(), assets);
        return ResponseEntity.created(URI.create("/api/exits/" + id + "/destruction"))
                .body(new Begun(destruction, destructions.scope(destruction)));
    }

    @GetMapping("/clearances")
    List<Clearance> clearances(@PathVariable String id) {
        return clearances.list(exits.find(id).exitId());
    }

    @PostMapping("/clearances")
    ResponseEntity<Clearance> clear(@PathVariable String id, @RequestBody Clear clear) {
        exits.find(id);
        var assets = clear.assets() == null ? List.<String>of() : clear.assets();
        var destruction = clear.destruction() == null ? commands.waitingFor(id, assets) : clear.destruction();
        var asked = new Clearance.Asked(
                clear.basis(), clear.reason(), clear.exclusions(), clear.answerBy(), clear.counselBasis(), assets);
        var clearance = clearances.find(commands.clear(id, destruction, asked));
        return ResponseEntity.created(URI.create("/api/exits/" + id + "/clearances"))
                .body(clearance);
    }

    /** Legal clears nothing of a destruction. */
    @PostMapping("/destructions/{destruction}/leave")
    ResponseEntity<Void> leave(@PathVariable String id, @PathVariable String destruction, @RequestBody Leave leave) {
        commands.leave(exits.find(id).exitId(), destruction, leave.reason());
        return ResponseEntity.noContent().build();
    }

    record Bear(@Nullable String attestation, @Nullable String reason) {}

    /** Asks that two persons bear gaps of an attestation, or that nobody ever attests; decided as any exception. */
    @PostMapping("/assets/{name}/bear")
    ResponseEntity<Void> bear(@PathVariable String id, @PathVariable String name, @RequestBody Bear bear) {
        exceptions.askToBear(id, name, bear.attestation(), bear.reason());
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/recalls")
    List<Order.Recall> recalls(@PathVariable String id) {
        return orders.recalls(exits.find(id).exitId());
    }

    @GetMapping("/recalls/{recall}/document.pdf")
    ResponseEntity<byte[]> recallPdf(@PathVariable String id, @PathVariable String recall) {
        return OrdersApi.file(notices.pdf(id, recall), recall + ".pdf", MediaType.APPLICATION_PDF);
    }

    @GetMapping("/recalls/{recall}/document.json")
    ResponseEntity<byte[]> recallJson(@PathVariable String id, @PathVariable String recall) {
        return OrdersApi.file(notices.json(id, recall), recall + ".json", MediaType.APPLICATION_JSON);
    }

    /** The holder was told of a recall. */
    @PostMapping(path = "/recalls/{recall}/served", consumes = MediaType.APPLICATION_JSON_VALUE)
    List<Order.Recall> told(@PathVariable String id, @PathVariable String recall, @RequestBody Told told) {
        commands.serveRecall(recall, told.with(null));
        return recalls(id);
    }

    @PostMapping(path = "/recalls/{recall}/served", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    List<Order.Recall> toldWithProof(
            @PathVariable String id,
            @PathVariable String recall,
            @RequestPart Told served,
            @RequestPart MultipartFile proof) {
        commands.serveRecall(recall, served.with(uploads.keep("proof", proof)));
        return recalls(id);
    }
}
