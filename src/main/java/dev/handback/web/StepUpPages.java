package dev.handback.web;

import dev.handback.certificates.Certificates;
import dev.handback.certificates.OrderDocuments;
import dev.handback.certificates.SignOff;
import dev.handback.destruction.Orders;
import dev.handback.exits.Refused;
import dev.handback.people.LoginRefused;
import dev.handback.people.SigningAct;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whoever has no password here proves at the company's login who they are, for the document that they were shown. */
@Controller
class StepUpPages {
    private final Certificates certificates;
    private final SignOff signOff;
    private final Orders orders;
    private final OrderDocuments documents;
    private final CompanyDoor door;
    private final CompanyProvider provider;

    StepUpPages(
            Certificates certificates,
            SignOff signOff,
            Orders orders,
            OrderDocuments documents,
            CompanyDoor door,
            CompanyProvider provider) {
        this.certificates = certificates;
        this.signOff = signOff;
        this.orders = orders;
        this.documents = documents;
        this.door = door;
        this.provider = provider;
    }

    @PostMapping("/certificates/{number}/prove")
    ResponseEntity<Void> forCertificate(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String sha256,
            Principal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        return away(signOff.act(certificates.find(number)), sha256, person, request, response);
    }

    @PostMapping("/orders/{number}/prove")
    ResponseEntity<Void> forOrder(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String sha256,
            Principal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        return away(documents.act(orders.find(number)), sha256, person, request, response);
    }

    private ResponseEntity<Void> away(
            SigningAct act, String shown, Principal person, HttpServletRequest request, HttpServletResponse response) {
        if (!provider.settings().on()) {
            throw new Refused("no company login is configured here; sign with your password");
        }
        if (!act.sha256().equals(shown)) {
            throw new Refused(act.number() + ": you were shown SHA-256 " + shown + ", but the frozen document has "
                    + act.sha256());
        }
        var there = URI.create(door.again(person.getName(), act, request, response));
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(there).build();
    }

    /** Who is logged in stays so; left to the login filters it would end at the login page, without a word of why. */
    @ExceptionHandler(LoginRefused.class)
    void refused(HttpServletRequest request, HttpServletResponse response, LoginRefused why) throws IOException {
        CompanyDoor.refused(request, response, why);
    }
}
