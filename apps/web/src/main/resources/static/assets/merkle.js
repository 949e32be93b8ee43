// Merkle root and total of a payroll, from its items alone: what the page shows is what gets signed.
//   item  = bytes32(address << 96 | uint96 amount)
//   leaf  = keccak256(keccak256(uint256 chunk ++ items))     inner node = keccak256 of the sorted pair
import { keccak_256 } from "./noble/sha3.js";

const UINT96 = 1n << 96n;

export function hexToBytes(hex) {
  const digits = hex.startsWith("0x") ? hex.slice(2) : hex;
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) throw new Error(`not hex: ${hex}`);
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function bytesToHex(bytes) {
  return "0x" + Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function word(number) {
  return hexToBytes(number.toString(16).padStart(64, "0"));
}

export function itemWord(to, units) {
  const amount = BigInt(units);
  if (amount <= 0n || amount >= UINT96) throw new Error(`amount out of range: ${units}`);
  if (!/^0x[0-9a-fA-F]{40}$/.test(to)) throw new Error(`not an address: ${to}`);
  return word((BigInt(to) << 96n) | amount);
}

function leaf(chunk, words) {
  return keccak_256(keccak_256(concat(word(BigInt(chunk)), ...words)));
}

function smaller(a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i];
  return true;
}

function rootOf(leaves) {
  let level = leaves;
  while (level.length > 1) {
    const next = [];
    for (let i = 0; i < level.length; i += 2) {
      if (i + 1 === level.length) next.push(level[i]);
      else next.push(keccak_256(smaller(level[i], level[i + 1]) ? concat(level[i], level[i + 1]) : concat(level[i + 1], level[i])));
    }
    level = next;
  }
  return bytesToHex(level[0]);
}

/** Items `{to, units}` in row order, cut into chunks of `chunkSize`: `{root, total, count, chunkCount}`. */
export function summary(items, chunkSize) {
  if (items.length === 0) throw new Error("nothing to pay");
  const leaves = [];
  for (let at = 0, chunk = 0; at < items.length; at += chunkSize, chunk++) {
    leaves.push(leaf(chunk, items.slice(at, at + chunkSize).map((item) => itemWord(item.to, item.units))));
  }
  const total = items.reduce((sum, item) => sum + BigInt(item.units), 0n);
  return { root: rootOf(leaves), total, count: items.length, chunkCount: leaves.length };
}

/** Transfers `{item, account, units}` of a bank file in row order, `account` being the digest of name, account and bank: the root. */
export function bankRoot(transfers) {
  if (transfers.length === 0) throw new Error("nothing to transfer");
  return rootOf(transfers.map(({ item, account, units }) => {
    const id = new Uint8Array(32);
    id.set(hexToBytes(item.replaceAll("-", "")));
    return keccak_256(keccak_256(concat(id, hexToBytes(account), word(BigInt(units)))));
  }));
}

const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";

/** Five words to compare with what somebody counts from the spreadsheet: 80 bits of keccak256(symbol ++ root ++ total). */
export function wordCode(symbol, root, total) {
  const digest = keccak_256(concat(new TextEncoder().encode(symbol), hexToBytes(root), word(BigInt(total))));
  return Array.from({ length: 5 }, (_, i) => {
    const bits = (digest[2 * i] << 8) | digest[2 * i + 1];
    return CONSONANTS[bits >> 12] + VOWELS[(bits >> 10) & 3] + CONSONANTS[(bits >> 6) & 15] + VOWELS[(bits >> 4) & 3] + CONSONANTS[bits & 15];
  }).join("-");
}

export { keccak_256 };
