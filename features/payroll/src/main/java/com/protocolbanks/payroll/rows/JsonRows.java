package com.protocolbanks.payroll.rows;

import com.protocolbanks.payroll.cells.CellKind;
import com.protocolbanks.payroll.problems.Findings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rows of the HTTP API's JSON body, whose fields are texts already. */
public final class JsonRows {
    private static final Map<Column, String> FIELDS = new EnumMap<>(Map.ofEntries(
            Map.entry(Column.EMPLOYEE_NUMBER, "employeeNumber"),
            Map.entry(Column.NAME, "name"),
            Map.entry(Column.WALLET, "walletAddress"),
            Map.entry(Column.AMOUNT, "amount"),
            Map.entry(Column.TOKEN, "token"),
            Map.entry(Column.NOTE, "note"),
            Map.entry(Column.EMAIL, "email"),
            Map.entry(Column.SPLIT, "split"),
            Map.entry(Column.ACCOUNT_NAME, "accountName"),
            Map.entry(Column.ACCOUNT, "account"),
            Map.entry(Column.BANK_CODE, "bankCode")));

    private JsonRows() {}

    /** The name a column's field has in JSON. */
    public static String field(Column column) {
        return FIELDS.getOrDefault(column, "");
    }

    /**
     * Checks the items in their order; an item's row number is its place, from 1.
     *
     * @param items each field's text; a split as its JSON text; an amount as a decimal string
     */
    public static RowsResult check(List<Map<Column, String>> items, ReadingContext context) {
        Findings findings = new Findings(context.confirmed(), context.problemLimit());
        RowChecks checks = new RowChecks(context, findings, "");
        for (int i = 0; i < items.size(); i++) {
            checks.check(new Item(i + 1, items.get(i)));
        }
        return checks.finish();
    }

    private record Item(int number, Map<Column, String> fields) implements RowView {
        @Override
        public boolean hidden() {
            return false;
        }

        @Override
        public CellKind kind(Column column) {
            return text(column).isEmpty() ? CellKind.EMPTY : CellKind.TEXT;
        }

        @Override
        public String text(Column column) {
            return fields.getOrDefault(column, "").strip();
        }

        @Override
        public String label(Column column) {
            return field(column);
        }
    }
}
