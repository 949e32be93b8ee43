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
const MCP = '/mcp';
const PAYMENT = Buffer.from('"x402/payment-response":');
const [QUOTE, BACKSLASH, COMMA, OPENS, CLOSES] = ['"', '\\', ',', '{[', '}]'].map((one) => Buffer.from(one)) as [
  Buffer, Buffer, Buffer, Buffer, Buffer,
];
const ANSWER_GONE = 'PB-Answer-Gone';
const RECEIPT_COMMENT = ': receipt ';
const HEAD_COMMENT = ': head ';

export function sha256(bytes: Uint8Array): Hex {
  return `0x${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * What a receipt covers of a paid answer of MCP, which carries the receipt in itself: the bytes as they are delivered, but
 * the value of every member that is written `"x402/payment-response":` reads `null`. In JSON no text can hold these
 * characters, as its quotation marks are escaped.
 */
export function coveredBytes(delivered: Uint8Array): Uint8Array {
  const bytes = Buffer.from(delivered.buffer, delivered.byteOffset, delivered.byteLength);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let member = bytes.indexOf(PAYMENT); member >= 0; member = bytes.indexOf(PAYMENT, from)) {
    const value = member + PAYMENT.length;
    parts.push(bytes.subarray(from, value), Buffer.from('null'));
    from = valueEnd(bytes, value);
  }
  parts.push(bytes.subarray(from));
  return Buffer.concat(parts);
}

/** Of the JSON value that begins there, white space before it included. */
function valueEnd(bytes: Buffer, from: number): number {
  let depth = 0;
  let inText = false;
  for (let at = from; at < bytes.length; at++) {
    const one = bytes[at] as number;
    if (inText) {
      if (one === BACKSLASH[0]) {
        at++;
      } else if (one === QUOTE[0]) {
        inText = false;
        if (depth === 0) {
          return at + 1;
        }
      }
    } else if (one === QUOTE[0]) {
      inText = true;
    } else if (OPENS.includes(one)) {
      depth++;
    } else if (CLOSES.includes(one)) {
      depth--;
      if (depth <= 0) {
        return depth < 0 ? at : at + 1;
      }
    } else if (one === COMMA[0] && depth === 0) {
      return at;
    }
  }
  return bytes.length;
}

/**
 * The same answer, with what passes through it shown to the witness.
 *
 * @param path what was asked for; an answer of `/mcp` carries its receipt in itself
 */
export function watch(answer: Response, path: string, witness: Witness): Response {
  fromHeader(answer.headers.get('PAYMENT-RESPONSE'), witness);
  const mcp = path === MCP;
  // what was paid for is kept no longer: this is not it
  const compared = !answer.headers.has(ANSWER_GONE);
  if (answer.body === null) {
    if (compared && !mcp) {
      witness.delivered(sha256(new Uint8Array()));
    }
    witness.ended();
    return answer;
  }
  const events = (answer.headers.get('content-type') ?? '').startsWith('text/event-stream');
  const content = events ? new EventReading(witness, mcp) : mcp ? new McpReading() : new PlainReading();
  const reader = answer.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          // what MCP says for nothing has no receipt to be compared with
          if (compared && (!mcp || answer.headers.has('PAYMENT-RESPONSE') || content.receiptSeen)) {
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
  readonly receiptSeen = false;
  readonly #hash = createHash('sha256');

  take(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): Hex {
    return `0x${this.#hash.digest('hex')}`;
  }
}

class McpReading {
  readonly receiptSeen = false;
  readonly #parts: Uint8Array[] = [];

  take(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }

  digest(): Hex {
    return sha256(coveredBytes(Buffer.concat(this.#parts)));
  }
}

/**
 * Server-sent events: the receipt is a comment, and what stands before it is what was delivered. MCP's own answer stands
 * behind it and is covered too.
 */
class EventReading {
  readonly #hash: Hash = createHash('sha256');
  readonly #witness: Witness;
  readonly #mcp: boolean;
  #line: Uint8Array[] = [];
  #behind: Uint8Array[] = [];
  #receiptSeen = false;
  #blankOfComment = false;

  constructor(witness: Witness, mcp: boolean) {
    this.#witness = witness;
    this.#mcp = mcp;
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
      this.#blankOfComment = true;
      const written = line.subarray(RECEIPT_COMMENT.length).toString();
      reading(this.#witness, () => this.#witness.receipt(readReceipt(JSON.parse(written))));
    } else if (line.subarray(0, HEAD_COMMENT.length).toString() === HEAD_COMMENT) {
      this.#blankOfComment = this.#receiptSeen;
      const written = line.subarray(HEAD_COMMENT.length).toString();
      reading(this.#witness, () => this.#witness.head(readHead(JSON.parse(written))));
    } else if (this.#blankOfComment) {
      this.#blankOfComment = false;
    } else if (!this.#receiptSeen) {
      this.#hash.update(line);
    } else if (this.#mcp) {
      this.#behind.push(line);
    }
  }

  get receiptSeen(): boolean {
    return this.#receiptSeen;
  }

  digest(): Hex {
    if (!this.#receiptSeen) {
      this.#hash.update(Buffer.concat(this.#line));
    } else if (this.#mcp) {
      this.#hash.update(coveredBytes(Buffer.concat([...this.#behind, ...this.#line])));
    }
    return `0x${this.#hash.digest('hex')}`;
  }
}
