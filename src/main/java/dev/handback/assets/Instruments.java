package dev.handback.assets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Instruments that make an assignment, a licence or a novation done. Legal alone records and withdraws them. */
@Component
public class Instruments {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final InstrumentsTable instruments;

    Instruments(InstrumentsTable instruments) {
        this.instruments = instruments;
    }

    /** An asset that needs an instrument and has none in force. */
    public record Missing(String asset, String title, String disposition) {}

    /** Records an instrument; one that is only a promise, too, though it counts for nothing. Returns its id. */
    @Transactional
    public String record(String exit, NewInstrument entered) {
        var checked = entered.checked();
        try {
            return instruments.record(exit, checked, JSON.writeValueAsString(checked.assets()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schedule cannot be written as JSON", e);
        }
    }

    /** It does not stand; what it covered needs another one. */
    @Transactional
    public void withdraw(String exit, String instrument, @Nullable String reason) {
        find(exit, instrument);
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected why it does not stand")));
        }
        instruments.withdraw(exit, instrument, reason.strip());
    }

    /** Every instrument of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Instrument> list(String exit) {
        return instruments.list(exit);
    }

    @Transactional(readOnly = true)
    public Instrument find(String exit, String instrument) {
        return instruments
                .find(exit, instrument)
                .orElseThrow(() -> new NotFound("instrument of exit " + exit, instrument));
    }

    @Transactional(readOnly = true)
    public List<Missing> missing(String exit) {
        return instruments.missing(exit);
    }

    /** Assets of kind manual, of which nothing has arrived and nothing need arrive: their instrument is all there is. */
    @Transactional(readOnly = true)
    public List<String> done(String exit) {
        return instruments.done(exit);
    }
}
