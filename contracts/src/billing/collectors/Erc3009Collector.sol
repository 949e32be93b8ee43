// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Collector} from "./Collector.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

interface IERC3009 {
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}

/// For tokens with ERC-3009, such as USDC: the payer signs a receiveWithAuthorization to this contract whose nonce is
/// keccak256(abi.encode(channelId, salt)), so it pays into that channel and no other.
contract Erc3009Collector is Collector {
    constructor(address settlement_) Collector(settlement_) {}

    /// @param collectorData abi.encode(uint256 validAfter, uint256 validBefore, uint256 salt, bytes signature)
    function collect(address payer, address token, uint256 amount, bytes32 channelId, bytes calldata collectorData)
        external
        onlySettlement
    {
        (uint256 validAfter, uint256 validBefore, uint256 salt, bytes memory signature) =
            abi.decode(collectorData, (uint256, uint256, uint256, bytes));
        bytes32 nonce = keccak256(abi.encode(channelId, salt));
        IERC3009(token)
            .receiveWithAuthorization(payer, address(this), amount, validAfter, validBefore, nonce, signature);
        SafeERC20.safeTransfer(IERC20(token), msg.sender, amount);
    }
}
