package dev.handback;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.JavaScriptUtils;

/** The ways in which a secret may lie somewhere: as it is, escaped, encoded, or in the midst of something encoded. */
final class SecretForms {
    private SecretForms() {}

    static Set<String> of(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        var forms = new LinkedHashSet<String>();
        forms.add(secret);
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        forms.add(HtmlUtils.htmlEscape(secret));
        forms.add(HtmlUtils.htmlEscape(secret, "UTF-8"));
        forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        forms.add(JavaScriptUtils.javaScriptEscape(secret));
        forms.add(secret.replace("/", "\\/"));
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        // in bytes that are read as if they were one character each
        forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
        forms.add(new String(secret.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
        forms.add(new String(secret.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1));
        forms.addAll(base64(bytes));
        return forms;
    }

    /** Such as Basic's name:secret: what stands before it shifts all that follows, so each of the three shifts is looked for. */
    private static List<String> base64(byte[] bytes) {
        var forms = new ArrayList<String>();
        for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (int shift = 0; shift < 3; shift++) {
                var shifted = new byte[shift + bytes.length];
                System.arraycopy(bytes, 0, shifted, shift, bytes.length);
                var text = encoder.withoutPadding().encodeToString(shifted);
                // the first sign that knows nothing of what stands before, and before the last that may know what
                // follows
                forms.add(
                        text.substring(shift == 0 ? 0 : shift + 1, text.length() - (shifted.length % 3 == 0 ? 0 : 1)));
            }
        }
        return forms;
    }
}
