package dev.handback;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    private final OwnCpu cpu;
    private final List<Cost> ours = new ArrayList<>();
    private final List<Cost> theirs = new ArrayList<>();

    private Ratios(String what, Path folder, OwnCpu cpu) {
        this.what = what;
        this.folder = folder;
        this.cpu = cpu;
    }

    /** @param script for bash, in a fresh folder */
    public static void compare(String what, Path folder, Way ours, String script) throws Exception {
        var ratios = new Ratios(what, folder, OwnCpu.withoutDatabase());
        ratios.compare(() -> ratios.cost(ours), script);
    }

    /** Likewise where our way is a script too: what runs below this JVM is not counted as its own. */
    public static void compareScripts(String what, Path folder, String ours, String theirs) throws Exception {
        var ratios = new Ratios(what, folder, OwnCpu.withoutDatabase());
        ratios.compare(() -> ratios.cost(ours), theirs);
    }

    /** Likewise where a database works for us, whose CPU seconds count as ours. */
    public static void compare(String what, Path folder, TestDatabase database, Way ours, String script)
            throws Exception {
        var ratios = new Ratios(what, folder, OwnCpu.with(database));
        ratios.compare(() -> ratios.cost(ours), script);
    }

    private void compare(Callable<Cost> ours, String script) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            if (i % 2 == 0) this.ours.add(ours.call());
            theirs.add(cost(script));
            if (i % 2 == 1) this.ours.add(ours.call());
        }
        print();
    }

    private Cost cost(Way way) throws Exception {
        Path fresh = Files.createTempDirectory(folder, "ours");
        double before = cpu.seconds();
        long begun = System.nanoTime();
        way.go(fresh);
        var cost = new Cost((System.nanoTime() - begun) / 1e9, cpu.seconds() - before);
        FileSystemUtils.deleteRecursively(fresh);
        return cost;
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
        builder.environment().keySet().removeIf(Ratios::wouldChangeThem);
        builder.environment().put("HOME", fresh.toString());
        if (builder.start().waitFor() != 0)
            throw new IOException(script + " failed: " + Files.readString(said) + Files.readString(times));
        String[] figures = Files.readString(times).strip().split(" ");
        FileSystemUtils.deleteRecursively(fresh);
        return new Cost(
                Double.parseDouble(figures[0]), Double.parseDouble(figures[1]) + Double.parseDouble(figures[2]));
    }

    /** What a machine sets for its own use: settings of git, and of the AWS SDK that rclone is built on. */
    private static boolean wouldChangeThem(String variable) {
        return variable.startsWith("GIT_") || variable.startsWith("AWS_") || variable.startsWith("RCLONE_");
    }

    @SuppressWarnings("SystemOut")
    private void print() {
        double wall = median(ours, Cost::wall) / median(theirs, Cost::wall);
        double seconds = median(ours, Cost::cpu) / median(theirs, Cost::cpu);
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
                seconds,
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
