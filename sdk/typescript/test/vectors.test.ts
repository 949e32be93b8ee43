import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  ReceiptLedger,
  channelId,
  depositNonce,
  grantDigest,
  nextCeiling,
  readHead,
  readReceipt,
  routesHash,
  signDeposit,
  signGrant,
  voucherTypedData,
  windowHeaders,
  type Finding,
  type Grant,
  type Terms,
} from '../src/index.js';
import { coveredBytes } from '../src/watch.js';

const vectors = JSON.parse(readFileSync(new URL('../../../../tests/fixtures/agent-vectors.json', import.meta.url), 'utf8'));
const wallet = privateKeyToAccount(vectors.keys.wallet as Hex);
const agent = privateKeyToAccount(vectors.keys.agent as Hex);
const gateway = privateKeyToAccount(vectors.keys.gateway as Hex);

for (const given of vectors.grants) {
  test(`a grant over ${given.limit} for [${given.routes}] has one digest and both signatures`, async () => {
    const grant: Grant = { ...given, limit: BigInt(given.limit) };
    assert.equal(routesHash(grant.routes), given.routesHash);
    assert.equal(grantDigest(grant, vectors.chainId), given.digest);
    assert.equal(await signGrant(wallet, grant, vectors.chainId), given.walletSignature);
    assert.equal(await signGrant(agent, grant, vectors.chainId), given.keySignature);
  });
}

for (const given of vectors.channels) {
  test(`channel ${given.channelId.slice(0, 10)} has its id, vouchers and deposit`, async () => {
    assert.equal(channelId(given.config, vectors.chainId), given.channelId);
    for (const voucher of given.vouchers) {
      const data = voucherTypedData(
        { channelId: given.channelId, maxClaimableAmount: BigInt(voucher.maxClaimableAmount) },
        vectors.chainId,
      );
      assert.equal(await agent.signTypedData(data), voucher.signature);
    }
    const { deposit } = given;
    const terms = { ...deposit, chainId: vectors.chainId, token: given.config.token as Address } as Terms;
    const amount = { amount: BigInt(deposit.amount), now: deposit.now, salt: deposit.salt };
    assert.equal(depositNonce(given.channelId, deposit.salt), deposit.nonce);
    assert.equal((await signDeposit(wallet, terms, given.channelId, amount)).signature, deposit.signature);
  });
}

for (const given of vectors.windows) {
  test(`the code of ${given.method} ${given.path} binds all of it`, () => {
    const session = { token: 't', secret: Buffer.from(given.secret, 'base64url') };
    const headers = windowHeaders(session, { ...given, body: Buffer.from(given.body) });
    assert.equal(headers['PB-Signature'], given.signature);
    assert.equal(headers['PB-Timestamp'], String(given.at));
  });
}

test('ceilings stay within the exposure', () => {
  for (const given of vectors.ceilings) {
    const size = { step: BigInt(given.step), exposure: BigInt(given.exposure) };
    const next = nextCeiling(size, BigInt(given.signed), BigInt(given.proven), BigInt(given.needed));
    assert.equal(next?.toString() ?? null, given.next, JSON.stringify(given));
  }
});

test('the payment in an answer of MCP reads null', () => {
  for (const given of vectors.covered) {
    assert.equal(Buffer.from(coveredBytes(Buffer.from(given.delivered))).toString(), given.covered);
  }
});

for (const given of vectors.ledgers) {
  test(`receipts: ${given.name}`, async () => {
    const ledger = new ReceiptLedger(vectors.channels[0].channelId, vectors.chainId, [gateway.address]);
    Object.entries<Hex>(given.asked).forEach(([id, digest]) => ledger.asked(id, digest));
    Object.entries<Hex>(given.answered).forEach(([id, digest]) => ledger.answered(id, digest));
    for (const written of given.receipts) {
      try {
        ledger.add(readReceipt(written));
      } catch (problem) {
        ledger.unreadable(String(problem));
      }
    }
    for (const head of given.heads.map(readHead)) {
      await ledger.head(head);
    }
    const { seq, spent, value } = ledger.verified;
    assert.deepEqual({ channelId: vectors.channels[0].channelId, seq, spent: `${spent}`, value }, given.verified);
    assert.equal(ledger.covered, given.covered);
    assert.deepEqual([...ledger.findings, ...ledger.gaps].map(said).sort(), [...given.findings].sort());
  });
}

function said(finding: Finding): string {
  switch (finding.kind) {
    case 'missing':
      return `missing ${finding.from}-${finding.to}`;
    case 'altered':
      return `altered ${finding.seq} ${finding.what}`;
    case 'double':
      return `double ${finding.seq} ${finding.first}`;
    case 'unreadable':
      return finding.kind;
    case 'overcharged':
    case 'stranger':
    case 'fork':
      return `${finding.kind} ${finding.seq}`;
  }
}
