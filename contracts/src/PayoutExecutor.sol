// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IMultiSend} from "./IMultiSend.sol";
import {IBalances, Payer} from "./Payer.sol";

/// Stateless. A Safe delegate-calls it on behalf of MultiSend, so the Safe itself is the payer and no allowance exists.
contract PayoutExecutor {
    address private immutable _self = address(this);

    error OnlyDelegate();

    /// @param token 0 = the native coin
    /// @param items packed words: address (20 bytes) ++ amount (12 bytes)
    /// @return failed bit j = the j-th item failed
    /// @return sum of all items
    /// @return bad sum of the failed items
    /// @return reasons empty if nothing failed; otherwise the items, a failed one replaced by its reason
    function exec(address token, bytes memory items)
        external
        returns (uint256 failed, uint256 sum, uint256 bad, bytes memory reasons)
    {
        if (address(this) == _self) revert OnlyDelegate();
        bool native = token == address(0);
        (failed, sum, bad) = native ? Payer.native(items) : Payer.tokens(token, address(0), items);
        if (failed != 0) {
            uint256 balance = native ? address(this).balance : IBalances(token).balanceOf(address(this));
            if (balance < bad) revert IMultiSend.InsufficientFunds();
            reasons = items;
        }
    }
}
