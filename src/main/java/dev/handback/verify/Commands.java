package dev.handback.verify;

import dev.handback.Application;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the jar. Exit codes: 0 good, 1 a finding, 2 usage, 3 cannot read. Without a command, or with
 * {@code serve}, the application starts.
 */
@Command(
        name = "handback",
        description = {
            "Brings a company's intellectual property home when an outsourcing contract ends.",
            "Without a command, or with 'serve' and settings (--handback.data-dir=...), it starts and serves."
        },
        subcommands = {VerifyCommand.class, RegisterCommand.class, LedgerCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Commands.FromJar.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:good", "1:a finding", "2:usage", "3:cannot read"})
public final class Commands implements Runnable {
    static final int GOOD = 0;
    static final int FINDING = 1;
    static final int CANNOT_READ = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before it runs anything
    private CommandSpec spec;

    private Commands() {}

    /** Where the jar starts. Nothing below this room calls it, so that the rooms stay free of cycles. */
    public static void main(String[] args) {
        serve(args)
                .ifPresentOrElse(
                        settings -> SpringApplication.run(Application.class, settings), () -> System.exit(run(args)));
    }

    /** What the application is started with, when these arguments ask for that. */
    static Optional<String[]> serve(String... args) {
        if (args.length > 0 && args[0].equals("serve")) {
            return Optional.of(Arrays.copyOfRange(args, 1, args.length));
        }
        // settings alone; --help and --version are ours
        var settingsOnly = Arrays.stream(args).allMatch(Commands::isSetting);
        return settingsOnly ? Optional.of(args) : Optional.empty();
    }

    /** Runs a command and answers its exit code. What it has to say it prints itself; libraries stay silent. */
    static int run(String... args) {
        LoggingSystem.get(Commands.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        return commandLine().execute(args);
    }

    /** All commands, for who wants their output elsewhere. */
    public static CommandLine commandLine() {
        return new CommandLine(new Commands()).setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("cannot read: " + reasons(e));
            return CANNOT_READ;
        });
    }

    static boolean isSetting(String arg) {
        return arg.startsWith("--") && (arg.contains("=") || arg.contains("."));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    /** The innermost reason too: the outer ones only say which step failed. */
    private static String reasons(Throwable e) {
        var innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        if (innermost instanceof NoSuchFileException missing) {
            return "no such file: " + missing.getFile();
        }
        return innermost == e ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + innermost.getMessage();
    }

    static final class FromJar implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {"Handback " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
