package dev.handback.sources;

import java.util.Collection;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;

/** A git repository as somebody offers it: over the wire, or in a file that came by hand. */
public interface GitOffer {

    /**
     * All refs and HEAD, as they are offered now.
     *
     * @throws SourceRefused for each way in which this can fail
     */
    Advertisement advertised();

    /**
     * Receives all objects that {@code wanted} need as one pack.
     *
     * @param into an empty repository; no ref is written into it
     * @param checker sees each object once while it is received
     * @throws SourceRefused for each way in which this can fail
     */
    void fetch(Repository into, Collection<String> wanted, ObjectChecker checker, ProgressMonitor monitor);
}
