package dev.handback.web;

import dev.handback.process.ExitPath;
import dev.handback.process.ExitPath.Token;
import dev.handback.process.ExitPaths;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The processes of an exit: where they wait, what lies behind, and their models. */
@RestController
@RequestMapping("/api/exits/{id}/processes")
class ProcessesApi {
    private final ExitPaths paths;
    private final Glances<State> glances = new Glances<>(System::nanoTime);

    ProcessesApi(ExitPaths paths) {
        this.paths = paths;
    }

    /** @param flows arrows between what is done, as far as both ends tell */
    record State(String process, String title, List<Token> tokens, Set<String> done, Set<String> flows) {}

    @GetMapping
    List<ExitPath> list(@PathVariable String id) {
        return paths.of(id);
    }

    /** @param glance true as it was a few seconds ago, for drawings that ask again and again */
    @GetMapping("/{process}")
    State show(
            @PathVariable String id,
            @PathVariable String process,
            @RequestParam(defaultValue = "false") boolean glance) {
        return glance ? glances.of(id + "/" + process, () -> look(id, process)) : look(id, process);
    }

    private State look(String id, String process) {
        var walked = paths.walked(id, process);
        var path = walked.path();
        return new State(path.process(), path.title(), path.tokens(), walked.done(), walked.flows());
    }

    @GetMapping(path = "/{process}/model", produces = MediaType.APPLICATION_XML_VALUE)
    byte[] model(@PathVariable String id, @PathVariable String process) {
        return paths.model(id, process);
    }
}
