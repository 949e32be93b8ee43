package com.protocolbanks.payroll.documents.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** Fills pages from top to bottom with blocks of known height; a table's head is repeated where the table goes on. */
public final class Flow {
    private final float nextTop;
    private final float bottom;
    private final List<List<Placed>> pages = new ArrayList<>();
    private Optional<Block> tableHead = Optional.empty();
    private float y;

    /**
     * @param firstTop where the first page's body starts
     * @param nextTop where the body of the following pages starts
     * @param bottom where every body ends
     */
    public Flow(float firstTop, float nextTop, float bottom) {
        this.nextTop = nextTop;
        this.bottom = bottom;
        this.y = firstTop;
        pages.add(new ArrayList<>());
    }

    /** Draws itself with its top at y. */
    @FunctionalInterface
    public interface Drawing {
        void at(Sheet sheet, float y);
    }

    private record Block(float height, Drawing drawing) {}

    private record Placed(float y, Drawing drawing) {}

    /** Starts a table: its title and head stay together with its first row. */
    public void table(float titleHeight, Drawing title, float headHeight, Drawing head, float rowHeight) {
        tableHead = Optional.empty();
        if (y + titleHeight + headHeight + rowHeight > bottom) {
            turn();
        }
        place(new Block(titleHeight, title));
        var repeated = new Block(headHeight, head);
        place(repeated);
        tableHead = Optional.of(repeated);
    }

    public void row(float height, Drawing drawing) {
        if (y + height > bottom) {
            turn();
            tableHead.ifPresent(this::place);
        }
        place(new Block(height, drawing));
    }

    /** Leaves room; the next block belongs to no table. */
    public void gap(float height) {
        tableHead = Optional.empty();
        y += height;
    }

    public int pageCount() {
        return pages.size();
    }

    /** Writes the pages; the frame draws what stands on each, given its number from 1. */
    public void draw(PdfFile file, ObjIntConsumer<Sheet> frame) {
        for (int page = 0; page < pages.size(); page++) {
            int number = page + 1;
            file.page(sheet -> {
                frame.accept(sheet, number);
                pages.get(number - 1).forEach(placed -> placed.drawing().at(sheet, placed.y()));
            });
        }
    }

    private void turn() {
        pages.add(new ArrayList<>());
        y = nextTop;
    }

    private void place(Block block) {
        pages.getLast().add(new Placed(y, block.drawing()));
        y += block.height();
    }
}
