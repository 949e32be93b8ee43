// A link works on a person's click only, so that programs that look at links in mail do not use it up.
import { call, say } from "./server.js";

const state = document.getElementById("sign-in-state");
const button = document.getElementById("use-link");

button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    await call("POST", "/api/v1/auth/link", { token: location.hash.slice(1) });
    location.assign("/");
  } catch (error) {
    state.classList.add("bad");
    state.textContent = error.problem?.title ?? say("failed", error.message);
  }
});
