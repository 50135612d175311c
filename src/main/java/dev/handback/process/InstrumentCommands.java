package dev.handback.process;

import dev.handback.assets.Instruments;
import dev.handback.assets.NewInstrument;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What legal does with instruments: the fact, its task, and the returns that it ends or begins, in one transaction. */
@Component
public class InstrumentCommands {
    private static final String PROCESS = "AssetInstruments";

    private final Instruments instruments;
    private final Instances instances;
    private final Returns returns;
    private final Tasks tasks;
    private final FormValues forms;

    InstrumentCommands(Instruments instruments, Instances instances, Returns returns, Tasks tasks, FormValues forms) {
        this.instruments = instruments;
        this.instances = instances;
        this.returns = returns;
        this.tasks = tasks;
        this.forms = forms;
    }

    /** Legal is asked while an asset of the exit needs an instrument. */
    void ask(String exit) {
        if (!instruments.missing(exit).isEmpty()) {
            instances.startOnce(PROCESS, exit, Map.of(), Map.of());
        }
    }

    /** Records an instrument and completes {@code RecordInstrument}, which is here again while one is missing. */
    @Transactional
    public String record(String exit, NewInstrument entered) {
        var task = tasks.id(exit, "RecordInstrument", Map.of());
        var instrument = instruments.record(exit, entered);
        // nothing of these need arrive any more
        for (var asset : instruments.done(exit)) {
            instances.end("AssetDelivery", exit, Map.of("asset", asset), "done by its instrument");
            instances.end("AssetReturn", exit, Map.of("asset", asset), "done by its instrument");
        }
        task.ifPresentOrElse(open -> forms.completeByPage(open, Map.of()), () -> ask(exit));
        return instrument;
    }

    /** It does not stand: legal is asked again, and what it alone had made done is received as before. */
    @Transactional
    public void withdraw(String exit, String instrument, @Nullable String reason) {
        var before = instruments.done(exit);
        instruments.withdraw(exit, instrument, reason);
        var after = instruments.done(exit);
        returns.start(
                exit, before.stream().filter(asset -> !after.contains(asset)).toList());
        ask(exit);
    }
}
