// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, Voucher, VoucherClaim} from "../../src/billing/Channel.sol";
import {IBatchSettlement} from "../../src/billing/IBatchSettlement.sol";
import {BillingStage} from "../support/BillingStage.sol";
import {NastyToken} from "../support/Tokens.sol";

/// What the npm package x402/evm signs and sends, against our contracts at the public ones' addresses. The vectors are
/// shared with Java.
contract X402VectorsTest is BillingStage {
    uint256 private constant CHANNELS = 6;
    uint256 private constant BATCHES = 6;
    uint256 private constant NOW = 1_800_000_000;

    string private _json;
    address private _token;

    function setUp() public {
        setUpBilling();
        vm.warp(NOW);
        _json = vm.readFile("../tests/fixtures/x402-vectors.json");
        _token = addressAt(".token");
        receiver = addressAt(".receiver");
        address canonical = addressAt(".settlement");
        vm.etch(canonical, address(settlement).code);
        settlement = IBatchSettlement(canonical);
        vm.etch(addressAt(".erc3009Collector"), newCollector("Erc3009Collector").code);
        vm.etch(addressAt(".permit2Collector"), newCollector("Permit2Collector").code);
    }

    function test_noVectorIsLeftOut() public view {
        require(vm.keyExistsJson(_json, ".channels[5]") && !vm.keyExistsJson(_json, ".channels[6]"), "channels");
        require(vm.keyExistsJson(_json, ".batches[5]") && !vm.keyExistsJson(_json, ".batches[6]"), "batches");
    }

    function test_digestsAndTheirSigners() public {
        for (uint256 i; i < CHANNELS; i++) {
            string memory path = channelPath(i);
            vm.chainId(uintAt(path, ".chainId"));
            ChannelConfig memory config = configAt(path);
            bytes32 id = settlement.getChannelId(config);
            equal(id, wordAt(path, ".channelId"));
            bytes32 voucher = settlement.getVoucherDigest(id, uint128(uintAt(path, ".voucher.maxClaimableAmount")));
            equal(voucher, wordAt(path, ".voucher.digest"));
            equal(signerOf(voucher, bytesAt(path, ".voucher.signature")), config.payerAuthorizer);
            bytes32 refund =
                settlement.getRefundDigest(id, uintAt(path, ".refund.nonce"), uint128(uintAt(path, ".refund.amount")));
            equal(refund, wordAt(path, ".refund.digest"));
            equal(signerOf(refund, bytesAt(path, ".refund.signature")), config.receiverAuthorizer);
        }
        equal(
            settlement.CHANNEL_CONFIG_TYPEHASH(),
            keccak256(
                "ChannelConfig(address payer,address payerAuthorizer,address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)"
            )
        );
    }

    /// The package's own transactions, as its facilitator sends them.
    function test_claimsSettlesAndRefunds() public {
        vm.etch(_token, address(nasty).code);
        for (uint256 i; i < BATCHES; i++) {
            this.checkBatch(i);
        }
        vm.chainId(7001);
        uint256 before = NastyToken(_token).balanceOf(receiver);
        (uint128 claimed,) = settlement.receivers(receiver, _token);
        send(bytesAt("", ".settle"));
        equal(NastyToken(_token).balanceOf(receiver), before + claimed);
        for (uint256 i; i < CHANNELS; i++) {
            this.checkRefund(i);
        }
    }

    function checkBatch(uint256 number) external {
        string memory path = string.concat(".batches[", vm.toString(number), "]");
        vm.chainId(uintAt(path, ".chainId"));
        uint256[] memory rows = vm.parseJsonUintArray(_json, string.concat(path, ".rows"));
        uint256[] memory totals = vm.parseJsonUintArray(_json, string.concat(path, ".totals"));
        VoucherClaim[] memory claims = new VoucherClaim[](rows.length);
        for (uint256 i; i < rows.length; i++) {
            string memory channel = channelPath(rows[i]);
            uint128 ceiling = uint128(uintAt(channel, ".voucher.maxClaimableAmount"));
            bytes memory signature = bytesAt(channel, ".voucher.signature");
            claims[i] = VoucherClaim(Voucher(configAt(channel), ceiling), signature, uint128(totals[i]));
            if (balanceOf(claims[i].voucher.channel) == 0) fundChannel(claims[i].voucher.channel, ceiling);
        }
        equal(settlement.getClaimBatchDigest(claims), wordAt(path, ".digest"));
        bytes memory call = abi.encodeCall(settlement.claimWithSignature, (claims, bytesAt(path, ".signature")));
        equal(keccak256(bytesAt(path, ".data")), keccak256(call));
        send(call);
        for (uint256 i; i < rows.length; i++) {
            require(claimedOf(claims[i].voucher.channel) >= totals[i], "not claimed");
        }
    }

    function checkRefund(uint256 number) external {
        string memory path = channelPath(number);
        vm.chainId(uintAt(path, ".chainId"));
        ChannelConfig memory config = configAt(path);
        uint256 nonce = uintAt(path, ".refund.nonce");
        while (settlement.refundNonce(settlement.getChannelId(config)) < nonce && nonce < 10) {
            vm.prank(receiver);
            settlement.refund(config, 1);
        }
        bytes memory call = bytesAt(path, ".refund.data");
        if (nonce < 10) return send(call);
        vm.expectRevert(IBatchSettlement.InvalidRefundNonce.selector);
        settlement.refundWithSignature(config, uint128(uintAt(path, ".refund.amount")), nonce, "");
    }

    function test_depositsByErc3009() public {
        address usdc = deploy("DevelopmentUsdc", abi.encode(address(this)));
        for (uint256 i; i < CHANNELS; i++) {
            vm.etch(_token, usdc.code);
            this.checkDeposit(i, ".erc3009");
        }
    }

    function test_depositsByPermit2() public {
        setUpPermit2();
        vm.etch(_token, address(nasty).code);
        for (uint256 i; i < CHANNELS; i++) {
            this.checkDeposit(i, ".permit2");
        }
    }

    function checkDeposit(uint256 number, string calldata way) external {
        string memory path = channelPath(number);
        vm.chainId(uintAt(path, ".chainId"));
        ChannelConfig memory config = configAt(path);
        uint256 amount = uintAt(path, string.concat(way, ".amount"));
        // both tokens keep their balances in their first slot
        vm.store(_token, keccak256(abi.encode(config.payer, 0)), bytes32(amount));
        vm.prank(config.payer);
        NastyToken(_token).approve(PERMIT2, type(uint256).max);
        bytes memory call = bytesAt(path, string.concat(way, ".data"));
        uint256 before = balanceOf(config);
        vm.prank(stranger);
        send(call);
        equal(balanceOf(config), before + amount);
        equal(NastyToken(_token).balanceOf(config.payer), 0);
        vm.store(_token, keccak256(abi.encode(config.payer, 0)), bytes32(amount));
        (bool again,) = address(settlement).call(call);
        require(!again, "the same authorization twice");
        vm.store(_token, keccak256(abi.encode(address(settlement), 0)), 0); // so that no sum grows beyond 256 bits
    }

    function send(bytes memory call) private {
        (bool ok, bytes memory answer) = address(settlement).call(call);
        if (ok) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    function configAt(string memory path) private view returns (ChannelConfig memory) {
        path = string.concat(path, ".config");
        return ChannelConfig(
            addressAt(string.concat(path, ".payer")),
            addressAt(string.concat(path, ".payerAuthorizer")),
            addressAt(string.concat(path, ".receiver")),
            addressAt(string.concat(path, ".receiverAuthorizer")),
            addressAt(string.concat(path, ".token")),
            uint40(uintAt(path, ".withdrawDelay")),
            wordAt(path, ".salt")
        );
    }

    function signerOf(bytes32 digest, bytes memory signature) private pure returns (address) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        return ecrecover(digest, uint8(signature[64]), r, s);
    }

    function channelPath(uint256 number) private pure returns (string memory) {
        return string.concat(".channels[", vm.toString(number), "]");
    }

    function addressAt(string memory path) private view returns (address) {
        return vm.parseJsonAddress(_json, path);
    }

    function uintAt(string memory path, string memory field) private view returns (uint256) {
        return vm.parseJsonUint(_json, string.concat(path, field));
    }

    function wordAt(string memory path, string memory field) private view returns (bytes32) {
        return vm.parseJsonBytes32(_json, string.concat(path, field));
    }

    function bytesAt(string memory path, string memory field) private view returns (bytes memory) {
        return vm.parseJsonBytes(_json, string.concat(path, field));
    }
}
