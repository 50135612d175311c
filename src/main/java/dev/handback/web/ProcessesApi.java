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
import org.springframework.web.bind.annotation.RestController;

/** The processes of an exit: where they wait, what lies behind, and their models. */
@RestController
@RequestMapping("/api/exits/{id}/processes")
class ProcessesApi {
    private final ExitPaths paths;

    ProcessesApi(ExitPaths paths) {
        this.paths = paths;
    }

    /** @param flows arrows between what is done, as far as both ends tell */
    record State(String process, String title, List<Token> tokens, Set<String> done, Set<String> flows) {}

    @GetMapping
    List<ExitPath> list(@PathVariable String id) {
        return paths.of(id);
    }

    @GetMapping("/{process}")
    State show(@PathVariable String id, @PathVariable String process) {
        var walked = paths.walked(id, process);
        var path = walked.path();
        return new State(path.process(), path.title(), path.tokens(), walked.done(), walked.flows());
    }

    @GetMapping(path = "/{process}/model", produces = MediaType.APPLICATION_XML_VALUE)
    byte[] model(@PathVariable String id, @PathVariable String process) {
        return paths.model(id, process);
    }
}
