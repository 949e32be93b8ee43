// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Approvals} from "./Approvals.sol";
import {Batch, BatchHash, Mode} from "./Batch.sol";
import {Organizations} from "./Organizations.sol";
import {IBalances, Payer} from "./Payer.sol";
import {PayoutExecutor} from "./PayoutExecutor.sol";

interface ISafeModuleHost {
    function execTransactionFromModuleReturnData(address to, uint256 value, bytes memory data, uint8 operation)
        external
        returns (bool success, bytes memory returnData);
}

/// The rules stand at IMultiSend. No owner, no upgrade, nothing held between two transactions.
contract MultiSend is Approvals, Organizations {
    struct Progress {
        uint96 paid; // amount paid so far
        uint8 status; // 0 unknown, 1 open, 2 cancelled
        uint152 done; // bit c = chunk c was executed, for c < 152; see _moreDone
    }

    /// One word for each chunk: 255 item bits and the bit that says that it ran.
    uint256 public constant MAX_ITEMS = 255;
    uint8 private constant OPEN = 1;
    uint8 private constant CANCELLED = 2;
    bytes32 private constant BURNT = bytes32(uint256(1));
    uint256 private constant PACKED_CHUNKS = 152;
    uint8 private constant DELEGATE_CALL = 1;

    /// The only code that a Safe is ever asked to delegate-call; never a caller's choice.
    PayoutExecutor public immutable executor = new PayoutExecutor();

    mapping(bytes32 id => bytes32 key) public openedAs;
    mapping(bytes32 key => Progress) public progress;
    mapping(bytes32 key => mapping(uint256 word => uint256)) private _moreDone;
    mapping(bytes32 key => mapping(uint256 chunk => uint256)) public failedItems;
    bool private transient _entered;

    modifier once() {
        if (_entered) revert Reentered();
        _entered = true;
        _;
        _entered = false;
    }

    function openBatch(Batch calldata b, bytes calldata sig) external returns (bytes32 key) {
        key = batchKey(b);
        if (progress[key].status != 0) revert BatchExists();
        _open(b, key, sig);
        progress[key].status = OPEN;
    }

    function payChunk(
        Batch calldata b,
        bytes calldata sig,
        uint256 chunk,
        Mode mode,
        uint256 mask,
        uint256 amount,
        bytes32[] calldata items,
        bytes32[] calldata proof
    ) external once {
        (bytes32 key, bytes memory list) = _check(b, chunk, mode, items, proof);
        uint256 all = _bits(items.length);
        uint256 tried = mask & all;
        if (tried == 0) revert BadChunk();
        _begin(b, key, sig, chunk);
        uint256 unpaid = all & ~tried;
        if (unpaid != 0) {
            failedItems[key][chunk] = unpaid;
            BatchHash.select(list, tried);
        }
        _pay(b, key, chunk, mode, amount, items, tried, unpaid, list);
    }

    function retryFailed(
        Batch calldata b,
        uint256 chunk,
        Mode mode,
        uint256 mask,
        uint256 amount,
        bytes32[] calldata items,
        bytes32[] calldata proof
    ) external once {
        (bytes32 key, bytes memory list) = _check(b, chunk, mode, items, proof);
        if (progress[key].status != OPEN) revert Cancelled();
        uint256 unpaid = failedItems[key][chunk];
        uint256 tried = unpaid & mask & _bits(items.length);
        if (tried == 0) revert NothingToRetry();
        unpaid &= ~tried;
        failedItems[key][chunk] = unpaid; // recorded as paid before any payment
        BatchHash.select(list, tried);
        _pay(b, key, chunk, mode, amount, items, tried, unpaid, list);
    }

    function cancelBatch(bytes32 batchId) external {
        bytes32 id = idOf(msg.sender, batchId);
        bytes32 key = openedAs[id];
        if (key == 0) openedAs[id] = BURNT;
        else if (key != BURNT) progress[key].status = CANCELLED;
        emit BatchCancelled(msg.sender, batchId);
    }

    function chunkWord(bytes32 key, uint256 chunk) external view returns (uint256) {
        return _isDone(progress[key], key, chunk) ? ~failedItems[key][chunk] : 0;
    }

    function idOf(address org, bytes32 batchId) public pure returns (bytes32) {
        return keccak256(abi.encode(org, batchId));
    }

    function _open(Batch calldata b, bytes32 key, bytes calldata sig) private {
        bytes32 id = idOf(b.org, b.batchId);
        bytes32 used = openedAs[id];
        if (used == BURNT) revert Cancelled();
        if (used != 0) revert BatchExists();
        if (b.org == address(0) || b.chunkCount == 0) revert BadChunk();
        _requireApproval(b.org, key, sig);
        openedAs[id] = key;
        emit BatchOpened(key, b.org, b.batchId, b.token, b.operator, b.total, b.chunkCount, b.chunksRoot);
    }

    function _check(Batch calldata b, uint256 chunk, Mode mode, bytes32[] calldata items, bytes32[] calldata proof)
        private
        view
        returns (bytes32 key, bytes memory list)
    {
        if (msg.sender != b.operator) revert NotOperator();
        if (block.timestamp < b.validAfter || block.timestamp > b.validBefore) revert OutsideWindow();
        if (orgs[b.org].frozen) revert Frozen();
        if (items.length == 0 || items.length > MAX_ITEMS || chunk >= b.chunkCount) revert BadChunk();
        if (b.token.code.length == 0 && !(b.token == address(0) && mode == Mode.MODULE)) revert NotAToken();
        key = batchKey(b);
        bytes32 root;
        (root, list) = BatchHash.chunkRoot(chunk, items, proof);
        if (root != b.chunksRoot) revert BadProof();
    }

    /// Marks the chunk as executed, before any payment, and opens the batch if need be.
    function _begin(Batch calldata b, bytes32 key, bytes calldata sig, uint256 chunk) private {
        Progress memory state = progress[key];
        if (state.status != OPEN) {
            if (state.status == CANCELLED) revert Cancelled();
            _open(b, key, sig);
            state.status = OPEN;
        }
        if (_isDone(state, key, chunk)) revert AlreadyExecuted();
        if (chunk < PACKED_CHUNKS) state.done |= uint152(1 << chunk);
        else _moreDone[key][chunk >> 8] |= 1 << (chunk & 255);
        progress[key] = state;
    }

    /// @param tried bits of the items in `list`; they stand as paid already
    /// @param unpaid bits of all other items that are unpaid
    function _pay(
        Batch calldata b,
        bytes32 key,
        uint256 chunk,
        Mode mode,
        uint256 amount,
        bytes32[] calldata items,
        uint256 tried,
        uint256 unpaid,
        bytes memory list
    ) private {
        (uint256 failed, uint256 paid, bytes memory reasons) = _move(b, mode, amount, list);
        if (failed != 0) {
            unpaid |= _reportFailures(key, chunk, items, tried, failed, reasons);
            failedItems[key][chunk] = unpaid;
        }
        // Read anew: the organization may have cancelled from within a token's hook.
        uint256 paidInAll = progress[key].paid + paid;
        if (paidInAll > b.total) revert OverTotal();
        progress[key].paid = uint96(paidInAll);
        _spend(b.org, b.token, paid);
        emit ChunkExecuted(key, chunk, unpaid, paid);
    }

    /// Moves the money. Faults of recipients are isolated; the organization's own lack of funds or allowance undoes all.
    /// @return failed bit j = the j-th item of the list failed
    function _move(Batch calldata b, Mode mode, uint256 amount, bytes memory list)
        private
        returns (uint256 failed, uint256 paid, bytes memory reasons)
    {
        uint256 sum;
        uint256 bad;
        reasons = list;
        if (mode == Mode.PULL) {
            (failed, sum, bad) = Payer.tokens(b.token, b.org, list);
            if (bad != 0 && _funds(b.token, b.org) < bad) revert InsufficientFunds();
        } else if (mode == Mode.POOL) {
            Payer.must(b.token, b.org, address(this), amount);
            (failed, sum, bad) = Payer.tokens(b.token, address(0), list);
            if (sum != amount) revert BadAmount();
            if (bad != 0) Payer.must(b.token, address(0), b.org, bad);
        } else {
            (failed, sum, bad, reasons) = _moveBySafe(b, list);
        }
        paid = sum - bad;
    }

    function _moveBySafe(Batch calldata b, bytes memory list)
        private
        returns (uint256 failed, uint256 sum, uint256 bad, bytes memory reasons)
    {
        (bool ok, bytes memory answer) = ISafeModuleHost(b.org)
            .execTransactionFromModuleReturnData(
                address(executor), 0, abi.encodeCall(PayoutExecutor.exec, (b.token, list)), DELEGATE_CALL
            );
        if (!ok) {
            if (answer.length == 0) revert InsufficientGas();
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        (failed, sum, bad, reasons) = abi.decode(answer, (uint256, uint256, uint256, bytes));
        // More bits than items, or no reasons: not our executor's answer, so not a Safe.
        if (failed > _bits(list.length / 32) || (failed != 0 && reasons.length != list.length)) revert BadChunk();
    }

    /// @param failed bit j = the j-th of the items in `tried` failed
    /// @return unpaid bit i = item i failed
    function _reportFailures(
        bytes32 key,
        uint256 chunk,
        bytes32[] calldata items,
        uint256 tried,
        uint256 failed,
        bytes memory reasons
    ) private returns (uint256 unpaid) {
        uint256 position;
        for (uint256 i; i < items.length; i++) {
            if ((tried >> i) & 1 == 0) continue;
            position += 32;
            if (failed & 1 == 1) {
                unpaid |= 1 << i;
                bytes32 reason;
                assembly ("memory-safe") {
                    reason := mload(add(reasons, position))
                }
                uint256 item = uint256(items[i]);
                emit ItemFailed(key, chunk, i, address(uint160(item >> 96)), uint96(item), reason);
            }
            failed >>= 1;
        }
    }

    /// What `org` could still pay through an allowance.
    function _funds(address token, address org) private view returns (uint256) {
        uint256 balance = IBalances(token).balanceOf(org);
        uint256 allowance = IBalances(token).allowance(org, address(this));
        return balance < allowance ? balance : allowance;
    }

    function _isDone(Progress memory state, bytes32 key, uint256 chunk) private view returns (bool) {
        if (chunk < PACKED_CHUNKS) return (uint256(state.done) >> chunk) & 1 == 1;
        return (_moreDone[key][chunk >> 8] >> (chunk & 255)) & 1 == 1;
    }

    function _bits(uint256 count) private pure returns (uint256) {
        return (1 << count) - 1;
    }
}
