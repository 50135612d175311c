package dev.handback.verify;

import dev.handback.custody.LedgerCheck;
import dev.handback.custody.LedgerSettings;
import dev.handback.custody.LedgerVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Has the whole ledger checked, and prints every finding. */
@Command(
        name = "verify",
        description = {
            "Recomputes every hash of the ledger and compares tree, head, checkpoints and every fact with its entry.",
            "Reads the database of spring.datasource.url, else the embedded one, running or not.",
            "Settings are given as for serve: --handback.data-dir=... --spring.datasource.url=..."
        },
        mixinStandardHelpOptions = true)
final class LedgerVerify implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before it runs anything
    private CommandSpec spec;

    @Unmatched
    private final List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        for (var setting : settings) {
            if (!Commands.isSetting(setting)) {
                throw new ParameterException(spec.commandLine(), "Unknown argument: " + setting);
            }
        }
        try (var context = LedgerAccess.open(settings.toArray(String[]::new))) {
            var database = context.getBean(DataSource.class);
            var where = context.getBean(LedgerSettings.class);
            return say(new LedgerCheck(database, new JdbcTransactionManager(database), where).verify(), where);
        }
    }

    private int say(LedgerVerdict verdict, LedgerSettings where) {
        var out = spec.commandLine().getOut();
        verdict.findings().forEach(out::println);
        out.printf(
                "%d entries, %d fact tables, %d checkpoints outside the database (%s): %s%n",
                verdict.entries(),
                verdict.factTables(),
                verdict.checkpointsOutside(),
                where.folder(),
                verdict.good() ? "good" : verdict.findings().size() + " findings");
        if (verdict.checkpointsOutside() == 0) {
            out.println("Without a checkpoint outside the database a rewritten history cannot be noticed.");
        }
        return verdict.good() ? Commands.GOOD : Commands.FINDING;
    }
}
