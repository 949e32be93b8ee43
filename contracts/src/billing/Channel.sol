// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// The terms of a channel. Its id is their hash, so none of them can change.
struct ChannelConfig {
    address payer; // whose money it is until it is claimed
    address payerAuthorizer; // the key that signs vouchers; 0 = the payer itself signs (ECDSA or ERC-1271)
    address receiver; // where claimed money goes
    address receiverAuthorizer; // signs claims and refunds (ECDSA or ERC-1271); never 0
    address token;
    uint40 withdrawDelay; // seconds between asking for the unclaimed money and getting it
    bytes32 salt; // tells channels of the same parties apart
}

/// What the payer's side signs: at most this much, over the channel's whole life.
struct Voucher {
    ChannelConfig channel;
    uint128 maxClaimableAmount;
}

/// What the receiver's side claims with a voucher.
struct VoucherClaim {
    Voucher voucher;
    bytes signature; // the payer's side over the voucher
    uint128 totalClaimed; // over the channel's whole life; at most maxClaimableAmount
}

/// EIP-712 struct hashes of the x402 scheme "batch-settlement".
library ChannelHash {
    bytes32 internal constant CONFIG_TYPEHASH = keccak256(
        "ChannelConfig(address payer,address payerAuthorizer,address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)"
    );
    bytes32 internal constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channelId,uint128 maxClaimableAmount)");
    bytes32 internal constant REFUND_TYPEHASH = keccak256("Refund(bytes32 channelId,uint256 nonce,uint128 amount)");
    bytes32 internal constant CLAIM_ENTRY_TYPEHASH =
        keccak256("ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)");
    bytes32 internal constant CLAIM_BATCH_TYPEHASH = keccak256(
        "ClaimBatch(ClaimEntry[] claims)ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)"
    );

    function ofConfig(ChannelConfig calldata config) internal pure returns (bytes32) {
        return keccak256(abi.encode(CONFIG_TYPEHASH, config));
    }

    function ofVoucher(bytes32 channelId, uint128 maxClaimableAmount) internal pure returns (bytes32) {
        return keccak256(abi.encode(VOUCHER_TYPEHASH, channelId, maxClaimableAmount));
    }

    function ofRefund(bytes32 channelId, uint256 nonce, uint128 amount) internal pure returns (bytes32) {
        return keccak256(abi.encode(REFUND_TYPEHASH, channelId, nonce, amount));
    }

    function ofClaim(bytes32 channelId, VoucherClaim calldata row) internal pure returns (bytes32) {
        return keccak256(abi.encode(CLAIM_ENTRY_TYPEHASH, channelId, row.voucher.maxClaimableAmount, row.totalClaimed));
    }

    /// @param entries the struct hashes of the rows, in their order
    function ofBatch(bytes32[] memory entries) internal pure returns (bytes32) {
        return keccak256(abi.encode(CLAIM_BATCH_TYPEHASH, keccak256(abi.encodePacked(entries))));
    }
}
