import { setTimeout as delay } from 'node:timers/promises';
import type { Hex } from 'viem';
import { isGrant, type Gateway, type SessionGrant } from './gateway.js';
import type { Finding, ReceiptLedger } from './ledger.js';
import type { PaymentPayload, Payments } from './payments.js';
import type { Terms } from './terms.js';
import { ExposureReached, nextCeiling, runsLow, type WindowSize } from './window.js';

/** The gateway's receipts cannot be right; nothing more is signed. */
export class Disputed extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(`the gateway's receipts do not hold: ${findings.map((one) => one.kind).join(', ')}`);
    this.name = 'Disputed';
  }
}

/** The gateway would not open a session. */
export class PaymentRefused extends Error {
  constructor(readonly reason: string) {
    super(`the gateway refused the payment: ${reason}`);
    this.name = 'PaymentRefused';
  }
}

const RENEW_BEFORE_SECONDS = 30;
const LONGEST_WAIT_MS = 60_000;
export const DEPOSIT_PENDING = 'deposit_pending';
export const DEPOSIT_PAUSE_MS = 1_000;
export const LONGEST_DEPOSIT_MS = 120_000;

/** The channel's session and its ceiling: signs vouchers, one at a time, and never beyond the exposure. */
export class Funds {
  readonly channelId: Hex;
  readonly #gateway: Gateway;
  readonly #payments: Payments;
  readonly #ledger: ReceiptLedger;
  readonly #size: WindowSize;
  #session: SessionGrant | undefined;
  #signed: bigint;
  /** The ceiling from which raising ahead of need was tried last. */
  #triedFrom: bigint | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #running = 0;
  #waiting = new Set<() => void>();

  constructor(gateway: Gateway, payments: Payments, ledger: ReceiptLedger, size: WindowSize) {
    this.channelId = payments.channelId;
    this.#gateway = gateway;
    this.#payments = payments;
    this.#ledger = ledger;
    this.#size = size;
    this.#signed = ledger.verified.spent;
  }

  /** The highest ceiling signed so far. */
  get signed(): bigint {
    return this.#signed;
  }

