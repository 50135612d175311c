package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.destruction.ProbeRow;
import dev.handback.destruction.Probes;
import dev.handback.process.ProbeCommands;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Our own looks whether anything of an asset still answers at its holder. */
@RestController
@RequestMapping("/api/exits/{id}")
class ProbesApi {
    private final AssetRegister register;
    private final Probes probes;
    private final ProbeCommands commands;

    ProbesApi(AssetRegister register, Probes probes, ProbeCommands commands) {
        this.register = register;
        this.probes = probes;
        this.commands = commands;
    }

    /** @param purpose CONTROL before destruction, AFTER it */
    record Asked(@Nullable List<String> assets, @Nullable String purpose) {}

    record Word(@Nullable String reason) {}

    /** Long steps: each look is listed once it begins. */
    @PostMapping("/probes")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void look(@PathVariable String id, @RequestBody Asked asked) {
        commands.look(
                id,
                Objects.requireNonNullElse(asked.assets(), List.of()),
                ExitsApi.oneOf(Purpose.class, "purpose", asked.purpose()));
    }

    @GetMapping("/assets/{name}/probes")
    List<ProbeRow> list(@PathVariable String id, @PathVariable String name) {
        return probes.list(id, register.find(id, name).asset());
    }

    /** Legal only: why nothing of the asset can be observed by us. */
    @PostMapping("/assets/{name}/not-observable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void notObservable(@PathVariable String id, @PathVariable String name, @RequestBody Word word) {
        probes.notObservable(id, register.find(id, name).asset(), word.reason());
    }
}
