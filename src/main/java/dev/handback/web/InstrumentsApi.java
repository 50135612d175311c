package dev.handback.web;

import dev.handback.assets.Instrument;
import dev.handback.assets.Instruments;
import dev.handback.assets.NewInstrument;
import dev.handback.exits.Exits;
import dev.handback.process.InstrumentCommands;
import java.net.URI;
import java.time.LocalDate;
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

/** Instruments of assignment, licence and novation. */
@RestController
@RequestMapping("/api/exits/{id}/instruments")
class InstrumentsApi {
    private final Exits exits;
    private final Instruments instruments;
    private final InstrumentCommands commands;
    private final Uploads uploads;

    InstrumentsApi(Exits exits, Instruments instruments, InstrumentCommands commands, Uploads uploads) {
        this.exits = exits;
        this.instruments = instruments;
        this.commands = commands;
        this.uploads = uploads;
    }

    /**
     * @param type ASSIGNMENT, EXCLUSIVE_LICENCE, LICENCE or NOVATION
     * @param operative PRESENT ("hereby assigns"), or PROMISE, which counts for nothing
     * @param supersedes the instrument whose place it takes
     */
    record Words(
            @Nullable String type,
            @Nullable String operative,
            @Nullable String parties,
            @Nullable String signedBy,
            @Nullable LocalDate executedOn,
            @Nullable String jurisdiction,
            @Nullable List<NewInstrument.Covered> assets,
            @Nullable String supersedes) {
        NewInstrument with(NewInstrument.@Nullable Document document) {
            return new NewInstrument(
                    type, operative, parties, signedBy, executedOn, jurisdiction, assets, supersedes, document);
        }
    }

    record Withdrawal(@Nullable String reason) {}

    record Shown(List<Instrument> instruments, List<Instruments.Missing> missing) {}

    @GetMapping
    Shown list(@PathVariable String id) {
        var exit = exits.find(id).exitId();
        return new Shown(instruments.list(exit), instruments.missing(exit));
    }

    /** Legal only; the document is kept unaltered. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Instrument> record(
            @PathVariable String id,
            @RequestPart Words instrument,
            @RequestPart(required = false) @Nullable MultipartFile document) {
        exits.find(id);
        var number = commands.record(id, instrument.with(uploads.document(document)));
        return ResponseEntity.created(URI.create("/api/exits/" + id + "/instruments/" + number))
                .body(instruments.find(id, number));
    }

    @GetMapping("/{number}")
    Instrument show(@PathVariable String id, @PathVariable String number) {
        return instruments.find(id, number);
    }

    @GetMapping("/{number}/document")
    ResponseEntity<Resource> document(@PathVariable String id, @PathVariable String number) {
        var instrument = instruments.find(id, number);
        return uploads.download(instrument.documentSha256(), instrument.documentName());
    }

    /** Legal only: it does not stand, and what it covered needs another one. */
    @PostMapping("/{number}/withdraw")
    Instrument withdraw(@PathVariable String id, @PathVariable String number, @RequestBody Withdrawal word) {
        commands.withdraw(id, number, word.reason());
        return instruments.find(id, number);
    }
}
