package dev.handback.web;

import dev.handback.certificates.PreserveNotice;
import dev.handback.certificates.PreserveNotices;
import dev.handback.exits.Exits;
import dev.handback.exits.Hold;
import dev.handback.exits.Holds;
import dev.handback.exits.NotFound;
import dev.handback.process.StandstillCommands;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Legal holds of an exit, and the notices that tell holders to preserve. */
@RestController
@RequestMapping("/api/exits/{id}/holds")
class HoldsApi {
    private final Exits exits;
    private final Holds holds;
    private final PreserveNotices notices;
    private final StandstillCommands commands;

    HoldsApi(Exits exits, Holds holds, PreserveNotices notices, StandstillCommands commands) {
        this.exits = exits;
        this.holds = holds;
        this.notices = notices;
        this.commands = commands;
    }

    record Reason(@Nullable String reason) {}

    record Reached(
            @Nullable LocalDate servedOn,
            @Nullable String servedTo,
            @Nullable String channel) {}

    record Shown(Hold hold, @Nullable PreserveNotice notice) {}

    @GetMapping
    List<Shown> list(@PathVariable String id) {
        return holds.list(exits.find(id).exitId()).stream().map(this::shown).toList();
    }

    @GetMapping("/{hold}")
    Shown show(@PathVariable String id, @PathVariable String hold) {
        return shown(holds.find(id, hold));
    }

    /** Operations or legal, at any moment; with none of asset, holder and location over the whole exit. */
    @PostMapping
    ResponseEntity<Shown> place(@PathVariable String id, @RequestBody Holds.NewHold hold) {
        var placed = commands.placeHold(exits.find(id).exitId(), hold);
        return ResponseEntity.created(URI.create("/api/exits/" + id + "/holds/" + placed))
                .body(show(id, placed));
    }

    /** Legal only, and never who opened the exit. */
    @PostMapping("/{hold}/lift")
    Shown lift(@PathVariable String id, @PathVariable String hold, @RequestBody Reason word) {
        commands.liftHold(id, holds.find(id, hold).hold(), word.reason());
        return show(id, hold);
    }

    /** When the preserve notice reached whom, by which channel. */
    @PostMapping("/{hold}/served")
    Shown served(@PathVariable String id, @PathVariable String hold, @RequestBody Reached reached) {
        commands.noticeServed(
                id, holds.find(id, hold).hold(), reached.servedOn(), reached.servedTo(), reached.channel());
        return show(id, hold);
    }

    /** The sealed preserve notice. */
    @GetMapping("/{hold}/notice.pdf")
    ResponseEntity<byte[]> notice(@PathVariable String id, @PathVariable String hold) {
        return pdf(notices, id, hold);
    }

    static ResponseEntity<byte[]> pdf(PreserveNotices notices, String id, String hold) {
        var notice = notices.find(id, hold).orElseThrow(() -> new NotFound("sealed preserve notice of hold", hold));
        var file = ContentDisposition.attachment()
                .filename("preserve-notice-" + notice.hold() + ".pdf")
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(HttpHeaders.CONTENT_DISPOSITION, file.toString())
                .body(notices.pdf(notice));
    }

    private Shown shown(Hold hold) {
        return new Shown(hold, notices.find(hold.exitId(), hold.hold()).orElse(null));
    }
}
