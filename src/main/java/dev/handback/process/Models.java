package dev.handback.process;

import dev.handback.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The models and forms we ship, by bare file name: names are then the same in an editor, in tests and in the jar.
 *
 * @param files file name to content, in order of name
 */
record Models(SortedMap<String, byte[]> files) {

    /** Refuses two files of one name, and a pattern that finds no process: nothing would be deployed, silently. */
    static Models read(ResourcePatternResolver resources, String pattern) {
        var files = new TreeMap<String, byte[]>();
        try {
            for (var resource : resources.getResources(pattern)) {
                var name = name(resource);
                if (isModel(name) && files.put(name, resource.getContentAsByteArray()) != null) {
                    throw new IllegalStateException("Two model files have the name " + name + ". Rename one.");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The models " + pattern + " cannot be read", e);
        }
        if (files.keySet().stream().noneMatch(name -> name.endsWith(".bpmn"))) {
            throw new IllegalStateException("No process model matches handback.models=" + pattern + ".");
        }
        return new Models(files);
    }

    /** File name to SHA-256. */
    SortedMap<String, String> digests() {
        var digests = new TreeMap<String, String>();
        files.forEach((name, content) -> digests.put(name, Sha256.of(content).hex()));
        return digests;
    }

    /** Every attribute and text of the models that the engine could evaluate. */
    Set<String> expressions() {
        var found = new HashSet<String>();
        files.forEach((name, content) -> {
            if (!name.endsWith(".form")) {
                found.addAll(expressions(name, new ByteArrayInputStream(content)));
            }
        });
        return found;
    }

    static Set<String> expressions(String name, InputStream model) {
        var found = new HashSet<String>();
        try (model) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            collect(factory.newDocumentBuilder().parse(model), found);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("The model " + name + " is not well-formed XML.", e);
        }
        return found;
    }

    private static void collect(Node node, Set<String> found) {
        var text = node.getNodeValue();
        if (text != null && LockedExpressions.isDynamic(text)) {
            found.add(text.strip());
        }
        for (int i = 0; node.getAttributes() != null && i < node.getAttributes().getLength(); i++) {
            collect(node.getAttributes().item(i), found);
        }
        for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (node.getNodeType() != Node.ATTRIBUTE_NODE) {
                collect(child, found);
            }
        }
    }

    private static boolean isModel(String name) {
        return name.endsWith(".bpmn") || name.endsWith(".dmn") || name.endsWith(".form");
    }

    private static String name(Resource resource) {
        var name = resource.getFilename();
        return name == null ? "" : name;
    }
}
