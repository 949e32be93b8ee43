package com.protocolbanks.payroll.spreadsheet.source;

/**
 * How much of a foreign file is read before it is refused.
 *
 * @param archive of the file as a whole
 * @param table of what stands in it
 */
public record ReadingLimits(Archive archive, Table table) {
    public static final ReadingLimits DEFAULT =
            new ReadingLimits(new Archive(20L << 20, 200L << 20, 1_000), new Table(50_000, 100, 1_000, 32L << 20));

    /**
     * How large the file may be before it is opened, and while it is.
     *
     * @param fileBytes of the upload
     * @param inflatedBytes that the parts of a workbook may inflate to, counted while they are read
     * @param entries in the zip directory
     */
    public record Archive(long fileBytes, long inflatedBytes, int entries) {}

    /**
     * How much may stand in the sheet.
     *
     * @param rows with anything in them, the header not counted
     * @param columns up to which cells are read
     * @param cellCharacters in one cell
     * @param textCharacters in a workbook's table of shared texts, each text counted as 24 more
     */
    public record Table(int rows, int columns, int cellCharacters, long textCharacters) {}

    /** The same with another number of rows. */
    public ReadingLimits rows(int rows) {
        return new ReadingLimits(archive, new Table(rows, table.columns, table.cellCharacters, table.textCharacters));
    }
}
