package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.exits.Hold;
import dev.handback.exits.Holds;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.Refused;
import dev.handback.people.People;
import dev.handback.people.Person;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The instruction to keep that follows from a hold: drawn, sealed, kept, and served on whom it concerns. */
@Component
public class PreserveNotices {
    private final PreserveNoticesTable notices;
    private final Holds holds;
    private final Exits exits;
    private final People people;
    private final PreserveNoticePdf pages;
    private final Sealing sealing;
    private final CertificateCheck check;
    private final Vault vault;

    PreserveNotices(
            PreserveNoticesTable notices,
            Holds holds,
            Exits exits,
            People people,
            PreserveNoticePdf pages,
            Sealing sealing,
            CertificateCheck check,
            Vault vault) {
        this.notices = notices;
        this.holds = holds;
        this.exits = exits;
        this.people = people;
        this.pages = pages;
        this.sealing = sealing;
        this.check = check;
        this.vault = vault;
    }

    /** A notice that passed our own check and waits to be recorded. */
    public record Sealed(String exit, String hold, String addressee, String pdfSha256, String sealedSha256) {}

    /**
     * Draws the notice of a hold and seals it. Long (a time-stamp is fetched): call it outside any transaction, then
     * {@link #record} inside one.
     */
    public Sealed seal(String exitId, String id) {
        var exit = exits.find(exitId);
        var hold = holds.find(exitId, id);
        var addressee = addressee(exit, hold);
        var frozen = pages.draw(new PreserveNoticePdf.Facts(
                exit, hold, addressee, notices.covered(exitId, id), sealing.evaluationKey()));
        var name = people.find(hold.placedBy()).map(Person::name).orElse(hold.placedBy());
        var sentence = "Placed hold " + id + " of exit " + exitId + "; the addressee shall preserve what it covers";
        var sealed = sealing.seal(frozen, new SealIntent(name, "who placed the hold", hold.placedAt(), sentence))
                .pdf();
        var findings = check.sealFindings(sealed, frozen);
        if (!findings.isEmpty()) {
            throw new Refused("hold " + id + ": our own check refused the sealed notice: " + findings);
        }
        var kept = vault.store(new ByteArrayInputStream(sealed)).sha256().hex();
        return new Sealed(exitId, id, addressee, Sha256.of(frozen).hex(), kept);
    }

    /** Records a sealed notice; one that is recorded already stays the one. */
    @Transactional
    public void record(Sealed notice) {
        if (notices.find(notice.exit(), notice.hold()).isEmpty()) {
            notices.insert(notice);
        }
    }

    /** Records that the notice reached the holder: when, whom, by which channel. Operations or legal. */
    @Transactional
    public void served(
            String exit, String hold, @Nullable LocalDate on, @Nullable String to, @Nullable String channel) {
        var problems = new ArrayList<Problem>();
        if (on == null) {
            problems.add(new Problem("servedOn", "expected the day it reached the holder, found nothing"));
        }
        if (to == null || to.strip().length() < 2) {
            problems.add(new Problem("servedTo", "expected who received it"));
        }
        if (channel == null || channel.strip().length() < 2) {
            problems.add(new Problem("channel", "expected how it went, for example courier and number"));
        }
        if (on == null || to == null || channel == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        notices.served(exit, hold, on, to.strip(), channel.strip());
    }

    /** Empty while it is not sealed, and in a drill. */
    @Transactional(readOnly = true)
    public Optional<PreserveNotice> find(String exit, String hold) {
        return notices.find(exit, hold);
    }

    /** The sealed file. */
    public byte[] pdf(PreserveNotice notice) {
        return KeptDocument.read(vault, Sha256.parse(notice.sealedSha256()));
    }

    private static String addressee(Exit exit, Hold hold) {
        if (hold.holder() != null) {
            return hold.holder();
        }
        return exit.vendorName() + (exit.vendorCapacity() == null ? "" : ", " + exit.vendorCapacity());
    }
}
