// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, ChannelHash, VoucherClaim} from "./Channel.sol";
import {IBatchSettlement} from "./IBatchSettlement.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// What is signed for a channel, under the domain of this contract.
abstract contract Digests is IBatchSettlement {
    bytes32 public constant CHANNEL_CONFIG_TYPEHASH = ChannelHash.CONFIG_TYPEHASH;

    /// Nothing of it is kept: the code is the same wherever it stands, and follows the chain id of a fork.
    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("x402 Batch Settlement"),
                keccak256("1"),
                block.chainid,
                address(this)
            )
        );
    }

    function getChannelId(ChannelConfig calldata config) public view returns (bytes32) {
        return _channelId(DOMAIN_SEPARATOR(), config);
    }

    function getVoucherDigest(bytes32 channelId, uint128 maxClaimableAmount) external view returns (bytes32) {
        return _voucherDigest(DOMAIN_SEPARATOR(), channelId, maxClaimableAmount);
    }

    function getRefundDigest(bytes32 channelId, uint256 nonce, uint128 amount) public view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR(), ChannelHash.ofRefund(channelId, nonce, amount));
    }

    function getClaimBatchDigest(VoucherClaim[] calldata voucherClaims) external view returns (bytes32) {
        bytes32 domain = DOMAIN_SEPARATOR();
        bytes32[] memory entries = new bytes32[](voucherClaims.length);
        for (uint256 i; i < entries.length; i++) {
            bytes32 channelId = _channelId(domain, voucherClaims[i].voucher.channel);
            entries[i] = ChannelHash.ofClaim(channelId, voucherClaims[i]);
        }
        return _batchDigest(domain, entries);
    }

    function _channelId(bytes32 domain, ChannelConfig calldata config) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(domain, ChannelHash.ofConfig(config));
    }

    function _voucherDigest(bytes32 domain, bytes32 channelId, uint128 ceiling) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(domain, ChannelHash.ofVoucher(channelId, ceiling));
    }

    function _batchDigest(bytes32 domain, bytes32[] memory entries) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(domain, ChannelHash.ofBatch(entries));
    }
}
