// Writes tests/fixtures/agent-vectors.json: what both SDKs must sign, count and find, from fixed keys and by no code of
// theirs. Run `npm run vectors` after a change and commit the file.
import { createHash, createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { concatHex, encodeAbiParameters, hashTypedData, keccak256, stringToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const CHAIN = 7001;
const CONTRACT = '0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003';
const COLLECTOR = '0x4020806089470a89826cB9fB1f4059150b550004';
const keyOf = (name) => keccak256(stringToHex(`protocolbanks vectors ${name}`));
const [wallet, agent, gateway, stranger] = ['wallet', 'agent', 'gateway', 'stranger'].map((name) => ({
  secret: keyOf(name),
  account: privateKeyToAccount(keyOf(name)),
}));
const token = '0x0cbe0dF132a6c6B4a2974Fa1b7Fb953CF0Cc798a';
const sha256 = (text) => `0x${createHash('sha256').update(text).digest('hex')}`;
const word = (name) => keccak256(stringToHex(name));

async function grant(limit, expiresAt, routes, nonce) {
  const data = {
    domain: { name: 'ProtocolBanks', version: '1', chainId: CHAIN },
    types: {
      SessionKeyGrant: ['address org', 'address key', 'address token', 'uint128 limit', 'uint64 expiresAt', 'bytes32 routesHash', 'bytes32 nonce'].map(
        (one) => ({ type: one.split(' ')[0], name: one.split(' ')[1] }),
      ),
    },
    primaryType: 'SessionKeyGrant',
    message: {
      org: wallet.account.address,
      key: agent.account.address,
      token,
      limit,
      expiresAt: BigInt(expiresAt),
      routesHash: keccak256(stringToHex(routes.map((one) => one + '\n').join(''))),
      nonce,
    },
  };
  const { org, key, routesHash } = data.message;
  return {
    org, key, token, limit: `${limit}`, expiresAt, routes, nonce, routesHash,
    digest: hashTypedData(data),
    walletSignature: await wallet.account.signTypedData(data),
    keySignature: await agent.account.signTypedData(data),
  };
}

const settlement = { name: 'x402 Batch Settlement', version: '1', chainId: CHAIN, verifyingContract: CONTRACT };
const typed = (text) => text.split(', ').map((one) => ({ type: one.split(' ')[0], name: one.split(' ')[1] }));
const CONFIG = typed('address payer, address payerAuthorizer, address receiver, address receiverAuthorizer, address token, uint40 withdrawDelay, bytes32 salt');

async function channel(payer, withdrawDelay, salt) {
  const config = {
    payer, payerAuthorizer: agent.account.address, receiver: '0x00000000000000000000000000000000000000AA',
    receiverAuthorizer: gateway.account.address, token, withdrawDelay, salt,
  };
  const id = hashTypedData({ domain: settlement, types: { ChannelConfig: CONFIG }, primaryType: 'ChannelConfig', message: config });
  const vouchers = [];
  for (const maxClaimableAmount of [0n, 1n, 1_000_000n, 2n ** 53n - 1n, 2n ** 128n - 1n]) {
    const data = {
      domain: settlement, types: { Voucher: typed('bytes32 channelId, uint128 maxClaimableAmount') },
      primaryType: 'Voucher', message: { channelId: id, maxClaimableAmount },
    };
    vouchers.push({ maxClaimableAmount: `${maxClaimableAmount}`, signature: await agent.account.signTypedData(data) });
  }
  return { config, channelId: id, vouchers, deposit: await deposit(id, 5_000_000n, 1_800_000_000, 3600, word(`salt of ${id}`)) };
}

async function deposit(id, amount, now, maxTimeoutSeconds, salt) {
  const nonce = keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [id, BigInt(salt)]));
  const signature = await wallet.account.signTypedData({
    domain: { name: 'USD Coin', version: '2', chainId: CHAIN, verifyingContract: token },
    types: { ReceiveWithAuthorization: typed('address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce') },
    primaryType: 'ReceiveWithAuthorization',
    message: { from: wallet.account.address, to: COLLECTOR, value: amount, validAfter: 0n, validBefore: BigInt(now + maxTimeoutSeconds), nonce },
  });
  return { tokenName: 'USD Coin', tokenVersion: '2', amount: `${amount}`, now, maxTimeoutSeconds, salt, nonce, signature };
}

function windowed(method, path, body, requestId, at) {
  const secret = createHash('sha256').update('protocolbanks vectors session').digest();
  const words = [method, path, createHash('sha256').update(body).digest('hex'), requestId, at].join('\n');
  return { method, path, body, requestId, at, secret: secret.toString('base64url'), signature: createHmac('sha256', secret).update(words).digest('base64url') };
}

