package com.protocolbanks.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The product's classes and sources, read once for all rules. */
final class House {
    static final String ROOT = "com.protocolbanks";
    static final Path FOLDER = Path.of(System.getProperty("pb.root", "../.."));

    private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git");

    private House() {}

    private static final class Read {
        // Only what is compiled from main sources: tests may look behind every face.
        static final JavaClasses CLASSES = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(place -> !place.contains("/tests/fixtures/"))
                .importPackages(ROOT);
    }

    static JavaClasses classes() {
        return Read.CLASSES;
    }

    /** The room a class lives in: the part of its package after the root. */
    static String room(JavaClass one) {
        return room(one.getPackageName());
    }

    static String room(String packageName) {
        if (!packageName.startsWith(ROOT + ".")) {
            return "";
        }
        String rest = packageName.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    /** The package below its room, such as {@code documents.drawing}; empty for the room's root. */
    static String inside(JavaClass one) {
        String room = ROOT + "." + room(one);
        return one.getPackageName().equals(room) ? "" : one.getPackageName().substring(room.length() + 1);
    }

    /** Tables generated from the migrations. */
    static boolean isGenerated(JavaClass one) {
        return one.getPackageName().startsWith(ROOT + ".database.generated");
    }

    static Set<String> rooms() {
        var rooms = new TreeSet<String>();
        classes().forEach(one -> rooms.add(room(one)));
        return rooms;
    }

    /** Every file of the repository with one of the endings, leaving out what is built or installed. */
    static List<Path> files(String... endings) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(FOLDER, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_SOURCES.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (Stream.of(endings).anyMatch(file.toString()::endsWith)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    static String name(Path file) {
        return FOLDER.relativize(file).toString();
    }

    /** The folder of a file, as {@link #name} writes it. */
    static String folder(Path file) {
        String name = name(file);
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
