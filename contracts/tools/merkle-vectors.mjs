// Writes tests/fixtures/merkle.json: twenty payrolls with their chunks' leaves, root and proofs, made from fixed seeds.
// Java, the browser's code and Solidity each check it with their own implementation.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './artifacts.mjs';

const { keccak256 } = createRequire(import.meta.url)('js-sha3');
const hash = (hex) => keccak256(Buffer.from(hex, 'hex'));
const word = (number) => BigInt(number).toString(16).padStart(64, '0');

/** [chunk size, number of items]: one to five chunks, full and begun, odd and even. */
const shapes = [
  [1, 1], [1, 2], [1, 3], [1, 4], [1, 5],
  [2, 1], [2, 3], [2, 4], [2, 6], [2, 9],
  [3, 3], [3, 5], [3, 8], [3, 12], [3, 13],
  [200, 7], [200, 200], [200, 201], [200, 450], [200, 1000],
];

const vectors = shapes.map(([chunkSize, count], number) => {
  const items = Array.from({ length: count }, (_, i) => itemOf(number, i));
  const chunks = Array.from({ length: Math.ceil(count / chunkSize) }, (_, c) => items.slice(c * chunkSize, (c + 1) * chunkSize));
  const leaves = chunks.map((chunk, c) => hash(hash(word(c) + chunk.map(packed).join(''))));
  const levels = levelsOf(leaves);
  return {
    chunkSize,
    items,
    leaves: leaves.map(prefixed),
    root: prefixed(levels.at(-1)[0]),
    proofs: leaves.map((_, c) => proofOf(levels, c).map(prefixed)),
  };
});

writeFileSync(join(root, '../tests/fixtures/merkle.json'), `${JSON.stringify(vectors, null, 1)}\n`);

function itemOf(number, i) {
  const seed = keccak256(`merkle vector ${number}, item ${i}`);
  const size = [6, 12, 24][i % 3]; // small amounts, larger ones, and all 96 bits
  return { to: `0x${seed.slice(0, 40)}`, amount: (BigInt(`0x${seed.slice(64 - size)}`) + 1n & (1n << 96n) - 1n).toString() };
}

function packed({ to, amount }) {
  return to.slice(2) + BigInt(amount).toString(16).padStart(24, '0');
}

/** Sorted pairs; an odd node moves up unchanged. */
function levelsOf(leaves) {
  const levels = [leaves];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    const level = [];
    for (let i = 0; i < below.length; i += 2) {
      level.push(i + 1 < below.length ? hash([below[i], below[i + 1]].sort().join('')) : below[i]);
    }
    levels.push(level);
  }
  return levels;
}

function proofOf(levels, leaf) {
  return levels.flatMap((level, height) => {
    const sibling = (leaf >> height) ^ 1;
    return sibling < level.length && level.length > 1 ? [level[sibling]] : [];
  });
}

function prefixed(hex) {
  return `0x${hex}`;
}
