package dev.handback.assets;

import java.util.Optional;

/** Says what is wrong with fetching a locator over a connection, if anything; the room that knows connections provides it. */
@FunctionalInterface
public interface LocatorCheck {
    Optional<String> problem(String connection, String locator);
}
