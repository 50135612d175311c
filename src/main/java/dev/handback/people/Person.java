package dev.handback.people;

import java.util.Set;

/**
 * An account of a human being.
 *
 * @param id the actor's name in facts and in the engine
 * @param identity the human being behind it: two accounts with one identity count as one person
 */
public record Person(String id, String identity, String name, String email, Set<String> groups) {
    public Person {
        groups = Set.copyOf(groups);
    }

    public boolean isIn(String group) {
        return groups.contains(group);
    }
}
