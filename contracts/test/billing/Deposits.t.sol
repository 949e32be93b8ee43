// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, VoucherClaim} from "../../src/billing/Channel.sol";
import {IBatchSettlement} from "../../src/billing/IBatchSettlement.sol";
import {BillingStage, IMulticall} from "../support/BillingStage.sol";
import {HostileCollector} from "../support/Collectors.sol";
import {Behaviour} from "../support/Tokens.sol";

contract DepositsTest is BillingStage {
    HostileCollector private _hostile = new HostileCollector();

    function setUp() public {
        setUpBilling();
    }

    function test_firstDepositCreatesTheChannelAndLaterOnesAddToIt() public {
        ChannelConfig memory config = configOf("a");
        bytes32 id = settlement.getChannelId(config);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.ChannelCreated(id, config);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Deposited(id, address(this), 100, 100);
        fundChannel(config, 100);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Deposited(id, stranger, 50, 150);
        vm.prank(stranger); // anybody may bring the payer's consent
        fundChannel(config, 50);
        vm.recordLogs();
        fundChannel(config, 1);
        equal(vm.getRecordedLogs().length, 1);
        equal(balanceOf(config), 151);
        equal(nasty.balanceOf(address(settlement)), 151);
    }

    function test_channelsThatCannotBe() public {
        for (uint256 i; i < 4; i++) {
            ChannelConfig memory config = configOf("a");
            if (i == 0) config.payer = address(0);
            if (i == 1) config.receiver = address(0);
            if (i == 2) config.receiverAuthorizer = address(0);
            if (i == 3) config.token = address(0);
            refuseDeposit(IBatchSettlement.InvalidChannel.selector, config, 1, address(minting), "");
        }
    }

    function test_delayIsAQuarterOfAnHourToThirtyDays() public {
        ChannelConfig memory config = configOf("a");
        config.withdrawDelay = 899;
        refuseDeposit(IBatchSettlement.WithdrawDelayOutOfRange.selector, config, 1, address(minting), "");
        config.withdrawDelay = 30 days + 1;
        refuseDeposit(IBatchSettlement.WithdrawDelayOutOfRange.selector, config, 1, address(minting), "");
        config.withdrawDelay = 900;
        fundChannel(config, 1);
        config.withdrawDelay = 30 days;
        fundChannel(config, 1);
    }

    function test_amounts() public {
        ChannelConfig memory config = configOf("a");
        refuseDeposit(IBatchSettlement.ZeroDeposit.selector, config, 0, address(minting), "");
        fundChannel(config, type(uint128).max);
        refuseDeposit(IBatchSettlement.DepositOverflow.selector, config, 1, address(minting), "");
        fundChannel(configOf("b"), type(uint128).max); // what one channel holds is no matter to another
    }

    function test_collectorMustBeAContractThatCollects() public {
        ChannelConfig memory config = configOf("a");
        refuseDeposit(IBatchSettlement.InvalidCollector.selector, config, 1, stranger, "");
        vm.expectRevert();
        settlement.deposit(config, 1, address(settlement), "");
        vm.expectRevert();
        settlement.deposit(config, 1, address(nasty), "");
    }

    function testFuzz_exactlyTheAmountMustArrive(uint128 amount, uint256 brought) public {
        ChannelConfig memory config = configOf("a");
        amount = amount == 0 ? 1 : amount;
        brought %= 1 << 130;
        _hostile.arm(address(0), "", brought);
        if (brought != amount) {
            refuseDeposit(IBatchSettlement.DepositCollectionFailed.selector, config, amount, address(_hostile), "");
            return;
        }
        settlement.deposit(config, amount, address(_hostile), "");
        equal(balanceOf(config), amount);
    }

    function test_tokensWithAFeeAreRefused() public {
        nasty.mint(address(this), 100);
        nasty.behave(address(settlement), Behaviour.TAKES_A_FEE);
        _hostile.arm(address(nasty), "", 90);
        refuseDeposit(IBatchSettlement.DepositCollectionFailed.selector, configOf("a"), 100, address(_hostile), "");
    }

    function test_tokenWithoutCode() public {
        ChannelConfig memory config = configOf("a");
        config.token = stranger;
        vm.expectRevert();
        settlement.deposit(config, 1, address(minting), "");
    }

    /// Whatever a collector calls, it finds the contract closed; so nothing that moves on the way counts as brought.
    function test_collectorCannotComeBack() public {
        ChannelConfig memory config = funded("a");
        VoucherClaim[] memory rows = only(rowOf(config, 10, 10));
        claim(config, 5);
        bytes[] memory calls = new bytes[](8);
        calls[0] = abi.encodeCall(settlement.deposit, (config, 7, address(minting), ""));
        calls[1] = abi.encodeCall(settlement.settle, (receiver, address(nasty)));
        calls[2] = abi.encodeCall(settlement.claimWithSignature, (rows, batchSignature(rows)));
        calls[3] = abi.encodeCall(settlement.claim, (rows));
        calls[4] = abi.encodeCall(settlement.refund, (config, 1));
        calls[5] = abi.encodeCall(settlement.refundWithSignature, (config, 1, 0, ""));
        calls[6] = abi.encodeCall(settlement.initiateWithdraw, (config, 1));
        calls[7] = abi.encodeCall(settlement.finalizeWithdraw, (config));
        for (uint256 i; i < calls.length; i++) {
            comeBack(calls[i]);
            bytes[] memory wrapped = new bytes[](1);
            wrapped[0] = calls[i];
            comeBack(abi.encodeCall(IMulticall.multicall, (wrapped)));
        }
        equal(balanceOf(config), FUNDED);
        equal(claimedOf(config), 5);
    }

    function comeBack(bytes memory call) private {
        _hostile.arm(address(settlement), call, 3);
        settlement.deposit(configOf("other"), 3, address(_hostile), "");
        require(!_hostile.succeeded(), "came back");
        equal(bytes32(_hostile.lastError()), bytes32(IBatchSettlement.Reentered.selector));
    }
}
