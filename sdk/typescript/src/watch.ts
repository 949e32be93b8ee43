import { createHash, type Hash } from 'node:crypto';
import type { Hex } from 'viem';
import { readHead, readReceipt, type SignedHead, type UsageReceipt } from './receipts.js';
import { decodeHeader, fields } from './terms.js';

/** What an answer says of its price, and what it turned out to be. */
export interface Witness {
  receipt(receipt: UsageReceipt): void;
  head(head: SignedHead): void;
  /** Something stands where a receipt should, and is none. */
  unreadable(reason: string): void;
  /** SHA-256 of what was delivered. */
  delivered(digest: Hex): void;
  /** The answer has ended, read to its end or not. Called once. */
  ended(): void;
}

const NEWLINE = 0x0a;
const EXTENDED = '/mcp';
const ANSWER_GONE = 'PB-Answer-Gone';
const RECEIPT_COMMENT = ': receipt ';
const HEAD_COMMENT = ': head ';

export function sha256(bytes: Uint8Array): Hex {
  return `0x${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * The same answer, with what passes through it shown to the witness.
 *
 * @param path what was asked for; an answer of `/mcp` is extended by the payment after its digest was taken, so that the
 *   digest cannot be compared
 */
export function watch(answer: Response, path: string, witness: Witness): Response {
  fromHeader(answer.headers.get('PAYMENT-RESPONSE'), witness);
  // what was paid for is kept no longer: this is not it
  const compared = path !== EXTENDED && !answer.headers.has(ANSWER_GONE);
  if (answer.body === null) {
    if (compared) {
      witness.delivered(sha256(new Uint8Array()));
    }
    witness.ended();
    return answer;
  }
  const events = (answer.headers.get('content-type') ?? '').startsWith('text/event-stream');
  const content = events ? new EventReading(witness) : new PlainReading();
  const reader = answer.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          if (compared) {
            witness.delivered(content.digest());
          }
          witness.ended();
          controller.close();
        } else {
          content.take(value);
          controller.enqueue(value);
        }
      } catch (problem) {
        witness.ended();
        controller.error(problem);
      }
    },
    async cancel(reason) {
      witness.ended();
      await reader.cancel(reason);
    },
  });
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
}

function fromHeader(header: string | null, witness: Witness): void {
  if (header === null) {
    return;
  }
  reading(witness, () => {
    const extra = decodeHeader(header)['extra'];
    const { receipt, head } = extra === undefined ? {} : fields(extra, 'extra');
    if (receipt !== undefined && receipt !== null) {
      witness.receipt(readReceipt(receipt));
    }
    if (head !== undefined && head !== null) {
      witness.head(readHead(head));
    }
  });
}

function reading(witness: Witness, work: () => void): void {
  try {
    work();
  } catch (problem) {
    witness.unreadable(problem instanceof Error ? problem.message : String(problem));
  }
}

class PlainReading {
  readonly #hash = createHash('sha256');

  take(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): Hex {
    return `0x${this.#hash.digest('hex')}`;
  }
}

/** Server-sent events: the receipt is a comment, and what stands before it is what was delivered. */
class EventReading {
  readonly #hash: Hash = createHash('sha256');
  readonly #witness: Witness;
  #line: Uint8Array[] = [];
  #receiptSeen = false;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  take(bytes: Uint8Array): void {
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      this.#line.push(bytes.subarray(from, at + 1));
      this.#end();
      from = at + 1;
    }
    if (from < bytes.length) {
      this.#line.push(bytes.subarray(from));
    }
  }

  #end(): void {
    const line = Buffer.concat(this.#line);
    this.#line = [];
    if (line.subarray(0, RECEIPT_COMMENT.length).toString() === RECEIPT_COMMENT) {
      this.#receiptSeen = true;
      const written = line.subarray(RECEIPT_COMMENT.length).toString();
      reading(this.#witness, () => this.#witness.receipt(readReceipt(JSON.parse(written))));
    } else if (line.subarray(0, HEAD_COMMENT.length).toString() === HEAD_COMMENT) {
      const written = line.subarray(HEAD_COMMENT.length).toString();
      reading(this.#witness, () => this.#witness.head(readHead(JSON.parse(written))));
    } else if (!this.#receiptSeen) {
      this.#hash.update(line);
    }
  }

  digest(): Hex {
    if (!this.#receiptSeen) {
      this.#hash.update(Buffer.concat(this.#line));
    }
    return `0x${this.#hash.digest('hex')}`;
  }
}
