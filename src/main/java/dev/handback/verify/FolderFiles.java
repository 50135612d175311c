package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.PACKAGE_ENTRY_REFUSED;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/** A package that was unpacked. */
final class FolderFiles implements PackageFiles {
    private final Path root;
    private final SortedMap<String, Long> sizes = new TreeMap<>();

    FolderFiles(Path root) throws IOException {
        this.root = root;
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() { // without an option it follows no link
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        var name = root.relativize(file).toString().replace(File.separatorChar, '/');
                        if (!attributes.isRegularFile() || !PackageFiles.isName(name)) {
                            throw new PackageRefused(
                                    PACKAGE_ENTRY_REFUSED, Plain.of(name), "a link, a device or a name no package has");
                        }
                        sizes.put(name, attributes.size());
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @Override
    public SortedMap<String, Long> sizes() {
        return sizes;
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(root.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {}
}
