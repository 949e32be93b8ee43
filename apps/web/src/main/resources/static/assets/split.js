// Split editor: the first share is always what the others leave, so the shares always add up to 100 %.
import { say } from "./server.js";

const box = document.getElementById("split");
const inputs = [...box.querySelectorAll("[data-share]")];
const [rest, ...others] = inputs;
const hidden = box.querySelector('input[name="split"]');
const FINE = 100000000n;
const COLOURS = ["split-a", "split-b", "split-c", "split-d"];

/** Percent with at most 8 decimals as a whole number of hundred-millionths; null for anything else. */
function parse(text) {
  const found = /^(\d{1,3})(?:[.,](\d{1,8}))?$/.exec(text.trim() || "0");
  return found ? BigInt(found[1]) * FINE + BigInt((found[2] ?? "").padEnd(8, "0")) : null;
}

function write(units) {
  const part = (units % FINE).toString().padStart(8, "0").replace(/0+$/, "");
  return `${units / FINE}${part ? "." + part : ""}`;
}

function update() {
  const shares = others.map((input) => parse(input.value));
  const taken = shares.reduce((sum, share) => (share === null || sum === null ? null : sum + share), 0n);
  const sound = taken !== null && taken <= 100n * FINE;
  others.forEach((input, i) => input.toggleAttribute("aria-invalid", shares[i] === null));
  rest.value = sound ? write(100n * FINE - taken) : "";
  box.querySelector("[data-sum]").textContent = sound ? say("sum") : say("over");
  box.querySelector("[data-sum]").className = sound ? "" : "state bad";
  const all = sound ? [100n * FINE - taken, ...shares] : [];
  hidden.value = sound && taken > 0n ? `{${inputs.map((input, i) => [input.dataset.share, all[i]]).filter(([, share]) => share > 0n).map(([key, share]) => `"${key}":${write(share)}`).join(",")}}` : "";
  if (box.dataset.value && sound && taken === 0n) hidden.value = `{"${rest.dataset.share}":100}`;
  if (sound && !hidden.value) box.querySelector("[data-sum]").textContent = say("whole");
  bar(all);
  document.querySelector("#person button")?.toggleAttribute("disabled", !sound);
}

function bar(shares) {
  let x = 0;
  const parts = shares.map((share, i) => {
    const width = Number(share) / Number(FINE);
    const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    part.setAttribute("x", String(x));
    part.setAttribute("width", String(width));
    part.setAttribute("height", "1");
    part.setAttribute("class", COLOURS[i % COLOURS.length]);
    x += width;
    return part;
  });
  box.querySelector("svg").replaceChildren(...parts);
}

rest.readOnly = true;
const stored = box.dataset.value ? JSON.parse(box.dataset.value) : {};
others.forEach((input) => {
  input.value = stored[input.dataset.share] ?? "0";
  input.addEventListener("input", update);
});
update();
