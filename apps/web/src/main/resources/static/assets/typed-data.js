// The digest of a flat EIP-712 structure: what a wallet signs, computed here and not taken from the server.
import { bytesToHex, hexToBytes, keccak_256 } from "./merkle.js";

const text = new TextEncoder();

function concat(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function word(type, value) {
  if (type === "string") return keccak_256(text.encode(value));
  if (type === "bytes") return keccak_256(hexToBytes(value));
  const fixed = new Uint8Array(32);
  if (/^bytes\d+$/.test(type)) {
    fixed.set(hexToBytes(value), 0);
    return fixed;
  }
  if (type === "address" || /^uint\d+$/.test(type)) {
    const bytes = hexToBytes(BigInt(value).toString(16).padStart(64, "0"));
    return bytes;
  }
  throw new Error(`type not known: ${type}`);
}

function struct(name, fields, values) {
  const type = `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(",")})`;
  return keccak_256(concat([keccak_256(text.encode(type)), ...fields.map((field) => word(field.type, values[field.name]))]));
}

export function digest(typed) {
  const domain = struct("EIP712Domain", typed.types.EIP712Domain, typed.domain);
  const message = struct(typed.primaryType, typed.types[typed.primaryType], typed.message);
  return bytesToHex(keccak_256(concat([new Uint8Array([0x19, 0x01]), domain, message])));
}
