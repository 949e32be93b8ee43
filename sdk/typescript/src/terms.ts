import { getAddress, type Address, type Hex } from 'viem';

/** What a gateway's 402 asks for, read from its `PAYMENT-REQUIRED` header (x402 v2, scheme `batch-settlement`). */
export interface Terms {
  readonly chainId: number;
  readonly network: string;
  readonly receiver: Address;
  readonly receiverAuthorizer: Address;
  readonly token: Address;
  /** The token's EIP-712 name and version, which a deposit's authorization is signed for. */
  readonly tokenName: string;
  readonly tokenVersion: string;
  readonly withdrawDelay: number;
  readonly maxTimeoutSeconds: number;
  /** The most the refused request can cost. */
  readonly amount: bigint;
  /** The smallest deposit the gateway accepts. */
  readonly minDeposit: bigint;
  /** The gateway's reason, such as `payment_required`. */
  readonly error: string;
  /** What the gateway knows of the channel, when it knows it. */
  readonly state?: ChannelSnapshot;
  /** The entry and the resource as received: a payment repeats them word for word. */
  readonly accepted: unknown;
  readonly resource: unknown;
}

/** A channel as its gateway sees it; nothing here is believed without a signature or a receipt. */
export interface ChannelSnapshot {
  readonly balance: bigint;
  readonly charged: bigint;
  readonly held: bigint;
  /** The highest voucher of ours the gateway holds. */
  readonly voucher?: { readonly maxClaimableAmount: bigint; readonly signature: Hex };
}

/** What was received is not what the protocol says. */
export class MalformedAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedAnswer';
  }
}

/** Standard base64 of the value's JSON, as the payment headers carry it. */
export function encodeHeader(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64');
}

/** @throws MalformedAnswer unless it is base64 of a JSON object */
export function decodeHeader(header: string): Fields {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(header)) {
    throw new MalformedAnswer('a payment header is not base64');
  }
  try {
    return fields(JSON.parse(Buffer.from(header, 'base64').toString('utf8')), 'a payment header');
  } catch (problem) {
    throw problem instanceof MalformedAnswer ? problem : new MalformedAnswer('a payment header holds no JSON');
  }
}

/** @throws MalformedAnswer when the answer names no channel terms */
export function readTerms(header: string | null): Terms {
  if (header === null) {
    throw new MalformedAnswer('the answer has status 402 and no PAYMENT-REQUIRED header');
  }
  const required = decodeHeader(header);
  const entry = list(required['accepts']).map((one) => fields(one, 'accepts')).find((one) => one['scheme'] === 'batch-settlement');
  if (required['x402Version'] !== 2 || entry === undefined) {
    throw new MalformedAnswer('the gateway offers no batch-settlement channel');
  }
  const extra = fields(entry['extra'], 'extra');
  const network = text(entry, 'network');
  const amount = units(entry, 'amount');
  const state = snapshot(extra);
  return {
    chainId: chainOf(network),
    network,
    receiver: address(entry, 'payTo'),
    receiverAuthorizer: address(extra, 'receiverAuthorizer'),
    token: address(entry, 'asset'),
    tokenName: text(extra, 'name'),
    tokenVersion: text(extra, 'version'),
    withdrawDelay: count(extra, 'withdrawDelay'),
    maxTimeoutSeconds: count(entry, 'maxTimeoutSeconds'),
    amount,
    minDeposit: extra['minDeposit'] === undefined ? amount : units(extra, 'minDeposit'),
    error: typeof required['error'] === 'string' ? required['error'] : '',
    ...(state === undefined ? {} : { state }),
    accepted: entry,
    resource: required['resource'],
  };
}

function snapshot(extra: Fields): ChannelSnapshot | undefined {
  if (extra['channelState'] === undefined) {
    return undefined;
  }
  const state = fields(extra['channelState'], 'channelState');
  const known = {
    balance: units(state, 'balance'),
    charged: units(state, 'chargedCumulativeAmount'),
    held: state['held'] === undefined ? 0n : units(state, 'held'),
  };
  if (extra['voucherState'] === undefined) {
    return known;
  }
  const voucher = fields(extra['voucherState'], 'voucherState');
  return {
    ...known,
    voucher: { maxClaimableAmount: units(voucher, 'signedMaxClaimable'), signature: text(voucher, 'signature') as Hex },
  };
}

function chainOf(network: string): number {
  const match = /^eip155:([1-9][0-9]*)$/.exec(network);
  if (match === null) {
    throw new MalformedAnswer(`not an EVM network: ${network}`);
  }
  return Number(match[1]);
}

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedAnswer(`${what} is not an object`);
  }
  return value as Fields;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(from: Fields, name: string): string {
  const value = from[name];
  if (typeof value !== 'string') {
    throw new MalformedAnswer(`${name} is not a text`);
  }
  return value;
}

/** An amount in smallest units: a decimal text. */
export function units(from: Fields, name: string): bigint {
  const value = from[name];
  if (typeof value !== 'string' || !/^(0|[1-9][0-9]{0,38})$/.test(value)) {
    throw new MalformedAnswer(`${name} is not a decimal amount`);
  }
  return BigInt(value);
}

export function count(from: Fields, name: string): number {
  const value = from[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new MalformedAnswer(`${name} is not a count`);
  }
  return value;
}

/** 32 bytes in hex. */
export function hash(from: Fields, name: string): Hex {
  const value = text(from, name);
  if (!/^0x[0-9a-fA-F]{64}$/.test(value)) {
    throw new MalformedAnswer(`${name} is not a hash`);
  }
  return value.toLowerCase() as Hex;
}

export function address(from: Fields, name: string): Address {
  const value = text(from, name);
  if (!/^0x[0-9a-fA-F]{40}$/.test(value)) {
    throw new MalformedAnswer(`${name} is not an address`);
  }
  return getAddress(value.toLowerCase());
}
