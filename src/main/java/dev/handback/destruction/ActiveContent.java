package dev.handback.destruction;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.jspecify.annotations.Nullable;

/** What in a PDF acts when it is opened, or carries another file (ISO 32000-1, 7.11.4, 12.6.4, 12.7.8). */
final class ActiveContent {
    private static final String SCRIPT = "a PDF with JavaScript";
    private static final String FILE = "a PDF that carries another file";
    private static final Map<String, String> ENTRIES = Map.of(
            "JS", SCRIPT,
            "JavaScript", SCRIPT,
            "EF", FILE,
            "EmbeddedFiles", FILE,
            "XFA", "a PDF with an XFA form",
            "RichMediaContent", "a PDF with rich media");
    private static final Map<String, String> ACTIONS = Map.of(
            "JavaScript", SCRIPT,
            "Launch", "a PDF that starts a program",
            "ImportData", "a PDF that imports data",
            "SubmitForm", "a PDF that sends a form",
            "GoToE", FILE);
    private static final int DEEPEST = 200;

    private final Set<String> found;
    private final Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param found is told what there is */
    ActiveContent(Set<String> found) {
        this.found = found;
    }

    /** Looks at an object and what is written in it; what it refers to is an object of its own. */
    void of(@Nullable COSBase object) {
        of(object, 0);
    }

    private void of(@Nullable COSBase object, int depth) {
        if (object == null || object instanceof COSObject || !seen.add(object)) {
            return;
        }
        if (depth > DEEPEST) {
            found.add("a PDF nested deeper than " + DEEPEST);
        } else if (object instanceof COSDictionary dictionary) {
            look(dictionary);
            dictionary.getValues().forEach(value -> of(value, depth + 1));
        } else if (object instanceof COSArray array) {
            array.forEach(value -> of(value, depth + 1));
        }
    }

    private void look(COSDictionary dictionary) {
        dictionary.keySet().stream().map(COSName::getName).map(ENTRIES::get).forEach(this::add);
        if (dictionary.getDictionaryObject(COSName.S) instanceof COSName action) {
            add(ACTIONS.get(action.getName()));
        }
        if (dictionary.getDictionaryObject(COSName.TYPE) instanceof COSName type
                && type.getName().equals("EmbeddedFile")) {
            found.add(FILE);
        }
    }

    private void add(@Nullable String what) {
        if (what != null) {
            found.add(what);
        }
    }
}
