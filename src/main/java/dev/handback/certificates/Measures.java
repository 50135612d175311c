package dev.handback.certificates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.exits.Profiles;
import dev.handback.exits.Refused;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a drill measured so far, told from the words that its report would freeze now. */
@Component
public class Measures {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ScopeTable scopes;
    private final Exits exits;
    private final Profiles profiles;
    private final Clock clock;

    Measures(ScopeTable scopes, Exits exits, Profiles profiles, Clock clock) {
        this.scopes = scopes;
        this.exits = exits;
        this.profiles = profiles;
        this.clock = clock;
    }

    /** @throws Refused when it is no drill */
    @Transactional(readOnly = true)
    public DrillFacts now(String exitId) {
        var exit = exits.find(exitId);
        if (!exit.drill()) {
            throw new Refused("exit " + exitId + " is real: only a drill is measured");
        }
        return of(exit, scopes.measured(exitId));
    }

    /** @param evidence asset to words */
    DrillFacts of(Exit exit, Map<String, String> evidence) {
        var words = new TreeMap<String, JsonNode>();
        evidence.forEach((asset, text) -> words.put(asset, parse(text)));
        return new Stopwatch(words, clock.instant()).read(exit, profiles.of(exit.exitId()));
    }

    private static JsonNode parse(String words) {
        try {
            return JSON.readTree(words);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the words of an asset are no JSON", e);
        }
    }
}
