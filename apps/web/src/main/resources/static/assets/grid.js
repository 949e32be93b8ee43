// The uploaded table, to be repaired in place: every finding stands in its cell.
import { say } from "./server.js";

const MOST_ROWS = 300;

export function letter(index) {
  let name = "";
  for (let i = index + 1; i > 0; i = Math.floor((i - 1) / 26)) name = String.fromCharCode(65 + ((i - 1) % 26)) + name;
  return name;
}

function csvCell(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(grid) {
  const rows = [grid.header, ...grid.lines.map((line) => line.cells)];
  return "\ufeff" + rows.map((cells) => cells.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

function why(problem) {
  const note = document.createElement("div");
  note.className = "why";
  note.textContent = `${problem.message} ${problem.repair}`;
  return note;
}

function cell(grid, line, column, problems, onEdit) {
  const box = document.createElement("td");
  const input = document.createElement("input");
  input.value = line.cells[column] ?? "";
  input.setAttribute("aria-label", say("cell", grid.header[column] || letter(column), String(line.row)));
  input.size = Math.min(46, Math.max(8, input.value.length + 1));
  const here = problems.filter((one) => one.column === letter(column));
  if (here.length > 0) {
    box.className = here.some((one) => one.weight === "ERROR") ? "bad" : "decide";
    input.setAttribute("aria-invalid", "true");
    const id = `why-${line.row}-${column}`;
    input.setAttribute("aria-describedby", id);
    const notes = document.createElement("div");
    notes.id = id;
    notes.append(...here.map(why));
    box.append(input, notes);
  } else {
    box.append(input);
  }
  input.addEventListener("change", () => onEdit(line, column, input.value.trim()));
  return box;
}

function move(event) {
  const down = event.key === "ArrowDown" || event.key === "Enter";
  if ((!down && event.key !== "ArrowUp") || event.target.tagName !== "INPUT") return;
  const box = event.target.closest("td");
  const row = down ? box.parentElement.nextElementSibling : box.parentElement.previousElementSibling;
  const next = row?.children[box.cellIndex]?.querySelector("input");
  if (next) {
    event.preventDefault();
    next.focus();
    next.select();
  }
}

/** Fills cells from a block copied out of a spreadsheet program. */
function paste(event, grid, onEdit, again) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const input = event.target.closest("td input");
  if (!input || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const box = input.closest("td");
  const first = grid.lines.findIndex((line) => String(line.row) === box.parentElement.dataset.row);
  text.trimEnd().split(/\r?\n/).forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const at = grid.lines[first + down];
      const column = box.cellIndex - 1 + right;
      if (at && column < grid.header.length) onEdit(at, column, value.trim());
    });
  });
  again();
}

export function show(table, grid, problems, onlyProblems, handlers) {
  const head = document.createElement("tr");
  const corner = document.createElement("th");
  corner.scope = "col";
  corner.textContent = "#";
  head.append(corner, ...grid.header.map((name, i) => {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = `${letter(i)} ${name}`;
    return th;
  }));
  const byRow = Map.groupBy ? Map.groupBy(problems, (one) => one.row) : new Map();
  if (!Map.groupBy) problems.forEach((one) => byRow.set(one.row, [...(byRow.get(one.row) ?? []), one]));
  const wanted = onlyProblems ? grid.lines.filter((line) => byRow.has(line.row)) : grid.lines;
  const rows = wanted.slice(0, MOST_ROWS).map((line) => {
    const row = document.createElement("tr");
    row.dataset.row = line.row;
    const number = document.createElement("th");
    number.scope = "row";
    number.textContent = line.row;
    const found = byRow.get(line.row) ?? [];
    number.append(...found.filter((one) => !/^[A-Z]{1,3}$/.test(one.column)).map(why));
    row.append(number, ...grid.header.map((_, i) => cell(grid, line, i, found, handlers.edit)));
    return row;
  });
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(...rows);
  table.onkeydown = move;
  table.onpaste = (event) => paste(event, grid, handlers.edit, handlers.again);
  return wanted.length - rows.length;
}
