package dev.handback.process;

/** A request that must not reach the engine; the message is shown to the person. */
class EngineRequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    EngineRequestRefused(int status, String message) {
        super(message);
        this.status = status;
    }

    static EngineRequestRefused forbidden(String message) {
        return new EngineRequestRefused(403, message);
    }

    int status() {
        return status;
    }
}
