package dev.handback.exits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

class ProfileFileTest {
    private static final String GOOD = """
            due-days:
              usual: 5
              AgreeRegister: 10
            alarm-days:
              contract-end: [30, 7]
              vendor-erases-at: 14
            fixity-hours: 48
            escalate-days: 2
            """;

    @Test
    void readsWhatAPersonWrote() {
        var profile = read(GOOD);

        assertThat(profile.dueDays("AgreeRegister")).isEqualTo(10);
        assertThat(profile.dueDays("SomeTaskOfTheClient")).isEqualTo(5);
        assertThat(profile.terms().alarmDays().get(Deadline.CONTRACT_END)).containsExactly(30, 7);
        assertThat(profile.terms().alarmDays().get(Deadline.VENDOR_ERASES_AT)).containsExactly(14);
        assertThat(profile.terms().fixityHours()).isEqualTo(48);
        assertThat(profile.escalateDays()).isEqualTo(2);
        assertThat(read(GOOD.replace("escalate-days: 2", "")).escalateDays()).isEqualTo(3);
    }

    @Test
    void shipsAProfileThatCanBeUsed() throws IOException {
        var plain = new ClassPathResource("profiles/plain.yaml").getContentAsByteArray();

        assertThat(ProfileFile.read("plain.yaml", "plain", plain).terms().alarmDays())
                .hasSize(3);
    }

    @Test
    void refusesAWordItDoesNotKnow() {
        refuses(GOOD + "fixity-days: 3\n", "harsh.yaml", "fixity-days");
        refuses(GOOD.replace("contract-end", "contract-ends"), "contract-ends");
    }

    @Test
    void refusesWhatIsNoNumberAndSaysWhere() {
        refuses(GOOD.replace("usual: 5", "usual: soon"), "due-days.usual", "soon", "2");
    }

    @Test
    void refusesNumbersOutOfRange() {
        refuses(
                GOOD.replace("escalate-days: 2", "escalate-days: 0"),
                "escalate-days: expected 1 to 3650 days, found 0");
        refuses(GOOD.replace("48", "0"), "fixity-hours: expected 1 to 168 hours, found 0");
        refuses(GOOD.replace("usual: 5", "usual: -1"), "due-days.usual: expected 1 to 3650 days, found -1");
        refuses(GOOD.replace("[30, 7]", "[30, -7]"), "alarm-days.CONTRACT_END: expected 0 to 3650 days, found -7");
        refuses("fixity-hours: 24", "due-days.usual: expected a number of days, found nothing");
    }

    @Test
    void refusesWhatIsNoYaml() {
        refuses("due-days: [", "expected YAML");
        refuses("", "expected one YAML document");
    }

    @Test
    void saysAtTheStartWhichFileAndFieldAndPrintsNoStackTrace() {
        var invalid = new InvalidProfile("harsh.yaml", "fixity-hours: expected 1 to 168 hours, found 0");

        var analysis = new ProfileRefusal().analyze(new IllegalStateException("start", invalid));

        assertThat(analysis.getDescription()).contains("harsh.yaml", "fixity-hours", "found 0");
        assertThat(analysis.getAction()).contains("handback.profiles-dir");
    }

    private static void refuses(String text, String... said) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidProfile.class)
                .message()
                .contains(said);
    }

    private static Profile read(String text) {
        return ProfileFile.read("harsh.yaml", "harsh", text.getBytes(UTF_8));
    }
}
