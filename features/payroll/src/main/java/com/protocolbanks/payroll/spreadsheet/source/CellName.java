package com.protocolbanks.payroll.spreadsheet.source;

/** Cell names as spreadsheets write them: {@code C7} is column 2 from 0, row 7 from 1. */
public final class CellName {
    private CellName() {}

    /** The letters of a column from 0. */
    public static String letters(int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString();
    }

    /** The column from 0; -1 when the name is none. */
    static int column(String name) {
        int column = 0;
        int at = 0;
        for (; at < name.length() && at < 4 && name.charAt(at) >= 'A' && name.charAt(at) <= 'Z'; at++) {
            column = column * 26 + name.charAt(at) - 'A' + 1;
        }
        return at > 3 ? -1 : column - 1;
    }

    /** The row from 1; -1 when the name is none. */
    static int row(String name) {
        int at = 0;
        while (at < name.length() && name.charAt(at) >= 'A' && name.charAt(at) <= 'Z') {
            at++;
        }
        return number(name, at);
    }

    /** The number from there to the end, up to 9 digits; -1 when there is none. */
    static int number(String text, int from) {
        int length = text.length() - from;
        if (length < 1 || length > 9) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }
}
