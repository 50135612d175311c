package dev.handback.exits;

import dev.handback.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

/** A profile as a person writes it: YAML, of which every word must be known. */
final class ProfileFile {
    private ProfileFile() {}

    // not private: the binder passes over private constructors
    record Read(
            @Nullable Map<String, Integer> dueDays,
            @Nullable Map<Deadline, List<Integer>> alarmDays,
            int fixityHours,
            @Nullable Integer escalateDays) {}

    /** The profile in these bytes; throws {@link InvalidProfile} naming file and field. */
    static Profile read(String file, String name, byte[] bytes) {
        try {
            var terms = terms(file, bytes);
            var problems = terms.problems();
            if (!problems.isEmpty()) {
                throw new InvalidProfile(file, new InvalidInput(problems).toString());
            }
            return new Profile(name, Sha256.of(bytes).hex(), terms);
        } catch (BindException e) {
            throw new InvalidProfile(file, reason(e));
        }
    }

    private static Profile.Terms terms(String file, byte[] bytes) {
        List<org.springframework.core.env.PropertySource<?>> sources;
        try {
            sources = new YamlPropertySourceLoader().load(file, new ByteArrayResource(bytes));
        } catch (IOException | RuntimeException e) {
            throw new InvalidProfile(file, "expected YAML: " + e.getMessage());
        }
        if (sources.size() != 1) {
            throw new InvalidProfile(file, "expected one YAML document, found " + sources.size());
        }
        var binder = new Binder(ConfigurationPropertySources.from(sources));
        var read =
                binder.bindOrCreate("", Bindable.of(Read.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
        return new Profile.Terms(
                read.dueDays() == null ? Map.of() : read.dueDays(),
                read.alarmDays() == null ? Map.of() : read.alarmDays(),
                read.fixityHours(),
                read.escalateDays());
    }

    private static String reason(BindException e) {
        var cause = e.getCause() == null ? e : e.getCause();
        var where = e.getProperty() == null
                ? ""
                : e.getProperty().getName() + " (" + e.getProperty().getOrigin() + "): ";
        return where + cause.getMessage();
    }
}
