import { encodeAbiParameters, hashTypedData, keccak256, recoverTypedDataAddress, stringToBytes, type Address, type Hex } from 'viem';
import { BATCH_SETTLEMENT } from './channel.js';
import { MalformedAnswer, address, count, fields, hash, text, units, type Fields } from './terms.js';

/** What a request used, as its upstream reported it; a kind that does not apply is 0. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly units: number;
}

/** How a metered request ended. */
export type Outcome = 'DELIVERED' | 'CLIENT_GONE' | 'CUT' | 'UPSTREAM_CUT' | 'EXPIRED';

/** What was charged for one request, and why. */
export interface ReceiptBody {
  readonly channelId: Hex;
  readonly requestId: string;
  /** Milliseconds of Unix time. */
  readonly at: number;
  readonly route: string;
  readonly model: string;
  /** SHA-256 of the request's body and of the answer's as it was delivered. */
  readonly requestDigest: Hex;
  readonly responseDigest: Hex;
  readonly usage: Usage;
  readonly priceVersion: number;
  /** The most it could have cost, what it cost, and what the gateway lost on it; in the token's smallest unit. */
  readonly held: bigint;
  readonly charged: bigint;
  readonly shortfall: bigint;
  readonly outcome: Outcome;
}

/** A receipt in its place: `seq` is 1 for a channel's first, `spent` is what was charged up to and with this one. */
export interface UsageReceipt {
  readonly seq: number;
  readonly spent: bigint;
  readonly body: ReceiptBody;
}

/** A channel's receipts folded to one value that covers each of them in its place. */
export interface Chain {
  readonly channelId: Hex;
  readonly seq: number;
  readonly spent: bigint;
  readonly value: Hex;
}

/** A chain's end, signed by the gateway that stands by it. */
export interface SignedHead extends Chain {
  readonly signature: Hex;
  readonly signer: Address;
}

const OUTCOMES: ReadonlySet<string> = new Set(['DELIVERED', 'CLIENT_GONE', 'CUT', 'UPSTREAM_CUT', 'EXPIRED']);
const BODY_WORDS = [
  'bytes32', 'bytes32', 'uint64', 'bytes32', 'bytes32', 'bytes32', 'bytes32', 'uint64', 'uint64', 'uint64', 'uint64',
  'uint64', 'uint32', 'uint128', 'uint128', 'uint128', 'bytes32',
].map((type) => ({ type }));
const LINK_WORDS = [{ type: 'bytes32' }, { type: 'uint64' }, { type: 'uint128' }, { type: 'bytes32' }] as const;
const HEAD_TYPES = {
  ReceiptHead: [
    { name: 'channelId', type: 'bytes32' },
    { name: 'seq', type: 'uint64' },
    { name: 'spent', type: 'uint128' },
    { name: 'value', type: 'bytes32' },
  ],
} as const;

/** The Keccak-256 of the fields as ABI words in their order; texts stand as their hashes. */
export function bodyDigest(body: ReceiptBody): Hex {
  const usage = body.usage;
  return keccak256(
    encodeAbiParameters(BODY_WORDS, [
      body.channelId,
      textHash(body.requestId),
      BigInt(body.at),
      textHash(body.route),
      textHash(body.model),
      body.requestDigest,
      body.responseDigest,
      BigInt(usage.inputTokens),
      BigInt(usage.cachedTokens),
      BigInt(usage.outputTokens),
      BigInt(usage.reasoningTokens),
      BigInt(usage.units),
      body.priceVersion,
      body.held,
      body.charged,
      body.shortfall,
      textHash(body.outcome),
    ]),
  );
}

/** Before a channel's first receipt. */
export function beginning(channelId: Hex): Chain {
  return { channelId, seq: 0, spent: 0n, value: channelId };
}

/** The chain with the next receipt: the Keccak-256 of the value so far, the receipt's seq and spent, and its body. */
export function then(chain: Chain, receipt: UsageReceipt): Chain {
  const value = keccak256(
    encodeAbiParameters(LINK_WORDS, [chain.value, BigInt(receipt.seq), receipt.spent, bodyDigest(receipt.body)]),
  );
  return { channelId: chain.channelId, seq: receipt.seq, spent: receipt.spent, value };
}

function headTypedData(head: Chain, chainId: number, contract: Address) {
  return {
    domain: { name: 'ProtocolBanks Receipts', version: '1', chainId, verifyingContract: contract },
    types: HEAD_TYPES,
    primaryType: 'ReceiptHead',
    message: { channelId: head.channelId, seq: BigInt(head.seq), spent: head.spent, value: head.value },
  } as const;
}

/** What a gateway signs to stand by a chain's end. */
export function headDigest(head: Chain, chainId: number, contract: Address = BATCH_SETTLEMENT): Hex {
  return hashTypedData(headTypedData(head, chainId, contract));
}

/** Who signed the head, whatever it says of its signer; undefined when it is no signature. */
export async function headSigner(head: SignedHead, chainId: number): Promise<Address | undefined> {
  try {
    return await recoverTypedDataAddress({ ...headTypedData(head, chainId, BATCH_SETTLEMENT), signature: head.signature });
  } catch {
    return undefined;
  }
}

/** @throws MalformedAnswer for any other JSON, and when more is charged than was held */
export function readReceipt(value: unknown): UsageReceipt {
  const receipt = fields(value, 'receipt');
  return { seq: count(receipt, 'seq'), spent: units(receipt, 'spent'), body: readBody(fields(receipt['body'], 'body')) };
}

function readBody(body: Fields): ReceiptBody {
  if (units(body, 'charged') > units(body, 'held')) {
    throw new MalformedAnswer('more was charged than was held');
  }
  const usage = fields(body['usage'], 'usage');
  return {
    channelId: hash(body, 'channelId'),
    requestId: text(body, 'requestId'),
    at: count(body, 'at'),
    route: text(body, 'route'),
    model: text(body, 'model'),
    requestDigest: hash(body, 'requestDigest'),
    responseDigest: hash(body, 'responseDigest'),
    usage: {
      inputTokens: count(usage, 'inputTokens'),
      cachedTokens: count(usage, 'cachedTokens'),
      outputTokens: count(usage, 'outputTokens'),
      reasoningTokens: count(usage, 'reasoningTokens'),
      units: count(usage, 'units'),
    },
    priceVersion: count(body, 'priceVersion'),
    held: units(body, 'held'),
    charged: units(body, 'charged'),
    shortfall: units(body, 'shortfall'),
    outcome: readOutcome(text(body, 'outcome')),
  };
}

function readOutcome(name: string): Outcome {
  if (!OUTCOMES.has(name)) {
    throw new MalformedAnswer(`unknown outcome ${name}`);
  }
  return name as Outcome;
}

/** @throws MalformedAnswer for any other JSON */
export function readHead(value: unknown): SignedHead {
  const head = fields(value, 'head');
  return {
    channelId: hash(head, 'channelId'),
    seq: count(head, 'seq'),
    spent: units(head, 'spent'),
    value: hash(head, 'value'),
    signature: text(head, 'signature') as Hex,
    signer: address(head, 'signer'),
  };
}

function textHash(value: string): Hex {
  return keccak256(stringToBytes(value));
}
