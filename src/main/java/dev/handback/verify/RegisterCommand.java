package dev.handback.verify;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be asked of a register file without the application. */
@Command(
        name = "register",
        description = "Asset register files.",
        subcommands = RegisterCheck.class,
        mixinStandardHelpOptions = true)
final class RegisterCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before it runs anything
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: check.");
    }
}
