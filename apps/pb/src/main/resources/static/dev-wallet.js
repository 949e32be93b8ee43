// Development wallet — local chain only. Offers the unlocked accounts of a local development chain to the page
// (EIP-6963, EIP-1193), so that signing can be tried without a wallet extension. Its keys are public knowledge.
const settings = new URL(import.meta.url).searchParams;
const rpc = settings.get("rpc");
const ICON =
  "data:image/svg+xml," +
  encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#8a4b00"/><path d="M8 12h16v10H8zM8 12l3-4h10l3 4" fill="none" stroke="#fff" stroke-width="2.4" stroke-linejoin="round"/></svg>');
let sent = 0;

async function ask(method, params) {
  const response = await fetch(rpc, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: ++sent, method, params }),
  });
  const answer = await response.json();
  if (answer.error) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
  return answer.result;
}

function provider(account) {
  return {
    async request({ method, params = [] }) {
      switch (method) {
        case "eth_requestAccounts":
        case "eth_accounts":
          return [account];
        case "eth_chainId":
          return ask(method, []);
        case "personal_sign":
          return ask("personal_sign", [params[0], account]);
        case "eth_signTypedData_v4": {
          const data = typeof params[1] === "string" ? JSON.parse(params[1]) : params[1];
          return ask("eth_signTypedData_v4", [account, data]);
        }
        default:
          throw Object.assign(new Error(`${method} is not offered`), { code: 4200 });
      }
    },
    on() {},
    removeListener() {},
  };
}

const offers = settings.getAll("account").map((entry) => {
  const [account, name] = entry.split("|");
  const info = Object.freeze({
    uuid: crypto.randomUUID(),
    name: `Development wallet — local chain only: ${name}`,
    icon: ICON,
    rdns: "com.protocolbanks.development",
  });
  return Object.freeze({ info, provider: provider(account) });
});

function announce() {
  offers.forEach((detail) => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail })));
}

window.addEventListener("eip6963:requestProvider", announce);
announce();
