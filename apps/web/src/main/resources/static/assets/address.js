// Addresses as people should see them: with the checksum of EIP-55.
import { keccak_256 } from "./noble/sha3.js";

export function checksummed(address) {
  const digits = address.slice(2).toLowerCase();
  const sum = keccak_256(new TextEncoder().encode(digits));
  return "0x" + [...digits].map((c, i) => (((sum[i >> 1] >> (i % 2 ? 0 : 4)) & 15) >= 8 ? c.toUpperCase() : c)).join("");
}
