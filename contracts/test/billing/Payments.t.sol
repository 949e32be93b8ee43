// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, VoucherClaim} from "../../src/billing/Channel.sol";
import {IBatchSettlement} from "../../src/billing/IBatchSettlement.sol";
import {Hook} from "../support/Actors.sol";
import {BillingStage, IMulticall} from "../support/BillingStage.sol";
import {IUsdt} from "../support/Environment.sol";
import {Behaviour} from "../support/Tokens.sol";

/// Money that leaves: to the receiver by settling, to the payer by consent.
contract BillingPaymentsTest is BillingStage {
    function setUp() public {
        setUpBilling();
    }

    function test_settlePaysWhatIsClaimedOverAllChannelsOnce() public {
        claim(funded("a"), 100);
        claim(funded("b"), 20);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Settled(receiver, address(nasty), stranger, 120);
        vm.prank(stranger);
        settlement.settle(receiver, address(nasty));
        equal(nasty.balanceOf(receiver), 120);
        vm.recordLogs();
        settlement.settle(receiver, address(nasty));
        equal(vm.getRecordedLogs().length, 0);
        claim(configOf("a"), 101);
        settlement.settle(receiver, address(nasty));
        equal(nasty.balanceOf(receiver), 121);
        (uint128 claimed, uint128 settled) = settlement.receivers(receiver, address(nasty));
        equal(claimed, 121);
        equal(settled, 121);
        equal(balanceOf(configOf("a")), FUNDED); // settling does not lower it
    }

    function test_settleTouchesOneReceiverAndOneToken() public {
        claim(funded("a"), 100);
        ChannelConfig memory others = configOf("b");
        others.receiver = stranger;
        fundChannel(others, 50);
        claim(others, 50);
        settlement.settle(receiver, address(this)); // another token
        settlement.settle(stranger, address(nasty));
        equal(nasty.balanceOf(stranger), 50);
        equal(nasty.balanceOf(receiver), 0);
        equal(nasty.balanceOf(address(settlement)), FUNDED);
    }

    function test_settleAgainWhenTheTokenRefused() public {
        claim(funded("a"), 100);
        Behaviour[4] memory refusals =
            [Behaviour.RETURNS_FALSE, Behaviour.LONG_TEXT, Behaviour.RETURNS_TWO, Behaviour.EMPTY_REVERT];
        for (uint256 i; i < 4; i++) {
            nasty.behave(receiver, refusals[i]);
            vm.expectRevert();
            settlement.settle(receiver, address(nasty));
        }
        nasty.behave(receiver, Behaviour.GOOD);
        settlement.settle(receiver, address(nasty));
        equal(nasty.balanceOf(receiver), 100);
    }

    function test_receiverCannotComeBackWhileItIsPaid() public {
        Hook hook = new Hook();
        receiver = address(hook);
        claim(funded("a"), 100);
        nasty.behave(receiver, Behaviour.CALLS_THE_RECIPIENT);
        hook.arm(address(settlement), abi.encodeCall(settlement.settle, (receiver, address(nasty))));
        settlement.settle(receiver, address(nasty));
        equal(hook.calls(), 1);
        equal(hook.successes(), 0);
        equal(bytes32(hook.lastError()), bytes32(IBatchSettlement.Reentered.selector));
        equal(nasty.balanceOf(receiver), 100);
    }

    function test_tokenThatReturnsNothing() public {
        usdt = IUsdt(deploy("DevelopmentUsdt", abi.encode(address(this))));
        ChannelConfig memory config = configOf("a");
        config.token = address(usdt);
        address collector = newCollector("AllowanceCollector");
        usdt.mint(payer, 100);
        vm.prank(payer);
        usdt.approve(collector, 100);
        vm.prank(payer);
        (bool ok,) = collector.call(
            abi.encodeWithSignature(
                "deposit((address,address,address,address,address,uint40,bytes32),uint128)", config, 100
            )
        );
        require(ok, "no deposit");
        claim(config, 60);
        settlement.settle(receiver, address(usdt));
        vm.prank(receiver);
        settlement.refund(config, 1000);
        equal(usdt.balanceOf(receiver), 60);
        equal(usdt.balanceOf(payer), 40);
        equal(usdt.balanceOf(address(settlement)), 0);
    }

    function testFuzz_refundGivesBackAtMostWhatIsUnclaimed(uint128 total, uint128 amount) public {
        ChannelConfig memory config = funded("a");
        total %= FUNDED + 1;
        if (total != 0) claim(config, total);
        amount = amount == 0 ? 1 : amount;
        vm.prank(amount % 2 == 0 ? receiver : authorizer);
        settlement.refund(config, amount);
        uint128 expected = amount < FUNDED - total ? amount : FUNDED - total;
        equal(nasty.balanceOf(payer), expected);
        equal(balanceOf(config), FUNDED - expected);
        equal(settlement.refundNonce(settlement.getChannelId(config)), 1);
        settlement.settle(receiver, address(nasty));
        equal(nasty.balanceOf(receiver), total);
    }

    function test_refundIsTheReceiverSidesOnly() public {
        ChannelConfig memory config = funded("a");
        address[4] memory refused = [stranger, payer, session, address(this)];
        for (uint256 i; i < 4; i++) {
            vm.prank(refused[i]);
            vm.expectRevert(IBatchSettlement.NotAuthorizedToRefund.selector);
            settlement.refund(config, 1);
        }
        vm.prank(receiver);
        vm.expectRevert(IBatchSettlement.ZeroRefund.selector);
        settlement.refund(config, 0);
    }

    function test_refundBySignatureWorksOnce() public {
        ChannelConfig memory config = funded("a");
        bytes32 id = settlement.getChannelId(config);
        bytes memory signature = refundSignature(id, 0, 10);
        refuseRefund(IBatchSettlement.InvalidSignature.selector, config, 11, 0, signature);
        refuseRefund(IBatchSettlement.InvalidRefundNonce.selector, config, 10, 1, signature);
        bytes memory payers = signedBy(PAYER_KEY, settlement.getRefundDigest(id, 0, 10));
        refuseRefund(IBatchSettlement.InvalidSignature.selector, config, 10, 0, payers);
        refuseRefund(IBatchSettlement.InvalidSignature.selector, funded("b"), 10, 0, signature);
        refuseRefund(IBatchSettlement.ZeroRefund.selector, config, 0, 0, refundSignature(id, 0, 0));
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Refunded(id, stranger, 10);
        vm.prank(stranger);
        settlement.refundWithSignature(config, 10, 0, signature);
        equal(nasty.balanceOf(payer), 10);
        refuseRefund(IBatchSettlement.InvalidRefundNonce.selector, config, 10, 0, signature);
        refuseRefund(IBatchSettlement.InvalidSignature.selector, config, 10, 1, signature);
    }

    /// Also one that gave nothing back, and one that needed no signature.
    function test_everyRefundUsesUpTheNonce() public {
        ChannelConfig memory config = funded("a");
        bytes32 id = settlement.getChannelId(config);
        claim(config, FUNDED);
        vm.recordLogs();
        settlement.refundWithSignature(config, 10, 0, refundSignature(id, 0, 10));
        equal(vm.getRecordedLogs().length, 0);
        equal(settlement.refundNonce(id), 1);
        vm.prank(receiver);
        settlement.refund(config, 10);
        equal(settlement.refundNonce(id), 2);
        fundChannel(config, 10);
        refuseRefund(IBatchSettlement.InvalidRefundNonce.selector, config, 10, 1, refundSignature(id, 1, 10));
        equal(nasty.balanceOf(payer), 0);
    }

    function test_channelClosesWhenEverythingWentBackUnclaimed() public {
        ChannelConfig memory config = funded("a");
        bytes32 id = settlement.getChannelId(config);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.ChannelClosed(id, config);
        vm.prank(receiver);
        settlement.refund(config, type(uint128).max);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.ChannelCreated(id, config); // again
        fundChannel(config, 5);
        claim(config, 1);
        vm.recordLogs();
        vm.prank(receiver);
        settlement.refund(config, 4);
        equal(vm.getRecordedLogs().length, 2); // Refunded and the token's Transfer
        equal(balanceOf(config), 1);
    }

    function test_payerThatRefusesMoneyKeepsItInTheChannel() public {
        ChannelConfig memory config = funded("a");
        nasty.behave(payer, Behaviour.RETURNS_FALSE);
        vm.prank(receiver);
        vm.expectRevert();
        settlement.refund(config, 10);
        equal(balanceOf(config), FUNDED);
        equal(settlement.refundNonce(settlement.getChannelId(config)), 0);
    }

    /// What a facilitator does for a refund: claim the last voucher and give back the rest, or neither.
    function test_claimAndRefundInOneCall() public {
        ChannelConfig memory config = funded("a");
        bytes32 id = settlement.getChannelId(config);
        VoucherClaim[] memory rows = only(rowOf(config, 300, 300));
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(settlement.claimWithSignature, (rows, batchSignature(rows)));
        calls[1] = abi.encodeCall(settlement.refundWithSignature, (config, FUNDED, 1, refundSignature(id, 1, FUNDED)));
        vm.expectRevert(IBatchSettlement.InvalidRefundNonce.selector);
        IMulticall(address(settlement)).multicall(calls);
        equal(claimedOf(config), 0);
        calls[1] = abi.encodeCall(settlement.refundWithSignature, (config, FUNDED, 0, refundSignature(id, 0, FUNDED)));
        vm.prank(stranger);
        IMulticall(address(settlement)).multicall(calls);
        equal(claimedOf(config), 300);
        equal(nasty.balanceOf(payer), FUNDED - 300);
    }

    /// A batch of calls has the rights of its sender, and no more.
    function test_manyCallsGiveNoRights() public {
        ChannelConfig memory config = funded("a");
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(settlement.refund, (config, 1));
        vm.prank(stranger);
        vm.expectRevert(IBatchSettlement.NotAuthorizedToRefund.selector);
        IMulticall(address(settlement)).multicall(calls);
        vm.prank(receiver);
        IMulticall(address(settlement)).multicall(calls);
        equal(nasty.balanceOf(payer), 1);
    }

    function refundSignature(bytes32 id, uint256 nonce, uint128 amount) private view returns (bytes memory) {
        return signedBy(AUTHORIZER_KEY, settlement.getRefundDigest(id, nonce, amount));
    }

    function refuseRefund(bytes4 selector, ChannelConfig memory config, uint128 amount, uint256 nonce, bytes memory by)
        private
    {
        vm.expectRevert(selector);
        settlement.refundWithSignature(config, amount, nonce, by);
    }
}
