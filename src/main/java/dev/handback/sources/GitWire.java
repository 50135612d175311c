package dev.handback.sources;

import java.io.IOException;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/** How a git server is reached. Whatever it does is bounded, and ends when the thread that opened it is interrupted. */
interface GitWire extends AutoCloseable {

    /** @param service git-upload-pack or git-receive-pack */
    GitTalk talk(String service) throws IOException;

    /** JGit over this wire. */
    Transport transport(Repository repository) throws IOException;

    /** Why it failed, when the wire knows better than the exception; null otherwise. */
    @Nullable
    SourceRefused refusal();

    /** Who is to blame for what failed here, in words that hold no secret. */
    default SourceRefused explain(Throwable failure, Locator locator) {
        return NetworkFaults.explain(failure, refusal(), locator);
    }

    /** What the other side said, without the credential that went with our requests; a key never goes with them. */
    default String unspoken(String said) {
        return said;
    }

    /** The same of the names that the other side gives to its work. */
    default ProgressMonitor unspoken(ProgressMonitor monitor) {
        return new DiscreetMonitor(monitor, this::unspoken);
    }

    @Override
    void close();
}
