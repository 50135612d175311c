package dev.handback.exits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The profiles an exit can be opened with, read once at start, and those that exits were opened with. */
@Component
@EnableConfigurationProperties(ProfileSettings.class)
public class Profiles {
    private static final String PLAIN = "plain";
    private static final Pattern FILE = Pattern.compile("([a-z0-9][a-z0-9-]{0,39})\\.ya?ml");

    private final Map<String, Profile> profiles = new TreeMap<>();
    private final ProfilesTable kept;

    Profiles(ProfileSettings settings, ProfilesTable kept) throws IOException {
        this.kept = kept;
        var builtIn = new ClassPathResource("profiles/plain.yaml");
        profiles.put(PLAIN, ProfileFile.read("plain.yaml", PLAIN, builtIn.getContentAsByteArray()));
        if (settings.profilesDir() != null) {
            readAll(settings.profilesDir());
        }
    }

    private void readAll(Path folder) {
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var name = FILE.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    throw new InvalidProfile(file.toString(), "expected a file named <name>.yaml, of a-z, 0-9 and -");
                }
                profiles.put(name.group(1), ProfileFile.read(file.toString(), name.group(1), Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new InvalidProfile(folder.toString(), "expected a folder that can be read, found " + e);
        }
    }

    /** Every profile a new exit can have, by name. */
    public Collection<Profile> all() {
        return Collections.unmodifiableCollection(profiles.values());
    }

    Set<String> names() {
        return profiles.keySet();
    }

    /** Keeps the terms of a profile with the exit that is opened. */
    void keep(String exit, String name) {
        kept.keep(exit, Objects.requireNonNull(profiles.get(name)));
    }

    /** What the exit was opened with; "plain" as it is now for one that was opened before profiles were kept. */
    @Transactional(readOnly = true)
    public Profile of(String exit) {
        return kept.find(exit).orElseGet(() -> Objects.requireNonNull(profiles.get(PLAIN)));
    }
}
