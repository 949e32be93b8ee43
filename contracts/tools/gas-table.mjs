// Measures and writes docs/reference/gas.md. With --check: measures and fails if the page would change.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './artifacts.mjs';

const page = join(root, '../docs/reference/gas.md');
execFileSync(join(root, 'tools/forge'), ['test', '--isolate', '--match-contract', 'GasTest'], { stdio: ['ignore', 'ignore', 'inherit'] });

const read = (group) => JSON.parse(readFileSync(join(root, `snapshots/${group}.json`), 'utf8'));
const fresh = read('fresh');
const existing = read('existing');
const approval = read('approval');
const billing = read('billing');
const thousands = (number) => Number(number).toLocaleString('en-US');
const title = (name) => name.replace(/^(OZ|ZRC-20|USDT-like) /, '').replace(/^\d+ recipients: (OZ|ZRC-20) /, '');

function table(heading, prefix, baseline) {
  const names = Object.keys(fresh).filter((name) => name.startsWith(prefix));
  const order = names.sort((a, b) => fresh[a] - fresh[b] || a.localeCompare(b));
  const rows = order.map((name) => {
    const difference = baseline ? ` | ${signed(fresh[name] - fresh[baseline])} / ${signed(existing[name] - existing[baseline])}` : '';
    return `| ${title(name)} | ${thousands(fresh[name])} | ${thousands(existing[name])}${difference} |`;
  });
  const last = baseline ? [' | beside GasliteDrop', ' |---'] : ['', ''];
  return [`### ${heading}`, '', `| Way | fresh | existing${last[0]} |`, `|---|---|---${last[1]}|`, ...rows, ''].join('\n');
}

function signed(number) {
  return number > 0 ? `+${number}` : String(number).replace('-', '−');
}

const text = `# Gas of a payout

Made by \`node contracts/tools/gas-table.mjs\` (\`--check\` fails when the page is not what is measured). Not edited by hand.

Gas for each recipient, of the whole transaction: base fee, call data, refunds. 200 recipients, amounts of about 1000.xx with 6 decimals, all distinct; a finite allowance where one is needed. *Fresh*: the recipient held nothing of the token before; *existing*: it did. Compiled with solc 0.8.37, via_ir, 1,000,000 runs, cancun. GasliteDrop and disperse are their approaches made again (\`contracts/test/baselines\`); neither isolates a bad recipient, proves what the owners signed, or prevents a second payment. GasliteDrop does not look at what the token returns; disperse does not work with tokens that return nothing.

${table('OpenZeppelin 5.7 ERC-20', 'OZ ', "OZ GasliteDrop's approach")}
${table('ZRC-20 (bytecode of protocol-contracts 14.1.0)', 'ZRC-20 ', "ZRC-20 GasliteDrop's approach")}
A ZRC-20 lowers every allowance, an infinite one too, so PULL is dear there.

${table('USDT-like (returns nothing, blacklist)', 'USDT-like ', "USDT-like GasliteDrop's approach")}
${table('Native coin', 'native ')}
${table('100 recipients', '100 recipients: ')}
${table('255 recipients, the largest chunk', '255 recipients: ')}
## Approval

| Transaction | gas |
|---|---|
${Object.entries(approval).map(([name, gas]) => `| ${name} | ${thousands(gas)} |`).join('\n')}

The first \`payChunk\` can bring the approval with it; see the rows "+ approval in the same call".

## AI billing

| Call of BatchSettlement | gas |
|---|---|
${Object.entries(billing).map(([name, gas]) => `| ${name} | ${thousands(gas)} |`).join('\n')}

A row stands for one channel: the transaction's gas divided by its rows. The token is OpenZeppelin's ERC-20.
`;

if (process.argv.includes('--check')) {
  if (existsSync(page) && readFileSync(page, 'utf8') === text) process.exit(0);
  console.error('docs/reference/gas.md is not what is measured: node contracts/tools/gas-table.mjs');
  process.exit(1);
}
mkdirSync(dirname(page), { recursive: true });
writeFileSync(page, text);
console.log('docs/reference/gas.md');
