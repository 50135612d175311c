package dev.handback.web;

import dev.handback.exits.NotFound;
import dev.handback.verify.HowToVerify;
import dev.handback.verify.Verification;
import dev.handback.verify.Verifications;
import dev.handback.work.WorkStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Checks of packages by the running application; the verdict is what {@code verify --json} prints. */
@RestController
@RequestMapping("/api/verifications")
class VerifyApi {
    private static final int PAGE = 100;

    private final Verifications verifications;

    VerifyApi(Verifications verifications) {
        this.verifications = verifications;
    }

    /**
     * @param number of a package that was built here; absent: a file follows by PUT
     * @param anchors certificates that are believed, in PEM; absent: the company's own. Only of a file.
     */
    record Wanted(
            @Nullable String number,
            boolean quick,
            @Nullable String anchors,
            @Nullable String logKey) {
        HowToVerify how() {
            return new HowToVerify(quick, anchors == null ? "" : anchors, logKey == null ? "" : logKey);
        }
    }

    /** @param exitCode what the command line would end with; absent while nothing was judged */
    record Shown(
            String id,
            @Nullable String number,
            @Nullable String name,
            @Nullable Long bytes,
            @Nullable String sha256,
            boolean quick,
            Instant askedAt,
            @Nullable Instant endedAt,
            @Nullable Integer exitCode,
            @Nullable String problem,
            @Nullable String phase,
            @Nullable Long doneFiles,
            @Nullable Long totalFiles) {}

    @PostMapping
    ResponseEntity<Shown> ask(@RequestBody Wanted wanted) {
        var id = wanted.number() == null
                ? verifications.ofUpload(wanted.how())
                : verifications.ofPackage(wanted.number(), wanted.how());
        return ResponseEntity.accepted()
                .location(URI.create("/api/verifications/" + id))
                .body(show(id));
    }

    /** The file as the body of the request; nothing is kept of one that breaks off or is too large. */
    @PutMapping("/{id}/file")
    ResponseEntity<Shown> upload(@PathVariable String id, @RequestParam String name, HttpServletRequest request)
            throws IOException {
        verifications.upload(id, name, request.getInputStream(), request.getContentLengthLong());
        return ResponseEntity.accepted().body(show(id));
    }

    @GetMapping
    List<Shown> list(@RequestParam(defaultValue = "0") int page) {
        return verifications.list(Math.max(0, page), PAGE).stream()
                .map(this::shown)
                .toList();
    }

    @GetMapping("/{id}")
    Shown show(@PathVariable String id) {
        return shown(verifications.find(id));
    }

    @GetMapping("/{id}/verdict.json")
    ResponseEntity<String> verdict(@PathVariable String id) {
        var verdict = verifications
                .verdictJson(id)
                .orElseThrow(() -> new NotFound("verdict yet, or nothing could be judged, of check", id));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("verdict.json")
                                .build()
                                .toString())
                .body(verdict);
    }

    private Shown shown(Verification check) {
        var progress = check.onItsWay() ? verifications.progress(check.id()) : Optional.<WorkStatus>empty();
        return new Shown(
                check.id(),
                check.number(),
                check.name(),
                check.bytes(),
                check.sha256(),
                check.how().quick(),
                check.askedAt(),
                check.endedAt(),
                check.exitCode(),
                check.problem(),
                progress.map(WorkStatus::phase).orElse(null),
                progress.map(WorkStatus::doneObjects).orElse(null),
                progress.map(WorkStatus::totalObjects).orElse(null));
    }
}
