package dev.handback.web;

import dev.handback.exits.NotFound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The runbooks that travel in the jar, so that they are there when the network is not. */
@Controller
class RunbookPages {
    private final Map<String, Runbook> runbooks = new TreeMap<>();

    RunbookPages() {
        try {
            for (var file : new PathMatchingResourcePatternResolver().getResources("classpath*:runbooks/*.md")) {
                var id = String.valueOf(file.getFilename()).replaceAll("\\.md$", "");
                runbooks.put(id, Runbook.parse(id, text(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the runbooks of this jar cannot be read", e);
        }
    }

    @GetMapping("/runbooks")
    String list(Model model) {
        model.addAttribute(
                "runbooks",
                runbooks.values().stream()
                        .sorted(Comparator.comparing(Runbook::title))
                        .toList());
        return "runbooks";
    }

    /** The address may end in .md, as links between the files do. */
    @GetMapping("/runbooks/{id}")
    String show(@PathVariable String id, Model model) {
        var runbook = runbooks.get(id.replaceAll("\\.md$", ""));
        if (runbook == null) {
            throw new NotFound("runbook", id);
        }
        model.addAttribute("runbook", runbook);
        return "runbook";
    }

    private static String text(Resource file) throws IOException {
        return file.getContentAsString(StandardCharsets.UTF_8);
    }
}
