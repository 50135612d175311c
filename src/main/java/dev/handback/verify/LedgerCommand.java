package dev.handback.verify;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be asked of the ledger without the application. */
@Command(
        name = "ledger",
        description = "The custody ledger.",
        subcommands = LedgerVerify.class,
        mixinStandardHelpOptions = true)
final class LedgerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before it runs anything
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: verify.");
    }
}
