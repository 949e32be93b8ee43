// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, VoucherClaim} from "../../src/billing/Channel.sol";
import {IBatchSettlement} from "../../src/billing/IBatchSettlement.sol";
import {Hook} from "../support/Actors.sol";
import {BillingStage} from "../support/BillingStage.sol";
import {Behaviour} from "../support/Tokens.sol";

contract WithdrawalsTest is BillingStage {
    function setUp() public {
        setUpBilling();
    }

    function test_unclaimedMoneyComesBackAfterTheDelay() public {
        ChannelConfig memory config = funded("a");
        bytes32 id = settlement.getChannelId(config);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.WithdrawInitiated(id, 400, uint40(block.timestamp) + DELAY);
        start(config, 400);
        (uint128 amount, uint40 initiatedAt) = pendingOf(config);
        equal(amount, 400);
        equal(initiatedAt, 1_000_000);
        refuseFinish(IBatchSettlement.WithdrawDelayNotElapsed.selector, config);
        vm.warp(1_000_000 + DELAY - 1);
        refuseFinish(IBatchSettlement.WithdrawDelayNotElapsed.selector, config);
        vm.warp(1_000_000 + DELAY);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.WithdrawFinalized(id, payer, 400);
        finish(config);
        equal(nasty.balanceOf(payer), 400);
        equal(balanceOf(config), FUNDED - 400);
        refuseFinish(IBatchSettlement.WithdrawalNotPending.selector, config);
    }

    function test_onlyThePayersSide() public {
        ChannelConfig memory config = funded("a");
        address[4] memory refused = [stranger, receiver, authorizer, address(0)];
        for (uint256 i; i < 4; i++) {
            vm.prank(refused[i]);
            vm.expectRevert(IBatchSettlement.NotAuthorizedToInitiateWithdraw.selector);
            settlement.initiateWithdraw(config, 1);
        }
        vm.prank(session);
        settlement.initiateWithdraw(config, 10);
        vm.warp(1_000_000 + DELAY);
        for (uint256 i; i < 4; i++) {
            vm.prank(refused[i]);
            vm.expectRevert(IBatchSettlement.NotAuthorizedToFinalizeWithdraw.selector);
            settlement.finalizeWithdraw(config);
        }
        vm.prank(session);
        settlement.finalizeWithdraw(config);
        equal(nasty.balanceOf(payer), 10); // whoever of the two asks
    }

    function test_amounts() public {
        ChannelConfig memory config = funded("a");
        claim(config, 100);
        vm.startPrank(payer);
        vm.expectRevert(IBatchSettlement.NothingToWithdraw.selector);
        settlement.initiateWithdraw(config, 0);
        vm.expectRevert(IBatchSettlement.WithdrawAmountExceedsAvailable.selector);
        settlement.initiateWithdraw(config, FUNDED - 99);
        settlement.initiateWithdraw(config, FUNDED - 100);
        vm.expectRevert(IBatchSettlement.WithdrawalAlreadyPending.selector);
        settlement.initiateWithdraw(config, 1);
        vm.stopPrank();
    }

    /// The receiver has the whole delay to claim what was signed; its claim goes first.
    function testFuzz_claimsDuringTheDelayGoFirst(uint128 asked, uint128 total) public {
        ChannelConfig memory config = funded("a");
        asked = 1 + asked % FUNDED;
        total %= FUNDED + 1;
        start(config, asked);
        vm.warp(1_000_000 + DELAY);
        if (total != 0) claim(config, total);
        finish(config);
        uint128 left = FUNDED - total;
        uint128 paid = asked < left ? asked : left;
        equal(nasty.balanceOf(payer), paid);
        equal(balanceOf(config), FUNDED - paid);
        settlement.settle(receiver, address(nasty));
        equal(nasty.balanceOf(receiver), total);
        (, uint40 initiatedAt) = pendingOf(config);
        equal(initiatedAt, 0);
    }

    function test_nothingLeftEndsTheWithdrawalToo() public {
        ChannelConfig memory config = funded("a");
        start(config, 10);
        claim(config, FUNDED);
        vm.warp(1_000_000 + DELAY);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.WithdrawFinalized(settlement.getChannelId(config), payer, 0);
        finish(config);
        equal(nasty.balanceOf(payer), 0);
    }

    function test_claimAfterTheWithdrawalFindsNothing() public {
        ChannelConfig memory config = funded("a");
        bytes32 id = settlement.getChannelId(config);
        VoucherClaim[] memory rows = only(rowOf(config, 10, 10));
        start(config, FUNDED);
        vm.warp(1_000_000 + DELAY);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.ChannelClosed(id, config);
        finish(config);
        refuseClaim(IBatchSettlement.ClaimExceedsBalance.selector, rows);
        equal(balanceOf(config), 0);
    }

    /// A refund counts against a withdrawal that is under way.
    function test_refundLowersThePendingWithdrawal() public {
        ChannelConfig memory config = funded("a");
        start(config, 100);
        giveBack(config, 30);
        (uint128 amount, uint40 initiatedAt) = pendingOf(config);
        equal(amount, 70);
        equal(initiatedAt, 1_000_000);
        giveBack(config, 70);
        (amount, initiatedAt) = pendingOf(config);
        equal(amount, 0);
        equal(initiatedAt, 0);
        start(config, 50); // and another one may follow
        giveBack(config, 51);
        (amount,) = pendingOf(config);
        equal(amount, 0);
        equal(nasty.balanceOf(payer), 151);
    }

    /// Another delay would be another channel.
    function test_delayIsTheOneThatWasAgreed() public {
        ChannelConfig memory config = funded("a");
        start(config, 10);
        config.withdrawDelay = 0;
        refuseFinish(IBatchSettlement.WithdrawalNotPending.selector, config);
        config.withdrawDelay = 30 days;
        fundChannel(config, 10);
        start(config, 10);
        vm.warp(1_000_000 + 30 days - 1);
        refuseFinish(IBatchSettlement.WithdrawDelayNotElapsed.selector, config);
        vm.warp(1_000_000 + 30 days);
        finish(config);
    }

    function test_payerCannotComeBackWhileItIsPaid() public {
        Hook hook = new Hook();
        payer = address(hook);
        ChannelConfig memory config = funded("a");
        start(config, 10);
        vm.warp(1_000_000 + DELAY);
        nasty.behave(payer, Behaviour.CALLS_THE_RECIPIENT);
        hook.arm(address(settlement), abi.encodeCall(settlement.finalizeWithdraw, (config)));
        finish(config);
        equal(bytes32(hook.lastError()), bytes32(IBatchSettlement.Reentered.selector));
        equal(nasty.balanceOf(payer), 10);
    }

    function start(ChannelConfig memory config, uint128 amount) private {
        vm.prank(payer);
        settlement.initiateWithdraw(config, amount);
    }

    function finish(ChannelConfig memory config) private {
        vm.prank(payer);
        settlement.finalizeWithdraw(config);
    }

    function giveBack(ChannelConfig memory config, uint128 amount) private {
        vm.prank(receiver);
        settlement.refund(config, amount);
    }

    function refuseFinish(bytes4 selector, ChannelConfig memory config) private {
        vm.prank(payer);
        vm.expectRevert(selector);
        settlement.finalizeWithdraw(config);
    }
}
