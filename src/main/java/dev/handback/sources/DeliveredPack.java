package dev.handback.sources;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Receives a pack from a file as JGit receives one over the wire: indexed anew, checked, within the repository's limits. */
final class DeliveredPack {
    private DeliveredPack() {}

    static void receive(InputStream pack, Repository into, ObjectChecker checker, ProgressMonitor monitor)
            throws IOException {
        receive(pack, into, checker, 0, monitor);
    }

    /** @param maxObject bytes of one object; 0 where the repository has a limit of its own */
    static void receive(
            InputStream pack, Repository into, @Nullable ObjectChecker checker, long maxObject, ProgressMonitor monitor)
            throws IOException {
        try (var inserter = into.newObjectInserter()) {
            var parser = inserter.newPackParser(pack);
            parser.setAllowThin(false);
            if (checker != null) parser.setObjectChecker(checker);
            if (maxObject > 0) parser.setMaxObjectSizeLimit(maxObject);
            var lock = parser.parse(monitor);
            if (lock != null) {
                lock.unlock();
            }
            inserter.flush();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
            // what a hostile pack makes of JGit's reader; whatever else flies is no word about the pack
            throw new IOException(e.toString(), e);
        }
    }
}
