import { encodeAbiParameters, getAddress, hashTypedData, keccak256, recoverTypedDataAddress, type Address, type Hex } from 'viem';
import type { TypedDataSigner } from './signer.js';
import type { Terms } from './terms.js';

/** Where the published settlement contract and its collector of ERC-3009 deposits stand, on every chain that has them. */
export const BATCH_SETTLEMENT: Address = '0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003';
export const ERC3009_COLLECTOR: Address = '0x4020806089470a89826cB9fB1f4059150b550004';

/** The immutable terms of a channel; their hash is its id. */
export interface ChannelConfig {
  /** Whose money is deposited. */
  readonly payer: Address;
  /** The session key: signs vouchers. */
  readonly payerAuthorizer: Address;
  readonly receiver: Address;
  readonly receiverAuthorizer: Address;
  readonly token: Address;
  /** Seconds, 900 to 2,592,000. */
  readonly withdrawDelay: number;
  /** Tells channels of otherwise equal terms apart. */
  readonly salt: Hex;
}

export interface Voucher {
  readonly channelId: Hex;
  /** Cumulative, in the token's smallest unit. */
  readonly maxClaimableAmount: bigint;
}

const CHANNEL_TYPES = {
  ChannelConfig: [
    { name: 'payer', type: 'address' },
    { name: 'payerAuthorizer', type: 'address' },
    { name: 'receiver', type: 'address' },
    { name: 'receiverAuthorizer', type: 'address' },
    { name: 'token', type: 'address' },
    { name: 'withdrawDelay', type: 'uint40' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const;
const VOUCHER_TYPES = {
  Voucher: [
    { name: 'channelId', type: 'bytes32' },
    { name: 'maxClaimableAmount', type: 'uint128' },
  ],
} as const;
const RECEIVE_TYPES = {
  ReceiveWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const;

function domain(chainId: number, contract: Address) {
  return { name: 'x402 Batch Settlement', version: '1', chainId, verifyingContract: contract } as const;
}

/** The channel a key pays through under a gateway's terms. */
export function channelConfig(terms: Terms, payer: Address, key: Address, salt: Hex): ChannelConfig {
  return {
    payer: getAddress(payer),
    payerAuthorizer: getAddress(key),
    receiver: terms.receiver,
    receiverAuthorizer: terms.receiverAuthorizer,
    token: terms.token,
    withdrawDelay: terms.withdrawDelay,
    salt,
  };
}

/** The channel's id: the EIP-712 digest of its terms on that chain and contract. */
export function channelId(config: ChannelConfig, chainId: number, contract: Address = BATCH_SETTLEMENT): Hex {
  return hashTypedData({
    domain: domain(chainId, contract),
    types: CHANNEL_TYPES,
    primaryType: 'ChannelConfig',
    message: config,
  });
}

export function voucherTypedData(voucher: Voucher, chainId: number, contract: Address = BATCH_SETTLEMENT) {
  return {
    domain: domain(chainId, contract),
    types: VOUCHER_TYPES,
    primaryType: 'Voucher',
    message: { channelId: voucher.channelId, maxClaimableAmount: voucher.maxClaimableAmount },
  } as const;
}

/** Whether the key itself once signed this voucher. */
export async function isSignedBy(key: Address, voucher: Voucher, signature: Hex, chainId: number): Promise<boolean> {
  try {
    const signer = await recoverTypedDataAddress({ ...voucherTypedData(voucher, chainId), signature });
    return signer.toLowerCase() === key.toLowerCase();
  } catch {
    return false;
  }
}

/** The wallet's authorization (ERC-3009) that moves a deposit into the channel, for whoever sends it to the collector. */
export interface DepositAuthorization {
  readonly validAfter: string;
  readonly validBefore: string;
  readonly salt: Hex;
  readonly signature: Hex;
}

/**
 * @param now seconds of Unix time; the authorization ends `terms.maxTimeoutSeconds` later
 * @param salt makes the authorization's nonce: keccak256(abi.encode(channelId, salt))
 */
export async function signDeposit(
  wallet: TypedDataSigner,
  terms: Terms,
  channel: Hex,
  deposit: { readonly amount: bigint; readonly now: number; readonly salt: Hex },
): Promise<DepositAuthorization> {
  const validBefore = BigInt(deposit.now + terms.maxTimeoutSeconds);
  const signature = await wallet.signTypedData({
    domain: { name: terms.tokenName, version: terms.tokenVersion, chainId: terms.chainId, verifyingContract: terms.token },
    types: RECEIVE_TYPES,
    primaryType: 'ReceiveWithAuthorization',
    message: {
      from: wallet.address,
      to: ERC3009_COLLECTOR,
      value: deposit.amount,
      validAfter: 0n,
      validBefore,
      nonce: depositNonce(channel, deposit.salt),
    },
  });
  return { validAfter: '0', validBefore: validBefore.toString(), salt: deposit.salt, signature };
}

export function depositNonce(channel: Hex, salt: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [channel, BigInt(salt)]));
}
