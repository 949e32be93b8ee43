import { createHash, createHmac } from 'node:crypto';
import type { SessionGrant } from './gateway.js';

/** How far vouchers may run ahead of receipts. */
export interface WindowSize {
  /** What each new voucher adds, in the token's smallest unit. */
  readonly step: bigint;
  /**
   * The most that may be signed beyond what checked receipts explain. A gateway that goes bad can claim this much and no
   * more.
   */
  readonly exposure: bigint;
}

/** A new voucher would promise more than the user allowed beyond what receipts explain. */
export class ExposureReached extends Error {
  constructor(
    readonly needed: bigint,
    readonly allowed: bigint,
  ) {
    super(`a voucher over ${needed} is needed, and only ${allowed} is allowed before more receipts are seen`);
    this.name = 'ExposureReached';
  }
}

/**
 * The next ceiling to sign: a step beyond what is needed, within the exposure; undefined when even what is needed is
 * beyond it.
 *
 * @param proven what checked receipts sum to
 */
export function nextCeiling(size: WindowSize, signed: bigint, proven: bigint, needed: bigint): bigint | undefined {
  const allowed = proven + size.exposure;
  if (needed > allowed) {
    return undefined;
  }
  const wished = (needed > signed ? needed : signed) + size.step;
  return wished > allowed ? allowed : wished;
}

/** Whether the next request would likely meet the ceiling. */
export function runsLow(size: WindowSize, signed: bigint, proven: bigint): boolean {
  return signed - proven < size.step / 2n;
}

/**
 * The headers that stand for one request under a session: the request id makes it unrepeatable, the code binds it to its
 * method, path, body and time.
 *
 * @param path with its query, as sent
 * @param at milliseconds of Unix time
 */
export function windowHeaders(
  session: Pick<SessionGrant, 'token' | 'secret'>,
  request: { method: string; path: string; body: Uint8Array; requestId: string; at: number },
): Record<string, string> {
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  const words = [request.method, request.path, bodyHash, request.requestId, String(request.at)].join('\n');
  return {
    Authorization: `Bearer ${session.token}`,
    'PB-Request-Id': request.requestId,
    'PB-Timestamp': String(request.at),
    'PB-Signature': createHmac('sha256', session.secret).update(words).digest('base64url'),
  };
}
