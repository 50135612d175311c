package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.assets.ProvisionalRegister;
import dev.handback.exits.Refused;
import dev.handback.process.DiscoveryCommands;
import dev.handback.retrieval.DiscoveredPlace;
import dev.handback.retrieval.DiscoveredPlace.Standing;
import dev.handback.retrieval.Discoveries;
import dev.handback.retrieval.Discovery;
import dev.handback.work.WorkStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What holders' systems list to our connections, compared with the register. */
@RestController
@RequestMapping("/api/exits/{id}/discoveries")
class DiscoveriesApi {
    private static final int PAGE = 100;
    private static final int MOST = 1_000;

    private final Discoveries discoveries;
    private final DiscoveryCommands commands;
    private final AssetRegister register;

    DiscoveriesApi(Discoveries discoveries, DiscoveryCommands commands, AssetRegister register) {
        this.discoveries = discoveries;
        this.commands = commands;
        this.register = register;
    }

    record Wanted(@Nullable String connection) {}

    /**
     * @param discovery with the counts of the moment it was listed
     * @param now how many of its rows stand where beside the register as it is now
     * @param listed how many so far, while it is being listed
     */
    record Shown(
            Discovery discovery,
            Map<Standing, Long> now,
            long onlyOursNow,
            @Nullable Long listed) {}

    /** 202: it is listed by and by. */
    @PostMapping
    ResponseEntity<Shown> ask(@PathVariable String id, @RequestBody Wanted wanted) {
        var number = commands.ask(id, wanted.connection());
        return ResponseEntity.accepted()
                .location(URI.create("/api/exits/" + id + "/discoveries/" + number))
                .body(show(id, number));
    }

    @GetMapping
    List<Discovery> list(@PathVariable String id, @RequestParam(defaultValue = "0") int page) {
        return discoveries.list(id, Math.max(0, page), PAGE);
    }

    @GetMapping("/{discovery}")
    Shown show(@PathVariable String id, @PathVariable String discovery) {
        var found = discoveries.find(id, discovery);
        return new Shown(
                found,
                discoveries.standings(found),
                discoveries.onlyOurs(found),
                commands.progress(discovery).map(WorkStatus::doneObjects).orElse(null));
    }

    /** Its rows, what the register lacks first. */
    @GetMapping("/{discovery}/places")
    List<DiscoveredPlace> places(
            @PathVariable String id,
            @PathVariable String discovery,
            @RequestParam(required = false) @Nullable Standing standing,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "1000") int size) {
        return discoveries.places(
                discoveries.find(id, discovery), standing, Math.max(0, page), Math.max(1, Math.min(size, MOST)));
    }

    /** Names of living assets of the connection that stand in no row. */
    @GetMapping("/{discovery}/only-ours")
    List<String> onlyOurs(
            @PathVariable String id,
            @PathVariable String discovery,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "1000") int size) {
        return discoveries.onlyOurs(
                discoveries.find(id, discovery), Math.max(0, page), Math.max(1, Math.min(size, MOST)));
    }

    /** What the register lacks, as a register file that can be imported as it is; origins are undetermined. */
    @GetMapping("/{discovery}/missing.csv")
    ResponseEntity<byte[]> missing(
            @PathVariable String id,
            @PathVariable String discovery,
            @RequestParam(defaultValue = "false") boolean wikis) {
        var found = discoveries.find(id, discovery);
        var addresses = discoveries.missing(found, wikis);
        if (addresses.isEmpty()) {
            throw new Refused("discovery " + discovery + " shows nothing that the register lacks");
        }
        var csv = ProvisionalRegister.csv(found.connection(), addresses, register.names(found.exitId()));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment("missing-" + found.discovery() + ".csv"))
                .body(csv.getBytes(StandardCharsets.UTF_8));
    }

    /** The list as it is held in the vault: a line about the whole, then one for each row. */
    @GetMapping("/{discovery}/list.ndjson")
    ResponseEntity<Resource> whole(@PathVariable String id, @PathVariable String discovery) {
        var found = discoveries.find(id, discovery);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_NDJSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment("list-" + found.discovery() + ".ndjson"))
                .body(new InputStreamResource(discoveries.open(found)));
    }

    private static String attachment(String name) {
        return ContentDisposition.attachment().filename(name).build().toString();
    }
}
