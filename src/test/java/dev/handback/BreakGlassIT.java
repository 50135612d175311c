package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.Certificates;
import dev.handback.demo.GitHost;
import dev.handback.people.People;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.util.ReflectionTestUtils;

/** The company's provider is out: who has a local account goes on to the signature, and who has none is told why. */
@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@ContextConfiguration(initializers = {VendorAndClient.class, CompanyLoginIT.WithProvider.class})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class BreakGlassIT {
    private final String origin;
    private final Walk walk;
    private final TestProvider provider;
    private final People people;
    private final Certificates certificates;
    private final JdbcClient superuser;
    private final Object description;

    BreakGlassIT(
            Environment environment,
            GitHost vendor,
            TestProvider provider,
            People people,
            Certificates certificates,
            TestDatabase database,
            ApplicationContext context) {
        this.origin = String.valueOf(environment.getProperty("handback.oidc.base-url"));
        this.walk = new Walk(environment.getRequiredProperty("server.port", Integer.class), vendor);
        this.provider = provider;
        this.people = people;
        this.certificates = certificates;
        this.superuser = JdbcClient.create(database.superuser());
        this.description = context.getBean("companyProvider");
    }

    @AfterEach
    void back() {
        provider.honest();
        ReflectionTestUtils.setField(description, "failed", null); // else it is left alone for a while
    }

    @Test
    void localPeopleRetrieveCheckAndSignWhileTheProviderIsOut() {
        out();
        var number = drawnUp();
        var lea = local("lea", VendorAndClient.password("lea"));

        assertThat(lea.get(page(number)).body()).contains("name=\"password\"").doesNotContain("You have no password");
        assertThat(sign(lea, number, "not the password").body()).contains("the password is not right");
        assertThat(certificates.find(number).state()).isEqualTo("DRAWN_UP");
        sign(lea, number, VendorAndClient.password("lea"));

        assertThat(certificates.find(number).state()).isEqualTo("SIGNED");
        assertThat(certificates.find(number).signedBy()).isEqualTo("lea");
    }

    @Test
    void whoHasNoLocalAccountKeepsTheSessionAndIsToldWhyNothingIsSigned() {
        provider.knows("s-gloria", "gloria", "Gloria Glass", "hb-legal");
        var gloria = company("s-gloria");
        var number = drawnUp();
        out();

        var proving = gloria.form(
                page(number),
                "/certificates/" + number + "/prove",
                "sha256=" + certificates.find(number).pdfSha256());

        assertThat(Visitor.location(proving)).endsWith("/login/refused?why=UNREACHABLE");
        assertThat(gloria.get(Visitor.location(proving)).body())
                .contains("cannot be reached now", "You are still logged in here");
        assertThat(gloria.get(page(number)).body()).contains("Gloria Glass", "You have no password here");
        assertThat(sign(gloria, number, "").body()).contains("once more, for this document");
        assertThat(certificates.find(number).state()).isEqualTo("DRAWN_UP");
        var anew = new Visitor(origin);
        assertThat(Visitor.location(anew.get("/oauth2/authorization/company")))
                .endsWith("/login/refused?why=UNREACHABLE");
    }

    @Test
    void anAdministratorSignsNothingButGivesALawyerALocalAccountThatIsTheSamePerson() {
        provider.knows("s-greta", "greta", "Greta Glass", "hb-legal");
        company("s-greta");
        var number = drawnUp();
        out();
        var adam = local("adam", VendorAndClient.password("adam"));
        assertThat(sign(adam, number, VendorAndClient.password("adam")).statusCode())
                .isEqualTo(403);

        var email = people.find("greta").orElseThrow().email();
        var made = adam.form("/people", "/people", "id=greta-local&name=Greta+Glass&email=" + email + "&groups=legal");
        var once = made.body().replaceFirst("(?s).*<code[^>]*>([^<]{12,})</code>.*", "$1");
        var greta = local("greta-local", once);
        var chosen = "a long password for a day without login";
        greta.form(
                "/password",
                "/password",
                "current=" + once + "&fresh=" + Visitor.encoded(chosen) + "&again=" + Visitor.encoded(chosen));
        sign(greta, number, chosen);

        assertThat(certificates.find(number).signedBy()).isEqualTo("greta-local");
        assertThat(superuser
                        .sql(
                                "select count(distinct identity_key) from handback.person where id in ('greta', 'greta-local')")
                        .query(Integer.class)
                        .single())
                .as("two accounts, one person")
                .isEqualTo(1);
    }

    /** So long that what the provider says of itself is no longer believed either. */
    private void out() {
        provider.down(true);
        ReflectionTestUtils.setField(description, "described", null);
    }

    private String drawnUp() {
        var exit = walk.authorised("vendor-team", "team/website");
        walk.outcome(exit, "website");
        walk.check("emil", exit, "website");
        return walk.drawnUp(exit, "INTERIM", "website");
    }

    private Visitor local(String person, String password) {
        var visitor = new Visitor(origin);
        visitor.form("/login", "/login", "username=" + person + "&password=" + Visitor.encoded(password));
        return visitor;
    }

    private Visitor company(String subject) {
        var visitor = new Visitor(origin);
        var there = Visitor.location(visitor.get("/oauth2/authorization/company"));
        visitor.get(Visitor.location(visitor.post(there, "subject=" + subject)));
        return visitor;
    }

    private static String page(String number) {
        return "/certificates/" + number + "/sign";
    }

    private HttpResponse<String> sign(Visitor visitor, String number, String password) {
        var shown = walk.desk("lea").get("/api/certificates/" + number).orFail().body();
        return visitor.form(
                page(number),
                page(number),
                "meant=yes&sha256=" + shown.path("sha256").asText() + "&intent="
                        + Visitor.encoded(shown.path("intent").asText()) + "&password=" + Visitor.encoded(password));
    }
}
