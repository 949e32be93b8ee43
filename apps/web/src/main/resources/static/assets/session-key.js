// Draws what a session key used by the minute, and looks again every few seconds while the page is seen.
import { call, say } from "./server.js";

const place = document.getElementById("chart");
const words = document.getElementById("chart-words");
const { usage, decimals, symbol } = place.dataset;
const EVERY_MS = 5000;
const MINUTE_MS = 60_000;
let chart = null;
let seen = "";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function decimal(units) {
  const text = String(units).padStart(Number(decimals) + 1, "0");
  const cut = text.length - Number(decimals);
  return `${text.slice(0, cut)}.${text.slice(cut)}`.replace(/\.?0+$/, "");
}

function options(stretches) {
  const ink = colour("--tblr-secondary");
  const at = stretches.map((one) => new Date(one.from).getTime());
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    grid: { left: 8, right: 8, top: 16, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { type: "time", min: at[0] - MINUTE_MS, max: Math.max(at.at(-1) + MINUTE_MS, at[0] + 10 * MINUTE_MS), axisLabel: { color: ink, hideOverlap: true } },
    yAxis: { type: "value", axisLabel: { color: ink }, splitLine: { lineStyle: { opacity: 0.3 } } },
    series: [
      {
        name: `${say("charged")} (${symbol})`,
        type: "bar",
        barMaxWidth: 24,
        itemStyle: { color: colour("--tblr-primary") },
        data: stretches.map((one, i) => [at[i], Number(decimal(one.charged))]),
      },
    ],
  };
}

function tell(stretches) {
  if (stretches.length === 0) {
    words.textContent = say("none");
    return;
  }
  const requests = stretches.reduce((sum, one) => sum + one.requests, 0);
  const charged = stretches.reduce((sum, one) => sum + BigInt(one.charged), 0n);
  words.textContent = say("words", String(requests), decimal(charged), symbol);
}

async function look() {
  const stretches = await call("GET", usage);
  const now = JSON.stringify(stretches);
  if (now === seen) return;
  seen = now;
  tell(stretches);
  if (stretches.length === 0) return;
  place.classList.add("drawn");
  chart ??= window.echarts.init(place);
  chart.setOption(options(stretches));
  // Also at the first look: usage may have been taken over since the server wrote the page.
  document.body.dispatchEvent(new Event("pb-usage"));
}

async function keepLooking() {
  if (document.visibilityState === "visible") {
    await look().catch((error) => (words.textContent = error.message));
  }
  setTimeout(keepLooking, EVERY_MS);
}

// what could not be fetched is asked for again at the next look
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) seen = "";
});
window.addEventListener("resize", () => chart?.resize());
window.addEventListener("load", keepLooking);
