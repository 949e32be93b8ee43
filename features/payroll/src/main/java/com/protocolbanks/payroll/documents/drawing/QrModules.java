package com.protocolbanks.payroll.documents.drawing;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/** The dark modules of a QR code, as horizontal runs; the quiet zone is the page around it. */
record QrModules(int side, List<Run> runs) {
    record Run(int column, int row, int length) {}

    static QrModules of(String text) {
        try {
            var matrix = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
            var runs = new ArrayList<Run>();
            for (int row = 0; row < matrix.getHeight(); row++) {
                for (int column = 0; column < matrix.getWidth(); ) {
                    int end = column;
                    while (end < matrix.getWidth() && matrix.get(end, row) == 1) {
                        end++;
                    }
                    if (end > column) {
                        runs.add(new Run(column, row, end - column));
                    }
                    column = end + 1;
                }
            }
            return new QrModules(matrix.getWidth(), List.copyOf(runs));
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code: " + text.length() + " characters", e);
        }
    }
}
