package dev.handback.sources;

/**
 * A system that has many repositories and can be asked for their list.
 *
 * @param api where its REST interface answers; our credential goes there and to no other origin
 */
public record RepositoryHost(Kind kind, Locator api) {

    public enum Kind {
        GITHUB,
        GITLAB
    }
}
