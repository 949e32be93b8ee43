package com.protocolbanks.payroll.spreadsheet.source;

/** Takes a table's rows in their order. */
@FunctionalInterface
public interface RowSink {
    /**
     * Takes one row that is not empty.
     *
     * @param row reused for the next one
     * @return false to stop reading
     */
    boolean row(SheetRow row) throws UnreadableFile;
}
