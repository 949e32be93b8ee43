import type { Hex } from 'viem';
import type { PaymentPayload } from './payments.js';
import { readHead, readReceipt, type SignedHead, type UsageReceipt } from './receipts.js';
import { count, fields, hash, list, readTerms, text, units, type Fields, type Terms } from './terms.js';

/** The right to send requests under a voucher without signing each: a token, and a secret that signs them. */
export interface SessionGrant {
  readonly token: string;
  readonly secret: Buffer;
  readonly channelId: Hex;
  /** The ceiling the gateway has accepted. */
  readonly accepted: bigint;
  /** Seconds of Unix time. */
  readonly expiresAt: number;
}

/** What is left, as the gateway says. */
export interface SessionState {
  readonly limit: bigint;
  readonly spent: bigint;
  readonly held: bigint;
  readonly left: bigint;
  readonly expiresAt: number;
  readonly frozen: boolean;
}

/** The gateway refused, with its stable code. */
export class GatewayRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'GatewayRefused';
  }
}

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The gateway's own pages: terms, sessions, receipts, heads. */
export class Gateway {
  readonly origin: string;
  readonly #fetch: Fetch;

  /** @param url the gateway's address; a path in it is ignored */
  constructor(url: string, fetch: Fetch) {
    this.origin = new URL(url).origin;
    this.#fetch = fetch;
  }

  /** What a channel to this gateway looks like. */
  async terms(): Promise<Terms> {
    const answer = await this.#fetch(`${this.origin}/v1/session`);
    if (answer.status !== 402) {
      throw await refusal(answer);
    }
    await answer.body?.cancel();
    return readTerms(answer.headers.get('PAYMENT-REQUIRED'));
  }

  /**
   * Opens a session, or raises its ceiling; a 402 is answered by its terms.
   *
   * @param signed whether each request will be signed, so that whoever finds the token cannot spend with it
   */
  async open(payload: PaymentPayload, signed = true): Promise<SessionGrant | Terms> {
    const answer = await this.#fetch(`${this.origin}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ payload, signed }),
    });
    if (answer.status === 402) {
      await answer.body?.cancel();
      return readTerms(answer.headers.get('PAYMENT-REQUIRED'));
    }
    const session = await read(answer);
    return {
      token: text(session, 'sessionToken'),
      secret: Buffer.from(text(session, 'hmacSecret'), 'base64url'),
      channelId: hash(session, 'channelId'),
      accepted: units(session, 'acceptedMax'),
      expiresAt: count(session, 'expiresAt'),
    };
  }

  async state(token: string): Promise<SessionState> {
    const state = await read(await this.#get('/v1/session', token));
    return {
      limit: units(state, 'limit'),
      spent: units(state, 'spent'),
      held: units(state, 'held'),
      left: units(state, 'left'),
      expiresAt: count(state, 'expiresAt'),
      frozen: state['frozen'] === true,
    };
  }

  /** The receipts after a place, in order; empty when there are no more. */
  async receipts(token: string, channelId: Hex, after: number): Promise<readonly UsageReceipt[]> {
    const page = await read(await this.#get(`/v1/receipts?channel=${channelId}&after=${after}`, token));
    return list(page['receipts']).map(readReceipt);
  }

  /** The channel's newest head, signed now. */
  async head(token: string, channelId: Hex): Promise<SignedHead> {
    return readHead(await read(await this.#get(`/v1/heads/${channelId}`, token)));
  }

  #get(path: string, token: string): Promise<Response> {
    return this.#fetch(`${this.origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  }
}

export function isGrant(answer: SessionGrant | Terms): answer is SessionGrant {
  return 'token' in answer && 'secret' in answer;
}

async function read(answer: Response): Promise<Fields> {
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return fields(await answer.json(), 'the answer');
}

async function refusal(answer: Response): Promise<GatewayRefused> {
  const said = await answer.text();
  let code = 'unknown';
  let message = said.slice(0, 300);
  try {
    const body = JSON.parse(said) as Record<string, unknown>;
    const error = typeof body['error'] === 'object' && body['error'] !== null ? fields(body['error'], 'error') : body;
    code = String(error['code'] ?? body['code'] ?? code);
    message = String(error['message'] ?? message);
  } catch {
    // a proxy's page: the status and the first words must do
  }
  return new GatewayRefused(answer.status, code, `${answer.status} ${code}: ${message}`);
}
