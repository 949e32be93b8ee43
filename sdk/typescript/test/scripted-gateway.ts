import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recoverTypedDataAddress, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { beginning, headDigest, then, voucherTypedData, type Chain, type UsageReceipt } from '../src/index.js';

const CHAIN = 7001;
const SECRET = createHash('sha256').update('session').digest();

/** What a test may make the gateway do wrong. */
export interface Misdeeds {
  /** Changes a receipt before it is shown. */
  readonly receipt?: (receipt: UsageReceipt) => UsageReceipt;
  /** The connection is cut instead of the first answer to each of these ids. */
  readonly lose?: Set<string>;
  /** Answers carry no receipts; they can only be fetched. */
  readonly silent?: boolean;
  /** How often a deposit is said to be on its way before it is there. */
  readonly slowDeposits?: number;
}

/** A gateway as the protocol has it, in one process and on no chain: what an agent does with right and wrong answers. */
export class ScriptedGateway {
  readonly signer = privateKeyToAccount(`0x${'77'.repeat(32)}`);
  readonly price = 10n;
  readonly vouchers: bigint[] = [];
  readonly receipts: UsageReceipt[] = [];
  readonly deposits: string[] = [];
  balance = 0n;
  held = 0n;
  accepted = 0n;
  inFlight = 0;
  mostInFlight = 0;
  /** Requests wait until so many are in flight. */
  gather = 1;
  #shown: UsageReceipt[] = [];
  #signature: Hex = '0x';
  #chain: Chain | undefined;
  #outcomes = new Map<string, UsageReceipt>();
  #gathered: (() => void)[] = [];
  readonly #misdeeds: Misdeeds;
  readonly #server: Server;

  private constructor(misdeeds: Misdeeds) {
    this.#misdeeds = misdeeds;
    this.#server = createServer((request, answer) => void this.#serve(request, answer));
    // on a busy machine Node's five seconds end a connection just as the agent asks again over it
    this.#server.keepAliveTimeout = 60_000;
  }

