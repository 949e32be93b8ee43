// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

interface IErc20 {
    function transfer(address to, uint256 value) external returns (bool);
    function transferFrom(address from, address to, uint256 value) external returns (bool);
}

/// For measurement only: disperse's approach made again (one pull, then a checked loop of transfers). One bad recipient
/// undoes all; tokens that return nothing do not work.
contract Disperse {
    function disperseToken(IErc20 token, address[] calldata recipients, uint256[] calldata values) external {
        uint256 total;
        for (uint256 i; i < recipients.length; i++) {
            total += values[i];
        }
        require(token.transferFrom(msg.sender, address(this), total));
        for (uint256 i; i < recipients.length; i++) {
            require(token.transfer(recipients[i], values[i]));
        }
    }
}
