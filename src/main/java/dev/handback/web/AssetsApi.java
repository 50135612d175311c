package dev.handback.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.assets.Exceptions;
import dev.handback.assets.RegisterPreview;
import dev.handback.destruction.Destructions;
import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import dev.handback.process.ExitCommands;
import dev.handback.retrieval.Deliveries;
import dev.handback.retrieval.HeldRef;
import dev.handback.retrieval.Quarantines;
import dev.handback.retrieval.Retrievals;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The register and its assets. */
@RestController
@RequestMapping("/api/exits/{id}")
class AssetsApi {
    private static final int MOST = 1_000;
    private final Exits exits;
    private final AssetRegister register;
    private final Exceptions exceptions;
    private final Retrievals retrievals;
    private final Deliveries deliveries;
    private final Quarantines quarantines;
    private final Destructions destructions;
    private final ExitCommands commands;
    private final ExceptionDecisions decisions;
    private final FindingList findings;
    private final AssetFlags flags;
    private final ObjectMapper json;

    AssetsApi(
            Exits exits,
            AssetRegister register,
            Exceptions exceptions,
            Retrievals retrievals,
            Deliveries deliveries,
            Quarantines quarantines,
            Destructions destructions,
            ExitCommands commands,
            ExceptionDecisions decisions,
            FindingList findings,
            AssetFlags flags,
            ObjectMapper json) {
        this.exits = exits;
        this.register = register;
        this.exceptions = exceptions;
        this.retrievals = retrievals;
        this.deliveries = deliveries;
        this.quarantines = quarantines;
        this.destructions = destructions;
        this.commands = commands;
        this.decisions = decisions;
        this.findings = findings;
        this.flags = flags;
        this.json = json;
    }

    /** {@code cells} as in a register file; those not named stay, those sent empty are emptied. */
    record Change(
            @Nullable Map<String, String> cells, @Nullable String reason) {
        Map<String, String> over(Map<String, String> old) {
            var changed = new LinkedHashMap<>(old);
            changed.putAll(cells == null ? Map.of() : cells);
            changed.values().removeIf(value -> value == null || value.isBlank());
            return changed;
        }
    }

    record ExceptionWord(
            @Nullable String reason,
            @Nullable LocalDate remedy,
            @Nullable String asked,
            @Nullable String decision) {}

    @PostMapping("/register")
    ResponseEntity<RegisterPreview> register(
            @PathVariable String id,
            @RequestParam MultipartFile register,
            @RequestParam(defaultValue = "false") boolean preview)
            throws IOException {
        exits.find(id);
        var csv = new ByteArrayInputStream(register.getBytes());
        var read = preview ? this.register.preview(id, csv) : this.register.importFile(id, csv);
        return ResponseEntity.status(preview || read.importable() ? HttpStatus.OK : HttpStatus.BAD_REQUEST)
                .body(read);
    }

    @PostMapping("/register/agree")
    ResponseEntity<Void> agree(@PathVariable String id) {
        commands.agreeRegister(exits.find(id).exitId());
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/assets")
    List<AssetJson> list(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "1000") int size) {
        var flags = this.flags.of(exits.find(id).exitId());
        var listed = register.list(id, state, Math.max(0, page), Math.max(1, Math.min(size, MOST)));
        var destruction =
                destructions.states(id, listed.stream().map(Asset::asset).toList());
        return listed.stream()
                .map(asset -> AssetJson.of(
                        asset,
                        flags.of(asset),
                        destruction.getOrDefault(asset.asset(), "NONE"),
                        findings.of(asset.findings()),
                        null))
                .toList();
    }

    @GetMapping("/assets/{name}")
    AssetJson show(@PathVariable String id, @PathVariable String name) {
        return json(register.find(id, name));
    }

    @PostMapping("/assets")
    ResponseEntity<AssetJson> add(@PathVariable String id, @RequestBody Map<String, String> cells) {
        register.add(exits.find(id).exitId(), cells);
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(json(register.find(id, String.valueOf(cells.get("asset")))));
    }

