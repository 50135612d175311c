package dev.handback;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * CPU seconds of this JVM and of the PostgreSQL that works for it, ended sessions included. Nothing else of the machine is
 * counted: neither another PostgreSQL nor the vendor's servers, which are children of this JVM but no work of ours.
 */
final class OwnCpu {

    /** What the kernel counts in, for every program that asks it. */
    private static final double TICKS_PER_SECOND = 100;

    private final Optional<ProcessHandle> database;

    private OwnCpu(Optional<ProcessHandle> database) {
        this.database = database;
    }

    static OwnCpu withoutDatabase() {
        return new OwnCpu(Optional.empty());
    }

    /** Its server runs beside us, not below us: it has left its starter. */
    static OwnCpu with(TestDatabase database) {
        String number = JdbcClient.create(database.superuser())
                .sql("select split_part(pg_read_file('postmaster.pid'), chr(10), 1)")
                .query(String.class)
                .single();
        return new OwnCpu(ProcessHandle.of(Long.parseLong(number.strip())));
    }

    double seconds() {
        var self = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return self.getProcessCpuTime() / 1e9
                + database.stream()
                        .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                        .mapToDouble(OwnCpu::seconds)
                        .sum();
    }

    private static double seconds(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            // behind the name, which may hold blanks: utime, stime, and those of children that ended and were waited
            // for
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Stream.of(fields[11], fields[12], fields[13], fields[14])
                            .mapToLong(Long::parseLong)
                            .sum()
                    / TICKS_PER_SECOND;
        } catch (IOException endedOrNotLinux) {
            return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
        }
    }
}
