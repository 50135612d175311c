package dev.handback.demo;

import dev.handback.exits.ExitSummary;
import dev.handback.exits.Exits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** What a newcomer is shown, in order: as whom, where, and what to look for. */
@Component
@Profile(DemoStart.PROFILE)
class DemoTour {
    private static final int FEW = 50;

    private final Exits exits;
    private final DemoVendor vendor;
    private final Path told;

    DemoTour(Exits exits, DemoVendor vendor, @Value("${handback.data-dir}") Path data) {
        this.exits = exits;
        this.vendor = vendor;
        this.told = data.resolve("demo");
    }

    /** One thing to try. */
    record Stop(String person, String what, String see, String path) {}

    /** Those whose exit was brought to where they begin. */
    List<Stop> stops() {
        var stops = new ArrayList<Stop>();
        exit(DemoExit.TITLE).ifPresent(exit -> comingHome(exit, stops));
        exit(DemoDestruction.TITLE).ifPresent(exit -> destruction(exit, stops));
        exit(DemoExit.TITLE)
                .ifPresent(exit -> stops.add(new Stop(
                        "olga",
                        "Point it at a repository of your own",
                        "In a terminal: git clone --bare YOUR-REPOSITORY target/demo-data/vendor/repositories/team/mine.git. Then add an"
                                + " asset of kind git-repository over connection vendor-team with locator "
                                + vendor.git().url("team/mine") + " and agree it. It is fetched at once.",
                        "/exits/" + exit + "/register")));
        return stops;
    }

    private static void comingHome(String exit, List<Stop> stops) {
        var assets = "/exits/" + exit + "/assets/";
        stops.add(new Stop(
                "ada",
                "See whether the date is met, and what blocks it",
                "Eight assets, one checked. Each gate that is shut names the assets that shut it.",
                "/exits/" + exit));
        stops.add(new Stop(
                "erin",
                "Meet a repository that somebody tampered with",
                "A file was changed inside the vendor's own store. The object that the history names never came, so the asset"
                        + " is PARTIAL, however often it is retried.",
                assets + "legacy-tools"));
        stops.add(new Stop(
                "erin",
                "See every version of a document",
                "A contract with two amendments, an invoice list that was corrected, a draft with its delete marker: each version"
                        + " has its own digest. Claim the hand-over under My tasks, and check it in Tasklist.",
                assets + "documents"));
        stops.add(new Stop(
                "erin",
                "Meet a bucket of which one object is refused",
                "The others are held; the asset never counts as whole.",
                assets + "case-files"));
        stops.add(new Stop(
                "olga",
                "Ask for the final certificate anyway",
                "Choose \"Asset return, final\" and draw it up. It is not: the task that comes names what stands against it.",
                "/exits/" + exit + "/certificates/new"));
        stops.add(new Stop(
                "lea",
                "Sign the interim certificate of the website",
                "The page shows the very bytes you sign, and asks for Lea's password, which stands below.",
                "/certificates/" + exit + "-C1/sign"));
    }

    private static void destruction(String exit, List<Stop> stops) {
        stops.add(new Stop(
                "lea",
                "Accept the vendor's letter anyway",
                "The vendor attests that two repositories are erased; one of them still answered when we looked. Accept both,"
                        + " and it is refused. Accept " + DemoDestruction.ERASED + " alone, and call "
                        + DemoDestruction.KEPT
                        + " contradicted.",
                "/orders/" + exit + "-D1/attestation"));
        stops.add(new Stop(
                "olga",
                "Hand it to a stranger",
                "Ask for a hand-over package, wait until it is built, and have it verified; or take the ZIP elsewhere and run the"
                        + " verify.py in it.",
                "/exits/" + exit + "/packages"));
    }

    private Optional<String> exit(String title) {
        if (!Files.exists(DemoStory.marker(told, title))) {
            return Optional.empty();
        }
        return exits.list(0, FEW).stream()
                .filter(exit -> exit.title().equals(title))
                .map(ExitSummary::exitId)
                .findFirst();
    }
}
