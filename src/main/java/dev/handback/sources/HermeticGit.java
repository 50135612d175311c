package dev.handback.sources;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportProtocol;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Makes JGit deaf to the machine it runs on. A {@code url.insteadOf}, {@code http.proxy} or {@code core.sshCommand} in
 * somebody's git settings could lead a retrieval to another host or start a program.
 */
final class HermeticGit extends SystemReader.Delegate {

    private static final List<TransportProtocol> ALL = hermetic();

    /** The one protocol that is left; all others are unregistered for the whole process. */
    private static final TransportProtocol HTTP = of("https");

    /** No address leads to it; only our own wire opens it, and gives it its session. */
    private static final TransportProtocol SSH = of("ssh");

    static {
        ALL.stream().filter(p -> p != HTTP).forEach(Transport::unregister);
    }

    private HermeticGit(SystemReader system) {
        super(system);
    }

    /** To be called before any other use of JGit, which remembers the settings it once read. */
    static void install() {
        if (!(SystemReader.getInstance() instanceof HermeticGit)) throw new IllegalStateException("JGit hears others");
    }

    static TransportProtocol http() {
        return HTTP;
    }

    static TransportProtocol ssh() {
        return SSH;
    }

    private static List<TransportProtocol> hermetic() {
        SystemReader.setInstance(new HermeticGit(SystemReader.getInstance()));
        return Transport.getTransportProtocols();
    }

    private static TransportProtocol of(String scheme) {
        return ALL.stream()
                .filter(p -> p.getSchemes().contains(scheme))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public @Nullable String getenv(String variable) {
        return variable.startsWith("GIT_") || variable.startsWith("XDG_") ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    private static final class NoConfig extends FileBasedConfig {
        NoConfig(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        /**
         * Knows how finely the disk tells times apart. Else JGit measures that, for seconds, with files in folders that
         * may be about to be deleted; nothing of ours needs it.
         */
        @Override
        public long getTimeUnit(
                String section, @Nullable String subsection, String name, long defaultValue, TimeUnit unit) {
            return section.equals("filesystem")
                    ? unit.convert(10, TimeUnit.MILLISECONDS)
                    : super.getTimeUnit(section, subsection, name, defaultValue, unit);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
