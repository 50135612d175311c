package dev.handback.certificates;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.handback.destruction.Order;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything an order to destroy says, frozen. The pages are drawn from it and from nothing else, and it travels inside them
 * as JSON, which is also what a holder's system reads.
 *
 * @param clearedBy whose clearance the order rests on
 * @param exclusions what the holder may keep; empty is nothing
 */
public record OrderFacts(
        String number,
        boolean evaluationKey,
        CertificateFacts.Exit exit,
        List<CertificateFacts.Party> parties,
        String contract,
        @Nullable String governingLaw,
        String clearance,
        String clearedBy,
        Instant clearedAt,
        String basis,
        String exclusions,
        LocalDate answerBy,
        Instant asOf,
        List<Order.Named> assets) {

    public OrderFacts {
        if (!number.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "order number " + Visible.of(number) + ": letters, digits and . _ - only");
        }
        if (assets.isEmpty()) {
            throw new IllegalArgumentException("order " + number + " names no asset");
        }
        parties = List.copyOf(parties);
        assets = List.copyOf(assets);
    }

    /** Names the shape of the JSON for readers years from now. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String schema() {
        return "handback/destruction-order/1";
    }

    /** The same facts always give the same bytes. */
    public byte[] json() {
        return FactsJson.write(this);
    }
}
