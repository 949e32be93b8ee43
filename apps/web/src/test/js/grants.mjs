// Usage: node grants.mjs ASSETS VECTORS. Signs the shared grants with the pages' own code and prints how many agreed.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [assets, vectors] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(resolve(join(assets, name))));
const { addressOf, newSecret, sign } = await load("agent-key.js");
const { grantDigest } = await load("grant.js");
const given = JSON.parse(readFileSync(vectors, "utf8"));
let agreed = 0;
for (const grant of given.grants) {
  const digest = grantDigest(grant, given.chainId);
  const own = await sign(digest, given.keys.agent);
  const wallet = await sign(digest, given.keys.wallet);
  const same = digest === grant.digest && own === grant.keySignature && wallet === grant.walletSignature;
  if (same && addressOf(given.keys.agent) === grant.key && addressOf(newSecret()) !== grant.key) agreed++;
}
console.log(agreed);
