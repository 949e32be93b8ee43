// Writes tests/fixtures/x402-vectors.json: what the npm package @x402/evm of package-lock.json asks its keys to sign and
// sends to the chain, for fixed keys, channels and amounts. Solidity and Java each check it with their own implementation.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x402 from '@x402/evm';
import { BatchSettlementEvmScheme as Client, computeChannelId } from '@x402/evm/batch-settlement/client';
import { BatchSettlementEvmScheme as Facilitator } from '@x402/evm/batch-settlement/facilitator';
import { encodeFunctionData, encodeAbiParameters, getAddress, hashTypedData, keccak256, toFunctionSelector, toHex, verifyTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { root } from './artifacts.mjs';

const NOW = 1_800_000_000;
const TIMEOUT = 3600;
const MAX_UINT128 = 2n ** 128n - 1n;

// The package draws its nonces and reads the clock itself: both are foreseen, so that the file is always the same.
let drawn = 0;
globalThis.crypto.getRandomValues = (bytes) => bytes.fill((++drawn * 37) % 256);
let read = 0;
Date.now = () => (NOW + read++) * 1000; // it goes on, because the package waits by it

const keys = Object.fromEntries(
  ['payer', 'payerAuthorizer', 'receiverAuthorizer'].map((name) => [name, keccak256(toHex(`x402 vectors: ${name}`))]),
);
const accounts = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, privateKeyToAccount(key)]));
const receiver = getAddress(`0x${'a1'.repeat(20)}`);
const token = getAddress(`0x${'b2'.repeat(20)}`);

/** [chain, payer's authorizer, delay in seconds, salt, deposit, voucher, refund nonce, refund] */
const shapes = [
  [7001, 'payerAuthorizer', 900, 0n, 1_000_000n, 10_000n, 0n, 990_000n],
  [7001, 'payerAuthorizer', 900, 1n, 1n, 1n, 1n, 1n],
  [7001, 'payer', 86_400, 2n ** 255n, 2n ** 53n + 1n, 2n ** 53n + 1n, 7n, 2n ** 64n],
  [31_337, 'payerAuthorizer', 2_592_000, 3n, MAX_UINT128, MAX_UINT128, 2n ** 200n, MAX_UINT128],
  [31_337, 'payerAuthorizer', 3600, 4n, 2n ** 64n, 2n ** 64n - 1n, 2n, 5n],
  [8453, 'payerAuthorizer', 900, 5n, 10_000_000n, 3n, 0n, 1n],
];

const channels = [];
for (const shape of shapes) channels.push(await channelOf(shape));
const batches = [];
for (const rows of [[0], [0, 1, 2], [2, 1, 0], [3], [4, 3], [5]]) batches.push(await batchOf(rows));

const vectors = {
  settlement: channels[0].typed.voucher.domain.verifyingContract,
  erc3009Collector: x402.ERC3009_DEPOSIT_COLLECTOR_ADDRESS,
  permit2Collector: channels[0].permit2.spender,
  permit2: x402.PERMIT2_ADDRESS,
  keys,
  receiver,
  token,
  channels: channels.map(({ typed, claim, ...channel }) => channel),
  batches,
  settle: await settleCall(),
};
writeFileSync(join(root, '../tests/fixtures/x402-vectors.json'), `${JSON.stringify(vectors, null, 1)}\n`);

async function channelOf([chainId, authorizer, withdrawDelay, salt, deposit, voucher, nonce, refund]) {
  const network = `eip155:${chainId}`;
  const requirements = (method) => ({
    scheme: 'batch-settlement',
    network,
    amount: voucher.toString(),
    asset: token,
    payTo: receiver,
    maxTimeoutSeconds: TIMEOUT,
    extra: { receiverAuthorizer: accounts.receiverAuthorizer.address, withdrawDelay, name: 'USDC', version: '2', assetTransferMethod: method },
  });
  const salts = toHex(salt, { size: 32 });
  const deposits = {};
  const typed = {};
  for (const method of ['eip3009', 'permit2']) {
    const payer = spied(accounts.payer);
    const voucherSigner = spied(accounts[authorizer]);
    const client = new Client(payer, { salt: salts, voucherSigner, depositStrategy: () => deposit });
    client.resolveDepositAmount = async () => deposit.toString(); // whatever the policy: these edges are the point
    const { payload } = await client.createPaymentPayload(2, requirements(method), {});
    deposits[method] = { payload, asked: payer.asked[0] };
    typed.voucher = voucherSigner.asked.at(-1);
  }
  const { channelConfig: config, voucher: signed } = deposits.eip3009.payload;
  const channelId = computeChannelId(config, chainId);
  const erc3009 = deposits.eip3009.payload.deposit.authorization.erc3009Authorization;
  const permit2 = deposits.permit2.payload.deposit.authorization.permit2Authorization;
  const claim = { voucher: { channel: config, maxClaimableAmount: voucher.toString() }, signature: signed.signature, totalClaimed: voucher.toString() };
  const returned = await refunded(network, config, refund, nonce);
  return {
    chainId,
    config,
    channelId,
    voucher: { maxClaimableAmount: voucher.toString(), digest: hashTypedData(typed.voucher), signature: signed.signature },
    refund: { nonce: nonce.toString(), amount: refund.toString(), ...returned },
    erc3009: {
      amount: deposit.toString(),
      validAfter: erc3009.validAfter,
      validBefore: erc3009.validBefore,
      salt: BigInt(erc3009.salt).toString(),
      nonce: deposits.eip3009.asked.message.nonce,
      digest: hashTypedData(deposits.eip3009.asked),
      signature: erc3009.signature,
      data: await depositCall(deposits.eip3009.payload, requirements('eip3009')),
    },
    permit2: {
      spender: permit2.spender,
      amount: deposit.toString(),
      nonce: permit2.nonce,
      deadline: permit2.deadline,
      digest: hashTypedData(deposits.permit2.asked),
      signature: permit2.signature,
      data: await depositCall(deposits.permit2.payload, requirements('permit2')),
    },
    typed,
    claim,
  };
}

