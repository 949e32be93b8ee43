// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// How the money moves. Any mode may follow any other: the paid bits do not depend on it.
enum Mode {
    PULL, // transferFrom(organization, recipient) for each item; needs an allowance
    POOL, // one transferFrom of the items' sum, a transfer for each item, what failed goes back; needs an allowance
    MODULE // the organization is a Safe with MultiSend as a module and pays by itself; the only mode for the native coin
}

/// What the organization signs. It is call data each time; on chain stand only its hash and what was paid.
struct Batch {
    address org; // the wallet that pays: EOA, Safe, or any ERC-1271 account
    address token; // 0 = native coin (MODULE only)
    address operator; // the only account that may push chunks
    bytes32 batchId; // single use for each organization, over all tokens
    bytes32 chunksRoot; // Merkle root over the chunks
    uint96 total; // never is more than this paid
    uint32 chunkCount;
    uint48 validAfter; // first second at which chunks may be paid
    uint48 validBefore; // last second at which chunks may be paid
}

/// Hashing of batches and chunks. An item is one word: address (20 bytes) ++ amount (12 bytes).
library BatchHash {
    bytes32 internal constant TYPEHASH = keccak256(
        "PayoutBatch(address org,address token,address operator,bytes32 batchId,bytes32 chunksRoot,uint96 total,uint32 chunkCount,uint48 validAfter,uint48 validBefore)"
    );

    /// @return key EIP-712 hashStruct. Every field is static, so the call data is its own encoding. Dirty high bits would
    /// give another key, but nothing can be paid under it: paying reads every field, and reading refuses dirty bits.
    function structHash(Batch calldata batch) internal pure returns (bytes32 key) {
        bytes32 typehash = TYPEHASH;
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            mstore(buffer, typehash)
            calldatacopy(add(buffer, 0x20), batch, 0x120)
            key := keccak256(buffer, 0x140)
        }
    }

    /// leaf = keccak256(keccak256(chunk ++ items)), inner node = keccak256 of the sorted pair. The double hash keeps a
    /// leaf from ever being read as an inner node.
    /// @return root what the chunk and the proof lead to
    /// @return list the items in memory, copied on the way because hashing needs them there
    function chunkRoot(uint256 chunk, bytes32[] calldata items, bytes32[] calldata proof)
        internal
        pure
        returns (bytes32 root, bytes memory list)
    {
        assembly ("memory-safe") {
            list := mload(0x40)
            let size := shl(5, items.length)
            calldatacopy(add(list, 0x20), items.offset, size)
            mstore(list, chunk)
            mstore(0, keccak256(list, add(size, 0x20)))
            root := keccak256(0, 0x20)
            mstore(list, size)
            mstore(0x40, add(add(list, 0x20), size))
            let end := add(proof.offset, shl(5, proof.length))
            for { let i := proof.offset } lt(i, end) { i := add(i, 0x20) } {
                let sibling := calldataload(i)
                let siblingFirst := lt(sibling, root)
                mstore(shl(5, siblingFirst), root)
                mstore(shl(5, iszero(siblingFirst)), sibling)
                root := keccak256(0, 0x40)
            }
        }
    }

    /// Keeps the items whose bit is set in `mask`, in order and in place.
    function select(bytes memory list, uint256 mask) internal pure {
        assembly ("memory-safe") {
            let first := add(list, 0x20)
            let end := add(first, mload(list))
            let kept := first
            for { let i := first } lt(i, end) { i := add(i, 0x20) } {
                if and(mask, 1) {
                    mstore(kept, mload(i))
                    kept := add(kept, 0x20)
                }
                mask := shr(1, mask)
            }
            mstore(list, sub(kept, first))
        }
    }
}
