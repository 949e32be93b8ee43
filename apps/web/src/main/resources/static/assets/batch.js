// Follows a batch: each event makes the page fetch its living part anew. Its buttons call the API.
import { call, say } from "./server.js";

const live = document.getElementById("live");
const notice = document.getElementById("notice");
const base = `/api/v1/payout-batches/${live.dataset.batch}`;

function follow() {
  const stream = new EventSource(`${base}/events?after=${live.dataset.seq}`);
  const types = ["batch.created", "batch.edited", "batch.stage", "batch.stalled", "batch.resumed", "cancel.requested",
    "legs.settled", "legs.retried", "legs.unknown", "approval.requested", "approval.given"];
  types.forEach((type) => stream.addEventListener(type, tell));
  window.addEventListener("pagehide", () => stream.close());
}

function tell() {
  const typing = live.contains(document.activeElement) && /INPUT|SELECT/.test(document.activeElement.tagName);
  if (!typing) document.body.dispatchEvent(new Event("pb-event"));
}

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

if (live.dataset.open === "yes") follow();
