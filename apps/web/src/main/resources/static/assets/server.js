// Calls to our own server, with the session's token and readable errors.
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

export class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail || problem.title || String(status));
    this.problem = problem;
    this.status = status;
  }
}

/** `body` is JSON unless it is FormData; every POST carries an idempotency key that survives a repeat. */
export async function call(method, path, body, key = crypto.randomUUID()) {
  const headers = { Accept: "application/json", "X-CSRF-Token": meta("csrf") };
  if (method !== "GET") headers["Idempotency-Key"] = key;
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  const response = await fetch(path, { method, headers, body: body === undefined || form ? body : JSON.stringify(body) });
  const text = await response.text();
  const type = response.headers.get("Content-Type") ?? "";
  const answer = type.includes("json") && text ? JSON.parse(text) : text;
  if (!response.ok) throw new Refused(typeof answer === "object" ? answer : { title: text.slice(0, 200) }, response.status);
  return answer;
}

/** All pages of a cursor list. */
export async function all(path) {
  const items = [];
  let next = "";
  do {
    const page = await call("GET", path + (next ? (path.includes("?") ? "&" : "?") + "after=" + encodeURIComponent(next) : ""));
    items.push(...page.items);
    next = page.next;
  } while (next);
  return items;
}

export const words = JSON.parse(document.getElementById("words")?.dataset.words ?? "{}");

/** A word of the page's own list, with {0}, {1} … filled. */
export function say(key, ...values) {
  return (words[key] ?? key).replace(/\{(\d)\}/g, (_, i) => String(values[i] ?? ""));
}
