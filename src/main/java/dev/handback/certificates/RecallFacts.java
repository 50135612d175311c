package dev.handback.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the recall of an order says, frozen. The pages are drawn from it and from nothing else, and it travels inside
 * them as JSON.
 *
 * @param orderSealedSha256 of the sealed order that the holder has
 * @param grounds what took the ground from the order, as codes; never why somebody placed a hold
 * @param holds the holds that it rests on, each with a preserve notice of its own
 * @param confirmBy the day by which the holder says in writing what it did
 */
public record RecallFacts(
        String number,
        boolean evaluationKey,
        CertificateFacts.Exit exit,
        List<CertificateFacts.Party> parties,
        String contract,
        @Nullable String governingLaw,
        String order,
        String orderSealedSha256,
        LocalDate orderServedOn,
        Instant recalledAt,
        List<String> grounds,
        List<String> holds,
        LocalDate confirmBy,
        Instant asOf,
        List<Asset> assets) {

    public RecallFacts {
        if (!number.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("recall " + Visible.of(number) + ": letters, digits and . _ - only");
        }
        if (assets.isEmpty()) {
            throw new IllegalArgumentException("recall " + number + " names no asset");
        }
        parties = List.copyOf(parties);
        grounds = List.copyOf(grounds);
        holds = List.copyOf(holds);
        assets = List.copyOf(assets);
    }

    /** One asset as a recall names it. */
    public record Asset(
            String asset,
            String title,
            @Nullable String holder,
            @Nullable String locations,
            @Nullable String locator) {}

    /** Names the shape of the JSON for readers years from now. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String schema() {
        return "handback/order-recall/1";
    }

    /** The same facts always give the same bytes. */
    public byte[] json() {
        return FactsJson.write(this);
    }
}