  static async start(misdeeds: Misdeeds = {}): Promise<ScriptedGateway> {
    const gateway = new ScriptedGateway(misdeeds);
    await new Promise<void>((ready) => gateway.#server.listen(0, '127.0.0.1', ready));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get spent(): bigint {
    return this.#chain?.spent ?? 0n;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname === '/v1/session' && request.method === 'POST') {
      await this.#open(JSON.parse(body.toString()).payload, answer);
    } else if (url.pathname === '/v1/session' && request.headers.authorization === undefined) {
      this.#payment(answer, 'payment_required');
    } else if (url.pathname === '/v1/receipts') {
      const after = Number(url.searchParams.get('after'));
      json(answer, 200, { receipts: this.#shown.filter((one) => one.seq > after).slice(0, 5) });
    } else if (url.pathname.startsWith('/v1/heads/')) {
      json(answer, 200, await this.#head());
    } else if (typeof request.headers['payment-signature'] === 'string') {
      await this.#strict(request.headers['payment-signature'], String(request.headers['idempotency-key']), body, answer);
    } else if (request.headers.authorization === undefined) {
      this.#payment(answer, 'payment_required');
    } else {
      await this.#paid(request, url, body, answer);
    }
  }

  /** One request under a voucher of its own, exactly its price above what was charged. */
  async #strict(header: string, id: string, body: Buffer, answer: ServerResponse): Promise<void> {
    const { payload } = JSON.parse(Buffer.from(header, 'base64').toString());
    this.#chain ??= beginning(payload.voucher.channelId);
    const ceiling = BigInt(payload.voucher.maxClaimableAmount);
    if (!this.#arrived(payload)) {
      return this.#payment(answer, 'deposit_pending');
    }
    if (ceiling !== this.spent + this.price || ceiling > this.balance) {
      return this.#payment(answer, 'invalid_batch_settlement_evm_cumulative_amount_mismatch');
    }
    this.vouchers.push(ceiling);
    this.accepted = ceiling;
    this.#signature = payload.voucher.signature;
    await this.#answered(this.#charge(id, body), id, answer);
  }

  /** Whether the payment's deposit, if it has one, is in the channel now; each counts once. */
  #arrived(payload: any): boolean {
    if (payload.deposit === undefined) {
      return true;
    }
    const salt = payload.deposit.authorization.erc3009Authorization.salt;
    this.deposits.push(salt);
    const times = this.deposits.filter((one) => one === salt).length;
    if (times === (this.#misdeeds.slowDeposits ?? 0) + 1) {
      this.balance += BigInt(payload.deposit.amount);
    }
    return times > (this.#misdeeds.slowDeposits ?? 0);
  }

  async #open(payload: any, answer: ServerResponse): Promise<void> {
    const ceiling = BigInt(payload.voucher.maxClaimableAmount);
    this.#chain ??= beginning(payload.voucher.channelId);
    const data = voucherTypedData({ channelId: this.#chain.channelId, maxClaimableAmount: ceiling }, CHAIN);
    const signer = await recoverTypedDataAddress({ ...data, signature: payload.voucher.signature });
    if (signer.toLowerCase() !== payload.channelConfig.payerAuthorizer.toLowerCase()) {
      return json(answer, 403, { code: 'bad_request', message: 'not signed by the session key' });
    }
    if (!this.#arrived(payload)) {
      return this.#payment(answer, 'deposit_pending');
    }
    if (ceiling > this.balance) {
      return this.#payment(answer, 'invalid_batch_settlement_evm_cumulative_exceeds_balance');
    }
    if (ceiling < this.accepted) {
      return this.#payment(answer, 'invalid_batch_settlement_evm_cumulative_amount_mismatch');
    }
    this.vouchers.push(ceiling);
    this.accepted = ceiling;
    this.#signature = payload.voucher.signature;
    json(answer, 200, {
      sessionToken: 'pbs_test', hmacSecret: SECRET.toString('base64url'), channelId: this.#chain.channelId,
      acceptedMax: `${ceiling}`, expiresAt: Math.floor(Date.now() / 1000) + 600,
    });
  }

  async #paid(request: IncomingMessage, url: URL, body: Buffer, answer: ServerResponse): Promise<void> {
    const id = String(request.headers['pb-request-id']);
    const words = [request.method, url.pathname + url.search, sha256(body), id, request.headers['pb-timestamp']].join('\n');
    if (request.headers['pb-signature'] !== createHmac('sha256', SECRET).update(words).digest('base64url')) {
      return json(answer, 401, { code: 'bad_request', message: 'not signed' });
    }
    let receipt = this.#outcomes.get(id);
    if (receipt === undefined) {
      if (this.spent + this.held + this.price > this.accepted) {
        return this.#payment(answer, 'out_of_money');
      }
      await this.#hold();
      receipt = this.#charge(id, body);
    }
    if (this.#misdeeds.lose?.delete(id)) {
      request.socket.destroy();
      return;
    }
    await this.#answered(receipt, id, answer);
  }

  async #answered(receipt: UsageReceipt, id: string, answer: ServerResponse): Promise<void> {
    const extra = this.#misdeeds.silent ? {} : { receipt: wire(receipt), head: await this.#head() };
    const settled = { success: true, transaction: '', network: `eip155:${CHAIN}`, extra: { chargedAmount: `${this.price}`, ...extra } };
    answer.setHeader('PAYMENT-RESPONSE', Buffer.from(JSON.stringify(settled)).toString('base64'));
    answer.writeHead(200, { 'content-type': 'text/plain' });
    answer.end(`answer to ${id}`);
  }

  async #hold(): Promise<void> {
    this.held += this.price;
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    if (this.inFlight < this.gather) {
      await new Promise<void>((go) => this.#gathered.push(go));
    } else {
      this.#gathered.splice(0).forEach((go) => go());
    }
    this.held -= this.price;
    this.inFlight--;
  }

  #charge(id: string, body: Buffer): UsageReceipt {
    const chain = this.#chain!;
    const receipt: UsageReceipt = {
      seq: chain.seq + 1,
      spent: chain.spent + this.price,
      body: {
        channelId: chain.channelId, requestId: id, at: 1_800_000_000_000, route: 'plain', model: '',
        requestDigest: `0x${sha256(body)}`, responseDigest: `0x${sha256(Buffer.from(`answer to ${id}`))}`,
        usage: { inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0, units: 1 },
        priceVersion: 1, held: this.price, charged: this.price, shortfall: 0n, outcome: 'DELIVERED',
      },
    };
    const shown = this.#misdeeds.receipt?.(receipt) ?? receipt;
    this.#chain = then(chain, receipt);
    this.receipts.push(receipt);
    this.#shown.push(wire(shown) as never);
    this.#outcomes.set(id, shown);
    return shown;
  }

  async #head(): Promise<object> {
    const head = this.#chain!;
    const signature = await this.signer.sign({ hash: headDigest(head, CHAIN) });
    return { ...head, spent: `${head.spent}`, signature, signer: this.signer.address };
  }

  #payment(answer: ServerResponse, error: string): void {
    const state = this.#chain && {
      channelState: {
        channelId: this.#chain.channelId, balance: `${this.balance}`, totalClaimed: '0', held: `${this.held}`,
        chargedCumulativeAmount: `${this.spent}`,
      },
      ...(this.accepted > 0n && { voucherState: { signedMaxClaimable: `${this.accepted}`, signature: this.#signature } }),
    };
    const required = {
      x402Version: 2, error, resource: { url: this.url },
      accepts: [{
        scheme: 'batch-settlement', network: `eip155:${CHAIN}`, amount: `${this.price}`, asset: `0x${'aa'.repeat(20)}`,
        payTo: `0x${'bb'.repeat(20)}`, maxTimeoutSeconds: 3600,
        extra: {
          receiverAuthorizer: `0x${'cc'.repeat(20)}`, withdrawDelay: 900, assetTransferMethod: 'eip3009',
          name: 'USD Coin', version: '2', minDeposit: '1000', ...state,
        },
      }],
    };
    answer.setHeader('PAYMENT-REQUIRED', Buffer.from(JSON.stringify(required)).toString('base64'));
    json(answer, 402, { code: error });
  }
}

function wire(receipt: UsageReceipt): object {
  return JSON.parse(JSON.stringify(receipt, (_, value) => (typeof value === 'bigint' ? value.toString() : value)));
}

function json(answer: ServerResponse, status: number, body: object): void {
  answer.writeHead(status, { 'content-type': 'application/json' });
  answer.end(JSON.stringify(body));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
