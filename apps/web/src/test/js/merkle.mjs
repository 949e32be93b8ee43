// The browser's own arithmetic against the vectors that Java and Solidity are checked with.
// usage: node merkle.mjs ASSETS_FOLDER VECTORS_FILE
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const { summary, wordCode } = await import(pathToFileURL(join(process.argv[2], "merkle.js")));
const vectors = JSON.parse(readFileSync(process.argv[3], "utf8"));
for (const [number, vector] of vectors.entries()) {
  const found = summary(vector.items.map((item) => ({ to: item.to, units: item.amount })), vector.chunkSize);
  const total = vector.items.reduce((sum, item) => sum + BigInt(item.amount), 0n);
  if (found.root !== vector.root) throw new Error(`vector ${number}: root ${found.root}, not ${vector.root}`);
  if (found.total !== total || found.chunkCount !== vector.leaves.length) throw new Error(`vector ${number}: sums differ`);
}
const [first] = vectors;
const { root, total } = summary(first.items.map((item) => ({ to: item.to, units: item.amount })), first.chunkSize);
console.log(vectors.length, wordCode("USDC", root, total));
