import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { privateKeyToAccount } from 'viem/accounts';
import { Agent, Disputed, ExposureReached, StrictPayer, createSessionKey, type AgentOptions } from '../src/index.js';
import { ScriptedGateway, type Misdeeds } from './scripted-gateway.js';

const wallet = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const { account: key } = createSessionKey();
const started: ScriptedGateway[] = [];
after(() => started.forEach((one) => one.close()));

async function gatewayWith(misdeeds: Misdeeds = {}): Promise<ScriptedGateway> {
  const gateway = await ScriptedGateway.start(misdeeds);
  started.push(gateway);
  return gateway;
}

function options(gateway: ScriptedGateway, more: Partial<AgentOptions> = {}): AgentOptions {
  return { gateway: gateway.url, key, wallet, window: { step: 2000n, exposure: 3000n }, retries: 2, ...more };
}

const ask = (agent: Agent, gateway: ScriptedGateway, id: string) =>
  agent.fetch(`${gateway.url}/r/plain?n=${id}`, { method: 'POST', body: id, headers: { 'Idempotency-Key': id } });

test('64 requests are in flight on one channel under one signature, and the channel funds itself first', async () => {
  const gateway = await gatewayWith();
  gateway.gather = 64;
  const agent = await Agent.open(options(gateway));
  const answers = await Promise.all(
    Array.from({ length: 64 }, async (_, n) => (await ask(agent, gateway, `request-${n}-0123456789`)).text()),
  );
  assert.equal(answers[63], 'answer to request-63-0123456789');
  assert.equal(gateway.mostInFlight, 64);
  assert.deepEqual(gateway.vouchers, [2000n]);
  assert.equal(agent.proven.spent, 640n);
  assert.deepEqual(await agent.audit(), []);
});

test('the ceiling rises as the window runs low, never by more than the exposure', async () => {
  const gateway = await gatewayWith();
  gateway.balance = 100_000n;
  const agent = await Agent.open(options(gateway, { window: { step: 40n, exposure: 60n } }));
  for (let n = 0; n < 20; n++) {
    await (await ask(agent, gateway, `request-${n}-0123456789`)).text();
    assert.ok(agent.exposure.now <= 60n);
  }
  assert.equal(gateway.spent, 200n);
  assert.ok(gateway.vouchers.length >= 3 && gateway.vouchers.every((one, at, all) => at === 0 || one > all[at - 1]!));
});

test('a gateway that shows no receipts with its answers is asked for them before more is signed', async () => {
  const gateway = await gatewayWith({ silent: true });
  gateway.balance = 100_000n;
  const agent = await Agent.open(options(gateway, { window: { step: 30n, exposure: 30n } }));
  for (let n = 0; n < 7; n++) {
    await (await ask(agent, gateway, `request-${n}-0123456789`)).text();
  }
  assert.ok(agent.proven.seq >= 3);
  assert.deepEqual(await agent.audit(), []);
  assert.equal(agent.proven.spent, 70n);
});

test('more than the exposure allows is refused on this side', async () => {
  const gateway = await gatewayWith();
  gateway.balance = 100_000n;
  const agent = await Agent.open(options(gateway, { window: { step: 5n, exposure: 5n } }));
  await assert.rejects(ask(agent, gateway, 'request-1-0123456789'), ExposureReached);
  assert.equal(gateway.spent, 0n);
});

test('a lost answer is asked for again under the same id and charged once', async () => {
  const gateway = await gatewayWith({ lose: new Set(['request-1-0123456789']) });
  const agent = await Agent.open(options(gateway));
  assert.equal(await (await ask(agent, gateway, 'request-1-0123456789')).text(), 'answer to request-1-0123456789');
  assert.equal(gateway.spent, 10n);
  assert.deepEqual(await agent.audit(), []);
});

test('after a wrong receipt nothing more is signed', async () => {
  const gateway = await gatewayWith({
    receipt: (one) => (one.seq === 3 ? { ...one, body: { ...one.body, requestDigest: `0x${'00'.repeat(32)}` } } : one),
  });
  gateway.balance = 100_000n;
  const agent = await Agent.open(options(gateway, { window: { step: 40n, exposure: 40n } }));
  await assert.rejects(async () => {
    for (let n = 0; n < 10; n++) {
      await (await ask(agent, gateway, `request-${n}-0123456789`)).text();
    }
  }, Disputed);
  assert.ok(gateway.vouchers.at(-1)! <= 70n);
  assert.ok(agent.findings.some((one) => one.kind === 'altered' && one.seq === 3 && one.what === 'request'));
});

test('a restarted agent learns its highest voucher from its own signature and goes on', async () => {
  const gateway = await gatewayWith();
  const first = await Agent.open(options(gateway));
  await (await ask(first, gateway, 'request-1-0123456789')).text();
  const second = await Agent.open(options(gateway, { resume: first.proven, window: { step: 500n, exposure: 3000n } }));
  await (await ask(second, gateway, 'request-2-0123456789')).text();
  assert.equal(second.proven.seq, 2);
  assert.equal(gateway.vouchers.at(-1), 2000n);
});

test('other origins are fetched without payment and without the token', async () => {
  const gateway = await gatewayWith();
  const other = await gatewayWith();
  const agent = await Agent.open(options(gateway));
  const answer = await agent.fetch(`${other.url}/r/plain`, { method: 'POST', body: 'x' });
  assert.equal(answer.status, 402);
  assert.equal(other.receipts.length, 0);
});

test('a deposit that takes its time is handed in again, not made again', async () => {
  const gateway = await gatewayWith({ slowDeposits: 1 });
  const agent = await Agent.open(options(gateway));
  await (await ask(agent, gateway, 'request-1-0123456789')).text();
  assert.equal(gateway.deposits.length, 2);
  assert.equal(new Set(gateway.deposits).size, 1);
});

test('plain vouchers: the first brings the deposit, the next ones are exactly the price further, one by one', async () => {
  const gateway = await gatewayWith({ slowDeposits: 1 });
  const payer = new StrictPayer({ key, wallet, most: 10n });
  const answers = await Promise.all([1, 2, 3].map((n) => payer.fetch(`${gateway.url}/r/plain`, { method: 'POST', body: `${n}` })));
  await Promise.all(answers.map((one) => one.text()));
  assert.deepEqual(gateway.vouchers, [10n, 20n, 30n]);
  assert.equal(new Set(gateway.deposits).size, 1);
  assert.equal(payer.proven?.spent, 30n);
  assert.deepEqual(payer.findings, []);
});

test('a payer that lost count is corrected by its own signature, and pays no more than it allows', async () => {
  const gateway = await gatewayWith();
  const first = new StrictPayer({ key, wallet, most: 10n });
  await (await first.fetch(`${gateway.url}/r/plain`, { method: 'POST', body: '1' })).text();
  const second = new StrictPayer({ key, payer: wallet.address, most: 10n });
  assert.equal((await second.fetch(`${gateway.url}/r/plain`, { method: 'POST', body: '2' })).status, 200);
  assert.deepEqual(gateway.vouchers, [10n, 20n]);
  const careful = new StrictPayer({ key, payer: wallet.address, most: 9n });
  await assert.rejects(careful.fetch(`${gateway.url}/r/plain`, { method: 'POST', body: '3' }), /allowed/);
});
