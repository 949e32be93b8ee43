// Wallets the browser offers (EIP-6963), asked through EIP-1193.
const found = new Map();
const listeners = new Set();

window.addEventListener("eip6963:announceProvider", (event) => {
  const { info, provider } = event.detail;
  if (!found.has(info.uuid)) {
    found.set(info.uuid, { info, provider });
    listeners.forEach((listener) => listener([...found.values()]));
  }
});

/** Calls back with all wallets, now and whenever one more appears. */
export function watchWallets(listener) {
  listeners.add(listener);
  listener([...found.values()]);
  window.dispatchEvent(new Event("eip6963:requestProvider"));
}

export async function accountOf(wallet) {
  const accounts = await wallet.provider.request({ method: "eth_requestAccounts" });
  if (accounts.length === 0) throw new Error("no account");
  return accounts[0];
}

export function signText(wallet, account, text) {
  const hex = "0x" + Array.from(new TextEncoder().encode(text), (b) => b.toString(16).padStart(2, "0")).join("");
  return wallet.provider.request({ method: "personal_sign", params: [hex, account] });
}

export function signTyped(wallet, account, typedData) {
  return wallet.provider.request({ method: "eth_signTypedData_v4", params: [account, JSON.stringify(typedData)] });
}

/** Fills the element with one button per wallet; keeps the first focus target stable. */
export function listWallets(element, template, onChoose) {
  watchWallets((wallets) => {
    element.replaceChildren(
      ...wallets.map((wallet) => {
        const row = template.content.firstElementChild.cloneNode(true);
        row.querySelector("[data-name]").textContent = wallet.info.name;
        const icon = row.querySelector("img");
        if (/^data:image\//.test(wallet.info.icon ?? "")) icon.src = wallet.info.icon;
        else icon.remove();
        row.dataset.rdns = wallet.info.rdns;
        row.addEventListener("click", () => onChoose(wallet, row));
        return row;
      }),
    );
    document.querySelectorAll("[data-when-no-wallet]").forEach((hint) => (hint.hidden = wallets.length > 0));
  });
}
