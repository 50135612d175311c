package dev.handback.web;

import dev.handback.certificates.OrderDocuments;
import dev.handback.destruction.AttestationLinks;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import dev.handback.process.DestructionCommands;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Orders to destroy: read, given by exactly the digest that was shown, served. */
@RestController
@RequestMapping("/api/exits/{id}/orders")
class OrdersApi {
    private final Exits exits;
    private final Orders orders;
    private final OrderDocuments documents;
    private final AttestationLinks links;
    private final DestructionCommands commands;
    private final Uploads uploads;

    OrdersApi(
            Exits exits,
            Orders orders,
            OrderDocuments documents,
            AttestationLinks links,
            DestructionCommands commands,
            Uploads uploads) {
        this.exits = exits;
        this.orders = orders;
        this.documents = documents;
        this.links = links;
        this.commands = commands;
        this.uploads = uploads;
    }

    record Given(@Nullable String number, String sha256, String intent, String password) {
        /** Records print themselves; this one must not. */
        @Override
        public String toString() {
            return "Order " + number;
        }
    }

    record Link(@Nullable String holder, @Nullable Integer days) {}

    @GetMapping
    List<Order> list(@PathVariable String id) {
        return orders.list(exits.find(id).exitId());
    }

    /** Gives an order that is drawn up; refused unless every asset's clearance lives and somebody else gave it. */
    @PostMapping
    Order give(@PathVariable String id, @RequestBody Given given, Principal person) {
        var order = of(id, String.valueOf(given.number()));
        commands.order(order.number(), given.sha256(), given.intent(), given.password(), person.getName());
        return orders.find(order.number());
    }

    @GetMapping("/{number}")
    Order show(@PathVariable String id, @PathVariable String number) {
        return of(id, number);
    }

    @GetMapping("/{number}/intent")
    Map<String, String> intent(@PathVariable String id, @PathVariable String number) {
        return Map.of("intent", documents.intent(), "sha256", of(id, number).pdfSha256());
    }

    @GetMapping("/{number}/document.pdf")
    ResponseEntity<byte[]> pdf(@PathVariable String id, @PathVariable String number) {
        return file(documents.pdf(of(id, number)), number + ".pdf", MediaType.APPLICATION_PDF);
    }

    @GetMapping("/{number}/document.json")
    ResponseEntity<byte[]> json(@PathVariable String id, @PathVariable String number) {
        return file(documents.json(of(id, number)), number + ".json", MediaType.APPLICATION_JSON);
    }

    @GetMapping("/{number}/proof")
    ResponseEntity<Resource> proof(@PathVariable String id, @PathVariable String number) {
        var order = of(id, number);
        var proof = order.proofSha256();
        if (proof == null) {
            throw new NotFound("proof of service", "of order " + number);
        }
        return uploads.download(proof, order.proofName());
    }

    /** It was overtaken or recalled before it was given or served: legal must clear anew. */
    @PostMapping("/{number}/give-back")
    Order giveBack(@PathVariable String id, @PathVariable String number) {
        commands.giveBack(of(id, number).number());
        return orders.find(number);
    }

    @PostMapping(path = "/{number}/served", consumes = MediaType.APPLICATION_JSON_VALUE)
    Order served(@PathVariable String id, @PathVariable String number, @RequestBody DestructionApi.Told served) {
        commands.serve(of(id, number).number(), served.with(null));
        return orders.find(number);
    }

    @PostMapping(path = "/{number}/served", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Order servedWithProof(
            @PathVariable String id,
            @PathVariable String number,
            @RequestPart DestructionApi.Told served,
            @RequestPart MultipartFile proof) {
        commands.serve(of(id, number).number(), served.with(uploads.keep("proof", proof)));
        return orders.find(number);
    }

    /** Nothing is left to wait for: recalled, or excepted as never attested. */
    @PostMapping("/{number}/stop-waiting")
    Order stopWaiting(@PathVariable String id, @PathVariable String number) {
        commands.stopWaiting(of(id, number).number());
        return orders.find(number);
    }

    /** A one-time link for the holder; its address is told here once and never again. */
    @PostMapping("/{number}/links")
    Map<String, String> link(@PathVariable String id, @PathVariable String number, @RequestBody Link wanted) {
        int days = wanted.days() == null ? 30 : wanted.days();
        var issued = links.issue(of(id, number), wanted.holder(), days);
        return Map.of("link", issued.link(), "path", "/holder/" + issued.secret());
    }

    private Order of(String exit, String number) {
        var order = orders.find(number);
        if (!order.exitId().equals(exit)) {
            throw new NotFound("order", number);
        }
        return order;
    }

    static ResponseEntity<byte[]> file(byte[] bytes, String name, MediaType type) {
        var attachment = ContentDisposition.attachment().filename(name).build();
        return ResponseEntity.ok()
                .contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
                .body(bytes);
    }
}
