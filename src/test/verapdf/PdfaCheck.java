import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Run by {@code VeraPdfTest} as a program of its own: one line for each file and profile, failed rules below it. */
public class PdfaCheck {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (var file : files) {
            for (var profile : new String[] {"3a", "ua1"}) {
                var flavour = PDFAFlavour.byFlavourId(profile);
                try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
                    var result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
                    System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + profile + " " + file);
                    result.getTestAssertions().stream()
                            .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                            .map(assertion -> "  " + assertion.getRuleId() + " " + assertion.getMessage())
                            .distinct()
                            .forEach(System.out::println);
                }
            }
        }
    }
}
