// What every page does: times in the reader's own zone, the session's token on htmx requests, copying.
const zone = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

export function localTimes(root = document) {
  root.querySelectorAll("time[datetime]").forEach((time) => {
    const at = new Date(time.dateTime);
    if (time.dataset.local || Number.isNaN(at.getTime())) return;
    time.title = time.textContent.trim();
    time.textContent = zone.format(at);
    time.dataset.local = "1";
  });
}

localTimes();
document.addEventListener("htmx:afterSwap", (event) => localTimes(event.target));
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]').content;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.setAttribute("data-copied", "");
  setTimeout(() => button.removeAttribute("data-copied"), 1500);
});
