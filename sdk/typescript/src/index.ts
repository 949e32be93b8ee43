export { Agent, type AgentOptions } from './agent.js';
export {
  BATCH_SETTLEMENT,
  ERC3009_COLLECTOR,
  channelConfig,
  channelId,
  depositNonce,
  signDeposit,
  voucherTypedData,
  type ChannelConfig,
  type DepositAuthorization,
  type Voucher,
} from './channel.js';
export { Disputed, PaymentRefused } from './funds.js';
export { GatewayRefused, type Fetch, type SessionGrant, type SessionState } from './gateway.js';
export { createSessionKey, grantDigest, grantTypedData, routesHash, signGrant, type Grant } from './grant.js';
export { ReceiptLedger, type Finding } from './ledger.js';
export { Payments, type PaymentPayload, type Payer } from './payments.js';
export {
  beginning,
  bodyDigest,
  headDigest,
  headSigner,
  readHead,
  readReceipt,
  then,
  type Chain,
  type Outcome,
  type ReceiptBody,
  type SignedHead,
  type Usage,
  type UsageReceipt,
} from './receipts.js';
export type { TypedDataSigner } from './signer.js';
export { StrictPayer, type StrictOptions } from './strict.js';
export { MalformedAnswer, readTerms, type ChannelSnapshot, type Terms } from './terms.js';
export { ExposureReached, nextCeiling, windowHeaders, type WindowSize } from './window.js';
