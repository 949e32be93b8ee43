// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {Hook} from "./support/Actors.sol";
import {Environment} from "./support/Environment.sol";
import {Behaviour} from "./support/Tokens.sol";

contract OrganizationsTest is Environment {
    function setUp() public {
        setUpEnvironment();
    }

    function test_cancelAfterExecution() public {
        bytes32[] memory items = someItems(3, 1);
        nasty.behave(recipient(items[0]), Behaviour.RETURNS_FALSE);
        Batch memory b = batchOf(wallet, address(nasty), "1", items);
        pay(b, PULL, items);
        nasty.behave(recipient(items[0]), Behaviour.GOOD);
        vm.prank(safe); // another organization's id is its own
        multiSend.cancelBatch("1");
        vm.prank(operator);
        multiSend.cancelBatch("1");
        vm.prank(wallet);
        multiSend.cancelBatch("1");
        refuseRetry(IMultiSend.Cancelled.selector, b, PULL, ALL, items);
        equal(word(b), ~uint256(1)); // history stays
        bytes memory signature = signatureOf(b);
        vm.expectRevert(IMultiSend.BatchExists.selector);
        multiSend.openBatch(b, signature);
        vm.prank(wallet);
        multiSend.cancelBatch("1"); // again: no harm
        refuseRetry(IMultiSend.Cancelled.selector, b, PULL, ALL, items);
    }

    function test_cancelBeforeOpening() public {
        bytes32[] memory items = someItems(3, 1);
        Batch memory b = batchOf(wallet, address(nasty), "2", items);
        bytes memory signature = signatureOf(b);
        for (uint256 i; i < 2; i++) {
            vm.prank(wallet);
            multiSend.cancelBatch("2");
            refusePay(IMultiSend.Cancelled.selector, b, signature, PULL, items);
        }
        vm.prank(wallet);
        vm.expectRevert(IMultiSend.Cancelled.selector);
        multiSend.openBatch(b, "");
        equal(multiSend.openedAs(multiSend.idOf(wallet, "2")), bytes32(uint256(1)));
        pay(batchOf(safe, address(nasty), "2", items), PULL, items);
    }

    function test_cancelOpenedButUnpaid() public {
        bytes32[] memory items = someItems(3, 1);
        Batch memory b = batchOf(wallet, address(plain), "3", items);
        open(b);
        vm.prank(wallet);
        multiSend.cancelBatch("3");
        refusePay(IMultiSend.Cancelled.selector, b, "", PULL, items);
        (, uint8 status,) = multiSend.progress(multiSend.batchKey(b));
        equal(status, 2);
    }

    /// An organization that cancels while one of its chunks is running stays cancelled.
    function test_cancelFromWithinAHook() public {
        Hook hook = new Hook();
        bytes32[] memory items = someItems(3, 1);
        items[1] = itemOf(address(hook), 50);
        nasty.behave(address(hook), Behaviour.CALLS_THE_RECIPIENT);
        fund(address(hook));
        Batch memory b = batchOf(address(hook), address(nasty), "h", items);
        hook.run(address(multiSend), abi.encodeCall(multiSend.openBatch, (b, "")));
        hook.arm(address(multiSend), abi.encodeCall(multiSend.cancelBatch, ("h")));
        payOpen(b, POOL, 3, items);
        equal(hook.successes(), 1);
        equal(paidInAll(b), sumOf(items, 3));
        refuseRetry(IMultiSend.Cancelled.selector, b, POOL, ALL, items);
    }

    function test_guardianMayOnlyFreeze() public {
        bytes32[] memory items = someItems(3, 1);
        Batch memory b = batchOf(wallet, address(plain), "1", items);
        bytes memory signature = signatureOf(b);
        address guardian = address(77);
        vm.prank(guardian);
        vm.expectRevert(IMultiSend.NotOrg.selector);
        multiSend.setFrozen(wallet, true);
        vm.prank(wallet);
        multiSend.setGuardian(guardian);
        vm.prank(guardian);
        multiSend.setFrozen(wallet, true);
        refusePay(IMultiSend.Frozen.selector, b, signature, PULL, items);
        vm.prank(guardian);
        vm.expectRevert(IMultiSend.NotOrg.selector);
        multiSend.setFrozen(wallet, false);
        vm.prank(guardian);
        vm.expectRevert(IMultiSend.NotOrg.selector);
        multiSend.setFrozen(safe, true);
        vm.prank(wallet);
        multiSend.setFrozen(wallet, false);
        pay(b, PULL, items);
    }

    function test_capInEveryMode() public {
        vm.startPrank(safe);
        vm.expectRevert(IMultiSend.BadPolicy.selector);
        multiSend.setPolicy(address(plain), 100, 0);
        multiSend.setPolicy(address(plain), 100, 1 days);
        vm.stopPrank();
        bytes32[] memory items = new bytes32[](1);
        items[0] = itemOf(address(1009), 60);
        for (uint256 mode; mode < 3; mode++) {
            uint256 start = 10 days * (1 + mode);
            vm.warp(start);
            Batch memory first = batchOf(safe, address(plain), bytes32(mode), items);
            Batch memory second = batchOf(safe, address(plain), bytes32(50 + mode), items);
            open(second);
            pay(first, modeOf(mode), items);
            refusePay(IMultiSend.OverCap.selector, second, "", modeOf(mode), items);
            equal(word(second), 0);
            vm.warp(start + 1 days - 1);
            refusePay(IMultiSend.OverCap.selector, second, "", modeOf(mode), items);
            vm.warp(start + 1 days);
            payOpen(second, modeOf(mode), ALL, items);
        }
    }

    function test_capIsForOneTokenAndCanBeRemoved() public {
        vm.prank(safe);
        multiSend.setPolicy(address(plain), 100, 1 days);
        bytes32[] memory items = someItems(3, 9);
        pay(batchOf(safe, address(usdt), "other token", items), PULL, items);
        Batch memory b = batchOf(safe, address(plain), "off", items);
        open(b);
        refusePay(IMultiSend.OverCap.selector, b, "", PULL, items);
        vm.prank(safe);
        multiSend.setPolicy(address(plain), 0, 0);
        payOpen(b, PULL, ALL, items);
    }
}
