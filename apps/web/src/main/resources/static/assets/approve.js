// Approving: everything signed is recomputed here from the items shown below, and only then offered to the wallet.
import { all, call, say } from "./server.js";
import { accountOf, listWallets, signTyped } from "./wallet.js";
import { bankRoot, summary, wordCode } from "./merkle.js";
import { digest } from "./typed-data.js";

const place = document.getElementById("approval");
const proof = document.getElementById("proof");
const state = document.getElementById("sign-state");
const base = `/api/v1/payout-batches/${place.dataset.batch}`;
const FIRST_ROWS = 100;

function line(ok, words) {
  const item = document.createElement("li");
  item.className = ok ? "ok" : "not";
  item.textContent = `${ok ? "✓" : "✗"} ${words}`;
  return item;
}

function groups(number) {
  const [whole, part] = number.split(".");
  const cut = (part ?? "").replace(/0+$/, "").padEnd(2, "0");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cut}`;
}

function open(items, request) {
  const rail = request.kind === "CHAIN" ? "CHAIN" : "FIAT";
  return items.flatMap((item) =>
    item.legs.filter((leg) => leg.rail === rail && leg.asset === request.asset && leg.status === "PENDING").map((leg) => ({ ...leg, item: item.id })),
  );
}

/** Whether what the request says follows from the items; each statement becomes a line on the page. */
function holds(items, request) {
  const legs = open(items, request);
  const total = legs.reduce((sum, leg) => sum + BigInt(leg.units), 0n);
  const message = request.typedData.message;
  const facts = [];
  if (request.kind === "CHAIN") {
    const found = summary(legs.map((leg) => ({ to: leg.to, units: leg.units })), request.sums.chunkSize);
    facts.push([found.root === message.chunksRoot, say("root", request.asset, found.root.slice(2, 10))]);
    facts.push([found.total === BigInt(message.total), say("total", request.asset, groups(request.sums.total))]);
    facts.push([found.root === message.chunksRoot, say("code", request.asset, wordCode(request.asset, found.root, found.total))]);
    facts.push([found.chunkCount === Number(message.chunkCount), say("count", request.asset, String(legs.length))]);
  } else {
    const root = bankRoot(legs);
    facts.push([root === message.root, say("root", request.asset, root.slice(2, 10))]);
    facts.push([total === BigInt(message.totalMinor), say("total", request.asset, groups(request.sums.total))]);
    facts.push([legs.length === Number(message.count), say("count", request.asset, String(legs.length))]);
  }
  const own = digest(request.typedData);
  const wrapped = request.ownerTypedData.primaryType === "SafeMessage";
  const asked = wrapped ? request.ownerTypedData.message.message === own : digest(request.ownerTypedData) === own;
  facts.push([asked && request.digest === own, say("digest", own.slice(2, 10))]);
  proof.append(...facts.map(([ok, words]) => line(ok, words)));
  return facts.every(([ok]) => ok);
}

function showPeople(items, most) {
  const rows = document.getElementById("people-rows");
  rows.replaceChildren(
    ...items.slice(0, most).map((item) => {
      const row = document.createElement("tr");
      const cells = [
        ["td", "muted", String(item.row)],
        ["th", "", item.name],
        ["td", "mono break", item.walletAddress],
        ["td", "num", item.legs.map((leg) => `${groups(leg.amount)} ${leg.asset}`).join(" + ")],
      ];
      for (const [tag, name, words] of cells) {
        const cell = document.createElement(tag);
        cell.className = name;
        cell.textContent = words;
        if (tag === "th") cell.scope = "row";
        row.append(cell);
      }
      return row;
    }),
  );
  const more = document.getElementById("people-more");
  more.hidden = items.length <= most;
  more.querySelector("button").onclick = () => showPeople(items, items.length);
}

async function sign(wallet, button, requests) {
  document.querySelectorAll(".wallet").forEach((one) => (one.disabled = true));
  state.classList.remove("bad");
  try {
    const account = await accountOf(wallet);
    let complete = false;
    for (const [i, request] of requests.entries()) {
      state.textContent = say("signing", String(i + 1), String(requests.length));
      const signature = await signTyped(wallet, account, request.ownerTypedData);
      const answer = await call("POST", `${base}/approvals`, { signer: account, signature });
      const cell = document.querySelector(`[data-signatures="${request.requestId}"]`);
      if (cell) cell.textContent = say("of", String(answer.collected), String(answer.required));
      complete = answer.batchComplete;
    }
    state.textContent = complete ? say("complete") : say("recorded");
    if (complete) location.assign(`/payouts/${place.dataset.batch}`);
  } catch (error) {
    state.classList.add("bad");
    state.textContent = error.code === 4001 ? say("declined") : (error.problem?.title ?? say("failed", error.message));
    document.querySelectorAll(".wallet").forEach((one) => (one.disabled = false));
  }
}

const [requests, items] = await Promise.all([call("GET", `${base}/approval-request`), all(`${base}/items?limit=1000`)]);
showPeople(items, FIRST_ROWS);
proof.replaceChildren();
const toSign = requests.items.filter((request) => request.status === "OPEN");
const sound = toSign.map((request) => holds(items, request)).every(Boolean);
if (toSign.length === 0) proof.append(line(true, say("nothing")));
if (!sound) {
  state.classList.add("bad");
  state.textContent = say("unsound");
}
if (place.dataset.signs === "yes" && sound && toSign.length > 0) {
  const enable = () => document.querySelectorAll(".wallet").forEach((one) => (one.disabled = false));
  listWallets(document.getElementById("wallets"), document.getElementById("wallet-row"), (wallet, button) => sign(wallet, button, toSign));
  enable();
  new MutationObserver(enable).observe(document.getElementById("wallets"), { childList: true });
}