function receipt(id, seq, spent, charged, changes = {}) {
  const body = {
    channelId: id, requestId: `request-${seq}-0123456789`, at: 1_800_000_000_000 + seq, route: 'chat', model: seq % 2 ? 'small-1' : '大模型',
    requestDigest: sha256(`question ${seq}`), responseDigest: sha256(`answer ${seq}`),
    usage: { inputTokens: 100 * seq, cachedTokens: seq, outputTokens: 20 * seq, reasoningTokens: 0, units: 0 },
    priceVersion: 3, held: `${charged + 10}`, charged: `${charged}`, shortfall: '0', outcome: 'DELIVERED', ...changes,
  };
  return { seq, spent: `${spent}`, body };
}

function bodyDigest(body) {
  const text = (value) => keccak256(stringToHex(value));
  const { usage } = body;
  const words = [
    body.channelId, text(body.requestId), body.at, text(body.route), text(body.model), body.requestDigest, body.responseDigest,
    usage.inputTokens, usage.cachedTokens, usage.outputTokens, usage.reasoningTokens, usage.units, body.priceVersion,
    BigInt(body.held), BigInt(body.charged), BigInt(body.shortfall), text(body.outcome),
  ];
  return keccak256(concatHex(words.map((one) => (typeof one === 'string' ? one : `0x${BigInt(one).toString(16).padStart(64, '0')}`))));
}

function fold(id, receipts) {
  let chain = { channelId: id, seq: 0, spent: '0', value: id };
  const chains = [chain];
  for (const { seq, spent, body } of receipts) {
    const words = [chain.value, `0x${seq.toString(16).padStart(64, '0')}`, `0x${BigInt(spent).toString(16).padStart(64, '0')}`, bodyDigest(body)];
    chain = { channelId: id, seq, spent, value: keccak256(concatHex(words)) };
    chains.push(chain);
  }
  return chains;
}

async function head(chain, by = gateway) {
  const signature = await by.account.signTypedData({
    domain: { name: 'ProtocolBanks Receipts', version: '1', chainId: CHAIN, verifyingContract: CONTRACT },
    types: { ReceiptHead: typed('bytes32 channelId, uint64 seq, uint128 spent, bytes32 value') },
    primaryType: 'ReceiptHead',
    message: { channelId: chain.channelId, seq: BigInt(chain.seq), spent: BigInt(chain.spent), value: chain.value },
  });
  return { ...chain, signature, signer: by.account.address };
}

async function ledgers(id) {
  const good = [receipt(id, 1, 70, 70), receipt(id, 2, 100, 30), receipt(id, 3, 100, 0), receipt(id, 4, 145, 45)];
  const chains = fold(id, good);
  const heads = [await head(chains[2]), await head(chains[4])];
  const changed = (at, change) => good.map((one, index) => (index === at ? { ...one, ...change } : one));
  const body = (at, change) => changed(at, { body: { ...good[at].body, ...change } });
  const whole = { seq: 4, spent: '145' };
  const cases = [
    { name: 'honest', receipts: good, covered: 4, findings: [] },
    { name: 'honest, in another order', receipts: [good[3], good[1], good[0], good[2]], covered: 4, findings: [] },
    { name: 'shown twice', receipts: [...good, good[1]], covered: 4, findings: [] },
    { name: 'one left out', receipts: [good[0], good[2], good[3]], verified: { seq: 1, spent: '70' }, covered: 0, findings: ['missing 2-2'] },
    { name: 'amount changed after signing', receipts: body(1, { charged: '29' }), covered: 0, findings: ['overcharged 2', 'altered 2 head', 'altered 4 head'] },
    { name: 'usage changed after signing', receipts: body(3, { model: 'large' }), covered: 2, findings: ['altered 4 head'] },
    { name: 'another amount than charged', receipts: changed(1, { spent: '101' }), covered: 0, findings: ['overcharged 2', 'altered 2 head', 'overcharged 3', 'altered 4 head'] },
    { name: 'one request twice', receipts: body(3, { requestId: good[0].body.requestId }), covered: 2, findings: ['double 4 1', 'altered 4 head'] },
    { name: 'two versions of one receipt', receipts: [...good, body(2, { charged: '1' })[2]], covered: 4, findings: ['altered 3 shown'] },
    { name: 'more than held', receipts: [receipt(id, 1, 90, 90, { held: '80' })], heads: [], verified: { seq: 0, spent: '0' }, covered: 0, findings: ['unreadable'] },
    { name: 'another question', receipts: [good[0]], heads: [], asked: { [good[0].body.requestId]: sha256('something else') }, verified: { seq: 1, spent: '70' }, covered: 0, findings: ['altered 1 request'] },
    { name: 'another answer', receipts: [good[0]], heads: [], answered: { [good[0].body.requestId]: sha256('something else') }, verified: { seq: 1, spent: '70' }, covered: 0, findings: ['altered 1 response'] },
    { name: 'another channel', receipts: [receipt(id, 1, 70, 70, { channelId: word('other') })], heads: [], verified: { seq: 1, spent: '70' }, covered: 0, findings: ['altered 1 channel'] },
    { name: "a stranger's head", receipts: good, heads: [await head(chains[4], stranger)], covered: 0, findings: ['stranger 4'] },
    { name: 'two heads for one place', receipts: good, heads: [heads[1], await head({ ...chains[4], value: word('other') })], covered: 4, findings: ['fork 4'] },
  ];
  return cases.map(({ verified = whole, heads: shown = heads, asked = {}, answered = {}, ...one }) => ({
    name: one.name, asked, answered, receipts: one.receipts, heads: shown,
    verified: fold(id, one.receipts.filter((each, at, all) => all.findIndex((other) => other.seq === each.seq) === at).sort((a, b) => a.seq - b.seq).filter((each) => each.seq <= verified.seq)).at(-1),
    covered: one.covered, findings: one.findings,
  }));
}

