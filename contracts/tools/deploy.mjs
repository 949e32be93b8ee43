// Says what of deployment.json a chain has, and with --send deploys the rest through the factory. Sending twice does no harm.
//   node tools/deploy.mjs RPC_URL            what is there and what is missing
//   PB_DEPLOYER_KEY_FILE=key node tools/deploy.mjs RPC_URL --send     the file holds 0x and 64 hex digits; any funded key will do
import { readFileSync } from 'node:fs';
import { concat, createPublicClient, createWalletClient, defineChain, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { artifact } from './local-chain.mjs';

const [url, ...words] = process.argv.slice(2);
if (!url) {
  console.error('usage: node tools/deploy.mjs RPC_URL [--send]');
  process.exit(2);
}
const transport = http(url);
const id = await createPublicClient({ transport }).getChainId();
const chain = defineChain({ id, name: `chain ${id}`, nativeCurrency: { name: 'coin', symbol: 'coin', decimals: 18 }, rpcUrls: { default: { http: [url] } } });
const reader = createPublicClient({ chain, transport });
const has = async (address) => ((await reader.getCode({ address })) ?? '0x') !== '0x';

const deployment = artifact('deployment');
const { canonical, own } = deployment.billing;
const published = await has(canonical.BatchSettlement);
const wanted = { MultiSend: deployment, ...deployment.safe, ...(published ? { AllowanceCollector: canonical.AllowanceCollector } : own) };
console.log(`chain ${id}: the published settlement contract ${published ? 'is' : 'is not'} at ${canonical.BatchSettlement}`);
if (!(await has(deployment.factory))) {
  console.error(`nothing can be deployed: the factory ${deployment.factory} is missing`);
  process.exit(1);
}

let missing = 0;
for (const [name, place] of Object.entries(wanted)) {
  if (await has(place.address)) console.log(`there     ${place.address}  ${name}`);
  else if (words.includes('--send')) await deploy(name, place);
  else {
    missing++;
    console.log(`missing   ${place.address}  ${name}`);
  }
}
console.log(`settlement contract for PB_CONTRACTS: ${published ? canonical.BatchSettlement : own.BatchSettlement.address}`);
process.exit(missing === 0 ? 0 : 1);

async function deploy(name, { factory, salt, address, arguments: constructorArguments = '0x' }) {
  const account = privateKeyToAccount(readFileSync(process.env.PB_DEPLOYER_KEY_FILE, 'utf8').trim());
  const wallet = createWalletClient({ account, chain, transport });
  const hash = await wallet.sendTransaction({ to: factory, data: concat([salt, artifact(name).bytecode, constructorArguments]) });
  const { status } = await reader.waitForTransactionReceipt({ hash });
  if (status !== 'success' || !(await has(address))) throw new Error(`${name} was not deployed to ${address}: ${hash}`);
  console.log(`deployed  ${address}  ${name}  ${hash}`);
}
