package com.protocolbanks.payroll.documents.drawing;

import com.protocolbanks.fonts.Face;

/**
 * How a text looks.
 *
 * @param size in points
 */
public record Style(Face face, float size, Ink ink) {
    public static Style regular(float size, Ink ink) {
        return new Style(Face.REGULAR, size, ink);
    }

    public static Style bold(float size, Ink ink) {
        return new Style(Face.BOLD, size, ink);
    }
}