    @PatchMapping("/assets/{name}")
    AssetJson patch(@PathVariable String id, @PathVariable String name, @RequestBody Change change) {
        return correct(id, name, change);
    }

    @PostMapping("/assets/{name}/correct")
    AssetJson correct(@PathVariable String id, @PathVariable String name, @RequestBody Change change) {
        commands.correct(id, name, change.over(register.cells(id, name)), change.reason());
        return json(register.find(id, name));
    }

    @PostMapping("/assets/{name}/withdraw")
    AssetJson withdraw(@PathVariable String id, @PathVariable String name, @RequestBody Change change) {
        commands.withdraw(id, name, change.reason());
        return json(register.find(id, name));
    }

    /** Asks for an exception, or for its revocation where one is in force; with a decision, one person's word on it. */
    @PostMapping("/assets/{name}/exception")
    AssetJson exception(@PathVariable String id, @PathVariable String name, @RequestBody ExceptionWord word) {
        var asset = register.find(id, name);
        var reason = word.reason() == null ? "" : word.reason();
        if (word.decision() != null) {
            var decision = ExitsApi.oneOf(Approval.class, "decision", word.decision());
            decisions.decide(id, name, word.asked(), decision == Approval.APPROVE, reason);
        } else if (asset.returnState().equals("EXCEPTED")) {
            exceptions.askToRevoke(id, name, reason);
        } else {
            decisions.ask(id, name, reason, word.remedy());
        }
        return json(register.find(id, name));
    }

    enum Approval {
        APPROVE,
        REFUSE
    }

    /** Every ref and Git LFS object, document or delivered file of an attempt, one per line, page by page: maybe a million. */
    @GetMapping("/assets/{name}/manifest")
    void manifest(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable Integer attempt,
            HttpServletResponse response)
            throws IOException {
        var asset = register.find(id, name);
        var number = attempt == null ? asset.number() : attempt;
        if (number == null || retrievals.attempts(id, name).stream().noneMatch(a -> a.number() == number)) {
            throw new NotFound("attempt", number + " of asset " + name);
        }
        quarantines.demandOpen(id, name, number);
        if (asset.kind().equals("s3-documents")) {
            var lines = new DocumentLines(retrievals, asset, number);
            Ndjson.write(response, json, page -> lines.next(MOST));
            return;
        }
        if (!deliveries.files(id, name, number, 0, 1).isEmpty()
                && retrievals.refs(id, name, number, 0, 1).isEmpty()) {
            Ndjson.write(response, json, page -> deliveries.files(id, name, number, page, MOST).stream()
                    .map(DeliveryApi.FileJson::of)
                    .toList());
            return;
        }
        var lfs = new LfsPages(retrievals, id, name, number);
        Ndjson.write(response, json, page -> {
            var refs = retrievals.refs(id, name, number, page, MOST);
            return refs.isEmpty()
                    ? lfs.next(MOST)
                    : refs.stream().map(AssetsApi::line).toList();
        });
    }

    private static Map<String, @Nullable Object> line(HeldRef ref) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("ref", ref.name());
        line.put("id", ref.id());
        line.put("type", ref.type());
        line.put("peeled", ref.peeled());
        line.put("symref", ref.symref());
        return line;
    }

    private AssetJson json(Asset asset) {
        var attempts = retrievals.attempts(asset.exitId(), asset.asset()).stream()
                .map(a -> new AssetJson.Try(
                        a.number(),
                        a.outcome(),
                        a.startedAt(),
                        a.endedAt(),
                        a.interrupted(),
                        findings.of(a.findings())))
                .toList();
        var destruction = destructions.states(asset.exitId(), List.of(asset.asset()));
        return AssetJson.of(
                asset,
                flags.of(asset.exitId()).of(asset),
                destruction.getOrDefault(asset.asset(), "NONE"),
                findings.of(asset.findings()),
                attempts);
    }
}
