// The words of a session key's grant, as its wallet and the key sign them (EIP-712, SessionKeyGrant).
import { bytesToHex, keccak_256 } from "./merkle.js";
import { digest } from "./typed-data.js";

const fields = (text) => text.split(", ").map((one) => ({ type: one.split(" ")[0], name: one.split(" ")[1] }));

/** @param grant {org, key, token, limit (smallest units), expiresAt (seconds), routes, nonce} */
export function grantTyped(grant, chainId) {
  const routes = new TextEncoder().encode(grant.routes.map((route) => `${route}\n`).join(""));
  return {
    types: {
      EIP712Domain: fields("string name, string version, uint256 chainId"),
      SessionKeyGrant: fields(
        "address org, address key, address token, uint128 limit, uint64 expiresAt, bytes32 routesHash, bytes32 nonce",
      ),
    },
    primaryType: "SessionKeyGrant",
    domain: { name: "ProtocolBanks", version: "1", chainId },
    message: {
      org: grant.org,
      key: grant.key,
      token: grant.token,
      limit: String(grant.limit),
      expiresAt: String(grant.expiresAt),
      routesHash: bytesToHex(keccak_256(routes)),
      nonce: grant.nonce,
    },
  };
}

export function grantDigest(grant, chainId) {
  return digest(grantTyped(grant, chainId));
}

/** What one owner's wallet is given: for a Safe its message about the grant's digest, otherwise the grant itself. */
export function ownerTyped(grant, chainId, isSafe) {
  const typed = grantTyped(grant, chainId);
  if (!isSafe) return typed;
  return {
    types: { EIP712Domain: fields("uint256 chainId, address verifyingContract"), SafeMessage: fields("bytes message") },
    primaryType: "SafeMessage",
    domain: { chainId, verifyingContract: grant.org },
    message: { message: digest(typed) },
  };
}

/** Owners' signatures as a Safe takes them: by owner in rising order, one after the other. */
export function joined(byOwner) {
  const owners = Object.keys(byOwner).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return "0x" + owners.map((owner) => byOwner[owner].slice(2)).join("");
}
