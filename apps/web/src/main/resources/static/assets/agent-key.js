// A session key made in this browser: it signs its own grant here, once, and is handed to the agent.
import { getPublicKey, signAsync, utils } from "./noble/secp256k1/index.js";
import { checksummed } from "./address.js";
import { bytesToHex, hexToBytes, keccak_256 } from "./merkle.js";

/** A new secret: 0x and 64 hex digits. */
export function newSecret() {
  return bytesToHex(utils.randomPrivateKey());
}

/** The account of a secret. */
export function addressOf(secret) {
  const uncompressed = getPublicKey(hexToBytes(secret), false);
  return checksummed("0x" + bytesToHex(keccak_256(uncompressed.slice(1))).slice(26));
}

/** The signature of a digest, 65 bytes in hex; v is 27 or 28. */
export async function sign(digest, secret) {
  const signature = await signAsync(hexToBytes(digest), hexToBytes(secret));
  return bytesToHex(new Uint8Array([...signature.toCompactRawBytes(), 27 + signature.recovery]));
}
