package com.protocolbanks.fonts;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A whole TrueType face that draws Latin and simplified Chinese, about 10 MB each.
 *
 * <p>Pages use {@code /fonts/noto-sans-sc.css} from this jar instead, whose slices load as needed.
 */
public enum Face {
    REGULAR("fonts/NotoSansSC-Regular.ttf"),
    BOLD("fonts/NotoSansSC-Bold.ttf");

    private final String resource;

    Face(String resource) {
        this.resource = resource;
    }

    /** The name of the file on the class path. */
    public String resource() {
        return resource;
    }

    /** The bytes of the file, read anew by each call. */
    public byte[] read() {
        try (var in = Face.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path: build foundation/fonts");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
