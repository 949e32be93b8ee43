// The official OpenAI SDK, unmodified: with a session token as its key, and with a fetch that pays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { Agent } from '@protocolbanks/agent';
import { agentOptions, gateway, model } from './surroundings.mjs';

const baseURL = `${gateway}/v1`;
const messages = [{ role: 'user', content: 'What does a voucher promise?' }];

async function streamed(openai) {
  let text = '';
  for await (const chunk of await openai.chat.completions.create({ model, messages, max_tokens: 16, stream: true })) {
    text += chunk.choices[0]?.delta?.content ?? '';
  }
  return text;
}

test('a session token is an API key', async () => {
  const agent = await Agent.open(agentOptions(1));
  const openai = new OpenAI({ baseURL, apiKey: await agent.token() });
  const models = await openai.models.list();
  assert.ok(models.data.some((one) => one.id === model));
  const answer = await openai.chat.completions.create({ model, messages, max_tokens: 16 });
  assert.ok(answer.choices[0].message.content.length > 0);
  assert.ok((await streamed(openai)).length > 0);
  assert.deepEqual(await agent.audit(), []);
  assert.equal(agent.proven.seq, 2);
  assert.ok((await agent.left()).spent >= agent.proven.spent, 'the key spent at least what this channel did');
});

test('through the fetch that pays, many at once, each with its receipt', async () => {
  const agent = await Agent.open(agentOptions(2));
  const openai = new OpenAI({ baseURL, apiKey: 'the fetch brings its own', fetch: agent.fetch });
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => openai.chat.completions.create({ model, messages, max_tokens: 16 })),
  );
  assert.equal(answers.filter((one) => one.choices[0].message.content.length > 0).length, 64);
  assert.ok((await streamed(openai)).length > 0);
  assert.deepEqual(agent.findings, []);
  assert.equal(agent.proven.seq, 65, 'every answer brought its receipt');
  assert.deepEqual(await agent.audit(), []);
  assert.ok(agent.exposure.now <= agent.exposure.most);
});

test('what the gateway refuses reaches the SDK as its own error', async () => {
  const agent = await Agent.open(agentOptions(3));
  const openai = new OpenAI({ baseURL, apiKey: 'unused', fetch: agent.fetch, maxRetries: 0 });
  const refused = await openai.chat.completions.create({ model: 'nobody-has-priced-this', messages }).catch((it) => it);
  assert.ok(refused instanceof OpenAI.APIError, String(refused));
  assert.ok(refused.code, 'a stable code');
});
