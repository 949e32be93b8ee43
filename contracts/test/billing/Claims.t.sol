// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, VoucherClaim} from "../../src/billing/Channel.sol";
import {IBatchSettlement} from "../../src/billing/IBatchSettlement.sol";
import {AnsweringWallet} from "../support/Actors.sol";
import {BillingStage} from "../support/BillingStage.sol";

contract ClaimsTest is BillingStage {
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function setUp() public {
        setUpBilling();
    }

    function testFuzz_claimsUpToVoucherAndBalance(uint128 balance, uint128 ceiling, uint128 total) public {
        ChannelConfig memory config = configOf("a");
        balance = balance == 0 ? 1 : balance;
        fundChannel(config, balance);
        VoucherClaim[] memory rows = only(rowOf(config, ceiling, total));
        if (total > ceiling) return refuseClaim(IBatchSettlement.ClaimExceedsCeiling.selector, rows);
        if (total > balance) return refuseClaim(IBatchSettlement.ClaimExceedsBalance.selector, rows);
        settlement.claimWithSignature(rows, batchSignature(rows));
        equal(claimedOf(config), total);
        equal(balanceOf(config), balance);
        (uint128 claimed, uint128 settled) = settlement.receivers(receiver, address(nasty));
        equal(claimed, total);
        equal(settled, 0);
        equal(nasty.balanceOf(receiver), 0);
    }

    function test_claimedTotalOnlyRises() public {
        ChannelConfig memory config = funded("a");
        bytes32 id = settlement.getChannelId(config);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Claimed(id, address(this), 100, 100);
        claim(config, 100);
        vm.recordLogs();
        claim(config, 100);
        claim(config, 60);
        equal(vm.getRecordedLogs().length, 0);
        equal(claimedOf(config), 100);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Claimed(id, address(this), 1, 101);
        claim(config, 101);
    }

    function test_oneBatchOverManyChannelsAndTwiceTheSame() public {
        ChannelConfig memory first = funded("a");
        ChannelConfig memory second = funded("b");
        VoucherClaim[] memory rows = new VoucherClaim[](4);
        rows[0] = rowOf(first, 10, 5);
        rows[1] = rowOf(second, 30, 30);
        rows[2] = rowOf(first, 20, 20);
        rows[3] = rowOf(first, 20, 7); // older than the row before it
        settlement.claimWithSignature(rows, batchSignature(rows));
        equal(claimedOf(first), 20);
        equal(claimedOf(second), 30);
        (uint128 claimed,) = settlement.receivers(receiver, address(nasty));
        equal(claimed, 50);
    }

    function test_directClaimIsTheReceiverSidesOnly() public {
        ChannelConfig memory config = funded("a");
        ChannelConfig memory others = configOf("b");
        others.receiver = others.receiverAuthorizer = address(0x0707);
        fundChannel(others, 10);
        address[4] memory refused = [stranger, payer, session, address(this)];
        for (uint256 i; i < 4; i++) {
            VoucherClaim[] memory rows = only(rowOf(config, 1, 1));
            vm.prank(refused[i]);
            vm.expectRevert(IBatchSettlement.NotAuthorizedToClaim.selector);
            settlement.claim(rows);
        }
        VoucherClaim[] memory mixed = both(rowOf(config, 1, 1), rowOf(others, 1, 1));
        vm.prank(receiver);
        vm.expectRevert(IBatchSettlement.NotAuthorizedToClaim.selector);
        settlement.claim(mixed);
        VoucherClaim[] memory row = only(rowOf(config, 2, 2));
        vm.prank(receiver);
        settlement.claim(row);
        row = only(rowOf(config, 3, 3));
        vm.prank(authorizer);
        settlement.claim(row);
        equal(claimedOf(config), 3);
        row = only(rowSignedBy(AUTHORIZER_KEY, config, 4, 4)); // the receiver cannot sign for the payer
        vm.prank(receiver);
        vm.expectRevert(IBatchSettlement.InvalidSignature.selector);
        settlement.claim(row);
    }

    function test_emptyBatches() public {
        VoucherClaim[] memory none = new VoucherClaim[](0);
        vm.expectRevert(IBatchSettlement.EmptyBatch.selector);
        settlement.claim(none);
        refuseClaim(IBatchSettlement.EmptyBatch.selector, none);
    }

    function test_rowsOfOneBatchShareTheAuthorizer() public {
        ChannelConfig memory config = funded("a");
        ChannelConfig memory others = configOf("b");
        others.receiverAuthorizer = vm.addr(99);
        fundChannel(others, 10);
        refuseClaim(IBatchSettlement.NotReceiverAuthorizer.selector, both(rowOf(config, 1, 1), rowOf(others, 1, 1)));
        VoucherClaim[] memory rows = only(rowOf(others, 1, 1));
        refuseClaim(IBatchSettlement.InvalidSignature.selector, rows);
        settlement.claimWithSignature(rows, signedBy(99, settlement.getClaimBatchDigest(rows)));
    }

    /// The authorizer signs every row, every total and their order.
    function test_authorizersSignatureCoversTheWholeBatch() public {
        ChannelConfig memory first = funded("a");
        ChannelConfig memory second = funded("b");
        VoucherClaim[] memory rows = both(rowOf(first, 10, 5), rowOf(second, 30, 30));
        bytes memory signature = batchSignature(rows);
        rows[0].totalClaimed = 6;
        refuseWith(rows, signature);
        rows[0] = rowOf(first, 11, 5);
        refuseWith(rows, signature);
        refuseWith(both(rowOf(second, 30, 30), rowOf(first, 10, 5)), signature);
        refuseWith(only(rowOf(first, 10, 5)), signature);
        refuseWith(both(rowOf(first, 10, 5), rowOf(second, 30, 30)), "");
        settlement.claimWithSignature(both(rowOf(first, 10, 5), rowOf(second, 30, 30)), signature);
    }

    function test_voucherSignaturesThatAreRefused() public {
        ChannelConfig memory config = funded("a");
        bytes32 digest = settlement.getVoucherDigest(settlement.getChannelId(config), 10);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SESSION_KEY, digest);
        refuseVoucher(config, abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27)));
        refuseVoucher(config, abi.encodePacked(r, s, v - 27));
        refuseVoucher(config, abi.encodePacked(r, s));
        refuseVoucher(config, abi.encodePacked(r, s, v, v));
        refuseVoucher(config, "");
        refuseVoucher(config, signedBy(PAYER_KEY, digest)); // the session key is committed to, so only it signs
        refuseVoucher(config, signedBy(AUTHORIZER_KEY, digest));
        bytes32 higher = settlement.getVoucherDigest(settlement.getChannelId(config), 11);
        refuseVoucher(config, signedBy(SESSION_KEY, higher));
        bytes32 other = settlement.getVoucherDigest(settlement.getChannelId(configOf("b")), 10);
        refuseVoucher(config, signedBy(SESSION_KEY, other));
        bytes32 refundDigest = settlement.getRefundDigest(settlement.getChannelId(config), 10, 10);
        refuseVoucher(config, signedBy(SESSION_KEY, refundDigest));
    }

    function test_payerAuthorizerIsAKeyEvenIfItHasCode() public {
        ChannelConfig memory config = configOf("a");
        config.payerAuthorizer = address(new AnsweringWallet(0x1626ba7e)); // would answer yes to everything
        fundChannel(config, 10);
        refuseVoucherOf(config, signedBy(SESSION_KEY, "x"));
        vm.etch(session, address(config.payerAuthorizer).code);
        claim(funded("b"), 10); // and a key goes on signing after its address got code
    }

    function test_withoutAnAuthorizerThePayerSigns() public {
        ChannelConfig memory config = configOf("a");
        config.payerAuthorizer = address(0);
        fundChannel(config, 10);
        VoucherClaim[] memory rows = only(rowSignedBy(PAYER_KEY, config, 10, 10));
        settlement.claimWithSignature(rows, batchSignature(rows));
        refuseVoucherOf(configOf("b"), "");
        config.payer = address(new AnsweringWallet(0x1626ba7e)); // ERC-1271
        fundChannel(config, 10);
        rows = only(rowSignedBy(SESSION_KEY, config, 10, 10));
        settlement.claimWithSignature(rows, batchSignature(rows));
        config.payer = address(new AnsweringWallet(0xffffffff));
        fundChannel(config, 10);
        refuseVoucherOf(config, "x");
        config.payer = address(new AnsweringWallet(0)); // reverts
        fundChannel(config, 10);
        refuseVoucherOf(config, "x");
    }

    function test_safeAsPayerSignsByItsOwners() public {
        setUpSafe();
        ChannelConfig memory config = configOf("a");
        (config.payer, config.payerAuthorizer) = (safe, address(0));
        fundChannel(config, 10);
        bytes32 digest = settlement.getVoucherDigest(settlement.getChannelId(config), 10);
        VoucherClaim[] memory rows = only(rowOf(config, 10, 10));
        rows[0].signature = signedBy(firstOwnerKey, digest);
        refuseClaim(IBatchSettlement.InvalidSignature.selector, rows);
        rows[0].signature = safeSignature(digest);
        settlement.claimWithSignature(rows, batchSignature(rows));
        equal(claimedOf(config), 10);
    }

    function test_receiverAuthorizerMayBeAContract() public {
        ChannelConfig memory config = configOf("a");
        config.receiverAuthorizer = address(new AnsweringWallet(0x1626ba7e));
        fundChannel(config, 10);
        settlement.claimWithSignature(only(rowOf(config, 10, 10)), "x");
        config.receiverAuthorizer = address(new AnsweringWallet(0xffffffff));
        fundChannel(config, 10);
        refuseWith(only(rowOf(config, 10, 10)), "x");
    }

    function test_otherChainAndOtherContract() public {
        ChannelConfig memory config = funded("a");
        VoucherClaim[] memory rows = only(rowOf(config, 10, 10));
        bytes memory signature = batchSignature(rows);
        IBatchSettlement other = IBatchSettlement(deploy("BatchSettlement", ""));
        other.deposit(config, FUNDED, address(minting), "");
        vm.expectRevert(IBatchSettlement.InvalidSignature.selector);
        other.claimWithSignature(rows, signature);
        bytes32 here = settlement.getChannelId(config);
        require(here != other.getChannelId(config), "same id for two contracts");
        vm.chainId(7000);
        require(here != settlement.getChannelId(config), "same id on two chains");
        fundChannel(config, FUNDED);
        vm.expectRevert(IBatchSettlement.InvalidSignature.selector);
        settlement.claimWithSignature(rows, signature);
        vm.chainId(31_337);
        settlement.claimWithSignature(rows, signature);
    }

    /// Every term of the channel is part of its id, so another term is another channel, which holds nothing.
    function testFuzz_anyOtherTermIsAnotherChannel(uint8 field, uint256 change) public {
        ChannelConfig memory config = funded("a");
        bytes32 id = settlement.getChannelId(config);
        VoucherClaim memory row = rowOf(config, 10, 10);
        field %= 7;
        if (field == 0) config.payer = address(uint160(change));
        if (field == 1) config.payerAuthorizer = address(uint160(change));
        if (field == 2) config.receiver = address(uint160(change));
        if (field == 3) config.receiverAuthorizer = address(uint160(change));
        if (field == 4) config.token = address(uint160(change));
        if (field == 5) config.withdrawDelay = uint40(change);
        if (field == 6) config.salt = bytes32(change);
        if (settlement.getChannelId(config) == id) return;
        row.voucher.channel = config;
        VoucherClaim[] memory rows = only(row);
        bytes memory signature = batchSignature(rows);
        vm.expectRevert(IBatchSettlement.ClaimExceedsBalance.selector);
        settlement.claimWithSignature(rows, signature);
    }

    function refuseWith(VoucherClaim[] memory rows, bytes memory signature) private {
        vm.expectRevert(IBatchSettlement.InvalidSignature.selector);
        settlement.claimWithSignature(rows, signature);
    }

    function refuseVoucher(ChannelConfig memory config, bytes memory signature) private {
        VoucherClaim[] memory rows = only(rowOf(config, 10, 10));
        rows[0].signature = signature;
        refuseClaim(IBatchSettlement.InvalidSignature.selector, rows);
    }

    function refuseVoucherOf(ChannelConfig memory config, bytes memory signature) private {
        if (balanceOf(config) == 0) fundChannel(config, 10);
        refuseVoucher(config, signature);
    }
}