/** A batch as a facilitator signs and sends it. The first row claims three quarters of its voucher, the others half. */
async function batchOf(rows) {
  const { chainId } = channels[rows[0]];
  const claims = rows.map((row, place) => {
    const ceiling = BigInt(channels[row].claim.totalClaimed);
    const totalClaimed = (place === 0 ? ceiling - ceiling / 4n : ceiling / 2n).toString();
    return { ...channels[row].claim, totalClaimed };
  });
  const { asked, sent } = await facilitated(`eip155:${chainId}`, { type: 'claim', claims });
  return {
    chainId,
    rows,
    totals: claims.map(({ totalClaimed }) => totalClaimed),
    digest: hashTypedData(asked.at(-1)),
    signature: await accounts.receiverAuthorizer.signTypedData(asked.at(-1)),
    data: sent.at(-1),
  };
}

async function refunded(network, channelConfig, amount, nonce) {
  const voucher = { channelId: computeChannelId(channelConfig, network), maxClaimableAmount: '0', signature: '0x' };
  const payload = { type: 'refund', channelConfig, voucher, amount: amount.toString(), refundNonce: nonce.toString(), claims: [] };
  const { asked, sent } = await facilitated(network, payload);
  return {
    digest: hashTypedData(asked.at(-1)),
    signature: await accounts.receiverAuthorizer.signTypedData(asked.at(-1)),
    data: sent.at(-1),
  };
}

async function settleCall() {
  return (await facilitated('eip155:7001', { type: 'settle', receiver, token })).sent.at(-1);
}

async function depositCall(payload, requirements) {
  return (await facilitated(requirements.network, payload, requirements)).sent.at(-1);
}

/** What the package's facilitator asks its authorizer to sign, and the call data that it sends. */
async function facilitated(network, payload, requirements = { scheme: 'batch-settlement', network }) {
  const authorizer = spied(accounts.receiverAuthorizer);
  const sent = [];
  const signer = {
    getAddresses: () => [accounts.receiverAuthorizer.address],
    readContract: async ({ functionName, args }) => answer(functionName, args),
    verifyTypedData: (typed) => verifyTypedData(typed),
    writeContract: async ({ abi, functionName, args }) => {
      sent.push(encodeFunctionData({ abi, functionName, args }));
      return keccak256(sent.at(-1));
    },
    waitForTransactionReceipt: async () => ({ status: 'success', logs: [] }),
    getCode: async () => '0x',
  };
  const envelope = { x402Version: 2, accepted: requirements, payload };
  const outcome = await new Facilitator(signer, authorizer).settle(envelope, requirements, undefined);
  if (!outcome.success) throw new Error(JSON.stringify(outcome));
  return { asked: authorizer.asked, sent };
}

/** A chain on which everybody is rich and nothing has happened yet. */
function answer(functionName, args) {
  if (functionName === 'receivers') return [1n, 0n];
  if (functionName === 'allowance' || functionName === 'balanceOf') return MAX_UINT128;
  if (functionName !== 'tryAggregate') return undefined;
  return args[1].map(({ callData }) => ({ success: true, returnData: state(callData.slice(0, 10)) }));
}

function state(selector) {
  const rich = [toFunctionSelector('balanceOf(address)'), toFunctionSelector('allowance(address,address)')].includes(selector);
  const funded = selector === toFunctionSelector('channels(bytes32)') && MAX_UINT128;
  return encodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], [rich ? MAX_UINT128 : funded || 0n, 0n]);
}

/** An account that remembers what it was asked to sign. */
function spied(account) {
  const asked = [];
  return {
    address: account.address,
    asked,
    signTypedData: (typed) => {
      asked.push(typed);
      return account.signTypedData(typed);
    },
    readContract: async () => [0n, 0n], // the channel is not there yet
  };
}
