// The x402 project's own client, unmodified: its first request brings the channel's deposit, the next ones their vouchers.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { toClientEvmSigner } from '@x402/evm';
import { BatchSettlementEvmScheme } from '@x402/evm/batch-settlement/client';
import { decodePaymentResponseHeader, wrapFetchWithPayment, x402Client } from '@x402/fetch';
import { createPublicClient, http } from 'viem';
import { gateway, key, model, rpcUrl, wallet } from './surroundings.mjs';

function paying(salt) {
  const chain = createPublicClient({ transport: http(rpcUrl) });
  const scheme = new BatchSettlementEvmScheme(toClientEvmSigner(wallet, chain), { voucherSigner: key, salt });
  // the development chain's token is none the client knows by itself
  const client = new x402Client().register('eip155:*', scheme).setSpendControls(false);
  return wrapFetchWithPayment(fetch, client);
}

async function asked(pay, text) {
  const answer = await pay(`${gateway}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: text }], max_tokens: 16 }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return decodePaymentResponseHeader(answer.headers.get('PAYMENT-RESPONSE'));
}

test('the first request funds the channel, each one is charged what its receipt says', { skip: !wallet }, async () => {
  const salt = `0x${randomBytes(32).toString('hex')}`;
  const pay = paying(salt);
  const first = await asked(pay, 'one');
  assert.match(first.transaction, /^0x[0-9a-f]{64}$/);
  const second = await asked(pay, 'two');
  assert.equal(second.transaction, '');
  const charged = BigInt(first.extra.chargedAmount) + BigInt(second.extra.chargedAmount);
  assert.equal(BigInt(second.extra.channelState.chargedCumulativeAmount), charged);
  assert.equal(second.extra.receipt.seq, 2);

  // another process with the same keys knows nothing; it is corrected by its own signature and goes on
  const third = await asked(paying(salt), 'three');
  assert.equal(third.extra.receipt.seq, 3);
});
