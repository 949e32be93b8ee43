// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {NastyToken} from "./Tokens.sol";

/// Brings new money that was nobody's.
contract MintingCollector {
    function collect(address, address token, uint256 amount, bytes32, bytes calldata) external {
        NastyToken(token).mint(msg.sender, amount);
    }
}

/// Brings what it was told to bring, and calls somebody on the way.
contract HostileCollector {
    address private _target;
    bytes private _data;
    uint256 private _brings;
    bytes4 public lastError;
    bool public succeeded;

    function arm(address target, bytes calldata data, uint256 brings) external {
        (_target, _data, _brings) = (target, data, brings);
        (lastError, succeeded) = (0, false);
    }

    function collect(address, address token, uint256, bytes32, bytes calldata) external {
        if (_target != address(0)) {
            (bool ok, bytes memory answer) = _target.call(_data);
            succeeded = ok;
            if (!ok) lastError = bytes4(answer);
        }
        NastyToken(token).mint(msg.sender, _brings);
    }
}
