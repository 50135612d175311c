package dev.handback.certificates;

import static dev.handback.certificates.DocumentFinding.Code.CHANGED_AFTER_SEAL;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * What was added behind a position in the file. Proof material ({@code DSS}), invisible signatures and time stamps may
 * be; any other new or changed object could change what a reader sees.
 */
final class LaterRevision {
    private static final Set<COSName> CATALOG_MAY_GAIN =
            Set.of(COSName.getPDFName("DSS"), COSName.ACRO_FORM, COSName.getPDFName("Extensions"), COSName.PERMS);
    private static final Set<COSName> FORM_MAY_HAVE =
            Set.of(COSName.FIELDS, COSName.DR, COSName.DA, COSName.getPDFName("SigFlags"));
    private static final Set<COSName> PAGE_MAY_GAIN = Set.of(COSName.ANNOTS);

    private final byte[] pdf;
    private final PDDocument after;
    private final int from;
    private final Set<COSObjectKey> allowed = new HashSet<>();

    LaterRevision(byte[] pdf, PDDocument after, int from) {
        this.pdf = pdf;
        this.after = after;
        this.from = from;
    }

    List<DocumentFinding> findings() throws IOException {
        var findings = new ArrayList<DocumentFinding>();
        try (var before = Loader.loadPDF(Arrays.copyOf(pdf, from))) {
            var catalog = after.getDocumentCatalog().getCOSObject();
            if (!Objects.equals(root(before), root(after))) {
                return List.of(new DocumentFinding(CHANGED_AFTER_SEAL, "the document has another root"));
            }
            allow(catalog.getItem("DSS"));
            allow(catalog.getItem("Extensions"));
            allow(catalog.getItem(COSName.PERMS));
            allowSignatures(catalog, findings);
            after.getDocument().getXrefTable().forEach((key, offset) -> {
                // a negative offset lies inside an object stream, which none of our additions uses
                if ((offset >= from || before.getDocument().getXrefTable().get(key) == null) && !mayBe(key, before)) {
                    findings.add(new DocumentFinding(CHANGED_AFTER_SEAL, "object " + key + " was added or changed"));
                }
            });
        }
        return findings;
    }

    private boolean mayBe(COSObjectKey key, PDDocument before) {
        var old = before.getDocument().getXrefTable().containsKey(key)
                ? before.getDocument().getObjectFromPool(key).getObject()
                : null;
        var now = after.getDocument().getObjectFromPool(key).getObject();
        if (old == null) {
            // the signing library leaves a second copy of the permission it put into the signature
            return allowed.contains(key)
                    || (now instanceof COSDictionary copy && "SigRef".equals(copy.getNameAsString(COSName.TYPE)));
        }
        if (!(old instanceof COSDictionary was) || !(now instanceof COSDictionary is)) {
            return false;
        }
        if (key.equals(root(after))) {
            return sameExcept(was, is, CATALOG_MAY_GAIN);
        }
        if (COSName.PAGE.equals(was.getItem(COSName.TYPE))) {
            return sameExcept(was, is, PAGE_MAY_GAIN) && onlySignaturesGained(was, is);
        }
        // the form's own dictionary and the proof dictionary may grow; what they hold is checked above
        return allowed.contains(key) && (was.containsKey(COSName.FIELDS) || was.containsKey("Certs"));
    }

    private boolean onlySignaturesGained(COSDictionary was, COSDictionary is) {
        var before = was.getCOSArray(COSName.ANNOTS);
        var now = is.getCOSArray(COSName.ANNOTS);
        int kept = before == null ? 0 : before.size();
        for (int i = 0; now != null && i < now.size(); i++) {
            var annotation = now.get(i);
            boolean known = i < kept && before != null && same(before.get(i), annotation);
            if (!known && !(annotation instanceof COSObject ref && allowed.contains(ref.getKey()))) {
                return false;
            }
        }
        return now == null ? kept == 0 : now.size() >= kept;
    }

    private void allowSignatures(COSDictionary catalog, List<DocumentFinding> findings) {
        if (catalog.getItem(COSName.ACRO_FORM) instanceof COSObject form) {
            allowed.add(form.getKey());
        }
        var form = catalog.getCOSDictionary(COSName.ACRO_FORM);
        if (form != null && !FORM_MAY_HAVE.containsAll(form.keySet())) {
            findings.add(new DocumentFinding(CHANGED_AFTER_SEAL, "a form with more than signatures: " + form.keySet()));
        }
        var fields = form == null ? null : form.getCOSArray(COSName.FIELDS);
        for (int i = 0; fields != null && i < fields.size(); i++) {
            if (invisibleSignature(fields.getObject(i))) {
                allow(fields.get(i));
            } else {
                findings.add(new DocumentFinding(CHANGED_AFTER_SEAL, "a form field that is no invisible signature"));
            }
        }
    }

    private static boolean invisibleSignature(@Nullable COSBase field) {
        if (!(field instanceof COSDictionary signature) || !COSName.SIG.equals(signature.getItem(COSName.FT))) {
            return false;
        }
        if (signature.containsKey(COSName.KIDS)
                || signature.containsKey(COSName.A)
                || signature.containsKey(COSName.AA)) {
            return false;
        }
        var place = signature.getCOSArray(COSName.RECT);
        return place == null
                || place.size() != 4
                || (place.get(0).equals(place.get(2)) && place.get(1).equals(place.get(3)));
    }

    /** Everything reachable from here, without climbing back to the page or the parent. */
    private void allow(@Nullable COSBase base) {
        if (base instanceof COSObject ref) {
            if (allowed.add(ref.getKey())) {
                allow(ref.getObject());
            }
        } else if (base instanceof COSDictionary dictionary) {
            dictionary.entrySet().stream()
                    .filter(entry -> !COSName.P.equals(entry.getKey()) && !COSName.PARENT.equals(entry.getKey()))
                    .forEach(entry -> allow(entry.getValue()));
        } else if (base instanceof COSArray array) {
            array.forEach(this::allow);
        }
    }

    private static @Nullable COSObjectKey root(PDDocument document) {
        return document.getDocument().getTrailer().getItem(COSName.ROOT) instanceof COSObject ref ? ref.getKey() : null;
    }

    private static boolean sameExcept(COSDictionary was, COSDictionary is, Set<COSName> exempt) {
        var names = new HashSet<>(was.keySet());
        names.addAll(is.keySet());
        names.removeAll(exempt);
        return names.stream().allMatch(name -> same(was.getItem(name), is.getItem(name)));
    }

    private static boolean same(@Nullable COSBase a, @Nullable COSBase b) {
        if (a instanceof COSObject one && b instanceof COSObject other) {
            return Objects.equals(one.getKey(), other.getKey());
        }
        if (a instanceof COSDictionary one && b instanceof COSDictionary other) {
            return sameExcept(one, other, Set.of());
        }
        if (a instanceof COSArray one && b instanceof COSArray other) {
            if (one.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(a, b);
    }
}
