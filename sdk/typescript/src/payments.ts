import type { Hex } from 'viem';
import { channelConfig, channelId, isSignedBy, signDeposit, voucherTypedData, type ChannelConfig } from './channel.js';
import type { TypedDataSigner } from './signer.js';
import type { ChannelSnapshot, Terms } from './terms.js';
import { randomBytes } from 'node:crypto';
import type { Address } from 'viem';

/** Who pays, and with what. */
export interface Payer {
  /** The session key: signs vouchers. */
  readonly key: TypedDataSigner;
  /** Whose money it is; the wallet's address, or else the key's, when left out. */
  readonly payer?: Address;
  /** Signs deposits (ERC-3009). Left out, the channel must be funded by other means. */
  readonly wallet?: TypedDataSigner;
  /** How much one deposit moves, at least the gateway's smallest. */
  readonly deposit?: bigint;
  /** Tells channels of the same key apart; zero when left out. */
  readonly salt?: Hex;
}

/** A scheme's part of an x402 payment. */
export interface PaymentPayload {
  readonly type: 'voucher' | 'deposit';
  readonly channelConfig: ChannelConfig;
  readonly voucher: { readonly channelId: Hex; readonly maxClaimableAmount: string; readonly signature: Hex };
  readonly deposit?: { readonly amount: string; readonly authorization: { readonly erc3009Authorization: object } };
}

const NO_SALT: Hex = `0x${'00'.repeat(32)}`;

/** One channel of one key under a gateway's terms: writes its payments. */
export class Payments {
  readonly config: ChannelConfig;
  readonly channelId: Hex;
  readonly #terms: Terms;
  readonly #payer: Payer;

  constructor(terms: Terms, payer: Payer) {
    this.#terms = terms;
    this.#payer = payer;
    const from = payer.payer ?? payer.wallet?.address ?? payer.key.address;
    if (payer.wallet !== undefined && payer.wallet.address.toLowerCase() !== from.toLowerCase()) {
      throw new Error(`deposits come from the payer ${from}, and the wallet is ${payer.wallet.address}`);
    }
    this.config = channelConfig(terms, from, payer.key.address, payer.salt ?? NO_SALT);
    this.channelId = channelId(this.config, terms.chainId);
  }

  get canDeposit(): boolean {
    return this.#payer.wallet !== undefined;
  }

  async voucher(ceiling: bigint): Promise<PaymentPayload> {
    const voucher = { channelId: this.channelId, maxClaimableAmount: ceiling };
    const signature = await this.#payer.key.signTypedData(voucherTypedData(voucher, this.#terms.chainId));
    return {
      type: 'voucher',
      channelConfig: this.config,
      voucher: { channelId: this.channelId, maxClaimableAmount: ceiling.toString(), signature },
    };
  }

  /** @param least what the channel lacks for that ceiling */
  async deposit(ceiling: bigint, least: bigint): Promise<PaymentPayload> {
    const wallet = this.#payer.wallet;
    if (wallet === undefined) {
      throw new Error('the channel holds too little, and no wallet was given to fund it');
    }
    const amount = [this.#payer.deposit ?? 0n, this.#terms.minDeposit, least].reduce((a, b) => (a > b ? a : b));
    const authorization = await signDeposit(wallet, this.#terms, this.channelId, {
      amount,
      now: Math.floor(Date.now() / 1000),
      salt: `0x${randomBytes(32).toString('hex')}`,
    });
    return {
      ...(await this.voucher(ceiling)),
      type: 'deposit',
      deposit: { amount: amount.toString(), authorization: { erc3009Authorization: authorization } },
    };
  }

  /** What the gateway shows as our highest voucher, when it truly is one of ours. */
  async known(state: ChannelSnapshot | undefined): Promise<bigint | undefined> {
    const shown = state?.voucher;
    if (shown === undefined) {
      return undefined;
    }
    const voucher = { channelId: this.channelId, maxClaimableAmount: shown.maxClaimableAmount };
    const ours = await isSignedBy(this.#payer.key.address, voucher, shown.signature, this.#terms.chainId);
    return ours ? shown.maxClaimableAmount : undefined;
  }
}
