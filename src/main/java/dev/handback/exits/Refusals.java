package dev.handback.exits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;

/** Turns what the database's guards refuse into words for people; every other database error flies on. */
public final class Refusals {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Refusals() {}

    /** Runs a statement that guards may refuse. After a refusal the transaction can only roll back. */
    public static <T> T told(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (DataAccessException refused) {
            throw translated(refused);
        }
    }

    private static RuntimeException translated(DataAccessException refused) {
        var message = serverMessage(refused);
        if (message == null) {
            return refused;
        }
        var said = String.valueOf(message.getMessage());
        return switch (String.valueOf(message.getSQLState())) {
            case "HB001" ->
                new GateRefused(said.replaceFirst("^gate ", "Gate ").replaceFirst(" is shut$", ""), findings(message));
            case "HB002" -> new NotAllowed(said);
            case "HB004" -> new Refused(said);
            case "23505" -> new Refused("this was recorded already (" + message.getConstraint() + ")");
            case "23514" -> new Refused("not recorded: it contradicts the rule " + message.getConstraint());
            default -> refused;
        };
    }

    private static List<Finding> findings(ServerErrorMessage message) {
        try {
            return JSON.readValue(message.getDetail(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a guard's findings are unreadable: " + message.getDetail(), e);
        }
    }

    private static @Nullable ServerErrorMessage serverMessage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException sql) {
                return sql.getServerErrorMessage();
            }
        }
        return null;
    }
}
