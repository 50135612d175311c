package dev.handback.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.exits.InvalidInput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvisionalRegisterTest {
    @Test
    void namesEachAssetAfterItsAddressInTheOrderGiven() {
        var read = read(
                List.of(),
                "https://git.vendor.example/team/Billing-Portal.git",
                "  https://git.vendor.example/other/billing-portal  ",
                "",
                "s3://acme-documents/",
                "s3://acme/Contracts+2021/",
                "https://git.vendor.example/team/Billing-Portal.git");

        assertThat(read.problems()).isEmpty();
        assertThat(read.rows())
                .extracting(RegisterRow::asset)
                .containsExactly("billing-portal", "billing-portal-2", "acme-documents", "acme-contracts-2021");
        assertThat(read.rows()).extracting(RegisterRow::kind).contains("git-repository", "s3-documents");
        assertThat(read.rows()).extracting(RegisterRow::origin).containsOnly(Origin.UNDETERMINED);
        assertThat(read.rows().get(3).cells()).containsEntry("priority", "4");
    }

    @Test
    void takesNoNameThatIsTaken() {
        assertThat(read(List.of("pricing"), "https://git.vendor.example/pricing")
                        .rows())
                .extracting(RegisterRow::asset)
                .containsExactly("pricing-2");
    }

    @Test
    void keepsWhatLooksLikeColumnsOrFormulasAsText() {
        var read = read(List.of(), "https://git.vendor.example/a,b\"c", "=cmd|' /C calc'!A0");

        assertThat(read.problems()).extracting(RegisterProblem::row).containsExactly(2, 3);
        assertThat(read.problems()).extracting(RegisterProblem::column).containsOnly("locator");
    }

    @Test
    void takesAnAddressThatIsLongerThanATitle() {
        var address = "https://git.vendor.example/" + "group/".repeat(100) + "portal.git";

        var read = read(List.of(), address);

        assertThat(read.problems()).isEmpty();
        assertThat(read.rows().get(0).locator()).isEqualTo(address);
        assertThat(read.rows().get(0).title())
                .startsWith("Provisional: https://git.vendor.example/group/")
                .endsWith("…");
    }

    @Test
    void refusesToDrawUpNothing() {
        assertThatThrownBy(() -> ProvisionalRegister.csv("vendor-git", List.of(" ", ""), List.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("expected 1 to 10000 addresses");
    }

    private static RegisterPreview read(List<String> taken, String... addresses) {
        var csv = ProvisionalRegister.csv("vendor-git", List.of(addresses), taken);
        return RegisterFile.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), List.of(), (c, l) -> Optional.empty());
    }
}
