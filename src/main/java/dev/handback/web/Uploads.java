package dev.handback.web;

import dev.handback.assets.NewInstrument;
import dev.handback.destruction.Paper;
import dev.handback.destruction.Papers;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** Papers of the other side on their way in and out: opaque bytes, out as a download only. */
@Component
class Uploads {
    private final Papers papers;

    Uploads(Papers papers) {
        this.papers = papers;
    }

    /** Null when no file was chosen. */
    @Nullable
    Paper keep(String field, @Nullable MultipartFile file) {
        if (file == null || file.isEmpty()) {
            return null;
        }
        try (var content = file.getInputStream()) {
            return papers.keep(field, file.getOriginalFilename(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The signed document of an instrument; null when no file was chosen. */
    NewInstrument.@Nullable Document document(@Nullable MultipartFile file) {
        var paper = keep("document", file);
        return paper == null ? null : new NewInstrument.Document(paper.sha256(), paper.name(), paper.bytes());
    }

    ResponseEntity<Resource> download(String sha256, @Nullable String name) {
        var attachment = ContentDisposition.attachment()
                .filename(name == null ? "file" : name, java.nio.charset.StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(new InputStreamResource(papers.open(sha256)));
    }
}
