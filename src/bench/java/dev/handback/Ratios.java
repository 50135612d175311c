package dev.handback;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.springframework.util.FileSystemUtils;

/**
 * Does the same work in our way and in that of well-known tools, by turns and in changing order, and prints the medians. It
 * judges nothing: figures of another machine say nothing about ours.
 */
public final class Ratios {

    private static final int TIMES = Integer.getInteger("handback.bench.times", 3);

    /** Our way of doing it, into a fresh folder. */
    @FunctionalInterface
    public interface Way {
        void go(Path folder) throws Exception;
    }

    private record Cost(double wall, double cpu) {}

    private final String what;
    private final Path folder;
    private final List<Cost> ours = new ArrayList<>();
    private final List<Cost> theirs = new ArrayList<>();

    private Ratios(String what, Path folder) {
        this.what = what;
        this.folder = folder;
    }

    /** @param script for bash, in a fresh folder */
    public static void compare(String what, Path folder, Way ours, String script) throws Exception {
        var ratios = new Ratios(what, folder);
        for (int i = 0; i < TIMES; i++) {
            if (i % 2 == 0) ratios.ours.add(ratios.cost(ours));
            ratios.theirs.add(ratios.cost(script));
            if (i % 2 == 1) ratios.ours.add(ratios.cost(ours));
        }
        ratios.print();
    }

    private Cost cost(Way way) throws Exception {
        Path fresh = Files.createTempDirectory(folder, "ours");
        double cpu = cpu();
        long begun = System.nanoTime();
        way.go(fresh);
        var cost = new Cost((System.nanoTime() - begun) / 1e9, cpu() - cpu);
        FileSystemUtils.deleteRecursively(fresh);
        return cost;
    }

    /** Ours and that of the database, which works for us; not that of the vendor's servers, which are other processes. */
    private static double cpu() {
        var self = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return self.getProcessCpuTime() / 1e9
                + ProcessHandle.allProcesses()
                        .map(ProcessHandle::info)
                        .filter(info -> info.command().orElse("").endsWith("/postgres"))
                        .mapToDouble(info -> info.totalCpuDuration()
                                .map(duration -> duration.toMillis() / 1e3)
                                .orElse(0.0))
                        .sum();
    }

    private Cost cost(String script) throws Exception {
        Path fresh = Files.createTempDirectory(folder, "theirs");
        Path said = Files.createTempFile(folder, "said", ".txt");
        Path times = Files.createTempFile(folder, "times", ".txt");
        var builder = new ProcessBuilder(
                        "bash",
                        "-c",
                        "set -e; TIMEFORMAT='%R %U %S'; { time { " + script + "; } >> \"$1\" 2>&1; } 2> \"$2\"",
                        "bash",
                        said.toString(),
                        times.toString())
                .directory(fresh.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(said.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("HOME", fresh.toString());
        if (builder.start().waitFor() != 0)
            throw new IOException(script + " failed: " + Files.readString(said) + Files.readString(times));
        String[] figures = Files.readString(times).strip().split(" ");
        FileSystemUtils.deleteRecursively(fresh);
        return new Cost(
                Double.parseDouble(figures[0]), Double.parseDouble(figures[1]) + Double.parseDouble(figures[2]));
    }

    @SuppressWarnings("SystemOut")
    private void print() {
        double wall = median(ours, Cost::wall) / median(theirs, Cost::wall);
        double cpu = median(ours, Cost::cpu) / median(theirs, Cost::cpu);
        System.out.printf(
                Locale.ROOT,
                "BENCH | %-44s | n=%d | wall %7.2f s / %7.2f s = %5.2f | cpu %7.2f s / %7.2f s = %5.2f | old generation at most %d MB%n",
                what,
                TIMES,
                median(ours, Cost::wall),
                median(theirs, Cost::wall),
                wall,
                median(ours, Cost::cpu),
                median(theirs, Cost::cpu),
                cpu,
                oldGeneration());
    }

    /** The most that the old generation ever held in this JVM, garbage included. */
    private static long oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().contains("Old Gen"))
                        .mapToLong(pool -> Math.max(pool.getPeakUsage().getUsed(), 0))
                        .sum()
                >> 20;
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return costs.stream().mapToDouble(figure).sorted().toArray()[costs.size() / 2];
    }
}
