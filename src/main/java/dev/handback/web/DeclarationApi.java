package dev.handback.web;

import dev.handback.assets.Declaration;
import dev.handback.assets.DeclarationPreview;
import dev.handback.assets.Declarations;
import dev.handback.assets.DeclaredAsset;
import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The vendor's declaration, compared with the register. */
@RestController
@RequestMapping("/api/exits/{id}/declaration")
class DeclarationApi {
    private static final int MOST = 1_000;

    private final Exits exits;
    private final Declarations declarations;

    DeclarationApi(Exits exits, Declarations declarations) {
        this.exits = exits;
        this.declarations = declarations;
    }

    record Word(@Nullable String asset, @Nullable String reason) {}

    @GetMapping
    Declaration show(@PathVariable String id) {
        return declarations
                .newest(exits.find(id).exitId())
                .orElseThrow(() -> new NotFound("declaration", "of exit " + id));
    }

    /** Rows of the newest list, the open ones first. */
    @GetMapping("/rows")
    List<DeclaredAsset> rows(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "1000") int size) {
        return declarations.rows(exits.find(id).exitId(), Math.max(0, page), Math.max(1, Math.min(size, MOST)));
    }

    @PostMapping
    ResponseEntity<DeclarationPreview> record(
            @PathVariable String id,
            @RequestParam MultipartFile file,
            @RequestParam String declaredBy,
            @RequestParam(defaultValue = "") String declaredOn)
            throws IOException {
        var read = declarations.record(
                exits.find(id).exitId(), file.getBytes(), declaredBy, Answer.day("declaredOn", declaredOn));
        return ResponseEntity.status(read.importable() ? HttpStatus.CREATED : HttpStatus.BAD_REQUEST)
                .body(read);
    }

    /** It is this asset, or, without one, it is out of scope. */
    @PostMapping("/rows/{row}")
    Declaration answer(@PathVariable String id, @PathVariable int row, @RequestBody Word word) {
        declarations.answer(exits.find(id).exitId(), row, word.asset(), word.reason());
        return show(id);
    }
}
