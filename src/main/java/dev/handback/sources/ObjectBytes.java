package dev.handback.sources;

import java.io.InputStream;

/** The bytes of an object to be written, from anywhere in them; asked for anew whenever they are to be read again. */
@FunctionalInterface
public interface ObjectBytes {

    /** To be closed by whoever asked. */
    InputStream from(long offset, long length);
}
