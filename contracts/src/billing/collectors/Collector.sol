// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IDepositCollector} from "../IDepositCollector.sol";

/// Serves one settlement contract. Only that one is believed about whose channel an id is.
abstract contract Collector is IDepositCollector {
    address public immutable settlement;

    error NotSettlement();

    constructor(address settlement_) {
        settlement = settlement_;
    }

    modifier onlySettlement() {
        if (msg.sender != settlement) revert NotSettlement();
        _;
    }
}
