// A payroll, new or changed: it is checked as it would be stored, repaired here, and only then submitted.
import { call, say } from "./server.js";
import { csv, show } from "./grid.js";

const at = (id) => document.getElementById(id);
const state = { file: null, grid: null, edited: false, problems: [], confirmed: new Set(), key: crypto.randomUUID() };
const batch = at("editing").dataset.batch;
let asked = 0;

function upload() {
  if (!state.edited) return state.file;
  const name = state.file.name.replace(/\.[a-z]+$/i, "") + ".csv";
  return new File([csv(state.grid)], name, { type: "text/csv" });
}

function form() {
  const data = new FormData();
  data.set("file", upload());
  data.set("tokenSymbol", at("token").value);
  data.set("payPeriod", at("period").value.trim());
  data.set("confirm", [...state.confirmed].join(","));
  data.set("encoding", state.edited ? "utf-8" : at("encoding").value);
  if (batch) data.set("batch", batch);
  return data;
}

function step(number) {
  [...at("steps").children].forEach((item, i) => (i === number ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current")));
}

async function check() {
  if (!state.file) return;
  const mine = ++asked;
  at("check-state").classList.remove("bad");
  at("check-state").textContent = say("checking");
  try {
    const answer = await call("POST", "/payouts/check", form());
    if (mine !== asked) return;
    at("check-state").textContent = "";
    state.grid = answer.grid;
    state.problems = answer.problems;
    render(answer);
  } catch (error) {
    if (mine !== asked) return;
    at("check-state").classList.add("bad");
    at("check-state").textContent = error.problem?.title ?? say("failed", error.message);
  }
}

function render(answer) {
  at("result").hidden = false;
  const errors = answer.problems.filter((one) => one.weight === "ERROR");
  const open = answer.problems.filter((one) => one.weight === "DECISION");
  verdict(errors, open, answer);
  decisions(open);
  if (answer.grid) grid(errors.length > 0);
  at("grid-card").hidden = !answer.grid;
  totals(answer.accepted);
  step(answer.accepted ? 2 : 1);
}

function verdict(errors, open, answer) {
  const box = at("verdict");
  box.className = `note ${errors.length > 0 ? "bad" : open.length > 0 ? "warn" : "good"}`;
  const title = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = errors.length > 0 ? say("errors", String(errors.length)) : open.length > 0 ? say("decide") : say("sound");
  title.append(strong);
  const list = document.createElement("ul");
  list.append(...errors.filter((one) => one.row === 0 || !answer.grid).slice(0, 20).map((one) => {
    const item = document.createElement("li");
    item.textContent = `${one.row > 0 ? say("place", String(one.row), one.column) + " " : ""}${one.message} ${one.repair}`;
    return item;
  }));
  const words = document.createElement("div");
  words.append(title);
  if (list.children.length > 0) words.append(list);
  box.replaceChildren(words);
}

function decisions(open) {
  const byCode = new Map();
  open.forEach((one) => byCode.set(one.code, [...(byCode.get(one.code) ?? []), one]));
  const codes = [...byCode.keys(), ...[...state.confirmed].filter((code) => !byCode.has(code))];
  at("decisions-card").hidden = codes.length === 0;
  at("decisions").replaceChildren(...codes.map((code) => {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = code;
    box.checked = state.confirmed.has(code);
    box.addEventListener("change", () => {
      if (box.checked) state.confirmed.add(code);
      else state.confirmed.delete(code);
      check();
    });
    const words = document.createElement("span");
    const found = byCode.get(code) ?? state.seen?.get(code) ?? [];
    words.textContent = found.slice(0, 5).map((one) => `${one.row > 0 ? say("place", String(one.row), one.column) + " " : ""}${one.message}`).join(" ") + (found.length > 5 ? " …" : "");
    label.append(box, words);
    item.append(label);
    return item;
  }));
  state.seen = new Map([...(state.seen ?? []), ...byCode]);
}

function grid(problematic) {
  if (problematic && !state.edited && state.grid.lines.length > 40) at("only-problems").checked = true;
  at("columns").textContent = state.grid.layout.columns.map((one) => say("column", one.letter, one.header, say(`meaning.${one.meaning}`))).join(" · ");
  const rest = show(at("grid"), state.grid, state.problems, at("only-problems").checked, {
    edit(line, column, value) {
      if (line.cells[column] === value) return;
      line.cells[column] = value;
      state.edited = true;
      later();
    },
    again: check,
  });
  at("grid-rest").hidden = rest === 0 && state.grid.whole;
  at("grid-rest").textContent = state.grid.whole ? say("rest", String(rest)) : say("long");
}

let timer;
function later() {
  clearTimeout(timer);
  timer = setTimeout(check, 700);
}

function totals(accepted) {
  at("totals").hidden = !accepted;
  if (!accepted) return;
  const [whole, part] = accepted.total.split(".");
  at("total").textContent = `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${(part ?? "").replace(/0+$/, "").padEnd(2, "0")}`;
  at("symbol").textContent = accepted.symbol;
  at("people").textContent = say(accepted.people === 1 ? "person" : "people", String(accepted.people));
  at("warnings").replaceChildren(...accepted.warnings.slice(0, 50).map((one) => {
    const item = document.createElement("li");
    item.textContent = `${one.row > 0 ? say("place", String(one.row), one.column) + " " : ""}${one.message}`;
    return item;
  }));
}

async function submit() {
  at("submit").disabled = true;
  try {
    const stored = batch
      ? await call("PUT", `/api/v1/payout-batches/${batch}/items`, form())
      : await call("POST", "/api/v1/payout-batches", form(), state.key);
    location.assign(`/payouts/${stored.id}`);
  } catch (error) {
    at("submit").disabled = false;
    state.key = crypto.randomUUID();
    if (error.status === 422) return check();
    at("check-state").classList.add("bad");
    at("check-state").textContent = error.problem?.title ?? say("failed", error.message);
  }
}

function take(file) {
  if (!file) return;
  at("chosen").textContent = file.name;
  Object.assign(state, { file, grid: null, edited: false, confirmed: new Set(), seen: new Map(), key: crypto.randomUUID() });
  at("only-problems").checked = false;
  check();
}

at("file").addEventListener("change", (event) => take(event.target.files[0]));
at("drop").addEventListener("dragover", (event) => { event.preventDefault(); at("drop").classList.add("over"); });
at("drop").addEventListener("dragleave", () => at("drop").classList.remove("over"));
at("drop").addEventListener("drop", (event) => {
  event.preventDefault();
  at("drop").classList.remove("over");
  take(event.dataTransfer.files[0]);
});
["token", "period", "encoding"].forEach((id) => at(id).addEventListener("change", () => { state.key = crypto.randomUUID(); check(); }));
at("again").addEventListener("click", check);
at("only-problems").addEventListener("change", () => grid(false));
at("submit").addEventListener("click", submit);
at("download").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csv(state.grid)], { type: "text/csv" }));
  link.download = state.file.name.replace(/\.[a-z]+$/i, "") + ".csv";
  link.click();
  URL.revokeObjectURL(link.href);
});

/** A stored payroll comes back as the file it could have been. */
async function reopen() {
  try {
    const rows = await fetch(`/payouts/${batch}/rows.csv`);
    if (!rows.ok) throw new Error(String(rows.status));
    take(new File([await rows.blob()], "payroll.csv", { type: "text/csv" }));
  } catch (error) {
    at("check-state").classList.add("bad");
    at("check-state").textContent = error.problem?.title ?? say("failed", error.message);
  }
}

if (batch) reopen();
