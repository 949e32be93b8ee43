// Follows a batch: each event makes the page fetch its living part anew.
const live = document.getElementById("live");

if (live && live.dataset.open === "yes") {
  const stream = new EventSource(`/api/v1/payout-batches/${live.dataset.batch}/events?after=${live.dataset.seq}`);
  const types = ["batch.created", "batch.stage", "batch.stalled", "batch.resumed", "legs.settled", "legs.unknown",
    "approval.requested", "approval.given", "chunk.sent", "chunk.final", "batch.cancel_requested", "message"];
  const tell = () => document.body.dispatchEvent(new Event("pb-event"));
  types.forEach((type) => stream.addEventListener(type, tell));
  window.addEventListener("pagehide", () => stream.close());
}
