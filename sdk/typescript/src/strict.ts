import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from 'viem';
import { DEPOSIT_PAUSE_MS, DEPOSIT_PENDING, Disputed, LONGEST_DEPOSIT_MS, PaymentRefused } from './funds.js';
import type { Fetch } from './gateway.js';
import { ReceiptLedger, type Finding } from './ledger.js';
import { Payments, type Payer } from './payments.js';
import type { Chain } from './receipts.js';
import { decodeHeader, encodeHeader, fields, readTerms, units, type Terms } from './terms.js';
import { sha256, watch } from './watch.js';

export interface StrictOptions extends Payer {
  /** The most one request may cost, in the token's smallest unit. */
  readonly most: bigint;
  readonly signers?: readonly Address[];
  readonly fetch?: Fetch;
}

/**
 * Pays any x402 server of the `batch-settlement` scheme: each request carries its own voucher, exactly its price above
 * what was charged so far, one request at a time.
 */
export class StrictPayer {
  readonly #options: StrictOptions;
  readonly #http: Fetch;
  #payments: Payments | undefined;
  #ledger: ReceiptLedger | undefined;
  #charged = 0n;
  #balance = 0n;
  #deposited = 0n;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: StrictOptions) {
    this.#options = options;
    this.#http = options.fetch ?? globalThis.fetch;
    this.fetch = this.fetch.bind(this);
  }

  get proven(): Chain | undefined {
    return this.#ledger?.verified;
  }

  get findings(): readonly Finding[] {
    return this.#ledger?.findings ?? [];
  }

  /** `fetch` that pays when asked to. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const mine = this.#last.then(() => this.#pay(request));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #pay(request: Request): Promise<Response> {
    const body = new Uint8Array(await request.arrayBuffer());
    const requestId = request.headers.get('Idempotency-Key') ?? randomUUID();
    let answer = await this.#send(request, body, requestId, undefined);
    if (answer.status !== 402) {
      return answer;
    }
    await answer.body?.cancel();
    const terms = readTerms(answer.headers.get('PAYMENT-REQUIRED'));
    const { payments, ledger } = this.#channel(terms);
    if (terms.amount > this.#options.most) {
      throw new PaymentRefused(`the request may cost ${terms.amount}, and ${this.#options.most} is allowed`);
    }
    ledger.asked(requestId, sha256(body));
    for (let corrections = 0; ; corrections++) {
      answer = await this.#handedIn(request, body, requestId, await this.#payment(terms, payments, ledger));
      if (answer.status !== 402 || answer.headers.has('PAYMENT-RESPONSE') || corrections > 0) {
        return this.#settled(answer, terms, { path: new URL(request.url).pathname, requestId }, ledger);
      }
      const correction = readTerms(answer.headers.get('PAYMENT-REQUIRED'));
      const known = await payments.known(correction.state);
      if (correction.state === undefined || known === undefined || correction.state.charged > known) {
        return answer;
      }
      await answer.body?.cancel();
      this.#charged = correction.state.charged;
      this.#balance = correction.state.balance;
    }
  }

  /** Sends the payment, and the same one again while its deposit is on its way to the chain. */
  async #handedIn(request: Request, body: Uint8Array, requestId: string, payment: object): Promise<Response> {
    const end = Date.now() + LONGEST_DEPOSIT_MS;
    for (;;) {
      const answer = await this.#send(request, body, requestId, payment);
      const header = answer.status === 402 ? answer.headers.get('PAYMENT-REQUIRED') : null;
      if (header === null || readTerms(header).error !== DEPOSIT_PENDING || Date.now() > end) {
        return answer;
      }
      await answer.body?.cancel();
      await delay(DEPOSIT_PAUSE_MS, undefined, { signal: request.signal });
    }
  }

  async #payment(terms: Terms, payments: Payments, ledger: ReceiptLedger): Promise<object> {
    if (ledger.findings.length > 0) {
      throw new Disputed(ledger.findings);
    }
    const ceiling = this.#charged + terms.amount;
    const payload =
      ceiling > this.#balance && payments.canDeposit
        ? await payments.deposit(ceiling, ceiling - this.#balance)
        : await payments.voucher(ceiling);
    this.#deposited = BigInt(payload.deposit?.amount ?? '0');
    return { x402Version: 2, accepted: terms.accepted, resource: terms.resource, payload };
  }

  /** Takes over what the answer says was charged and deposited, when it can be right. */
  #settled(answer: Response, terms: Terms, asked: { path: string; requestId: string }, ledger: ReceiptLedger): Response {
    const { path, requestId } = asked;
    const header = answer.headers.get('PAYMENT-RESPONSE');
    if (header === null) {
      return answer;
    }
    const settled = decodeHeader(header);
    if (settled['success'] !== true) {
      return answer;
    }
    const charged = units(fields(settled['extra'], 'extra'), 'chargedAmount');
    if (charged > terms.amount) {
      throw new PaymentRefused(`${charged} was charged for a request of at most ${terms.amount}`);
    }
    this.#charged += charged;
    this.#balance += this.#deposited;
    return watch(answer, path, {
      receipt: (receipt) => ledger.add(receipt),
      head: (head) => void ledger.head(head),
      unreadable: (reason) => ledger.unreadable(reason),
      delivered: (digest) => ledger.answered(requestId, digest),
      ended: () => undefined,
    });
  }

  #channel(terms: Terms): { payments: Payments; ledger: ReceiptLedger } {
    const payments = (this.#payments ??= new Payments(terms, this.#options));
    const ledger = (this.#ledger ??= new ReceiptLedger(payments.channelId, terms.chainId, this.#options.signers));
    return { payments, ledger };
  }

  #send(request: Request, body: Uint8Array, requestId: string, payment: object | undefined): Promise<Response> {
    const headers = new Headers(request.headers);
    headers.set('Idempotency-Key', requestId);
    if (payment !== undefined) {
      headers.set('PAYMENT-SIGNATURE', encodeHeader(payment));
    }
    return this.#http(request.url, {
      method: request.method,
      headers,
      signal: request.signal,
      ...(body.length > 0 ? { body: body as BodyInit } : {}),
    });
  }
}
