package com.protocolbanks.pb.check.bugs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A copy of the project's sources, in which bugs are planted and what is built stays for the next time. A file that changes
 * there is as new as its change, so that Maven compiles it again.
 */
final class TreeCopy {
    private static final Set<String> BUILT = Set.of("target", "node_modules", ".git", "dist");

    private final Path source;
    private final Path copy;

    private TreeCopy(Path source, Path copy) {
        this.source = source;
        this.copy = copy;
    }

    /** Brings the copy to what the source is now. */
    static TreeCopy of(Path source, Path copy) throws IOException {
        var tree = new TreeCopy(source, copy);
        tree.bring();
        return tree;
    }

    Path folder() {
        return copy;
    }

    /** Writes these contents, by the file's name from the root. */
    void plant(Map<String, String> contents) throws IOException {
        for (var one : contents.entrySet()) {
            Files.writeString(copy.resolve(one.getKey()), one.getValue());
        }
    }

    /** Brings those files back. */
    void restore(Set<String> names) throws IOException {
        for (String name : names) {
            bring(source.resolve(name), copy.resolve(name));
        }
    }

    private void bring() throws IOException {
        Set<Path> wanted = new HashSet<>();
        walk(source, file -> {
            Path name = source.relativize(file);
            wanted.add(name);
            bring(file, copy.resolve(name));
        });
        Files.createDirectories(copy);
        walk(copy, file -> {
            if (!wanted.contains(copy.relativize(file))) {
                Files.delete(file);
            }
        });
        linkTools();
    }

    private static void bring(Path from, Path to) throws IOException {
        if (Files.notExists(to) || Files.mismatch(from, to) >= 0) {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setLastModifiedTime(to, FileTime.from(Instant.now()));
        }
    }

    /** The contracts' tools are not installed a second time. */
    private void linkTools() throws IOException {
        Path tools = source.resolve("contracts/node_modules");
        Path link = copy.resolve("contracts/node_modules");
        if (Files.isDirectory(tools) && Files.notExists(link)) {
            Files.createSymbolicLink(link, tools);
        }
    }

    private interface Visit {
        void file(Path file) throws IOException;
    }

    private static void walk(Path root, Visit visit) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return BUILT.contains(folder.getFileName().toString()) && !folder.equals(root)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && !BUILT.contains(file.getFileName().toString())) {
                    visit.file(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
