package dev.handback;

import dev.handback.verify.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Handback, or runs one of its commands. */
@SpringBootApplication
public class Application {
    public static void main(String[] args) {
        Commands.serve(args)
                .ifPresentOrElse(
                        settings -> SpringApplication.run(Application.class, settings),
                        () -> System.exit(Commands.run(args)));
    }
}
