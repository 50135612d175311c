package dev.handback.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The credential that goes with our requests, taken out of what the other side says: careless error pages and proxies repeat
 * it, and their words are kept and handed over. Not a defence against a vendor that wants to tell its own password in
 * disguise.
 */
final class Unspoken {
    private static final String INSTEAD = "[our credential]";

    /** A shorter one is no secret, and would tear other words apart. */
    private static final int SHORTEST = 6;

    /** Longest first: a part of one must not be taken before the whole. */
    private final List<String> forms;

    private Unspoken(Set<String> forms) {
        this.forms = forms.stream()
                .filter(form -> form.length() >= SHORTEST)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** @param authorization the header's value, {@code Basic …} or {@code Bearer …}; null when we are nobody */
    static Unspoken of(@Nullable String authorization) {
        if (authorization == null) return new Unspoken(Set.of());
        if (authorization.startsWith("Bearer ")) return spelt(authorization.substring(7), authorization.substring(7));
        String token = authorization.replaceAll("^Basic |=+$", "");
        String pair = new String(Base64.getDecoder().decode(token), UTF_8);
        return spelt(token, pair.substring(pair.indexOf(':') + 1));
    }

    private static Unspoken spelt(String token, String secret) {
        var forms = new LinkedHashSet<>(List.of(token, secret));
        forms.add(URLEncoder.encode(token, UTF_8));
        forms.add(URLEncoder.encode(secret, UTF_8));
        forms.add(URLEncoder.encode(secret, UTF_8).replace("+", "%20"));
        forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        forms.add(secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;"));
        // as git's lines are read: each byte a character
        List.copyOf(forms).forEach(form -> forms.add(new String(form.getBytes(UTF_8), ISO_8859_1)));
        return new Unspoken(forms);
    }

    String in(String said) {
        String kept = said;
        for (var form : forms) kept = kept.replace(form, INSTEAD);
        return kept.endsWith("…") || kept.endsWith("'") ? withoutBeginning(kept) : kept;
    }

    /** Where words were cut off, by us or in a quotation of JGit's, the credential may have begun. */
    private String withoutBeginning(String cut) {
        String words = cut.substring(0, cut.length() - 1);
        String end = cut.substring(cut.length() - 1);
        for (var form : forms) {
            for (int length = form.length() - 1; length > 2; length--) {
                if (words.endsWith(form.substring(0, length)))
                    return words.substring(0, words.length() - length) + INSTEAD + end;
            }
        }
        return cut;
    }

    SourceRefused in(SourceRefused refused) {
        String kept = in(refused.detail());
        return kept.equals(refused.detail()) ? refused : new SourceRefused(refused.reason(), refused.code(), kept);
    }

    LfsEnd in(LfsEnd end) {
        return end instanceof LfsEnd.NotHere no ? new LfsEnd.NotHere(no.code(), in(no.actual())) : end;
    }

    /** Everything written goes on without the credential, the last bytes at the end only. */
    OutputStream in(OutputStream out) {
        var bytes = forms.stream()
                .map(form -> new String(form.getBytes(UTF_8), ISO_8859_1))
                .toList();
        return bytes.isEmpty() ? out : new Rest(out, bytes);
    }

    private static final class Rest extends FilterOutputStream {
        private final List<String> forms;
        private final int longest;
        private String held = "";

        Rest(OutputStream out, List<String> forms) {
            super(out);
            this.forms = forms;
            this.longest = forms.get(0).length();
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            held += new String(bytes, offset, length, ISO_8859_1);
            for (var form : forms) held = held.replace(form, INSTEAD);
            int ready = Math.max(0, held.length() - longest + 1);
            out.write(held.substring(0, ready).getBytes(ISO_8859_1));
            held = held.substring(ready);
        }

        @Override
        public void close() throws IOException {
            out.write(held.getBytes(ISO_8859_1));
            held = "";
            super.close();
        }
    }
}
