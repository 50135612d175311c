package dev.handback.sources;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Connections for tests of other rooms. */
public final class ConnectionFixture {

    private ConnectionFixture() {}

    /** One connection {@code bucket-vendor} to an S3 store on loopback. */
    public static Connections store(String endpoint, Path accessKeyFile, Path secretKeyFile, String... urls) {
        return bucket("bucket-vendor", endpoint, accessKeyFile, secretKeyFile, false, urls);
    }

    /** One connection {@code home-bucket} to place over, at an S3 store on loopback. */
    public static Connections homeStore(String endpoint, Path accessKeyFile, Path secretKeyFile, boolean place) {
        return bucket("home-bucket", endpoint, accessKeyFile, secretKeyFile, place);
    }

    private static Connections bucket(
            String name, String endpoint, Path accessKeyFile, Path secretKeyFile, boolean place, String... urls) {
        var entry = new ConnectionSettings.Entry(
                Connection.Kind.S3,
                List.of(urls),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                endpoint,
                "us-east-1",
                true,
                accessKeyFile,
                secretKeyFile,
                null,
                null,
                false,
                true,
                true,
                place,
                null);
        return new Connections(new ConnectionSettings(Map.of(name, entry)));
    }

    /** One connection {@code vendor} that allows http and loopback. */
    public static Connections vendor(String url, @Nullable Path passwordFile) {
        return vendor(List.of(url), passwordFile);
    }

    /** The same for several urls. */
    public static Connections vendor(List<String> urls, @Nullable Path passwordFile) {
        var entry = new ConnectionSettings.Entry(
                Connection.Kind.GIT,
                urls,
                List.of(),
                passwordFile == null ? null : "handback",
                passwordFile,
                null,
                null,
                null,
                null,
                "us-east-1",
                null,
                null,
                null,
                null,
                null,
                false,
                true,
                true,
                false,
                null);
        return new Connections(new ConnectionSettings(Map.of("vendor", entry)));
    }

    /** One connection {@code vendor} over ssh that allows loopback. */
    public static Connections ssh(
            List<String> urls, Path privateKeyFile, @Nullable Path passphraseFile, Path knownHostsFile) {
        var entry = new ConnectionSettings.Entry(
                Connection.Kind.GIT,
                urls,
                List.of(),
                null,
                null,
                privateKeyFile,
                passphraseFile,
                knownHostsFile,
                null,
                "us-east-1",
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                true,
                false,
                null);
        return new Connections(new ConnectionSettings(Map.of("vendor", entry)));
    }

    /** One connection {@code home} to place over, http and loopback allowed. */
    public static Connections home(String url, @Nullable Path passwordFile, boolean place) {
        return home(List.of(url), passwordFile, place);
    }

    /** The same for several urls. */
    public static Connections home(List<String> urls, @Nullable Path passwordFile, boolean place) {
        var entry = new ConnectionSettings.Entry(
                Connection.Kind.GIT,
                urls,
                List.of(),
                passwordFile == null ? null : "handback",
                passwordFile,
                null,
                null,
                null,
                null,
                "us-east-1",
                null,
                null,
                null,
                null,
                null,
                false,
                true,
                true,
                place,
                null);
        return new Connections(new ConnectionSettings(Map.of("home", entry)));
    }

    /** The same over ssh. */
    public static Connections homeOverSsh(String url, Path privateKeyFile, Path knownHostsFile) {
        var entry = new ConnectionSettings.Entry(
                Connection.Kind.GIT,
                List.of(url),
                List.of(),
                null,
                null,
                privateKeyFile,
                null,
                knownHostsFile,
                null,
                "us-east-1",
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                true,
                true,
                null);
        return new Connections(new ConnectionSettings(Map.of("home", entry)));
    }

    /** One connection {@code home-files} to place over, in a folder. */
    public static Connections homeFolder(Path folder) {
        var key = "handback.connections.home-files.";
        var settings = new MapConfigurationPropertySource(
                Map.of(key + "kind", "folder", key + "place", "true", key + "folder", folder.toString()));
        return new Connections(
                new Binder(settings).bind("handback", ConnectionSettings.class).get());
    }
}
