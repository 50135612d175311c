package dev.handback.sources;

import java.io.IOException;
import java.io.InputStream;

/** One conversation with a git server's upload-pack: it speaks first, and answers at most one command. */
interface GitTalk extends AutoCloseable {

    /** What the server says unasked. */
    InputStream opening() throws IOException;

    /** What it answers to this command of protocol 2. */
    InputStream answer(byte[] command) throws IOException;

    @Override
    void close() throws IOException;
}
