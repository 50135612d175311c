package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.assets.ProvisionalRegister;
import dev.handback.assets.RegisterPreview;
import dev.handback.exits.Exits;
import dev.handback.exits.NotAllowed;
import dev.handback.people.Groups;
import dev.handback.people.People;
import dev.handback.retrieval.StoreListing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** A register drawn up from what a connection lists, or from pasted addresses; imported only after a look at it. */
@Controller
class ProvisionalPages {
    private final Exits exits;
    private final AssetRegister register;
    private final RegisterPages pages;
    private final StoreListing listing;
    private final People people;

    ProvisionalPages(Exits exits, AssetRegister register, RegisterPages pages, StoreListing listing, People people) {
        this.exits = exits;
        this.register = register;
        this.pages = pages;
        this.listing = listing;
        this.people = people;
    }

    record Wanted(
            @Nullable String connection,
            @Nullable List<String> addresses,
            @Nullable Boolean preview) {}

    @PostMapping("/exits/{id}/register/provisional")
    ModelAndView draw(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "") String addresses,
            @RequestParam(required = false) @Nullable String task,
            Principal me,
            Model model)
            throws IOException {
        try {
            return pages.check(
                    id, null, csv(me, id, connection, addresses.lines().toList()), task, model);
        } catch (RuntimeException e) {
            var refusal = Refusal.of(e).orElseThrow(() -> e);
            pages.show(id, 0, null, null, task, model);
            model.addAttribute("drawing", new Drawing(connection, addresses));
            model.addAttribute("refusal", refusal);
            return new ModelAndView("register", model.asMap(), refusal.status());
        }
    }

    /** Imports the drawn register unless {@code preview} is true, all of it or nothing. */
    @PostMapping("/api/exits/{id}/register/provisional")
    @ResponseBody
    ResponseEntity<RegisterPreview> draw(@PathVariable String id, @RequestBody Wanted wanted, Principal me) {
        var addresses = wanted.addresses() == null ? List.<String>of() : wanted.addresses();
        var csv = csv(me, id, wanted.connection() == null ? "" : wanted.connection(), addresses);
        var bytes = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        var preview = Boolean.TRUE.equals(wanted.preview());
        var read = preview ? register.preview(id, bytes) : register.importFile(id, bytes);
        return ResponseEntity.status(preview || read.importable() ? HttpStatus.OK : HttpStatus.BAD_REQUEST)
                .body(read);
    }

    private String csv(Principal me, String id, String connection, List<String> addresses) {
        exits.find(id);
        if (people.find(me.getName())
                .filter(person -> person.isIn(Groups.OPERATIONS))
                .isEmpty()) {
            throw new NotAllowed("the register is drawn up by operations");
        }
        var name = connection.strip();
        var wanted = addresses.stream().allMatch(String::isBlank) ? listing.places(id, name) : addresses;
        return ProvisionalRegister.csv(name, wanted, register.names(id));
    }

    record Drawing(String connection, String addresses) {}
}
