// Follows a batch: each event makes the page fetch its living part anew. Its buttons call the API.
import { call, say } from "./server.js";

const live = document.getElementById("live");
const notice = document.getElementById("notice");
const base = `/api/v1/payout-batches/${live.dataset.batch}`;
const TYPES = ["batch.created", "batch.edited", "batch.stage", "batch.stalled", "batch.resumed", "cancel.requested",
  "legs.settled", "legs.retried", "legs.unknown", "approval.requested", "approval.given"];
/** Events so close together are looked at once. */
const TOGETHER_MS = 300;
const AGAIN_MS = 5000;
let looking = null;
let kept = { open: false, act: undefined };

function follow() {
  const stream = new EventSource(`${base}/events?after=${live.dataset.seq}`);
  TYPES.forEach((type) => stream.addEventListener(type, () => lookIn(TOGETHER_MS)));
  // the browser connects again by itself, except after an answer that was no stream
  stream.addEventListener("error", () => stream.readyState === EventSource.CLOSED && setTimeout(follow, AGAIN_MS));
  window.addEventListener("pagehide", () => stream.close());
}

function lookIn(millis) {
  looking ??= setTimeout(() => {
    looking = null;
    document.body.dispatchEvent(new Event("pb-event"));
  }, millis);
}

/** Whether somebody is writing into the living part, which must not be taken from under their hands. */
function inHand() {
  const active = document.activeElement;
  const fields = [...live.querySelectorAll("input, select")];
  return (live.contains(active) && /INPUT|SELECT/.test(active.tagName)) || fields.some((one) => one.tagName === "INPUT" && one.value !== one.defaultValue);
}

live.addEventListener("htmx:beforeSwap", (event) => {
  if (inHand()) {
    event.detail.shouldSwap = false;
    lookIn(AGAIN_MS);
    return;
  }
  kept = { open: live.querySelector("details")?.open ?? false, act: document.activeElement?.dataset.act };
});

live.addEventListener("htmx:afterSwap", () => {
  live.querySelector("details")?.toggleAttribute("open", kept.open);
  if (kept.act) live.querySelector(`[data-act="${kept.act}"]`)?.focus();
});

live.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) lookIn(AGAIN_MS);
});

async function act(work) {
  notice.className = "";
  notice.textContent = "";
  try {
    await work();
    location.reload();
  } catch (error) {
    notice.className = "note bad";
    notice.textContent = error.problem?.title ?? say("failed", error.message);
  }
}

live.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) act(() => call("POST", `${base}/${button.dataset.act}`, {}));
});

live.addEventListener("submit", (event) => {
  if (event.target.id !== "bank-results") return;
  event.preventDefault();
  const results = [...event.target.querySelectorAll("[data-leg]")].map((row) => {
    const outcome = row.querySelector("[data-outcome]").value;
    const words = row.querySelector("[data-reference]").value.trim();
    return outcome === "EXECUTED"
      ? { legId: row.dataset.leg, outcome, bankReference: words }
      : { legId: row.dataset.leg, outcome, reason: words };
  });
  act(() => call("POST", `${base}/fiat-results`, { results }));
});

// not before htmx listens, or the first event would be told to nobody
if (live.dataset.open === "yes") window.addEventListener("load", follow);
