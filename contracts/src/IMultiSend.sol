// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch, Mode} from "./Batch.sol";

/// A batch is approved once by the organization's wallet (ECDSA, ERC-1271, or a direct call). Then the operator named in
/// it executes its chunks. Every item is paid at most once, for ever, and never more than `total` in all.
interface IMultiSend {
    event BatchOpened(
        bytes32 indexed key,
        address indexed org,
        bytes32 indexed batchId,
        address token,
        address operator,
        uint96 total,
        uint32 chunkCount,
        bytes32 chunksRoot
    );
    event BatchCancelled(address indexed org, bytes32 indexed batchId);
    /// @param unpaid bit i = item i is still unpaid, whether it failed or lay outside the mask
    /// @param paid amount paid by this call
    event ChunkExecuted(bytes32 indexed key, uint256 indexed chunk, uint256 unpaid, uint256 paid);
    /// Only for items that were tried.
    /// @param reason the first 32 bytes of the token's text or custom error, or RETURNED_FALSE, OUT_OF_GAS, NO_REASON. A
    /// token may choose any text, these words too: it is for people to read, not for programs to decide by.
    event ItemFailed(
        bytes32 indexed key, uint256 indexed chunk, uint256 item, address to, uint256 amount, bytes32 reason
    );
    event PolicySet(address indexed org, address indexed token, uint96 cap, uint32 periodSeconds);
    event GuardianSet(address indexed org, address guardian);
    event FrozenSet(address indexed org, bool on, address by);

    error BadSignature();
    error BatchExists();
    error NotOperator();
    error OutsideWindow();
    error AlreadyExecuted();
    error NothingToRetry();
    error BadChunk();
    error BadProof();
    error BadAmount();
    error BadPolicy();
    error OverTotal();
    error OverCap();
    error Frozen();
    error NotAToken();
    error NotOrg();
    error Cancelled();
    error Reentered();
    /// The organization's balance or allowance does not cover the items. Nothing was changed.
    error InsufficientFunds();
    /// More gas is needed to tell a recipient's fault from a low gas limit. Nothing was changed.
    error InsufficientGas();

    /// Anybody may bring the approval; the first payChunk can bring it as well.
    function openBatch(Batch calldata b, bytes calldata sig) external returns (bytes32 key);

    /// Executes a chunk: tries the items of `mask`, records the others as unpaid. Runs once for each chunk.
    /// @param sig only for the call that also opens the batch
    /// @param mask bit i = try item i; all ones = all
    /// @param amount POOL: the exact sum of the items that are tried; otherwise not used
    /// @param items all items of the chunk, whatever the mask
    function payChunk(
        Batch calldata b,
        bytes calldata sig,
        uint256 chunk,
        Mode mode,
        uint256 mask,
        uint256 amount,
        bytes32[] calldata items,
        bytes32[] calldata proof
    ) external;

    /// Tries items of an executed chunk that are still unpaid, in any mode, as often as something is unpaid.
    /// @param mask bit i = try item i if it is unpaid; all ones = all that are unpaid
    /// @param amount POOL: the exact sum of the items that are tried; otherwise not used
    /// @param items all items of the chunk, whatever the mask
    function retryFailed(
        Batch calldata b,
        uint256 chunk,
        Mode mode,
        uint256 mask,
        uint256 amount,
        bytes32[] calldata items,
        bytes32[] calldata proof
    ) external;

    /// By the organization, for ever; also burns an id that was signed but never opened.
    function cancelBatch(bytes32 batchId) external;

    /// Caps what is paid in one period. The period starts with the first payment after the last one ended, so up to twice
    /// the cap can pass around its end.
    /// @param cap 0 = no cap
    function setPolicy(address token, uint96 cap, uint32 periodSeconds) external;

    function setGuardian(address guardian) external;

    /// The guardian may freeze; only the organization may thaw.
    function setFrozen(address org, bool on) external;

    /// Was it paid? 0: this chunk never ran. Otherwise bit 255 is set, and bit i is set if and only if item i was paid
    /// (bits from the chunk's item count up to 254 say nothing).
    function chunkWord(bytes32 key, uint256 chunk) external view returns (uint256);

    /// Executed chunks: bit i = item i is unpaid. Bits are only ever cleared.
    function failedItems(bytes32 key, uint256 chunk) external view returns (uint256);

    /// @return paid amount paid so far
    /// @return status 0 unknown, 1 open, 2 cancelled
    /// @return done bit c = chunk c was executed, for c < 152
    function progress(bytes32 key) external view returns (uint96 paid, uint8 status, uint152 done);

    /// @return key of the one batch opened under the id; 1 = cancelled before it was opened
    function openedAs(bytes32 id) external view returns (bytes32 key);

    function orgs(address org) external view returns (address guardian, bool frozen, bool capped);

    function policies(address org, address token)
        external
        view
        returns (uint96 cap, uint96 spent, uint32 periodSeconds, uint32 periodStart);

    function idOf(address org, bytes32 batchId) external pure returns (bytes32);

    /// What stands on chain for a batch: its EIP-712 struct hash.
    function batchKey(Batch calldata b) external pure returns (bytes32);

    /// What an owner signs (an owner of a Safe signs the SafeMessage of it).
    function hashBatch(Batch calldata b) external view returns (bytes32);

    /// Follows the chain id, so that a signature does not outlive a fork of the chain.
    function DOMAIN_SEPARATOR() external view returns (bytes32);

    function BATCH_TYPEHASH() external pure returns (bytes32);
}
