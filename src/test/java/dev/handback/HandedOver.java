package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.Sealing;
import dev.handback.demo.Desk;
import dev.handback.packages.Repacked;
import dev.handback.verify.TwoVerifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The package of a whole exit as it leaves the house: built and downloaded over REST, judged by both verifiers. */
final class HandedOver {
    private final Path zip;
    private final Path anchor;

    private HandedOver(Path zip, Path anchor) {
        this.zip = zip;
        this.anchor = anchor;
    }

    /** @param builder asks for it, reader fetches it */
    static HandedOver of(String exit, Desk builder, Desk reader, Sealing sealing, Path folder) throws IOException {
        var number = builder.post("/api/exits/" + exit + "/packages", Map.of("scope", List.of()))
                .orFail()
                .body()
                .path("number")
                .asText();
        Desk.await("package " + number, () -> Optional.of(reader.get("/api/packages/" + number)
                        .orFail()
                        .body()
                        .path("state")
                        .asText())
                .filter("BUILT"::equals));
        return new HandedOver(
                Files.write(
                        folder.resolve(number + ".zip"),
                        reader.get("/api/packages/" + number + ".zip").orFail().bytes()),
                TwoVerifiers.anchor(sealing, folder));
    }

    Repacked opened() {
        return Repacked.of(zip);
    }

    /** Both find nothing, judge these certificates and no other good, and say this of the assets. */
    void isGood(List<String> certificates, String... assets) {
        for (var said : List.of(
                TwoVerifiers.command(zip, "--anchor", anchor.toString()),
                TwoVerifiers.script(zip, "--anchor", anchor.toString()))) {
            assertThat(said.code()).as(said.words()).isZero();
            assertThat(said.findings()).as(said.words()).isEmpty();
            assertThat(StreamSupport.stream(said.verdict().path("certificates").spliterator(), false)
                            .map(c -> c.path("number").asText() + " good " + c.path("good") + " void "
                                    + c.path("isVoid")))
                    .as(said.words())
                    .containsExactlyElementsOf(certificates.stream()
                            .map(number -> number + " good true void false")
                            .toList());
            assertThat(said.assets()).as(said.words()).containsExactly(assets);
        }
    }
}
