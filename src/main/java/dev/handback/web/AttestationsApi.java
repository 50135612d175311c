package dev.handback.web;

import dev.handback.destruction.Attestation;
import dev.handback.destruction.Attestations;
import dev.handback.destruction.AttestedRow;
import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import dev.handback.process.DestructionCommands;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What holders attest: recorded by operations, decided by legal. */
@RestController
@RequestMapping("/api/exits/{id}/attestations")
class AttestationsApi {
    private final Exits exits;
    private final Attestations attestations;
    private final DestructionCommands commands;
    private final Uploads uploads;

    AttestationsApi(Exits exits, Attestations attestations, DestructionCommands commands, Uploads uploads) {
        this.exits = exits;
        this.attestations = attestations;
        this.commands = commands;
        this.uploads = uploads;
    }

    record Decision(@Nullable String reason, @Nullable List<String> assets) {}

    /** @param recordedBy a person, or the system when the holder entered it through {@code link} */
    record Shown(
            String attestation,
            String exit,
            @Nullable String order,
            String recordedBy,
            Instant recordedAt,
            @Nullable String link,
            @Nullable String linkIssuedBy,
            @Nullable String letterSha256,
            List<AttestedRow> said,
            List<Attestation.Row> rows) {}

    @GetMapping
    List<Shown> list(@PathVariable String id) {
        return attestations.list(exits.find(id).exitId()).stream()
                .map(this::shown)
                .toList();
    }

    @GetMapping("/{number}")
    Shown show(@PathVariable String id, @PathVariable String number) {
        return shown(of(id, number));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Shown> record(@PathVariable String id, @RequestBody AttestationWords attestation) {
        return recordWithLetter(id, attestation, null);
    }

    /** With the holder's own certificate as a file, which is kept unaltered. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Shown> recordWithLetter(
            @PathVariable String id,
            @RequestPart AttestationWords attestation,
            @RequestPart(required = false) @Nullable MultipartFile letter) {
        exits.find(id);
        var number = commands.attest(id, attestation.with(uploads.keep("letter", letter)));
        return ResponseEntity.created(URI.create("/api/exits/" + id + "/attestations/" + number))
                .body(show(id, number));
    }

    @GetMapping("/{number}/letter")
    ResponseEntity<Resource> letter(@PathVariable String id, @PathVariable String number) {
        var attestation = of(id, number);
        var letter = attestation.letterSha256();
        if (letter == null) {
            throw new NotFound("letter", "of attestation " + number);
        }
        return uploads.download(letter, attestation.letterName());
    }

    @PostMapping("/{number}/accept")
    Shown accept(@PathVariable String id, @PathVariable String number, @RequestBody Decision decision) {
        return decide(id, number, "ACCEPTED", decision);
    }

    @PostMapping("/{number}/send-back")
    Shown sendBack(@PathVariable String id, @PathVariable String number, @RequestBody Decision decision) {
        return decide(id, number, "SENT_BACK", decision);
    }

    @PostMapping("/{number}/contradict")
    Shown contradict(@PathVariable String id, @PathVariable String number, @RequestBody Decision decision) {
        return decide(id, number, "CONTRADICTED", decision);
    }

    private Shown decide(String id, String number, String word, Decision decision) {
        var about = of(id, number);
        var assets = decision.assets() == null
                ? attestations.said(about).stream().map(AttestedRow::asset).toList()
                : decision.assets();
        commands.decide(number, word, decision.reason(), assets);
        return show(id, number);
    }

    private Attestation of(String exit, String number) {
        var attestation = attestations.find(number);
        if (!attestation.exitId().equals(exit)) {
            throw new NotFound("attestation", number);
        }
        return attestation;
    }

    private Shown shown(Attestation a) {
        return new Shown(
                a.attestation(),
                a.exitId(),
                a.number(),
                a.actor(),
                a.at(),
                a.link(),
                a.linkIssuedBy(),
                a.letterSha256(),
                attestations.said(a),
                attestations.rows(a));
    }
}
