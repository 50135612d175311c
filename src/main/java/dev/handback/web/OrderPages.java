package dev.handback.web;

import dev.handback.assets.Exceptions;
import dev.handback.certificates.OrderDocuments;
import dev.handback.destruction.Attestation;
import dev.handback.destruction.AttestationLinks;
import dev.handback.destruction.Attestations;
import dev.handback.destruction.Destructions;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import dev.handback.destruction.Served;
import dev.handback.exits.Exits;
import dev.handback.process.DestructionCommands;
import java.security.Principal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One order to destroy: given and served by operations; what the holder attests to it, decided by legal. */
@Controller
@RequestMapping("/orders/{number}")
class OrderPages {
    private final Orders orders;
    private final OrderDocuments documents;
    private final Destructions destructions;
    private final Attestations attestations;
    private final AttestationLinks links;
    private final Exits exits;
    private final Exceptions exceptions;
    private final DestructionCommands commands;
    private final Uploads uploads;
    private final Proving proving;

    OrderPages(
            Orders orders,
            OrderDocuments documents,
            Destructions destructions,
            Attestations attestations,
            AttestationLinks links,
            Exits exits,
            Exceptions exceptions,
            DestructionCommands commands,
            Uploads uploads,
            Proving proving) {
        this.orders = orders;
        this.documents = documents;
        this.destructions = destructions;
        this.attestations = attestations;
        this.links = links;
        this.exits = exits;
        this.exceptions = exceptions;
        this.commands = commands;
        this.uploads = uploads;
        this.proving = proving;
    }

    @GetMapping
    String show(@PathVariable String number, Model model) {
        var order = frame(number, model);
        model.addAttribute("findings", order.orderedAt() == null ? orders.findings(order) : List.of());
        model.addAttribute("intent", documents.intent());
        model.addAttribute("proving", proving.of(documents.act(order)));
        return "order";
    }

    private Order frame(String number, Model model) {
        var order = orders.find(number);
        model.addAttribute("order", order);
        model.addAttribute("exit", exits.find(order.exitId()));
        model.addAttribute("lines", destructions.of(order.exitId(), order.scope()));
        return order;
    }

    @PostMapping("/give")
    ModelAndView give(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String sha256,
            @RequestParam(defaultValue = "") String intent,
            @RequestParam(defaultValue = "") String password,
            Principal person,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.order(number, sha256, intent, password, person.getName()),
                () -> show(number, model),
                model,
                flash,
                "/orders/" + number,
                "The order is given and sealed. Serve it on the holder.");
    }

    @PostMapping("/give-back")
    ModelAndView giveBack(@PathVariable String number, Model model, RedirectAttributes flash) {
        return Answer.of(
                () -> commands.giveBack(number),
                () -> show(number, model),
                model,
                flash,
                "/orders/" + number,
                "It goes back to legal.");
    }

    @PostMapping("/served")
    ModelAndView served(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String servedAt,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String servedBy,
            @RequestParam(defaultValue = "") String channel,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(required = false) @Nullable MultipartFile proof,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.serve(
                        number, new Served(servedAt, place, servedBy, channel, uploads.keep("proof", proof), note)),
                () -> show(number, model),
                model,
                flash,
                "/orders/" + number,
                "The service is recorded. The holder is to attest.");
    }

    @GetMapping("/attestation")
    String attestation(@PathVariable String number, Model model) {
        var order = frame(number, model);
        var letters = new LinkedHashMap<Attestation, List<Attestation.Row>>();
        attestations.list(order.exitId()).stream()
                .filter(a -> number.equals(a.number())
                        || attestations.said(a).stream()
                                .anyMatch(row -> order.scope().contains(row.asset())))
                .forEach(a -> letters.put(a, attestations.rows(a)));
        model.addAttribute("letters", letters);
        var looks = new HashMap<String, String>();
        destructions.of(order.exitId(), order.scope()).stream()
                .filter(line -> line.probeResult() != null)
                .forEach(line -> looks.put(line.asset(), line.probeResult()));
        model.addAttribute("looks", looks);
        model.addAttribute("links", links.list(number));
        model.addAttribute("reminders", orders.reminders(number));
        if (!model.containsAttribute("form")) {
            model.addAttribute("form", AttestationForm.empty(order.scope()));
        }
        return "attestation";
    }

    @PostMapping("/attestation")
    ModelAndView attest(
            @PathVariable String number,
            @ModelAttribute("form") AttestationForm form,
            @RequestParam(required = false) @Nullable MultipartFile letter,
            Model model,
            RedirectAttributes flash) {
        var exit = orders.find(number).exitId();
        return Answer.of(
                () -> commands.attest(exit, form.read(number, uploads.keep("letter", letter))),
                () -> attestation(number, model),
                model,
                flash,
                "/orders/" + number + "/attestation",
                "Recorded. We look whether anything still answers, then legal decides.");
    }

    /** The link's address is shown once, in the answer to this post and nowhere else. */
    @PostMapping("/links")
    String link(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String holder,
            @RequestParam(defaultValue = "30") int days,
            Model model) {
        var issued = links.issue(orders.find(number), holder, days);
        model.addAttribute("issued", "/holder/" + issued.secret());
        return attestation(number, model);
    }

    /** Asks that two persons bear it; they decide on the asset's page. */
    @PostMapping("/bear")
    ModelAndView bear(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String asset,
            @RequestParam(defaultValue = "") String attestation,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        var exit = orders.find(number).exitId();
        return Answer.of(
                () -> exceptions.askToBear(exit, asset, attestation.isBlank() ? null : attestation, reason),
                () -> attestation(number, model),
                model,
                flash,
                "/orders/" + number + "/attestation",
                "Asked. Two others, one of them legal, decide on the asset's page.");
    }

    @PostMapping("/stop-waiting")
    ModelAndView stopWaiting(@PathVariable String number, Model model, RedirectAttributes flash) {
        return Answer.of(
                () -> commands.stopWaiting(number),
                () -> attestation(number, model),
                model,
                flash,
                "/orders/" + number + "/attestation",
                "Nothing more is waited for.");
    }

    @PostMapping("/attestations/{attestation}/decide")
    ModelAndView decide(
            @PathVariable String number,
            @PathVariable String attestation,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") List<String> assets,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.decide(attestation, decision, reason, assets),
                () -> attestation(number, model),
                model,
                flash,
                "/orders/" + number + "/attestation",
                "The decision is recorded.");
    }
}
