// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig} from "./Channel.sol";
import {Digests} from "./Digests.sol";
import {IDepositCollector} from "./IDepositCollector.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// How a payer's money comes in, and how the unclaimed part of it goes back.
abstract contract Escrow is Digests {
    struct Channel {
        uint128 balance; // deposited, less what went back to the payer
        uint128 totalClaimed; // never more than the balance
    }

    struct Withdrawal {
        uint128 amount;
        uint40 initiatedAt; // 0 = none is pending
    }

    uint256 public constant MIN_WITHDRAW_DELAY = 15 minutes;
    uint256 public constant MAX_WITHDRAW_DELAY = 30 days;

    mapping(bytes32 channelId => Channel) public channels;
    mapping(bytes32 channelId => Withdrawal) public pendingWithdrawals;
    mapping(bytes32 channelId => uint256) public refundNonce;
    bool private transient _entered;

    modifier once() {
        if (_entered) revert Reentered();
        _entered = true;
        _;
        _entered = false;
    }

    function deposit(ChannelConfig calldata config, uint128 amount, address collector, bytes calldata collectorData)
        external
        once
    {
        _requireUsable(config);
        if (amount == 0) revert ZeroDeposit();
        if (collector.code.length == 0) revert InvalidCollector();
        bytes32 channelId = getChannelId(config);
        Channel storage channel = channels[channelId];
        uint128 balance = channel.balance;
        if (amount > type(uint128).max - balance) revert DepositOverflow();
        channel.balance = balance + amount;
        uint256 before = IERC20(config.token).balanceOf(address(this));
        IDepositCollector(collector).collect(config.payer, config.token, amount, channelId, collectorData);
        // More than agreed would belong to nobody, less (a fee on the transfer) would be missing for others.
        if (IERC20(config.token).balanceOf(address(this)) != before + amount) revert DepositCollectionFailed();
        if (balance == 0) emit ChannelCreated(channelId, config); // so nothing was ever claimed
        emit Deposited(channelId, msg.sender, amount, balance + amount);
    }

    function refund(ChannelConfig calldata config, uint128 amount) external once {
        if (msg.sender != config.receiver && msg.sender != config.receiverAuthorizer) revert NotAuthorizedToRefund();
        _refund(config, getChannelId(config), amount);
    }

    function refundWithSignature(
        ChannelConfig calldata config,
        uint128 amount,
        uint256 nonce,
        bytes calldata receiverAuthorizerSignature
    ) external once {
        bytes32 channelId = getChannelId(config);
        if (nonce != refundNonce[channelId]) revert InvalidRefundNonce();
        bytes32 digest = getRefundDigest(channelId, nonce, amount);
        if (!SignatureChecker.isValidSignatureNowCalldata(
                config.receiverAuthorizer, digest, receiverAuthorizerSignature
            )) {
            revert InvalidSignature();
        }
        _refund(config, channelId, amount);
    }

    function initiateWithdraw(ChannelConfig calldata config, uint128 amount) external once {
        if (!_isPayerSide(config)) revert NotAuthorizedToInitiateWithdraw();
        bytes32 channelId = getChannelId(config);
        if (pendingWithdrawals[channelId].initiatedAt != 0) revert WithdrawalAlreadyPending();
        if (amount == 0) revert NothingToWithdraw();
        if (amount > _available(channels[channelId])) revert WithdrawAmountExceedsAvailable();
        uint40 now_ = uint40(block.timestamp);
        pendingWithdrawals[channelId] = Withdrawal(amount, now_);
        emit WithdrawInitiated(channelId, amount, now_ + config.withdrawDelay);
    }

    function finalizeWithdraw(ChannelConfig calldata config) external once {
        if (!_isPayerSide(config)) revert NotAuthorizedToFinalizeWithdraw();
        bytes32 channelId = getChannelId(config);
        Withdrawal memory pending = pendingWithdrawals[channelId];
        if (pending.initiatedAt == 0) revert WithdrawalNotPending();
        if (block.timestamp < uint256(pending.initiatedAt) + config.withdrawDelay) revert WithdrawDelayNotElapsed();
        delete pendingWithdrawals[channelId];
        uint128 paid = _atMost(pending.amount, _available(channels[channelId]));
        emit WithdrawFinalized(channelId, msg.sender, paid);
        if (paid != 0) _payBack(config, channelId, paid);
    }

    /// The nonce is used up first, so that no signature outlives a refund that came in another way.
    function _refund(ChannelConfig calldata config, bytes32 channelId, uint128 amount) private {
        if (amount == 0) revert ZeroRefund();
        refundNonce[channelId]++;
        uint128 paid = _atMost(amount, _available(channels[channelId]));
        if (paid == 0) return;
        Withdrawal storage pending = pendingWithdrawals[channelId];
        if (paid < pending.amount) pending.amount -= paid;
        else delete pendingWithdrawals[channelId];
        emit Refunded(channelId, msg.sender, paid);
        _payBack(config, channelId, paid);
    }

    function _payBack(ChannelConfig calldata config, bytes32 channelId, uint128 amount) private {
        Channel storage channel = channels[channelId];
        channel.balance -= amount;
        if (channel.balance == 0) emit ChannelClosed(channelId, config); // so nothing was ever claimed
        SafeERC20.safeTransfer(IERC20(config.token), config.payer, amount);
    }

    function _available(Channel storage channel) private view returns (uint128) {
        return channel.balance - channel.totalClaimed;
    }

    function _isPayerSide(ChannelConfig calldata config) private view returns (bool) {
        return msg.sender == config.payer || msg.sender == config.payerAuthorizer;
    }

    function _requireUsable(ChannelConfig calldata config) private pure {
        if (
            config.payer == address(0) || config.receiver == address(0) || config.receiverAuthorizer == address(0)
                || config.token == address(0)
        ) revert InvalidChannel();
        if (config.withdrawDelay < MIN_WITHDRAW_DELAY || config.withdrawDelay > MAX_WITHDRAW_DELAY) {
            revert WithdrawDelayOutOfRange();
        }
    }

    function _atMost(uint128 wish, uint128 limit) private pure returns (uint128) {
        return wish < limit ? wish : limit;
    }
}
