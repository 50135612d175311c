package dev.handback.retrieval.git;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.retrieval.git.Swhid.Branch;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors that Software Heritage publishes with its own implementation. */
class SwhidTest {

    @Test
    void namesTheEmptySnapshot() {
        assertThat(Swhid.of(List.of())).isEqualTo("swh:1:snp:1a8893e6a86f444e8be8e7bda6cb34fb1735a00e");
    }

    @Test
    void namesADanglingBranch() {
        assertThat(Swhid.of(List.of(new Branch("dangling", "HEAD", new byte[0]))))
                .isEqualTo("swh:1:snp:c84502e821eb21ed84e9fd3ec40973abc8b32353");
    }

    @Test
    void namesAnAliasOfNothing() {
        assertThat(Swhid.of(List.of(new Branch("alias", "foo", "bar".getBytes(US_ASCII)))))
                .isEqualTo("swh:1:snp:84b4548ea486e4b0a7933fa541ff1503a0afe1e0");
    }

    @Test
    void namesEveryTypeOfBranch() {
        assertThat(Swhid.of(List.of(
                        new Branch("alias", "alias", "revision".getBytes(US_ASCII)),
                        branch("content", "fe95a46679d128ff167b7c55df5d02356c5a1ae1"),
                        new Branch("dangling", "dangling", new byte[0]),
                        branch("directory", "1bd0e65f7d2ff14ae994de17a1e7fe65111dcad8"),
                        branch("release", "7045404f3d1c54e6473c71bbb716529fbad4be24"),
                        branch("revision", "aafb16d69fd30ff58afdd69036a26047f3aebdc6"),
                        branch("snapshot", "1a8893e6a86f444e8be8e7bda6cb34fb1735a00e"))))
                .isEqualTo("swh:1:snp:6e65b86363953b780d92b0a928f3e8fcdd10db36");
    }

    private static Branch branch(String type, String id) {
        return new Branch(type, type, HexFormat.of().parseHex(id));
    }
}
