package dev.handback.web;

import dev.handback.exits.Exits;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What an open page of an exit asks for by itself; that header is sent by its script only. */
@Controller
class ExitPolls {
    private final ExitInMotion motion;
    private final AskedGates gates;
    private final Exits exits;

    ExitPolls(ExitInMotion motion, AskedGates gates, Exits exits) {
        this.motion = motion;
        this.gates = gates;
        this.exits = exits;
    }

    @GetMapping(path = "/exits/{id}", headers = "HX-Request=true")
    String motion(@PathVariable String id, Model model) {
        motion.glance(id, model);
        return "exit-poll";
    }

    @GetMapping(path = "/exits/{id}/gates", headers = "HX-Request=true")
    String gates(@PathVariable String id, Model model) {
        motion.glance(id, model);
        gates.show(exits.find(id), motion.coverage(model), model);
        return "exit-gates";
    }
}
