package dev.handback.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handback.assets.AssetRegister;
import dev.handback.process.DeliveryCommands;
import dev.handback.retrieval.DeliveredFile;
import dev.handback.retrieval.Deliveries;
import dev.handback.retrieval.Delivery;
import dev.handback.retrieval.Receipt;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Deliveries by hand: files of any size one by one, then the receipt that makes them a delivery. */
@RestController
@RequestMapping("/api/exits/{id}/assets/{name}/delivery")
class DeliveryApi {
    private final AssetRegister register;
    private final Deliveries deliveries;
    private final DeliveryCommands commands;

    DeliveryApi(AssetRegister register, Deliveries deliveries, DeliveryCommands commands) {
        this.register = register;
        this.deliveries = deliveries;
        this.commands = commands;
    }

    /** {@code nameBase64} stands beside a name that is no UTF-8. */
    record FileJson(
            String name,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String nameBase64,

            long size,
            String sha256) {
        static FileJson of(DeliveredFile file) {
            var raw = file.isUtf8() ? null : Base64.getEncoder().encodeToString(file.name());
            return new FileJson(file.text(), raw, file.bytes(), file.sha256().hex());
        }
    }

    record State(List<FileJson> uploaded, List<Delivery> deliveries) {}

    record Received(int delivery) {}

    @GetMapping
    State show(@PathVariable String id, @PathVariable String name) {
        register.find(id, name);
        return new State(
                deliveries.uploaded(id, name).stream().map(FileJson::of).toList(), deliveries.list(id, name));
    }

    /** One file as the body of the request; nothing is kept of one that breaks off or is too large. */
    @PutMapping("/files")
    ResponseEntity<FileJson> upload(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam("name") String file,
            HttpServletRequest request)
            throws IOException {
        var uploaded = commands.upload(id, name, file, request.getInputStream(), request.getContentLengthLong());
        return ResponseEntity.status(HttpStatus.CREATED).body(FileJson.of(uploaded));
    }

    @DeleteMapping("/files")
    ResponseEntity<Void> takeOut(
            @PathVariable String id, @PathVariable String name, @RequestParam("name") String file) {
        commands.takeOut(id, name, file);
        return ResponseEntity.noContent().build();
    }

    /** Records the receipt of what was uploaded before, and of what lies in the import folder. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Received> receive(@PathVariable String id, @PathVariable String name, @RequestBody Receipt receipt) {
        int delivery = commands.receive(id, name, receipt);
        return ResponseEntity.accepted()
                .location(URI.create("/api/exits/" + id + "/assets/" + name))
                .body(new Received(delivery));
    }

    /** The same with small files in one request. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Received> receive(
            @PathVariable String id,
            @PathVariable String name,
            @RequestPart("delivery") Receipt receipt,
            @RequestPart(required = false) @Nullable List<MultipartFile> files)
            throws IOException {
        uploadAll(commands, id, name, files == null ? List.of() : files);
        return receive(id, name, receipt);
    }

    /** How many there were; a browser sends an empty one when none was chosen. */
    static int uploadAll(DeliveryCommands commands, String id, String name, List<MultipartFile> files)
            throws IOException {
        int uploaded = 0;
        for (var file : files) {
            var called = file.getOriginalFilename();
            if (called != null && !called.isEmpty()) {
                try (InputStream content = file.getInputStream()) {
                    commands.upload(id, name, called, content, file.getSize());
                }
                uploaded++;
            }
        }
        return uploaded;
    }
}
