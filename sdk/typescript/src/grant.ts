import { hashTypedData, keccak256, stringToBytes, type Address, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts';
import type { TypedDataSigner } from './signer.js';

/** An organization's word that a session key may spend; signed by its wallet and counter-signed by the key. */
export interface Grant {
  /** The organization's wallet. */
  readonly org: Address;
  /** The session key's account. */
  readonly key: Address;
  readonly token: Address;
  /** Over all channels of the key and all time, in the token's smallest unit. */
  readonly limit: bigint;
  /** Seconds of Unix time; nothing new is charged from then on. */
  readonly expiresAt: number;
  /** What may be called, in this order; empty allows nothing. */
  readonly routes: readonly string[];
  /** 32 bytes, used once per organization. */
  readonly nonce: Hex;
}

/** A new session key. The secret exists nowhere else: whoever holds it can spend what the grant allows. */
export function createSessionKey(): { readonly privateKey: Hex; readonly account: PrivateKeyAccount } {
  const privateKey = generatePrivateKey();
  return { privateKey, account: privateKeyToAccount(privateKey) };
}

/** The hash of the routes' names, each followed by a line feed, in UTF-8. */
export function routesHash(routes: readonly string[]): Hex {
  return keccak256(stringToBytes(routes.map((route) => `${route}\n`).join('')));
}

const TYPES = {
  SessionKeyGrant: [
    { name: 'org', type: 'address' },
    { name: 'key', type: 'address' },
    { name: 'token', type: 'address' },
    { name: 'limit', type: 'uint128' },
    { name: 'expiresAt', type: 'uint64' },
    { name: 'routesHash', type: 'bytes32' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const;

/** What both sign (EIP-712; name "ProtocolBanks", version "1", and the chain). */
export function grantTypedData(grant: Grant, chainId: number) {
  return {
    domain: { name: 'ProtocolBanks', version: '1', chainId },
    types: TYPES,
    primaryType: 'SessionKeyGrant',
    message: {
      org: grant.org,
      key: grant.key,
      token: grant.token,
      limit: grant.limit,
      expiresAt: BigInt(grant.expiresAt),
      routesHash: routesHash(grant.routes),
      nonce: grant.nonce,
    },
  } as const;
}

export function grantDigest(grant: Grant, chainId: number): Hex {
  return hashTypedData(grantTypedData(grant, chainId));
}

/** The wallet's signature, or the key's counter-signature: both sign the same words. */
export function signGrant(signer: TypedDataSigner, grant: Grant, chainId: number): Promise<Hex> {
  return signer.signTypedData(grantTypedData(grant, chainId));
}
