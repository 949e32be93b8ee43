import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address, Hex } from 'viem';
import { Funds } from './funds.js';
import { Gateway, type Fetch, type SessionState } from './gateway.js';
import { ReceiptLedger, type Finding } from './ledger.js';
import { Payments, type Payer } from './payments.js';
import type { Chain } from './receipts.js';
import { readTerms } from './terms.js';
import { sha256, watch } from './watch.js';
import { windowHeaders, type WindowSize } from './window.js';

export interface AgentOptions extends Payer {
  /** The gateway's address. */
  readonly gateway: string;
  readonly window: WindowSize;
  /** Who signs the gateway's receipts; left out, the first signer seen is the one from then on. */
  readonly signers?: readonly Address[];
  /** Where an earlier agent of this channel had come to ({@link Agent.proven}). */
  readonly resume?: Chain;
  /** How often a request is repeated, with the same id, when no answer came or the gateway asked to wait. */
  readonly retries?: number;
  readonly fetch?: Fetch;
}

const DEFAULT_RETRIES = 4;
const RAISES = 64;
const LONGEST_WAIT_MS = 30_000;
const WAIT_STATUS: ReadonlySet<number> = new Set([409, 429, 503]);

/**
 * Pays a gateway for requests out of one channel, many at a time under one voucher, and checks each receipt.
 *
 * A request that is repeated has the same id and is charged once. Nothing is signed beyond `window.exposure` above what
 * checked receipts explain, and nothing at all after a finding.
 */
export class Agent {
  readonly channelId: Hex;
  readonly #gateway: Gateway;
  readonly #http: Fetch;
  readonly #funds: Funds;
  readonly #ledger: ReceiptLedger;
  readonly #retries: number;

  private constructor(gateway: Gateway, funds: Funds, ledger: ReceiptLedger, options: AgentOptions) {
    this.#gateway = gateway;
    this.#http = options.fetch ?? globalThis.fetch;
    this.#funds = funds;
    this.#ledger = ledger;
    this.#retries = options.retries ?? DEFAULT_RETRIES;
    this.channelId = funds.channelId;
    this.fetch = this.fetch.bind(this);
  }

  /** Asks the gateway for its terms and opens a session on the key's channel, funding it first when it must. */
  static async open(options: AgentOptions): Promise<Agent> {
    const gateway = new Gateway(options.gateway, options.fetch ?? globalThis.fetch);
    const terms = await gateway.terms();
    const payments = new Payments(terms, options);
    const ledger = new ReceiptLedger(payments.channelId, terms.chainId, options.signers, options.resume);
    const funds = new Funds(gateway, payments, ledger, options.window);
    await funds.session();
    return new Agent(gateway, funds, ledger, options);
  }

  /** What checked receipts sum to; kept by the caller, it lets a later agent go on from here. */
  get proven(): Chain {
    return this.#ledger.verified;
  }

  get findings(): readonly Finding[] {
    return this.#ledger.findings;
  }

  /** What a gateway gone bad could claim beyond what receipts explain, now and at most. */
  get exposure(): { readonly now: bigint; readonly most: bigint } {
    return this.#funds.exposure;
  }

  /** A token for clients that can only send `Authorization: Bearer`. It spends up to the ceiling signed so far. */
  async token(): Promise<string> {
    return this.#funds.bearer();
  }

  /** What is left of limit and channel, as the gateway says. */
  async left(): Promise<SessionState> {
    return this.#gateway.state((await this.#funds.session()).token);
  }

  /** Fetches the receipts not seen yet and the newest head, and returns everything found wrong so far. */
  async audit(): Promise<readonly Finding[]> {
    await this.#funds.fetchReceipts();
    const { token } = await this.#funds.session();
    await this.#ledger.head(await this.#gateway.head(token, this.channelId));
    return [...this.#ledger.findings, ...this.#ledger.gaps];
  }

  /** `fetch` that pays. Requests to other origins pass through unpaid and without any secret. */
  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== this.#gateway.origin) {
      return this.#http(request);
    }
    const body = new Uint8Array(await request.arrayBuffer());
    const requestId = request.headers.get('PB-Request-Id') ?? request.headers.get('Idempotency-Key') ?? randomUUID();
    this.#ledger.asked(requestId, sha256(body));
    const ended = this.#funds.running();
    try {
      const answer = await this.#paid(request, body, requestId);
      if (!answer.ok && !answer.headers.has('PAYMENT-RESPONSE')) {
        ended();
        return answer;
      }
      return watch(answer, new URL(request.url).pathname, {
        receipt: (receipt) => this.#ledger.add(receipt),
        head: (head) => void this.#ledger.head(head),
        unreadable: (reason) => this.#ledger.unreadable(reason),
        delivered: (digest) => this.#ledger.answered(requestId, digest),
        ended,
      });
    } catch (problem) {
      ended();
      throw problem;
    }
  }

  async #paid(request: Request, body: Uint8Array, requestId: string): Promise<Response> {
    for (let failures = 0, raises = 0; ; ) {
      const session = await this.#funds.session();
      const signed = this.#funds.signed;
      const answer = await this.#send(request, body, windowHeadersOf(session, request, body, requestId), failures);
      if (answer === undefined) {
        failures++;
        continue;
      }
      if (answer.status === 402 && raises++ < RAISES) {
        const terms = readTerms(answer.headers.get('PAYMENT-REQUIRED'));
        if (!(await this.#funds.makeRoom(terms, signed))) {
          return answer;
        }
        await answer.body?.cancel();
      } else if (answer.status === 401 && failures < this.#retries) {
        failures++;
        await answer.body?.cancel();
        this.#funds.forget(session);
      } else if (WAIT_STATUS.has(answer.status) && failures < this.#retries) {
        failures++;
        const wait = Number(answer.headers.get('Retry-After') ?? '0') * 1000 || 100 * 2 ** failures;
        if (wait > LONGEST_WAIT_MS) {
          return answer;
        }
        await answer.body?.cancel();
        await delay(wait, undefined, { signal: request.signal });
      } else {
        return answer;
      }
    }
  }

  /** Undefined when no answer came and the request may be repeated. */
  async #send(request: Request, body: Uint8Array, paid: Record<string, string>, failures: number) {
    const headers = new Headers(request.headers);
    Object.entries(paid).forEach(([name, value]) => headers.set(name, value));
    try {
      return await this.#http(request.url, {
        method: request.method,
        headers,
        signal: request.signal,
        redirect: 'error',
        ...(body.length > 0 ? { body: body as BodyInit } : {}),
      });
    } catch (problem) {
      if (request.signal.aborted || failures >= this.#retries) {
        throw problem;
      }
      await delay(100 * 2 ** failures, undefined, { signal: request.signal });
      return undefined;
    }
  }
}

function windowHeadersOf(session: { token: string; secret: Buffer }, request: Request, body: Uint8Array, requestId: string) {
  const { pathname, search } = new URL(request.url);
  return windowHeaders(session, { method: request.method, path: pathname + search, body, requestId, at: Date.now() });
}