  get exposure(): { readonly now: bigint; readonly most: bigint } {
    return { now: this.#signed - this.#ledger.verified.spent, most: this.#size.exposure };
  }

  /** Notes that a request may be charged; the answer notes its end. */
  running(): () => void {
    this.#running++;
    let over = false;
    return () => {
      if (!over) {
        over = true;
        this.#running--;
        this.#waiting.forEach((wake) => wake());
        this.#waiting.clear();
      }
    };
  }

  /** A session that will last; its ceiling is raised in the background when it runs low. */
  async session(): Promise<SessionGrant> {
    const session = this.#session;
    if (session === undefined || session.expiresAt - Date.now() / 1000 < RENEW_BEFORE_SECONDS) {
      return this.#alone(() => this.#renew(session));
    }
    if (runsLow(this.#size, this.#signed, this.#ledger.verified.spent)) {
      this.#raiseAhead(this.#signed);
    }
    return session;
  }

  /** The token of a session of its own, under the same ceiling, whose requests need not be signed. */
  async bearer(): Promise<string> {
    await this.session();
    const answer = await this.#alone(async () => this.#gateway.open(await this.#payments.voucher(this.#signed), false));
    if (!isGrant(answer)) {
      throw new PaymentRefused(answer.error);
    }
    return answer.token;
  }

  /** The gateway no longer knows the session. */
  forget(session: SessionGrant): void {
    if (this.#session === session) {
      this.#session = undefined;
    }
  }

  async fetchReceipts(): Promise<void> {
    const { token } = await this.session();
    await this.#readReceipts(token);
  }

  /**
   * After a 402: raises the ceiling, or waits for a running request to end, so that trying again is worth while.
   *
   * @param signedThen the ceiling when the refused request was sent
   * @returns false when the ceiling was not what was lacking
   */
  async makeRoom(terms: Terms, signedThen: bigint): Promise<boolean> {
    const state = terms.state;
    if (state === undefined) {
      return false;
    }
    if (this.#signed > signedThen) {
      return true;
    }
    const needed = state.charged + state.held + terms.amount;
    const lacks = needed > signedThen || needed > state.balance;
    if (lacks && (await this.#alone(() => this.#raise(needed, state.balance)))) {
      return true;
    }
    if (this.#running > 1) {
      await this.#somethingEnds();
      return true;
    }
    if (lacks) {
      throw new ExposureReached(needed, this.#ledger.verified.spent + this.#size.exposure);
    }
    return false;
  }

  #raiseAhead(from: bigint): void {
    const proven = this.#ledger.verified.spent;
    const target = nextCeiling(this.#size, from, proven, from);
    if (target === undefined || target <= from || this.#triedFrom === from) {
      return;
    }
    this.#triedFrom = from;
    this.#alone(async () => {
      if (this.#signed === from) {
        await this.#open(target, false);
      }
    }).catch(() => {
      // the request that meets the ceiling raises it again, and says what is wrong
    });
  }

  async #raise(needed: bigint, balance: bigint): Promise<boolean> {
    if (this.#signed >= needed && balance >= needed) {
      return true;
    }
    let target = nextCeiling(this.#size, this.#signed, this.#ledger.verified.spent, needed);
    if (target === undefined && this.#session !== undefined) {
      await this.#readReceipts(this.#session.token);
      target = nextCeiling(this.#size, this.#signed, this.#ledger.verified.spent, needed);
    }
    if (target === undefined) {
      return false;
    }
    const within = !this.#payments.canDeposit && target > balance && balance >= needed ? balance : target;
    await this.#open(within, true, within - balance);
    return true;
  }

  async #renew(old: SessionGrant | undefined): Promise<SessionGrant> {
    if (this.#session !== undefined && this.#session !== old) {
      return this.#session;
    }
    const first = nextCeiling(this.#size, this.#signed, this.#ledger.verified.spent, this.#signed);
    return this.#open(old === undefined && first !== undefined ? first : this.#signed, true);
  }

  /** Sends a voucher over the ceiling; on the gateway's word that it knows a higher one of ours, that one. */
  async #open(ceiling: bigint, mayDeposit: boolean, lacking: bigint = ceiling): Promise<SessionGrant> {
    if (this.#ledger.findings.length > 0) {
      throw new Disputed(this.#ledger.findings);
    }
    let answer = await this.#gateway.open(await this.#payments.voucher(ceiling));
    if (!isGrant(answer)) {
      const known = await this.#payments.known(answer.state);
      if (known !== undefined && known > ceiling) {
        return this.#open(known, mayDeposit, lacking);
      }
      if (mayDeposit && this.#payments.canDeposit && ceiling > (answer.state?.balance ?? 0n)) {
        const least = answer.state === undefined ? lacking : ceiling - answer.state.balance;
        answer = await this.#deposited(await this.#payments.deposit(ceiling, least));
      }
    }
    if (!isGrant(answer)) {
      throw new PaymentRefused(answer.error);
    }
    this.#signed = ceiling > this.#signed ? ceiling : this.#signed;
    this.#session = answer;
    return answer;
  }

  /** Hands in a deposit, and the same one again until the chain has it. */
  async #deposited(payload: PaymentPayload): Promise<SessionGrant | Terms> {
    const end = Date.now() + LONGEST_DEPOSIT_MS;
    for (;;) {
      const answer = await this.#gateway.open(payload);
      if (isGrant(answer) || answer.error !== DEPOSIT_PENDING || Date.now() > end) {
        return answer;
      }
      await delay(DEPOSIT_PAUSE_MS);
    }
  }

  async #readReceipts(token: string): Promise<void> {
    for (;;) {
      const before = this.#ledger.verified.seq;
      const receipts = await this.#gateway.receipts(token, this.channelId, before);
      receipts.forEach((receipt) => this.#ledger.add(receipt));
      if (receipts.length === 0 || this.#ledger.verified.seq === before) {
        return;
      }
    }
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #somethingEnds(): Promise<void> {
    await new Promise<void>((wake) => {
      const timer = setTimeout(wake, LONGEST_WAIT_MS);
      this.#waiting.add(() => {
        clearTimeout(timer);
        wake();
      });
    });
  }
}
