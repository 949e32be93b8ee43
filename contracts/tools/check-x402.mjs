// The client and the facilitator of the npm package @x402/evm, unmodified, against our contracts on a development chain:
// a deposit by each public way, a voucher, a claim, settling, a refund. Exit code 1 at the first thing that is not so.
import assert from 'node:assert/strict';
import { PERMIT2_ADDRESS, toClientEvmSigner, toFacilitatorEvmSigner } from '@x402/evm';
import { BatchSettlementEvmScheme as Client, computeChannelId } from '@x402/evm/batch-settlement/client';
import { BatchSettlementEvmScheme as Facilitator } from '@x402/evm/batch-settlement/facilitator';
import { concat, encodeAbiParameters, encodeFunctionData, pad, toHex } from 'viem';
import { account, artifact, install, mined, startChain } from './local-chain.mjs';

const [payer, session, authorizer, receiver, minter] = [1, 2, 3, 4, 5].map(account);
const PRICE = 10_000n;
const DEPOSIT = 1_000_000n;

const { client, stop } = await startChain();
try {
  const { BatchSettlement: settlement } = await install(client);
  const usdc = await token();
  for (const [number, method] of ['eip3009', 'permit2'].entries()) {
    const channelId = await live(usdc, method, pad(toHex(number)), BigInt(number));
    assert.equal(await usdc.balanceOf(settlement), 0n);
    console.log(`${method}: deposited, vouched, claimed, settled and refunded in channel ${channelId}`);
  }
} finally {
  stop();
}

/** A channel's whole life. `earlier`: how many channels the receiver was paid from before. */
async function live(usdc, method, salt, earlier) {
  const requirements = requirementsFor(usdc.address, method);
  const { verify, settle } = facilitated(requirements);
  const deposit = await payload(salt, requirements);
  assert.equal(deposit.type, 'deposit');
  assert.ok((await verify(deposit)).isValid, `a deposit by ${method} is not valid`);
  const { extra } = await succeeded(settle(deposit));
  assert.equal(extra.channelState.balance, `${DEPOSIT}`);
  assert.equal((await facilitated(requirements).settle(deposit)).success, false, 'the same deposit twice');

  const voucher = await payload(salt, requirements);
  assert.equal(voucher.type, 'voucher');
  assert.ok((await verify(voucher)).isValid, 'a voucher is not valid');
  const raised = { ...voucher, voucher: { ...voucher.voucher, maxClaimableAmount: `${DEPOSIT}` } };
  assert.equal((await verify(raised)).isValid, false, 'a raised voucher is valid');

  const channelConfig = voucher.channelConfig;
  const claims = [{ voucher: { channel: channelConfig, maxClaimableAmount: `${PRICE}` }, signature: voucher.voucher.signature, totalClaimed: `${PRICE}` }];
  await succeeded(settle({ type: 'claim', claims }));
  const settled = await succeeded(settle({ type: 'settle', receiver: receiver.address, token: usdc.address }));
  assert.equal(settled.amount, `${PRICE}`);
  assert.equal(await usdc.balanceOf(receiver.address), (earlier + 1n) * PRICE);

  const before = await usdc.balanceOf(payer.address);
  const refund = { type: 'refund', channelConfig, voucher: voucher.voucher, amount: `${DEPOSIT}`, refundNonce: '0', claims };
  assert.equal((await succeeded(settle(refund))).amount, `${DEPOSIT - PRICE}`);
  assert.equal((await usdc.balanceOf(payer.address)) - before, DEPOSIT - PRICE);
  return computeChannelId(channelConfig, requirements.network);
}

/** What a client that has just been started sends: it asks the chain how the channel stands. */
async function payload(salt, requirements) {
  const signer = toClientEvmSigner(payer, client);
  const scheme = new Client(signer, { salt, voucherSigner: session, depositStrategy: () => DEPOSIT });
  return (await scheme.createPaymentPayload(2, requirements, {})).payload;
}

function requirementsFor(asset, assetTransferMethod) {
  return {
    scheme: 'batch-settlement',
    network: `eip155:${client.chain.id}`,
    amount: `${PRICE}`,
    asset,
    payTo: receiver.address,
    maxTimeoutSeconds: 3600,
    extra: { receiverAuthorizer: authorizer.address, withdrawDelay: 900, name: 'USDC', version: '2', assetTransferMethod },
  };
}

function facilitated(requirements) {
  const facilitator = new Facilitator(toFacilitatorEvmSigner(relay(minter)), authorizer);
  const envelope = (content) => ({ x402Version: 2, accepted: requirements, payload: content });
  return {
    verify: (content) => facilitator.verify(envelope(content), requirements),
    settle: (content) => facilitator.settle(envelope(content), requirements),
  };
}

async function succeeded(settling) {
  const outcome = await settling;
  assert.ok(outcome.success, JSON.stringify(outcome));
  return outcome;
}

/** The development USDC: the payer has enough, and has approved Permit2 for one deposit. */
async function token() {
  const { abi, bytecode } = artifact('DevelopmentUsdc');
  const owner = encodeAbiParameters([{ type: 'address' }], [minter.address]);
  const { contractAddress: address } = await mined(client, minter, undefined, concat([bytecode, owner]));
  const send = (from, functionName, args) => mined(client, from, address, encodeFunctionData({ abi, functionName, args }));
  await send(minter, 'mint', [payer.address, 10n * DEPOSIT]);
  await send(payer, 'approve', [PERMIT2_ADDRESS, DEPOSIT]);
  return { address, balanceOf: (who) => client.readContract({ address, abi, functionName: 'balanceOf', args: [who] }) };
}

/** What the package asks of a facilitator's wallet. */
function relay(from) {
  return {
    address: from.address,
    readContract: (question) => client.readContract({ ...question, account: from }),
    writeContract: (call) => client.writeContract({ ...call, account: from, chain: client.chain }),
    sendTransaction: (transaction) => client.sendTransaction({ ...transaction, account: from, chain: client.chain }),
    verifyTypedData: (typed) => client.verifyTypedData(typed),
    waitForTransactionReceipt: (which) => client.waitForTransactionReceipt(which),
    getCode: (which) => client.getCode(which),
  };
}
