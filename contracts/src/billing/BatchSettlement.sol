// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, ChannelHash, VoucherClaim} from "./Channel.sol";
import {Escrow} from "./Escrow.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// The rules stand at IBatchSettlement. No owner, no upgrade, no fee.
contract BatchSettlement is Escrow, Multicall {
    struct Receiver {
        uint128 totalClaimed;
        uint128 totalSettled;
    }

    mapping(address receiver => mapping(address token => Receiver)) public receivers;

    function claim(VoucherClaim[] calldata voucherClaims) external once {
        if (voucherClaims.length == 0) revert EmptyBatch();
        bytes32 domain = DOMAIN_SEPARATOR();
        for (uint256 i; i < voucherClaims.length; i++) {
            ChannelConfig calldata config = voucherClaims[i].voucher.channel;
            if (msg.sender != config.receiver && msg.sender != config.receiverAuthorizer) {
                revert NotAuthorizedToClaim();
            }
            _claim(domain, _channelId(domain, config), voucherClaims[i]);
        }
    }

    function claimWithSignature(VoucherClaim[] calldata voucherClaims, bytes calldata authorizerSignature)
        external
        once
    {
        if (voucherClaims.length == 0) revert EmptyBatch();
        address authorizer = voucherClaims[0].voucher.channel.receiverAuthorizer;
        bytes32 domain = DOMAIN_SEPARATOR();
        bytes32[] memory entries = new bytes32[](voucherClaims.length);
        for (uint256 i; i < entries.length; i++) {
            ChannelConfig calldata config = voucherClaims[i].voucher.channel;
            if (config.receiverAuthorizer != authorizer) revert NotReceiverAuthorizer();
            bytes32 channelId = _channelId(domain, config);
            entries[i] = ChannelHash.ofClaim(channelId, voucherClaims[i]);
            _claim(domain, channelId, voucherClaims[i]);
        }
        bytes32 digest = _batchDigest(domain, entries);
        if (!SignatureChecker.isValidSignatureNowCalldata(authorizer, digest, authorizerSignature)) {
            revert InvalidSignature();
        }
    }

    function settle(address receiver, address token) external once {
        Receiver storage sums = receivers[receiver][token];
        uint128 amount = sums.totalClaimed - sums.totalSettled;
        if (amount == 0) return;
        sums.totalSettled += amount;
        emit Settled(receiver, token, msg.sender, amount);
        SafeERC20.safeTransfer(IERC20(token), receiver, amount);
    }

    function _claim(bytes32 domain, bytes32 channelId, VoucherClaim calldata row) private {
        uint128 total = row.totalClaimed;
        if (total > row.voucher.maxClaimableAmount) revert ClaimExceedsCeiling();
        Channel storage channel = channels[channelId];
        uint128 claimed = channel.totalClaimed;
        if (total <= claimed) return;
        if (total > channel.balance) revert ClaimExceedsBalance();
        ChannelConfig calldata config = row.voucher.channel;
        bytes32 digest = _voucherDigest(domain, channelId, row.voucher.maxClaimableAmount);
        if (!_isSignedByPayerSide(config, digest, row.signature)) revert InvalidSignature();
        channel.totalClaimed = total;
        receivers[config.receiver][config.token].totalClaimed += total - claimed;
        emit Claimed(channelId, msg.sender, total - claimed, total);
    }

    /// An authorizer signs with its key, whatever code its address may have.
    function _isSignedByPayerSide(ChannelConfig calldata config, bytes32 digest, bytes calldata signature)
        private
        view
        returns (bool)
    {
        if (config.payerAuthorizer == address(0)) {
            return SignatureChecker.isValidSignatureNowCalldata(config.payer, digest, signature);
        }
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signature);
        return problem == ECDSA.RecoverError.NoError && signer == config.payerAuthorizer;
    }
}
