// Making a session key: the key is made here and counter-signs its grant; then the organization's wallet signs, one owner
// after the other. What is asked for and signed so far travels between owners in the link's fragment, never the secret.
import { addressOf, newSecret, sign } from "./agent-key.js";
import { grantDigest, joined, ownerTyped } from "./grant.js";
import { bytesToHex } from "./merkle.js";
import { call, say } from "./server.js";
import { accountOf, listWallets, signTyped } from "./wallet.js";

const terms = document.getElementById("terms")?.dataset;
const form = document.getElementById("wish");
const byId = (id) => document.getElementById(id);
const isSafe = terms?.safe === "yes";
const MARK = "#grant=";
let draft = null;

function units(amount, decimals) {
  const [whole, part = ""] = amount.split(".");
  if (part.length > decimals) throw new Error(say("tooPrecise", String(decimals)));
  return BigInt(whole + part.padEnd(decimals, "0"));
}

function randomNonce() {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
}

function wished() {
  const token = form.token.selectedOptions[0];
  const routes = [...form.querySelectorAll("[name=route]:checked")].map((one) => one.value);
  if (routes.length === 0) throw new Error(say("noRoute"));
  const payers = form.payers.value.split(/[\s,]+/).filter(Boolean);
  if (payers.some((one) => !/^0x[0-9a-fA-F]{40}$/.test(one))) throw new Error(say("badPayer"));
  const decimals = Number(token.dataset.decimals);
  return {
    limitAmount: form.limit.value,
    symbol: token.textContent,
    payers,
    grant: {
      org: terms.wallet,
      token: token.value,
      limit: String(units(form.limit.value, decimals)),
      expiresAt: Math.floor(new Date(form.until.value).getTime() / 1000),
      routes,
      nonce: randomNonce(),
    },
  };
}

async function make(event) {
  event.preventDefault();
  const state = byId("wish-state");
  try {
    const secret = newSecret();
    const wish = wished();
    wish.grant.key = addressOf(secret);
    draft = { ...wish, keySignature: await sign(grantDigest(wish.grant, Number(terms.chain)), secret), signatures: {} };
    state.textContent = "";
    byId("secret").textContent = secret;
    byId("copy-secret").dataset.copy = secret;
    byId("secret-card").hidden = false;
    show();
  } catch (error) {
    state.classList.add("bad");
    state.textContent = error.message;
  }
}

function link() {
  const bytes = new TextEncoder().encode(JSON.stringify(draft));
  return location.origin + location.pathname + MARK + btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
}

function fromLink() {
  if (!location.hash.startsWith(MARK)) return null;
  const text = atob(location.hash.slice(MARK.length).replace(/-/g, "+").replace(/_/g, "/"));
  const given = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
  // the wallet is this organization's, whatever the link says
  given.grant.org = terms.wallet;
  return given;
}

function show() {
  const { grant } = draft;
  const facts = {
    key: grant.key,
    limit: `${draft.limitAmount} ${draft.symbol}`,
    until: new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(grant.expiresAt * 1000),
    routes: grant.routes.join(", "),
    payers: draft.payers.join(" ") || "–",
    signatures: say("of", String(Object.keys(draft.signatures).length), terms.required),
  };
  Object.entries(facts).forEach(([name, value]) => (document.querySelector(`[data-fact="${name}"]`).textContent = value));
  form.hidden = true;
  byId("grant-card").hidden = false;
  history.replaceState(null, "", link());
  byId("link").textContent = link();
  byId("copy-link").dataset.copy = link();
  byId("pass-on").hidden = Number(terms.required) < 2 && Object.keys(draft.signatures).length > 0;
}

/** What is shown must be what is signed: the limit in words against the units in the grant. */
function sound() {
  const token = [...form.token.options].find((one) => one.value.toLowerCase() === draft.grant.token.toLowerCase());
  return token !== undefined && token.textContent === draft.symbol
    && String(units(draft.limitAmount, Number(token.dataset.decimals))) === draft.grant.limit;
}

async function signWith(wallet) {
  const state = byId("sign-state");
  state.classList.remove("bad");
  try {
    if (!sound()) throw new Error(say("unsound"));
    const account = await accountOf(wallet);
    const owner = terms.owners.split(" ").find((one) => one.toLowerCase() === account.toLowerCase());
    if (owner === undefined) throw new Error(say("notAnOwner"));
    draft.signatures[owner] = await signTyped(wallet, account, ownerTyped(draft.grant, Number(terms.chain), isSafe));
    show();
    const given = Object.keys(draft.signatures).length;
    state.textContent = say("of", String(given), terms.required);
    if (given >= Number(terms.required)) await create();
  } catch (error) {
    state.classList.add("bad");
    state.textContent = error.code === 4001 ? say("declined") : (error.problem ? words(error.problem) : error.message);
  }
}

function words(problem) {
  return [problem.title, ...(problem.errors ?? []).map((one) => one.message)].join(" ");
}

async function create() {
  const { grant } = draft;
  const key = await call("POST", "/api/v1/session-keys", {
    publicKey: grant.key,
    token: grant.token,
    limitAmount: draft.limitAmount,
    expiresAt: new Date(grant.expiresAt * 1000).toISOString(),
    routes: grant.routes,
    payers: draft.payers,
    nonce: grant.nonce,
    signature: joined(draft.signatures),
    keySignature: draft.keySignature,
  });
  location.assign(`/session-keys/${key.id}`);
}

if (terms && form) {
  const inAMonth = new Date(Date.now() + 30 * 86_400_000);
  inAMonth.setMinutes(inAMonth.getMinutes() - inAMonth.getTimezoneOffset());
  form.until.value = inAMonth.toISOString().slice(0, 16);
  form.addEventListener("submit", make);
  draft = fromLink();
  if (draft) show();
  listWallets(byId("wallets"), byId("wallet-row"), signWith);
}
