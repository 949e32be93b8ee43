import type { Address, Hex } from 'viem';
import { beginning, bodyDigest, headSigner, then, type Chain, type SignedHead, type UsageReceipt } from './receipts.js';

/** Something a gateway's receipts say that cannot be right. */
export type Finding =
  /** Receipts of these places were never shown. */
  | { readonly kind: 'missing'; readonly from: number; readonly to: number }
  /** A receipt differs from what was asked, answered, shown before, or signed for. */
  | { readonly kind: 'altered'; readonly seq: number; readonly what: 'channel' | 'request' | 'response' | 'shown' | 'head' }
  /** One request was charged twice. */
  | { readonly kind: 'double'; readonly seq: number; readonly first: number; readonly requestId: string }
  /** A receipt or a head says what none can say, such as more charged than held. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** `spent` grew by something else than what was charged. */
  | { readonly kind: 'overcharged'; readonly seq: number }
  /** A head is signed by someone who does not sign for this gateway. */
  | { readonly kind: 'stranger'; readonly seq: number; readonly signer: Address | undefined }
  /** Two signed heads disagree about one place: proof of fraud. */
  | { readonly kind: 'fork'; readonly seq: number; readonly heads: readonly [SignedHead, SignedHead] };

/** Places whose chain values are remembered, so that a head that comes late can still be compared. */
const REMEMBERED = 4096;

/**
 * One channel's receipts as its payer sees them: folded in order, compared with what was asked and answered and with the
 * heads the gateway signed. Receipts may come in any order; each finding is reported once.
 */
export class ReceiptLedger {
  readonly #chainId: number;
  readonly #signers: Set<string>;
  #verified: Chain;
  #covered = 0;
  readonly #values = new Map<number, Hex>();
  readonly #waiting = new Map<number, UsageReceipt>();
  readonly #digests = new Map<number, Hex>();
  readonly #charged = new Map<string, number>();
  readonly #asked = new Map<string, Hex>();
  readonly #answered = new Map<string, Hex>();
  readonly #heads = new Map<number, SignedHead>();
  readonly #findings: Finding[] = [];

  /**
   * @param signers who may sign heads; when empty, the first head's signer is the one from then on
   * @param from where an earlier ledger of this channel had come to
   */
  constructor(channelId: Hex, chainId: number, signers: readonly Address[] = [], from: Chain = beginning(channelId)) {
    this.#chainId = chainId;
    this.#signers = new Set(signers.map((one) => one.toLowerCase()));
    this.#verified = from;
    this.#values.set(from.seq, from.value);
  }

  /** The receipts without a gap from the first, folded. Its `spent` is what is known to be owed. */
  get verified(): Chain {
    return this.#verified;
  }

  /** The highest place that a signed head stands by. */
  get covered(): number {
    return this.#covered;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** What is still missing between the receipts that came; not a finding while requests are in flight. */
  get gaps(): readonly Finding[] {
    const shown = [...this.#waiting.keys()].sort((a, b) => a - b);
    const gaps: Finding[] = [];
    let next = this.#verified.seq + 1;
    for (const seq of shown) {
      if (seq > next) {
        gaps.push({ kind: 'missing', from: next, to: seq - 1 });
      }
      next = seq + 1;
    }
    return gaps;
  }

  asked(requestId: string, digest: Hex): void {
    this.#asked.set(requestId, digest);
  }

  /** What was delivered, or what the receipt says was: whichever comes second is compared with the first. */
  answered(requestId: string, digest: Hex): void {
    const other = this.#answered.get(requestId);
    if (other === undefined) {
      this.#answered.set(requestId, digest);
    } else {
      this.#answered.delete(requestId);
      this.#asked.delete(requestId);
      if (other !== digest) {
        this.#found({ kind: 'altered', seq: this.#charged.get(requestId) ?? 0, what: 'response' });
      }
    }
  }

  /** What was shown as a receipt or a head is none. */
  unreadable(reason: string): void {
    this.#found({ kind: 'unreadable', reason });
  }

  add(receipt: UsageReceipt): void {
    const { seq, body } = receipt;
    const digest = bodyDigest(body);
    const shown = this.#digests.get(seq);
    if (seq <= this.#verified.seq || shown !== undefined) {
      if (shown !== undefined && shown !== digest) {
        this.#found({ kind: 'altered', seq, what: 'shown' });
      }
      return;
    }
    this.#digests.set(seq, digest);
    this.#check(receipt);
    this.#waiting.set(seq, receipt);
    this.#fold();
  }

  #check({ seq, body }: UsageReceipt): void {
    const first = this.#charged.get(body.requestId);
    if (first !== undefined) {
      this.#found({ kind: 'double', seq, first, requestId: body.requestId });
      return;
    }
    this.#charged.set(body.requestId, seq);
    if (body.channelId !== this.#verified.channelId) {
      this.#found({ kind: 'altered', seq, what: 'channel' });
    }
    const asked = this.#asked.get(body.requestId);
    if (asked !== undefined && asked !== body.requestDigest) {
      this.#found({ kind: 'altered', seq, what: 'request' });
    }
    if (body.outcome === 'EXPIRED' && BigInt(body.responseDigest) === 0n) {
      // nobody saw the request's end, as its gateway was gone: the receipt is no statement about the answer
      this.#answered.delete(body.requestId);
      this.#asked.delete(body.requestId);
    } else {
      this.answered(body.requestId, body.responseDigest);
    }
  }

  #fold(): void {
    for (;;) {
      const next = this.#waiting.get(this.#verified.seq + 1);
      if (next === undefined) {
        return;
      }
      if (next.spent !== this.#verified.spent + next.body.charged) {
        this.#found({ kind: 'overcharged', seq: next.seq });
      }
      this.#verified = then(this.#verified, next);
      this.#waiting.delete(next.seq);
      this.#values.set(next.seq, this.#verified.value);
      this.#values.delete(next.seq - REMEMBERED);
      this.#digests.delete(next.seq - REMEMBERED);
      this.#compare(this.#heads.get(next.seq));
    }
  }

  /** Takes a head the gateway signed; it is compared at once, or when its place is reached. */
  async head(head: SignedHead): Promise<void> {
    const known = this.#heads.get(head.seq);
    if (known !== undefined && known.value === head.value && known.signature === head.signature) {
      return;
    }
    const signer = await headSigner(head, this.#chainId);
    if (signer !== undefined && this.#signers.size === 0) {
      this.#signers.add(signer.toLowerCase());
    }
    if (signer === undefined || !this.#signers.has(signer.toLowerCase())) {
      this.#found({ kind: 'stranger', seq: head.seq, signer });
      return;
    }
    const other = this.#heads.get(head.seq);
    if (other !== undefined && (other.value !== head.value || other.spent !== head.spent)) {
      this.#found({ kind: 'fork', seq: head.seq, heads: [other, head] });
      return;
    }
    this.#heads.set(head.seq, head);
    this.#compare(head);
  }

  #compare(head: SignedHead | undefined): void {
    const value = head && this.#values.get(head.seq);
    if (head === undefined || value === undefined) {
      return;
    }
    if (head.channelId === this.#verified.channelId && head.value === value) {
      this.#covered = Math.max(this.#covered, head.seq);
      this.#heads.forEach((_, seq) => seq < head.seq - REMEMBERED && this.#heads.delete(seq));
    } else {
      this.#found({ kind: 'altered', seq: head.seq, what: 'head' });
    }
  }

  #found(finding: Finding): void {
    this.#findings.push(finding);
  }
}
