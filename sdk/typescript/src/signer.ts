import type { Address, Hex, TypedDataDefinition } from 'viem';

/** An account that signs EIP-712 data: a viem local account, or anything with the same two members. */
export interface TypedDataSigner {
  readonly address: Address;
  signTypedData(data: TypedDataDefinition): Promise<Hex>;
}
