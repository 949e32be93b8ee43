// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, VoucherClaim} from "../../src/billing/Channel.sol";
import {BillingStage, IAllowanceCollector} from "../support/BillingStage.sol";
import {IToken} from "../support/Environment.sol";

/// Gas of whole transactions (base, call data, refunds). Run with --isolate, as GasTest.
contract BillingGasTest is BillingStage {
    IToken private _token;
    address private _collector;
    uint256 private _channels;

    function setUp() public {
        setUpBilling();
        _token = IToken(deploy("PlainToken", ""));
        _collector = newCollector("AllowanceCollector");
        _token.mint(payer, FUNDS);
        vm.prank(payer);
        _token.approve(_collector, FUNDS);
    }

    function test_claims() public {
        claims(1);
        claims(10);
        claims(50);
        claims(100);
    }

    function test_otherCalls() public {
        ChannelConfig memory config = opened();
        vm.snapshotValue("billing", "deposit, first of a channel (allowance)", vm.lastCallGas().gasTotalUsed);
        vm.prank(payer);
        IAllowanceCollector(_collector).deposit(config, FUNDED);
        vm.snapshotValue("billing", "deposit, again (allowance)", vm.lastCallGas().gasTotalUsed);
        claim(config, 100);
        settlement.settle(receiver, address(_token));
        vm.snapshotValue("billing", "settle, first of a receiver", vm.lastCallGas().gasTotalUsed);
        claim(config, 200);
        settlement.settle(receiver, address(_token));
        vm.snapshotValue("billing", "settle, again", vm.lastCallGas().gasTotalUsed);
        bytes32 digest = settlement.getRefundDigest(settlement.getChannelId(config), 0, 10);
        settlement.refundWithSignature(config, 10, 0, signedBy(AUTHORIZER_KEY, digest));
        vm.snapshotValue("billing", "refundWithSignature", vm.lastCallGas().gasTotalUsed);
        vm.prank(payer);
        settlement.initiateWithdraw(config, 10);
        vm.snapshotValue("billing", "initiateWithdraw", vm.lastCallGas().gasTotalUsed);
        vm.warp(block.timestamp + DELAY);
        vm.prank(payer);
        settlement.finalizeWithdraw(config);
        vm.snapshotValue("billing", "finalizeWithdraw", vm.lastCallGas().gasTotalUsed);
    }

    /// Of each channel the first claim, then a later one.
    function claims(uint256 count) private {
        ChannelConfig[] memory configs = new ChannelConfig[](count);
        for (uint256 i; i < count; i++) {
            configs[i] = opened();
        }
        for (uint128 total = 1000; total < 3000; total += 1000) {
            VoucherClaim[] memory rows = new VoucherClaim[](count);
            for (uint256 i; i < count; i++) {
                rows[i] = rowOf(configs[i], total + uint128(i), total + uint128(i));
            }
            settlement.claimWithSignature(rows, batchSignature(rows));
            string memory name = string.concat("a row of claimWithSignature with ", vm.toString(count));
            name = string.concat(name, total == 1000 ? ", first claim" : ", later claim");
            vm.snapshotValue("billing", name, vm.lastCallGas().gasTotalUsed / count);
        }
    }

    function opened() private returns (ChannelConfig memory config) {
        config = configOf(bytes32(_channels++));
        config.token = address(_token);
        vm.prank(payer);
        IAllowanceCollector(_collector).deposit(config, FUNDED);
    }
}
