package dev.handback.assets;

import dev.handback.Sha256;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the vendor declares to hold of ours, compared with the register by name and by locator: in both, only ours, only
 * theirs. What only they have stands against a FINAL until it is registered, named as an asset, or out of scope for a reason.
 */
@Component
public class Declarations {
    private final DeclarationsTable declarations;
    private final AssetRegister register;

    Declarations(DeclarationsTable declarations, AssetRegister register) {
        this.declarations = declarations;
        this.register = register;
    }

    /** Records a list, all of it or nothing: when the answer is not importable, nothing was recorded. The newest one counts. */
    @Transactional
    public DeclarationPreview record(
            String exit, byte[] csv, @Nullable String declaredBy, @Nullable LocalDate declaredOn) {
        var problems = new ArrayList<Problem>();
        if (declaredBy == null || declaredBy.strip().length() < 2) {
            problems.add(new Problem("declaredBy", "expected who of the vendor declares it"));
        }
        if (declaredOn == null) {
            problems.add(new Problem("declaredOn", "expected the day of the declaration"));
        }
        if (declaredBy == null || declaredOn == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        var preview = DeclarationFile.read(csv);
        if (preview.importable()) {
            var version = declarations.record(
                    exit,
                    declaredBy.strip(),
                    declaredOn,
                    Sha256.of(csv).hex(),
                    preview.rows().size());
            declarations.rows(exit, version, preview.rows());
        }
        return preview;
    }

    /** A person's word on one row of the newest list: it is this asset, or, with none, it is out of scope. */
    @Transactional
    public void answer(String exit, int row, @Nullable String asset, @Nullable String reason) {
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(
                    List.of(new Problem("reason", "expected why row " + row + " is that, or out of scope")));
        }
        var named = asset == null || asset.isBlank() ? null : asset.strip();
        if (named != null) {
            register.find(exit, named);
        }
        declarations.answer(exit, row, named, reason.strip());
    }

    @Transactional(readOnly = true)
    public Optional<Declaration> newest(String exit) {
        return declarations.newest(exit);
    }

    /** Rows of the newest list, the open ones first; pages count from 0. */
    @Transactional(readOnly = true)
    public List<DeclaredAsset> rows(String exit, int page, int size) {
        return declarations.rows(exit, page, size);
    }

    /** Living assets that no row of the newest list matches. */
    @Transactional(readOnly = true)
    public List<String> onlyOurs(String exit, int most) {
        return declarations.onlyOurs(exit, most);
    }
}
