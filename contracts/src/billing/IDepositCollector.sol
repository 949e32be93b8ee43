// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// Moves a payer's tokens into the settlement contract that calls it. Whoever brings a deposit names the collector, so a
/// collector must itself see to it that the payer agreed to this amount for this channel.
interface IDepositCollector {
    /// @param channelId what the payer's agreement must name; the settlement contract computed it from a config with
    /// this payer and this token
    /// @param collectorData the agreement, in the collector's own form
    function collect(address payer, address token, uint256 amount, bytes32 channelId, bytes calldata collectorData)
        external;
}
