// What a careful team builds in Node: fastify on every processor, an HMAC, and one script of Redis over one pipelined connection each.
import cluster from "node:cluster";
import { createHmac } from "node:crypto";
import { availableParallelism } from "node:os";
import fastify from "fastify";
import Redis from "ioredis";

const [port, redisPort, secret] = process.argv.slice(2);
const CHECK = `
local v = redis.call('HMGET', KEYS[1], 'limit', 'spent', 'frozen', 'exp')
if not v[1] then return -4 end
if v[3] == '1' then return -1 end
if tonumber(v[4]) < tonumber(ARGV[2]) then return -2 end
if tonumber(v[2]) + tonumber(ARGV[1]) > tonumber(v[1]) then return -3 end
return redis.call('HINCRBY', KEYS[1], 'spent', ARGV[1])
`;

function mac(text) {
  return createHmac("sha256", secret).update(text).digest("base64").replace(/=+$/, "");
}

async function serve() {
  const redis = new Redis({ host: "127.0.0.1", port: Number(redisPort), enableAutoPipelining: true });
  redis.defineCommand("check", { numberOfKeys: 1, lua: CHECK });
  const app = fastify({ logger: false });
  app.get("/authorize", async (request, reply) => {
    const { "x-key": key, "x-id": id, "x-time": time, "x-mac": given } = request.headers;
    const text = `${request.method}\n${request.url}\n${time ?? ""}\n${id ?? ""}\n${key ?? ""}`;
    if (!key || mac(text) !== given) return reply.code(401).send({ status: 401 });
    const spent = await redis.check(`peer:${key}`, 1, Math.floor(Date.now() / 1000));
    if (spent < 0) return reply.code(402).send({ status: 402 });
    return { status: 200, spent };
  });
  await app.listen({ host: "127.0.0.1", port: Number(port) });
}

if (cluster.isPrimary) {
  for (let worker = 0; worker < availableParallelism(); worker++) cluster.fork();
  process.on("SIGTERM", () => {
    for (const worker of Object.values(cluster.workers)) worker.kill();
    process.exit(0);
  });
} else {
  await serve();
}
