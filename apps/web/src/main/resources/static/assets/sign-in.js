// Sign-in with a wallet (EIP-4361): the message names this site, this chain and a number used once.
import { call, say } from "./server.js";
import { accountOf, listWallets, signText } from "./wallet.js";
import { checksummed } from "./address.js";

const card = document.querySelector(".sign-in");
const state = document.getElementById("sign-in-state");

function message(account, nonce) {
  const { domain, uri, chain, statement } = card.dataset;
  return [
    `${domain} wants you to sign in with your Ethereum account:`,
    checksummed(account),
    "",
    statement,
    "",
    `URI: ${uri}`,
    "Version: 1",
    `Chain ID: ${chain}`,
    `Nonce: ${nonce}`,
    `Issued At: ${new Date().toISOString()}`,
  ].join("\n");
}

async function signIn(wallet, row) {
  row.disabled = true;
  state.classList.remove("bad");
  try {
    state.textContent = say("connect");
    const account = await accountOf(wallet);
    const { nonce } = await call("GET", "/api/v1/auth/nonce");
    const text = message(account, nonce);
    state.textContent = say("sign");
    const signature = await signText(wallet, account, text);
    await call("POST", "/api/v1/auth/siwe", { message: text, signature });
    state.textContent = say("in");
    location.assign(card.dataset.next);
  } catch (error) {
    state.classList.add("bad");
    state.textContent = error.code === 4001 ? say("declined") : (error.problem?.title ?? say("failed", error.message));
    row.disabled = false;
  }
}

listWallets(document.getElementById("wallets"), document.getElementById("wallet-row"), signIn);
