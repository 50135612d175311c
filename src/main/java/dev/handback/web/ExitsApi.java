package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.assets.RegisterProblem;
import dev.handback.exits.Authorities;
import dev.handback.exits.Authority;
import dev.handback.exits.ExitSummary;
import dev.handback.exits.Exits;
import dev.handback.exits.Finding;
import dev.handback.exits.Freeze;
import dev.handback.exits.Freezes;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.exits.InvalidInput;
import dev.handback.process.ExitCommands;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Exits, their authorities, freezes and gates. */
@RestController
@RequestMapping("/api/exits")
class ExitsApi {
    private static final int MOST = 200;

    private final Exits exits;
    private final AssetRegister register;
    private final Authorities authorities;
    private final Freezes freezes;
    private final Gates gates;
    private final ExitCommands commands;
    private final TransactionTemplate transactions;

    ExitsApi(
            Exits exits,
            AssetRegister register,
            Authorities authorities,
            Freezes freezes,
            Gates gates,
            ExitCommands commands,
            TransactionTemplate transactions) {
        this.exits = exits;
        this.register = register;
        this.authorities = authorities;
        this.freezes = freezes;
        this.gates = gates;
        this.commands = commands;
        this.transactions = transactions;
    }

    /** What became of the register that came with a new exit; one with problems is not imported. */
    record Opened(String exit, int imported, boolean agreed, List<RegisterProblem> registerProblems) {}

    record AskedGate(Gate gate, boolean open, List<ExplainedFinding> findings) {
        static AskedGate of(Gate gate, List<Finding> findings) {
            return new AskedGate(gate, findings.isEmpty(), ExplainedFinding.of(findings));
        }
    }

    /** Operations propose with basis and until; legal answers with decision and reason. */
    record AuthorityWord(
            String connection,
            @Nullable String basis,
            @Nullable LocalDate until,
            @Nullable String decision,
            @Nullable String reason) {}

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Opened> open(
            @RequestPart ExitJson exit, @RequestPart(required = false) @Nullable MultipartFile register) {
        // one transaction: who is answered with an error has opened nothing and may send it again
        var opened = Objects.requireNonNull(transactions.execute(status -> open(exit, bytes(register))));
        return ResponseEntity.created(URI.create("/api/exits/" + opened.exit())).body(opened);
    }

    private Opened open(ExitJson wanted, byte[] csv) {
        var exit = commands.open(wanted.facts());
        var opened = new Opened(exit, 0, false, List.of());
        if (csv.length > 0) {
            var read = register.importFile(exit, new java.io.ByteArrayInputStream(csv));
            if (read.importable()) {
                commands.agreeRegister(exit);
                opened = new Opened(exit, read.rows().size(), true, List.of());
            } else {
                opened = new Opened(exit, 0, false, read.problems());
            }
        }
        wanted.authorities()
                .forEach(a -> commands.proposeAuthority(exit, String.valueOf(a.connection()), a.basis(), a.until()));
        return opened;
    }

    private static byte[] bytes(@Nullable MultipartFile file) {
        try {
            return file == null ? new byte[0] : file.getBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @GetMapping
    List<ExitSummary> list(@RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "100") int size) {
        return exits.list(Math.max(0, page), Math.max(1, Math.min(size, MOST)));
    }

    @GetMapping("/{id}")
    ExitJson.Shown show(@PathVariable String id) {
        var exit = exits.find(id);
        var asked = Arrays.stream(Gate.values())
                .map(gate -> AskedGate.of(gate, gates.findings(id, gate, null)))
                .toList();
        return ExitJson.shown(exit, register.agreed(id), register.states(id), asked);
    }

    @GetMapping("/{id}/gates/{gate}")
    AskedGate gate(
            @PathVariable String id,
            @PathVariable String gate,
            @RequestParam(required = false) @Nullable String subject) {
        exits.find(id);
        var asked = oneOf(Gate.class, "gate", gate);
        return AskedGate.of(asked, gates.findings(id, asked, subject));
    }

    record FreezeWord(
            @Nullable String connection,
            @Nullable String attestedBy,
            @Nullable LocalDate since,
            @Nullable String reason) {}

    @GetMapping("/{id}/freeze")
    List<Freeze> freezes(@PathVariable String id) {
        return freezes.list(exits.find(id).exitId());
    }

    /** The vendor's word that nothing is written any more behind a connection; operations record it. */
    @PostMapping("/{id}/freeze")
    List<Freeze> freeze(@PathVariable String id, @RequestBody FreezeWord word) {
        freezes.attest(exits.find(id).exitId(), word.connection(), word.attestedBy(), word.since(), word.reason());
        return freezes.list(id);
    }

    record ResumeWord(@Nullable String connection, @Nullable String basis) {}

    /** Legal says on what basis we go on over a stopped connection. */
    @PostMapping("/{id}/resume")
    ResponseEntity<Void> resume(@PathVariable String id, @RequestBody ResumeWord word) {
        commands.resume(exits.find(id).exitId(), String.valueOf(word.connection()), word.basis());
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{id}/authority")
    List<Authority> authorities(@PathVariable String id) {
        return authorities.list(exits.find(id).exitId());
    }

    @PostMapping("/{id}/authority")
    List<Authority> authority(@PathVariable String id, @RequestBody AuthorityWord word) {
        exits.find(id);
        if (word.decision() == null) {
            commands.proposeAuthority(id, word.connection(), word.basis(), word.until());
        } else {
            var decision = oneOf(Decision.class, "decision", word.decision());
            commands.decideAuthority(id, word.connection(), decision == Decision.CONFIRM, word.reason());
        }
        return authorities.list(id);
    }

    enum Decision {
        CONFIRM,
        REFUSE
    }

    /** A word of a closed list, as a person may write it; the refusal names the list. */
    static <E extends Enum<E>> E oneOf(Class<E> words, String field, @Nullable String value) {
        var wanted = String.valueOf(value).toUpperCase(Locale.ROOT);
        return Arrays.stream(words.getEnumConstants())
                .filter(word -> word.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(List.of(new InvalidInput.Problem(
                        field, "expected one of " + Arrays.toString(words.getEnumConstants()) + ", found " + value))));
    }
}
