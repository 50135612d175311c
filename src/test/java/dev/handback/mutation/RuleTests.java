package dev.handback.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.handback.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.util.SystemReader;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tests of rules in SQL, run inside this one: for each mutant only those that call the function it stands in. */
final class RuleTests {
    /** The quickest first. */
    static final List<String> ALL = List.of(
            "custody.FactTablesTest",
            "TestDatabaseTest",
            "exits.DatesTest",
            "destruction.ProbeRulesTest",
            "exits.ChecklistTest",
            "exits.StandstillTest",
            "assets.RegisterRulesTest",
            "assets.DeclarationRulesTest",
            "assets.ExceptionRulesTest",
            "assets.InstrumentsTest",
            "retrieval.RestoreRulesTest",
            "retrieval.DecisionRulesTest",
            "retrieval.DeliveryRulesTest",
            "exits.ConnectionRulesTest",
            "certificates.CertificateRulesTest",
            "process.RepairRulesTest",
            "assets.DisputeRulesTest",
            "retrieval.QuarantineTest",
            "retrieval.ErasureTest",
            "destruction.OnceOnlyTest",
            "destruction.ClearanceRulesTest",
            "exits.GateSubjectsTest",
            "retrieval.PlacingTest",
            "retrieval.PassesTest",
            "people.PeopleTest",
            "destruction.DrillTest",
            "destruction.DestructionCertificateGatesTest",
            "destruction.AttestationRulesTest",
            "destruction.RepeatedLooksTest",
            "destruction.ClosingTest",
            "exits.GatesTest",
            "destruction.DestructionGatesTest",
            "retrieval.ErasuresTest",
            "retrieval.DeliveriesTest",
            "retrieval.DiscoveriesTest",
            "custody.CheckpointStampsTest",
            "custody.LedgerTest");

    private static final URL[] OURS = {
        url("target/test-classes/"),
        url("target/classes/"),
        SystemReader.class.getProtectionDomain().getCodeSource().getLocation()
    };

    /** By test, the functions it calls; empty until {@link #walk}. */
    private final Map<String, Set<String>> called = new HashMap<>();

    /** By function, the test that noticed when something of it was gone. */
    private final Map<String, String> noticed = new HashMap<>();

    /**
     * Runs all with every guard in place and remembers which functions each calls.
     *
     * @return those that fail
     */
    List<String> walk() {
        var failing = new ArrayList<String>();
        for (var test : ALL) {
            var functions = called.computeIfAbsent(test, none -> new HashSet<>());
            TestDatabase.beforeEnd(database -> functions.addAll(JdbcClient.create(database.superuser())
                    .sql("select funcname from pg_stat_user_functions where schemaname = 'handback'")
                    .query(String.class)
                    .list()));
            failing.add(failed(test));
        }
        TestDatabase.beforeEnd(database -> {});
        failing.removeIf(String::isEmpty);
        return failing;
    }

    /** The test that fails now; empty when all pass that call the function. */
    String noticing(String function) {
        for (var test : inOrder(function)) {
            var failed = failed(test);
            if (!failed.isEmpty()) {
                noticed.put(function, test);
                return failed;
            }
        }
        return "";
    }

    private List<String> inOrder(String function) {
        var order = new ArrayList<>(ALL);
        if (!called.isEmpty() && !function.isEmpty()) {
            // one that calls nothing of it may still look whether it is there
            order.removeIf(test -> !called.get(test).contains(function) && !test.equals(ALL.get(0)));
        }
        var before = noticed.get(function);
        if (before != null) {
            order.remove(before);
            order.add(0, before);
        }
        return order;
    }

    /** The first test of the class that fails, with a database made now. */
    static String failed(String test) {
        int databases = TestDatabase.made();
        var before = Thread.currentThread().getContextClassLoader();
        try (var anew = new Anew(before)) {
            Thread.currentThread().setContextClassLoader(anew);
            var listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            request()
                                    .selectors(selectClass(anew, "dev.handback." + test))
                                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                                    .build(),
                            listener);
            var summary = listener.getSummary();
            if (TestDatabase.made() == databases || summary.getTestsFoundCount() == 0) {
                throw new IllegalStateException(test + " ran nothing on a database of its own");
            }
            return summary.getFailures().stream()
                    .findFirst()
                    .map(failure -> test + " " + failure.getTestIdentifier().getDisplayName() + ": "
                            + String.valueOf(failure.getException().getMessage())
                                    .strip()
                                    .replaceAll("(?s)\\s+", " "))
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL url(String folder) {
        try {
            return Path.of(folder).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Our classes, and JGit's that keep one of ours, loaded anew: what they have in static fields is new. The one PostgreSQL stays. */
    private static final class Anew extends URLClassLoader {
        private static final Set<String> KEPT =
                Set.of("dev.handback.TestDatabase", "dev.handback.EmbeddedDatabase", "dev.handback.Postmaster");

        Anew(ClassLoader parent) {
            super(OURS, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                boolean kept = KEPT.stream().anyMatch(one -> name.equals(one) || name.startsWith(one + "$"));
                boolean ours = name.startsWith("dev.handback.") || name.startsWith("org.eclipse.jgit.");
                if (!ours || kept) {
                    return super.loadClass(name, resolve);
                }
                var known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }
    }
}
