// Where the examples find their gateway and their keys: what `./pb check sdk` gives them, or you.
import { privateKeyToAccount } from 'viem/accounts';

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name}`);
  return value;
}

/** The gateway's address. */
export const gateway = needed('PB_GATEWAY');
/** The session key, which signs vouchers. */
export const key = privateKeyToAccount(needed('PB_AGENT_KEY'));
/** Whose money it is. */
export const payer = process.env.PB_PAYER;
/** The payer's own key, where the examples fund their channels themselves. */
export const wallet = process.env.PB_WALLET_KEY && privateKeyToAccount(process.env.PB_WALLET_KEY);
/** The chain, for clients that look at it. */
export const rpcUrl = process.env.PB_RPC_URL;
export const model = process.env.PB_MODEL ?? 'small';

/** Options of an agent on a channel of its own, told apart by the number. */
export function agentOptions(number) {
  return {
    gateway,
    key,
    salt: `0x${number.toString(16).padStart(64, '0')}`,
    ...(wallet ? { wallet, deposit: 500_000n } : { payer }),
    window: { step: 100_000n, exposure: 300_000n },
  };
}
