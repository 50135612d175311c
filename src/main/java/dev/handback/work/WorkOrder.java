package dev.handback.work;

import java.util.Map;

/** One attempt at one filed piece of work; attempts count from 1. */
public record WorkOrder(String step, String key, int attempt, Map<String, String> data) {
    public WorkOrder {
        data = Map.copyOf(data);
    }

    /** A value that was filed with the work. */
    public String require(String name) {
        var value = data.get(name);
        if (value == null) {
            throw new IllegalArgumentException("work %s %s was filed without '%s'".formatted(step, key, name));
        }
        return value;
    }
}
