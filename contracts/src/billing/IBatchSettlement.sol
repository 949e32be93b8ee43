// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, VoucherClaim} from "./Channel.sol";

/// One-way payment channels of the x402 scheme "batch-settlement" (EVM): the payer's side deposits and signs cumulative
/// vouchers off the chain, the receiver's side claims them in batches. Same functions, events, EIP-712 domain and types
/// as the public contract of that scheme.
///
/// Per channel, always: totalClaimed <= balance, and totalClaimed <= the highest voucher that was shown. What is not
/// claimed goes back to the payer, by the receiver's consent at once or by the payer's wish after a delay.
interface IBatchSettlement {
    /// The channel held nothing and nothing was ever claimed from it. May happen again after ChannelClosed.
    event ChannelCreated(bytes32 indexed channelId, ChannelConfig config);
    /// The channel holds nothing any more and nothing was ever claimed from it.
    event ChannelClosed(bytes32 indexed channelId, ChannelConfig config);
    event Deposited(bytes32 indexed channelId, address indexed sender, uint128 amount, uint128 newBalance);
    /// @param claimAmount by how much the claimed total rose
    event Claimed(bytes32 indexed channelId, address indexed sender, uint128 claimAmount, uint128 newTotalClaimed);
    event Settled(address indexed receiver, address indexed token, address indexed sender, uint128 amount);
    event Refunded(bytes32 indexed channelId, address indexed sender, uint128 amount);
    /// @param finalizeAfter first second at which the withdrawal can be finalized
    event WithdrawInitiated(bytes32 indexed channelId, uint128 amount, uint40 finalizeAfter);
    /// @param amount what was still unclaimed of the amount asked for, perhaps 0
    event WithdrawFinalized(bytes32 indexed channelId, address indexed sender, uint128 amount);

    /// A party or the token is address 0 where it must not be.
    error InvalidChannel();
    error WithdrawDelayOutOfRange();
    error ZeroDeposit();
    error DepositOverflow();
    /// The collector has no code.
    error InvalidCollector();
    /// The collector did not bring exactly the amount.
    error DepositCollectionFailed();
    error EmptyBatch();
    error NotAuthorizedToClaim();
    /// The rows name different receiver authorizers.
    error NotReceiverAuthorizer();
    error InvalidSignature();
    error ClaimExceedsCeiling();
    error ClaimExceedsBalance();
    error NotAuthorizedToRefund();
    error InvalidRefundNonce();
    error ZeroRefund();
    error NotAuthorizedToInitiateWithdraw();
    error NotAuthorizedToFinalizeWithdraw();
    error WithdrawalAlreadyPending();
    error WithdrawalNotPending();
    error WithdrawDelayNotElapsed();
    error NothingToWithdraw();
    error WithdrawAmountExceedsAvailable();
    error Reentered();

    /// By anybody; the collector sees to the payer's consent.
    /// @param amount 1 to 2^128 - 1, exactly what must arrive
    function deposit(ChannelConfig calldata config, uint128 amount, address collector, bytes calldata collectorData)
        external;

    /// By the receiver or the receiver's authorizer of every row. Moves no money. A row that raises nothing is passed
    /// over, so that a batch may be sent again.
    function claim(VoucherClaim[] calldata voucherClaims) external;

    /// By anybody, with the signature of the receiver's authorizer that all rows have in common over the whole batch.
    function claimWithSignature(VoucherClaim[] calldata voucherClaims, bytes calldata authorizerSignature) external;

    /// By anybody: pays the receiver what was claimed and not yet paid, over all channels.
    function settle(address receiver, address token) external;

    /// By the receiver or its authorizer: gives unclaimed money back to the payer, at most what there is. Uses up a
    /// refund nonce even when there is nothing.
    function refund(ChannelConfig calldata config, uint128 amount) external;

    /// By anybody, with the signature of the receiver's authorizer.
    /// @param nonce the channel's refundNonce
    function refundWithSignature(
        ChannelConfig calldata config,
        uint128 amount,
        uint256 nonce,
        bytes calldata receiverAuthorizerSignature
    ) external;

    /// By the payer or its authorizer. The receiver has withdrawDelay seconds left to claim.
    function initiateWithdraw(ChannelConfig calldata config, uint128 amount) external;

    /// By the payer or its authorizer, after the delay: pays the payer the amount asked for, or what is left of it.
    function finalizeWithdraw(ChannelConfig calldata config) external;

    /// @return balance deposited, less what went back to the payer; settling does not lower it
    /// @return totalClaimed over the channel's whole life
    function channels(bytes32 channelId) external view returns (uint128 balance, uint128 totalClaimed);

    /// @return amount asked for, less what was refunded since
    /// @return initiatedAt 0 = none is pending
    function pendingWithdrawals(bytes32 channelId) external view returns (uint128 amount, uint40 initiatedAt);

    function refundNonce(bytes32 channelId) external view returns (uint256);

    function receivers(address receiver, address token)
        external
        view
        returns (uint128 totalClaimed, uint128 totalSettled);

    /// The EIP-712 digest of the config: another one on each chain and for each contract.
    function getChannelId(ChannelConfig calldata config) external view returns (bytes32);

    function getVoucherDigest(bytes32 channelId, uint128 maxClaimableAmount) external view returns (bytes32);

    function getRefundDigest(bytes32 channelId, uint256 nonce, uint128 amount) external view returns (bytes32);

    function getClaimBatchDigest(VoucherClaim[] calldata voucherClaims) external view returns (bytes32);

    function CHANNEL_CONFIG_TYPEHASH() external view returns (bytes32);

    function DOMAIN_SEPARATOR() external view returns (bytes32);
}
