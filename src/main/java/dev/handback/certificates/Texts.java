package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The profile's legal wording. It is data with a digest: a lawyer changes a text file, not the program. */
@Component
public class Texts {
    private static final List<String> NAMES = List.of(
            "approval",
            "intent-asset-return-final",
            "intent-asset-return-interim",
            "intent-custody-record",
            "intent-destruction-final",
            "intent-destruction-interim",
            "intent-destruction-order",
            "intent-drill-report",
            "preserve-notice",
            "reservation-of-rights",
            "statement-asset-return-final",
            "statement-asset-return-interim",
            "statement-custody-record",
            "statement-destruction-final",
            "statement-destruction-interim",
            "statement-destruction-order",
            "statement-order-recall",
            "statement-drill-report",
            "technical-check",
            "what-was-not-observed",
            "what-was-not-rehearsed",
            "what-was-not-seen");

    private final Map<String, Text> texts = new TreeMap<>();

    public Texts() {
        NAMES.forEach(name -> texts.put(name, load(name)));
    }

    /** @param sha256 of the file's bytes, so that an outsider can compare it with the downloaded file. */
    public record Text(String name, String content, String sha256) {
        List<String> paragraphs() {
            return Arrays.stream(content.split("\n\\s*\n")).map(String::strip).toList();
        }
    }

    /** What a signer says by signing; shown before, and written into the signature. */
    public Text intent(Kind kind, Finality finality) {
        return text("intent-" + suffix(kind, finality));
    }

    public Text reservationOfRights() {
        return text("reservation-of-rights");
    }

    /** Every text of the profile, for download before any exit exists. */
    public Map<String, Text> all() {
        return Collections.unmodifiableMap(texts);
    }

    Text statement(Kind kind, Finality finality) {
        return text("statement-" + suffix(kind, finality));
    }

    Text text(String name) {
        var text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no text " + name + " in the profile; known: " + texts.keySet());
        }
        return text;
    }

    private static String suffix(Kind kind, Finality finality) {
        var edition = finality.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case CUSTODY_RECORD -> "custody-record";
            case DRILL_REPORT -> "drill-report";
            case DESTRUCTION -> "destruction-" + edition;
            case ASSET_RETURN -> "asset-return-" + edition;
        };
    }

    private static Text load(String name) {
        var path = "/profiles/plain/" + name + ".txt";
        try (InputStream in = Texts.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("profile text " + path + " is missing");
            }
            byte[] bytes = in.readAllBytes();
            return new Text(
                    name,
                    new String(bytes, StandardCharsets.UTF_8).strip(),
                    Sha256.of(bytes).hex());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
