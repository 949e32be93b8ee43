// An MCP client, unmodified, over Streamable HTTP: each tool call is paid, what only asks what there is costs nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Agent } from '@protocolbanks/agent';
import { agentOptions, gateway } from './surroundings.mjs';

test('tools are called and paid for', async () => {
  const agent = await Agent.open(agentOptions(4));
  const client = new Client({ name: 'example', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway}/mcp`), { fetch: agent.fetch }));
  const { tools } = await client.listTools();
  assert.ok(tools.some((one) => one.name === 'echo'));
  assert.equal(agent.proven.seq, 0);
  const answer = await client.callTool({ name: 'echo', arguments: { text: 'hello' } });
  assert.match(JSON.stringify(answer.content), /hello/);
  // answered as a stream
  const recited = await client.callTool({ name: 'recite', arguments: { text: 'hello again' } });
  assert.match(JSON.stringify(recited.content), /hello again/);
  await client.close();
  assert.deepEqual(agent.findings, []);
  assert.equal(agent.proven.seq, 2);
  assert.deepEqual(await agent.audit(), []);
  assert.ok(agent.proven.spent > 0n);
});
