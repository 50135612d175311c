package dev.handback.web;

import dev.handback.packages.HandOverPackage;
import dev.handback.packages.Packages;
import dev.handback.work.WorkStatus;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hand-over packages: asked for, watched, fetched in parts. */
@RestController
@RequestMapping("/api")
class PackagesApi {
    private static final int PAGE = 100;

    private final Packages packages;

    PackagesApi(Packages packages) {
        this.packages = packages;
    }

    /** @param scope names of assets; empty is every living asset of the register */
    record Wanted(@Nullable List<String> scope) {}

    /** @param doneBytes how far it is, while it is being built */
    record Shown(
            String number,
            String exit,
            String state,
            List<String> scope,
            boolean current,
            String requestedBy,
            Instant requestedAt,
            long ledgerSize,
            @Nullable String sha256,
            @Nullable Long bytes,
            @Nullable Long files,
            @Nullable Instant builtAt,
            @Nullable String failure,
            @Nullable String phase,
            @Nullable Long doneBytes,
            @Nullable Long doneFiles,
            @Nullable Long totalFiles) {}

    /** 202: it is built by and by. The same scope of an exit of which nothing changed is the same package. */
    @PostMapping("/exits/{id}/packages")
    ResponseEntity<Shown> request(@PathVariable String id, @RequestBody(required = false) @Nullable Wanted wanted) {
        var scope = wanted == null || wanted.scope() == null ? List.<String>of() : wanted.scope();
        var number = packages.request(id, scope);
        return ResponseEntity.accepted()
                .location(URI.create("/api/packages/" + number))
                .body(show(number));
    }

    @GetMapping("/exits/{id}/packages")
    List<Shown> list(@PathVariable String id, @RequestParam(defaultValue = "0") int page) {
        return packages.list(id, Math.max(0, page), PAGE).stream()
                .map(this::shown)
                .toList();
    }

    @GetMapping("/packages/{number:.+(?<!\\.zip)}")
    Shown show(@PathVariable String number) {
        return shown(packages.find(number));
    }

    /** The ZIP; its ETag is its SHA-256. A part of an earlier one is never joined to another: see If-Range. */
    @GetMapping("/packages/{number}.zip")
    ResponseEntity<Resource> download(
            @PathVariable String number,
            @RequestHeader(name = HttpHeaders.IF_RANGE, required = false) @Nullable String ifRange) {
        var found = packages.findBuilt(number);
        var etag = "\"" + found.sha256() + "\"";
        var file = ContentDisposition.attachment().filename(found.fileName()).build();
        var whole = ifRange != null && !ifRange.equals(etag);
        var answer = ResponseEntity.ok()
                .eTag(etag)
                .cacheControl(CacheControl.noCache().cachePrivate())
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(HttpHeaders.CONTENT_DISPOSITION, file.toString());
        return whole
                ? answer.contentLength(Objects.requireNonNull(found.bytes()))
                        .body(new InputStreamResource(packages.open(found)))
                : answer.body(new Stored(found, packages));
    }

    private Shown shown(HandOverPackage p) {
        var progress = packages.progress(p.number());
        return new Shown(
                p.number(),
                p.exitId(),
                p.state().name(),
                p.scope(),
                p.current(),
                p.requestedBy(),
                p.requestedAt(),
                p.ledgerSize(),
                p.sha256(),
                p.bytes(),
                p.files(),
                p.builtAt(),
                p.failure(),
                progress.map(WorkStatus::phase).orElse(null),
                progress.map(WorkStatus::doneBytes).orElse(null),
                progress.map(WorkStatus::doneObjects).orElse(null),
                progress.map(WorkStatus::totalObjects).orElse(null));
    }

    /** Of known length, so that parts of it can be asked for. */
    private static final class Stored extends AbstractResource {
        private final HandOverPackage found;
        private final Packages packages;

        Stored(HandOverPackage found, Packages packages) {
            this.found = found;
            this.packages = packages;
        }

        @Override
        public String getDescription() {
            return "package " + found.number();
        }

        @Override
        public InputStream getInputStream() {
            return packages.open(found); // once for each part that is asked for
        }

        @Override
        public long contentLength() {
            return Objects.requireNonNull(found.bytes());
        }

        @Override
        public boolean exists() {
            return true;
        }
    }
}