const next = (step, exposure, signed, proven, needed, ceiling) => ({ step, exposure, signed, proven, needed, next: ceiling });
const channels = [
  await channel(wallet.account.address, 900, `0x${'00'.repeat(32)}`),
  await channel(agent.account.address, 2_592_000, word('a salt')),
];
/** What a receipt covers of an answer of MCP: the payment in it reads null. */
const covered = [
  ['{"jsonrpc":"2.0","id":7,"result":{"_meta":{"x402/payment-response":{"success":true,"extra":{"a":[1,"}"]}}},"content":[]}}',
   '{"jsonrpc":"2.0","id":7,"result":{"_meta":{"x402/payment-response":null},"content":[]}}'],
  ['{"result":{"text":"say \\"x402/payment-response\\":1, \u00e4\u4e2d","_meta":{"a":1,"x402/payment-response":null}}}',
   '{"result":{"text":"say \\"x402/payment-response\\":1, \u00e4\u4e2d","_meta":{"a":1,"x402/payment-response":null}}}'],
  ['event: message\ndata: {"result":{"_meta":{"x402/payment-response":{"t":"\\\\\\"{"}}}}\n\n',
   'event: message\ndata: {"result":{"_meta":{"x402/payment-response":null}}}\n\n'],
  ['{"a":{"x402/payment-response":"x\\",}"},"b":{"x402/payment-response": 12.5 ,"c":[{"x402/payment-response":[1,2]}]}}',
   '{"a":{"x402/payment-response":null},"b":{"x402/payment-response":null,"c":[{"x402/payment-response":null}]}}'],
  ['{"x402/payment-response" :1}', '{"x402/payment-response" :1}'],
  ['{"x402/payment-response":{"cut":"of', '{"x402/payment-response":null'],
  ['no json at all', 'no json at all'],
  ['', ''],
].map(([delivered, given]) => ({ delivered, covered: given }));

const vectors = {
  chainId: CHAIN,
  contract: CONTRACT,
  keys: { wallet: wallet.secret, agent: agent.secret, gateway: gateway.secret },
  grants: [
    await grant(1_000_000n, 1_800_000_000, ['chat'], word('nonce 1')),
    await grant(2n ** 53n - 1n, 4_102_444_800, ['chat', 'embeddings', '天气'], word('nonce 2')),
    await grant(0n, 0, [], `0x${'00'.repeat(32)}`),
  ],
  channels,
  windows: [
    windowed('POST', '/v1/chat/completions', '{"model":"small-1"}', 'request-1-0123456789', 1_800_000_000_000),
    windowed('GET', '/v1/models?after=1&limit=2', '', 'A_b-0123456789abcdef', 1_800_000_000_001),
    windowed('POST', '/r/weather/%E4%B8%8A%E6%B5%B7', '天气', '0123456789abcdef', 1_800_000_000_002),
  ],
  ceilings: [
    next('100', '1000', '0', '0', '0', '100'),
    next('100', '1000', '100', '40', '150', '250'),
    next('100', '1000', '300', '40', '150', '400'),
    next('500', '600', '300', '40', '320', '640'),
    next('500', '600', '300', '40', '640', '640'),
    next('500', '600', '300', '40', '641', null),
  ],
  ledgers: await ledgers(channels[0].channelId),
  covered,
};
writeFileSync(new URL('../../../tests/fixtures/agent-vectors.json', import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`);
