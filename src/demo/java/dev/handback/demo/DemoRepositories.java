package dev.handback.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.lib.ObjectId;

/** What the demo vendor has: good, empty, incomplete and tampered repositories. */
public final class DemoRepositories {
    private static final String CLIENT = "Ines Brandt";
    private static final String VENDOR = "Maya Rao";
    private static final String POINTER = """
            version https://git-lfs.github.com/spec/v1
            oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
            size 73482190
            """;

    private DemoRepositories() {}

    /** A service of which the client wrote the first commits. @return the last commit of the client */
    public static ObjectId billingApi(Path folder) throws IOException {
        try (var history = DemoHistory.create(folder.resolve("billing-api.git"))) {
            history.commit("2019-02-04", CLIENT, "Start the billing API", "README.md", "# Billing API\n");
            history.commit(
                    "2019-03-18", CLIENT, "Add invoices", "src/Invoice.java", "record Invoice(String number) {}\n");
            history.commit("2019-09-02", CLIENT, "Add the tariff", "src/Tariff.java", "enum Tariff { DAY, NIGHT }\n");
            var last = history.commit("2020-11-30", CLIENT, "Describe the interface", "api.yaml", "openapi: 3.1.0\n");
            history.tag("v1.0", "2020-11-30", CLIENT);
            history.commit(
                    "2021-02-08", VENDOR, "Round amounts half up", "src/Amount.java", "record Amount(long cents) {}\n");
            history.commit(
                    "2022-05-16",
                    VENDOR,
                    "Add credit notes",
                    "src/CreditNote.java",
                    "record CreditNote(String invoice) {}\n");
            history.tag("v2.0", "2022-05-16", VENDOR);
            history.ref(
                    "refs/heads/release-2",
                    history.commit(
                            "2023-07-03",
                            VENDOR,
                            "Add a weekend tariff",
                            "src/Tariff.java",
                            "enum Tariff { DAY, NIGHT, WEEKEND }\n"));
            history.ref(
                    "refs/pull/41/head",
                    history.commit(
                            "2024-10-21",
                            VENDOR,
                            "Send reminders",
                            "src/Reminder.java",
                            "record Reminder(int level) {}\n"));
            history.commit("2026-06-01", VENDOR, "Say how to run it", "README.md", "# Billing API\n\n./gradlew run\n");
            return last;
        }
    }

    /** All of it made by the vendor. */
    public static void website(Path folder) throws IOException {
        try (var history = DemoHistory.create(folder.resolve("website.git"))) {
            history.commit("2021-04-12", VENDOR, "Start the website", "index.html", "<h1>Billing</h1>\n");
            history.commit("2022-01-17", VENDOR, "Add the look", "style.css", "h1 { font-weight: 600 }\n");
            history.commit("2025-08-25", VENDOR, "Add the imprint", "imprint.html", "<p>Client Ltd</p>\n");
            history.tag("2025.8", "2025-08-25", VENDOR);
        }
    }

    /** Points at large files that the vendor did not hand over. */
    public static void billingPortal(Path folder) throws IOException {
        try (var history = DemoHistory.create(folder.resolve("billing-portal.git"))) {
            history.commit("2021-06-07", VENDOR, "Start the portal", "portal.ts", "export const portal = 1;\n");
            history.commit(
                    "2021-06-08",
                    VENDOR,
                    "Keep films elsewhere",
                    ".gitattributes",
                    "*.mp4 filter=lfs diff=lfs merge=lfs -text\n");
            history.commit("2023-03-06", VENDOR, "Add the tour", "tour.mp4", POINTER);
        }
    }

    /** Somebody changed a file inside the vendor's own store: its history promises other bytes than it has. */
    public static void legacyTools(Path folder) throws IOException {
        try (var history = DemoHistory.create(folder.resolve("legacy-tools.git"))) {
            history.commit("2019-05-06", CLIENT, "Start the tools", "README.md", "# Legacy tools\n");
            history.commit("2020-02-10", CLIENT, "Add the licence check", "licence.sh", "test \"$LICENCE\" = client\n");
            tamper(history.objectOf("licence.sh"), "test \"$LICENCE\" = vendor\n");
        }
    }

    /** There, with nothing in it. */
    public static void docs(Path folder) throws IOException {
        DemoHistory.create(folder.resolve("docs.git")).close();
    }

    public static void pricing(Path folder) throws IOException {
        try (var history = DemoHistory.create(folder.resolve("pricing.git"))) {
            history.commit("2022-09-05", VENDOR, "Start the price model", "model.py", "margin = 0.31\n");
        }
    }

    /** Two of another contract; the vendor is told to destroy both. */
    public static void reports(Path folder) throws IOException {
        try (var jobs = DemoHistory.create(folder.resolve(DemoDestruction.ERASED + ".git"))) {
            jobs.commit("2021-03-15", VENDOR, "Run the reports at night", "jobs.yaml", "nightly: 02:00\n");
            jobs.commit("2024-05-13", VENDOR, "Add the monthly report", "jobs.yaml", "nightly: 02:00\nmonthly: 1\n");
        }
        try (var archive = DemoHistory.create(folder.resolve(DemoDestruction.KEPT + ".git"))) {
            archive.commit("2021-03-22", VENDOR, "Keep the layouts", "layouts/2020.xml", "<layout year=\"2020\"/>\n");
            archive.tag("2021.1", "2021-03-22", VENDOR);
        }
    }

    private static void tamper(Path object, String other) throws IOException {
        var content = other.getBytes(StandardCharsets.UTF_8);
        var changed = new ByteArrayOutputStream();
        try (var deflated = new DeflaterOutputStream(changed)) {
            deflated.write(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            deflated.write(content);
        }
        Files.delete(object); // git keeps objects read-only
        Files.write(object, changed.toByteArray());
    }
}
