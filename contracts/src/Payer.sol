// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

interface IBalances {
    function balanceOf(address account) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
}

/// More gas is needed to tell a recipient's fault from a low gas limit. Nothing was changed.
error InsufficientGas();
/// The organization's balance or allowance does not cover the items. Nothing was changed.
error InsufficientFunds();

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

    /// @param from 0: `transfer` out of this account; otherwise `transferFrom` that account
    /// @return failed bit j = the j-th item failed
    /// @return sum of all items
    /// @return bad sum of the failed items
    function tokens(address token, address from, bytes memory items)
        internal
        returns (uint256 failed, uint256 sum, uint256 bad)
    {
        uint256 next;
        while (next < items.length) {
            uint256 paid;
            bool stopped;
            bool called;
            uint256 gasBefore;
            (next, paid, stopped, called, gasBefore) = _untilFailure(token, from, items, next);
            sum += paid;
            if (stopped) {
                uint256 amount = _fail(items, next, called, gasBefore);
                failed |= 1 << (next / 32 - 1);
                bad += amount;
            }
        }
    }

    /// Native coin out of this account.
    function native(bytes memory items) internal returns (uint256 failed, uint256 sum, uint256 bad) {
        uint256 next;
        while (next < items.length) {
            next += 32;
            bool called;
            uint256 amount;
            uint256 gasBefore = gasleft();
            assembly ("memory-safe") {
                let item := mload(add(items, next))
                amount := and(item, 0xffffffffffffffffffffffff)
                called := call(ITEM_GAS, shr(96, item), amount, 0, 0, 0, 0)
            }
            sum += amount;
            if (!called) {
                _fail(items, next, called, gasBefore);
                failed |= 1 << (next / 32 - 1);
                bad += amount;
            }
        }
    }

    /// One payment that must succeed.
    function must(address token, address from, address to, uint256 amount) internal {
        if (amount > type(uint96).max) revert InsufficientFunds();
        (uint256 failed,,) = tokens(token, from, abi.encodePacked(to, uint96(amount)));
        if (failed != 0) revert InsufficientFunds();
    }

    /// Pays from byte offset `start` of the list until an item fails or the list ends.
    /// @return next offset behind the last item tried
    /// @return sum of the items tried, the failed one included
    /// @return stopped whether the last item tried failed; its return data is still there
    /// @return called whether its call returned instead of reverting
    /// @return gasBefore gas left before its call
    function _untilFailure(address token, address from, bytes memory items, uint256 start)
        private
        returns (uint256 next, uint256 sum, bool stopped, bool called, uint256 gasBefore)
    {
        assembly ("memory-safe") {
            // The token's call data stand at fixed places: [selector ++ from] ++ to (0x40) ++ amount (0x60). Both words
            // belong to Solidity and are put back below.
            let freeMemory := mload(0x40)
            let input := 0x1c
            let inputSize := 0x64
            mstore(0, 0x23b872dd) // transferFrom(address,address,uint256)
            mstore(0x20, from)
            if iszero(from) {
                input := 0x3c
                inputSize := 0x44
                mstore(0x20, 0xa9059cbb) // transfer(address,uint256)
            }
            let first := add(items, 0x20)
            let end := add(first, mload(items))
            let i := add(first, start)
            for {} lt(i, end) {} {
                let item := mload(i)
                i := add(i, 0x20)
                mstore(0x40, shr(96, item))
                item := and(item, 0xffffffffffffffffffffffff)
                mstore(0x60, item)
                sum := add(sum, item)
                gasBefore := gas()
                // The answer lands on 0x41..0x60, which ends with the amount's first byte, a 0: it reads 1 only if 32
                // bytes came back. The call is a statement of its own, because Yul evaluates arguments from the right.
                called := call(ITEM_GAS, token, 0, input, inputSize, 0x41, 0x20)
                if iszero(and(eq(mload(0x41), 1), called)) {
                    if iszero(and(iszero(returndatasize()), called)) {
                        stopped := 1
                        break
                    }
                }
            }
            next := sub(i, first)
            mstore(0x40, freeMemory)
            mstore(0x60, 0)
        }
    }

    /// Replaces the word that ends at offset `next` by the reason why it failed.
    function _fail(bytes memory items, uint256 next, bool called, uint256 gasBefore)
        private
        view
        returns (uint256 amount)
    {
        uint256 left = gasleft();
        if (left < RESERVE) revert InsufficientGas();
        bytes32 reason = _reason(called, gasBefore - left);
        assembly ("memory-safe") {
            let place := add(items, next)
            amount := and(mload(place), 0xffffffffffffffffffffffff)
            mstore(place, reason)
        }
    }

    /// Reads at most 100 bytes of what the last call returned. A text is the token's own claim and may be any text.
    function _reason(bool called, uint256 gasUsed) private pure returns (bytes32 reason) {
        if (called) return "RETURNED_FALSE";
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
