// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IMultiSend} from "./IMultiSend.sol";

interface IBalances {
    function balanceOf(address account) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
}

/// The payment loops, shared by MultiSend (from an allowance or its pool) and PayoutExecutor (inside a Safe).
/// `items` are packed words: address (20 bytes) ++ amount (12 bytes). Nothing here reverts because of one recipient: a
/// failed item's word is replaced by the reason.
library Payer {
    /// Gas handed to one item.
    uint256 internal constant ITEM_GAS = 200_000;
    /// A failure only counts when this much is left afterwards. Then the item had all of ITEM_GAS, also after the 63/64
    /// rule and a value transfer to a new account (203,175 + 36,600), so a low gas limit cannot fake a failure.
    uint256 internal constant RESERVE = 250_000;
    /// From here on an item without return data counts as out of gas. Proxies keep 1/64 for each level: 15/16 allows four.
    uint256 private constant EXHAUSTED = ITEM_GAS * 15 / 16;
    uint256 private constant ALL_PAID = 0;
    uint256 private constant NOT_TRUE = 1;

    /// @param from 0: `transfer` out of this account; otherwise `transferFrom` that account
    /// @return failed bit j = the j-th item failed
    /// @return sum of all items
    /// @return bad sum of the failed items
    function tokens(address token, address from, bytes memory items)
        internal
        returns (uint256 failed, uint256 sum, uint256 bad)
    {
        uint256 next;
        while (true) {
            uint256 tried;
            uint256 outcome;
            (next, tried, outcome) = _untilFailure(token, from, items, next);
            sum += tried;
            if (outcome == ALL_PAID) break;
            bad += _fail(items, next, outcome);
            failed |= 1 << (next / 32 - 1);
        }
    }

    /// Native coin out of this account.
    function native(bytes memory items) internal returns (uint256 failed, uint256 sum, uint256 bad) {
        uint256 size = items.length;
        for (uint256 next = 32; next <= size; next += 32) {
            uint256 amount;
            uint256 outcome;
            assembly ("memory-safe") {
                let item := mload(add(items, next))
                amount := and(item, 0xffffffffffffffffffffffff)
                sum := add(sum, amount)
                let gasBefore := gas()
                if iszero(call(ITEM_GAS, shr(96, item), amount, 0, 0, 0, 0)) { outcome := gasBefore }
            }
            if (outcome == ALL_PAID) continue;
            _fail(items, next, outcome);
            failed |= 1 << (next / 32 - 1);
            bad += amount;
        }
    }

    /// One payment that must succeed.
    function must(address token, address from, address to, uint256 amount) internal {
        if (amount > type(uint96).max) revert IMultiSend.InsufficientFunds();
        (,, uint256 outcome) = _untilFailure(token, from, abi.encodePacked(to, uint96(amount)), 0);
        if (outcome == ALL_PAID) return;
        if (gasleft() < RESERVE) revert IMultiSend.InsufficientGas();
        revert IMultiSend.InsufficientFunds();
    }

    /// Pays from byte offset `start` of the list until an item fails or the list ends.
    /// @return next offset behind the last item tried
    /// @return sum of the items tried, the failed one included
    /// @return outcome ALL_PAID; or, of the last item tried, NOT_TRUE, or, if its call reverted, the gas left before it.
    /// The return data of the last item are still there.
    function _untilFailure(address token, address from, bytes memory items, uint256 start)
        private
        returns (uint256 next, uint256 sum, uint256 outcome)
    {
        assembly ("memory-safe") {
            // Puts an item into the token's call data: the address ends the word at 0x40, the amount fills the one at 0x60.
            function place(item) -> amount {
                mstore(0x4c, item)
                amount := and(item, 0xffffffffffffffffffffffff)
                mstore(0x60, amount)
            }
            // The answer lands on 0x41..0x60, which ends with the amount's first byte, a 0: it reads 1 only if 32 bytes
            // came back.
            function attempt(target, input, size) -> called {
                called := call(ITEM_GAS, target, 0, input, size, 0x41, 0x20)
            }
            function confirmed(called) -> yes {
                yes := and(eq(mload(0x41), 1), called)
            }
            function silent(called) -> yes {
                yes := and(iszero(returndatasize()), called)
            }

            // The token's call data stand at fixed places: [selector ++ from] ++ to (0x40) ++ amount (0x60). Both words
            // belong to Solidity and are put back below.
            let freeMemory := mload(0x40)
            let data := 0x1c
            let dataSize := 0x64
            mstore(0, 0x23b872dd) // transferFrom(address,address,uint256)
            mstore(0x20, from)
            if iszero(from) {
                data := 0x3c
                dataSize := 0x44
                mstore(0x20, 0xa9059cbb) // transfer(address,uint256)
            }
            mstore(0x40, 0)
            next := add(add(items, 0x20), start)
            let end := add(add(items, 0x20), mload(items))
            let called
            let failure // bytes from `next` to the end of the item that failed
            // Four items for each turn of the loop save 25 gas an item.
            for { let last := sub(end, 0x60) } lt(next, last) { next := add(next, 0x80) } {
                sum := add(sum, place(mload(next)))
                outcome := gas()
                called := attempt(token, data, dataSize)
                if iszero(confirmed(called)) {
                    if iszero(silent(called)) {
                        failure := 0x20
                        break
                    }
                }
                sum := add(sum, place(mload(add(next, 0x20))))
                outcome := gas()
                called := attempt(token, data, dataSize)
                if iszero(confirmed(called)) {
                    if iszero(silent(called)) {
                        failure := 0x40
                        break
                    }
                }
                sum := add(sum, place(mload(add(next, 0x40))))
                outcome := gas()
                called := attempt(token, data, dataSize)
                if iszero(confirmed(called)) {
                    if iszero(silent(called)) {
                        failure := 0x60
                        break
                    }
                }
                sum := add(sum, place(mload(add(next, 0x60))))
                outcome := gas()
                called := attempt(token, data, dataSize)
                if iszero(confirmed(called)) {
                    if iszero(silent(called)) {
                        failure := 0x80
                        break
                    }
                }
            }
            if iszero(failure) {
                for {} lt(next, end) { next := add(next, 0x20) } {
                    sum := add(sum, place(mload(next)))
                    outcome := gas()
                    called := attempt(token, data, dataSize)
                    if iszero(confirmed(called)) {
                        if iszero(silent(called)) {
                            failure := 0x20
                            break
                        }
                    }
                }
            }
            next := sub(sub(add(next, failure), items), 0x20)
            switch failure
            case 0 { outcome := ALL_PAID }
            default { if called { outcome := NOT_TRUE } }
            mstore(0x40, freeMemory)
            mstore(0x60, 0)
        }
    }

    /// Replaces the word that ends at offset `next` by the reason why it failed, and returns its amount.
    function _fail(bytes memory items, uint256 next, uint256 outcome) private view returns (uint256 amount) {
        uint256 left = gasleft();
        if (left < RESERVE) revert IMultiSend.InsufficientGas();
        bytes32 reason = outcome == NOT_TRUE ? bytes32("RETURNED_FALSE") : _reason(outcome - left);
        assembly ("memory-safe") {
            let place := add(items, next)
            amount := and(mload(place), 0xffffffffffffffffffffffff)
            mstore(place, reason)
        }
    }

    /// Reads at most 100 bytes of what the last call returned. A text is the token's own claim and may be any text.
    function _reason(uint256 gasUsed) private pure returns (bytes32 reason) {
        uint256 size;
        assembly ("memory-safe") {
            size := returndatasize()
        }
        if (size == 0) return gasUsed < EXHAUSTED ? bytes32("NO_REASON") : bytes32("OUT_OF_GAS");
        bool text;
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            mstore(buffer, 0)
            mstore(add(buffer, 0x20), 0)
            mstore(add(buffer, 0x40), 0)
            mstore(add(buffer, 0x60), 0)
            let copied := size
            if gt(copied, 100) { copied := 100 }
            returndatacopy(buffer, 0, copied)
            reason := mload(buffer)
            // Error(string): selector, offset 0x20, length, text
            text := and(gt(size, 67), and(eq(shr(224, reason), 0x08c379a0), eq(mload(add(buffer, 4)), 0x20)))
            if text {
                let length := mload(add(buffer, 36))
                reason := mload(add(buffer, 68))
                if lt(length, 32) { reason := and(reason, shl(sub(256, shl(3, length)), not(0))) }
            }
        }
        if (text && reason == 0) return "NO_REASON";
    }
}
