// A development chain of its own port, with the contracts of artifacts/ where stock clients look for them.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { concat, createTestClient, encodeAbiParameters, http, publicActions, walletActions } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { artifactsFolder, root } from './artifacts.mjs';

const CHAIN_ID = 7001;
const MULTICALL3 = '0xcA11bde05977b3631167028862bE2a173976CA11';
const MNEMONIC = 'test test test test test test test test test test test junk';

export const artifact = (name) => JSON.parse(readFileSync(join(artifactsFolder, `${name}.json`), 'utf8'));
export const account = (number) => mnemonicToAccount(MNEMONIC, { addressIndex: number });

/** @returns {{client, stop}} a viem client that may do everything, and what ends the chain */
export async function startChain() {
  const anvil = spawn(
    join(root, 'node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil'),
    ['--host', '127.0.0.1', '--port', '0', '--chain-id', `${CHAIN_ID}`, '--hardfork', 'prague'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const port = await new Promise((resolve, reject) => {
    anvil.once('exit', () => reject(new Error('the chain did not start')));
    anvil.stdout.on('data', (text) => {
      const listening = /Listening on 127\.0\.0\.1:(\d+)/.exec(text);
      if (listening) resolve(listening[1]);
    });
  });
  const url = `http://127.0.0.1:${port}`;
  const chain = {
    id: CHAIN_ID,
    name: 'development',
    nativeCurrency: { name: 'ZETA', symbol: 'ZETA', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  };
  const client = createTestClient({ chain, mode: 'anvil', transport: http(url), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);
  for (let tries = 0; tries < 50 && (await client.getChainId().catch(() => 0)) !== CHAIN_ID; tries++) await pause(50);
  return { client, url, stop: () => anvil.kill() };
}

/** As a development chain of the product has them. */
export async function install(client) {
  const { factory, billing } = artifact('deployment');
  const serves = encodeAbiParameters([{ type: 'address' }], [billing.canonical.BatchSettlement]);
  const put = async (address, name, constructorArguments = '0x') => {
    const { data } = await client.call({ data: concat([artifact(name).bytecode, constructorArguments]) });
    await client.setCode({ address, bytecode: data });
  };
  await client.setCode({ address: factory, bytecode: artifact('SafeSingletonFactory').deployedBytecode });
  await put(MULTICALL3, 'DevelopmentMulticall');
  await put(billing.canonical.BatchSettlement, 'BatchSettlement');
  await put(billing.canonical.Erc3009Collector, 'Erc3009Collector', serves);
  await put(billing.canonical.Permit2Collector, 'Permit2Collector', serves);
  await mined(client, account(9), billing.Permit2.factory, concat([billing.Permit2.salt, artifact('Permit2').bytecode]));
  return billing.canonical;
}

/** Sends and waits; throws when it reverted. */
export async function mined(client, from, to, data) {
  const hash = await client.sendTransaction({ account: from, to, data });
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`reverted: ${hash}`);
  return receipt;
}
