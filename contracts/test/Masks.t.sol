// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch, Mode} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {GasBurner} from "./support/Actors.sol";
import {Environment, Vm} from "./support/Environment.sol";
import {Behaviour} from "./support/Tokens.sol";

/// A chunk that is finished in several transactions.
contract MasksTest is Environment {
    function setUp() public {
        setUpEnvironment();
    }

    /// Three parts in any cut and any mode, the last part always all that is left.
    function testFuzz_partsMakeTheWhole(uint256 first, uint256 second, uint256 bad, uint8 modes) public {
        uint256 count = 23;
        bytes32[] memory items = someItems(count, 1);
        Batch memory b = batchOf(safe, address(nasty), "parts", items);
        open(b);
        first |= 1;
        bad &= bits(count);
        for (uint256 i; i < count; i++) {
            if ((bad >> i) & 1 == 1) nasty.behave(recipient(items[i]), Behaviour.RETURNS_FALSE);
        }
        payOpen(b, modeOf(modes), first, items);
        uint256 paid = first & bits(count) & ~bad;
        checkPaid(b, items, paid);
        if (second & bits(count) & ~paid == 0) {
            refuseRetry(IMultiSend.NothingToRetry.selector, b, modeOf(modes / 3), second, items);
        } else {
            retry(b, modeOf(modes / 3), second, items);
            paid |= second & bits(count) & ~bad;
        }
        checkPaid(b, items, paid);
        for (uint256 i; i < count; i++) {
            nasty.behave(recipient(items[i]), Behaviour.GOOD);
        }
        if (paid != bits(count)) retry(b, modeOf(modes / 9), ALL, items);
        checkPaid(b, items, bits(count));
        equal(word(b), ALL);
        equal(paidInAll(b), sumOf(items));
        refuseRetry(IMultiSend.NothingToRetry.selector, b, PULL, ALL, items);
    }

    function test_onlyTriedItemsAreNamed() public {
        bytes32[] memory items = someItems(10, 1);
        for (uint256 i; i < 10; i++) {
            nasty.behave(recipient(items[i]), Behaviour.RETURNS_FALSE);
        }
        nasty.behave(recipient(items[3]), Behaviour.GOOD);
        Batch memory b = batchOf(safe, address(nasty), "named", items);
        open(b);
        vm.recordLogs();
        payOpen(b, POOL, (1 << 3) | (1 << 7), items);
        (uint256 named, uint256 unpaid, uint256 paid) = events();
        equal(named, 1 << 7);
        equal(unpaid, bits(10) & ~uint256(1 << 3));
        equal(paid, amountOf(items[3]));
        vm.recordLogs();
        retry(b, MODULE, (1 << 3) | (1 << 8) | (1 << 9), items); // item 3 is paid and must not be tried again
        (named, unpaid, paid) = events();
        equal(named, (1 << 8) | (1 << 9));
        equal(unpaid, bits(10) & ~uint256(1 << 3));
        equal(paid, 0);
    }

    function test_maskThatSelectsNothing() public {
        bytes32[] memory items = someItems(4, 1);
        Batch memory b = batchOf(safe, address(plain), "nothing", items);
        open(b);
        vm.startPrank(operator);
        for (uint256 mode; mode < 3; mode++) {
            vm.expectRevert(IMultiSend.BadChunk.selector);
            multiSend.payChunk(b, "", 0, modeOf(mode), 0, 0, items, noProof);
            vm.expectRevert(IMultiSend.BadChunk.selector);
            multiSend.payChunk(b, "", 0, modeOf(mode), ~bits(4), 0, items, noProof);
        }
        vm.stopPrank();
        equal(word(b), 0);
        payOpen(b, PULL, 5, items);
        for (uint256 mode; mode < 3; mode++) {
            refuseRetry(IMultiSend.NothingToRetry.selector, b, modeOf(mode), 5, items);
            refuseRetry(IMultiSend.NothingToRetry.selector, b, modeOf(mode), 0, items);
            refuseRetry(IMultiSend.NothingToRetry.selector, b, modeOf(mode), ~bits(4), items);
        }
        equal(word(b), ~uint256(10));
    }

    function test_poolAmountIsThatOfTheTriedItems() public {
        bytes32[] memory items = someItems(8, 1);
        Batch memory b = batchOf(wallet, address(plain), "amount", items);
        open(b);
        uint256 sum = sumOf(items);
        vm.startPrank(operator);
        vm.expectRevert(IMultiSend.BadAmount.selector);
        multiSend.payChunk(b, "", 0, POOL, 3, sum, items, noProof);
        multiSend.payChunk(b, "", 0, POOL, 3, sumOf(items, 3), items, noProof);
        vm.expectRevert(IMultiSend.BadAmount.selector);
        multiSend.retryFailed(b, 0, POOL, 15, sumOf(items, 15), items, noProof); // two of the four are paid
        multiSend.retryFailed(b, 0, POOL, 15, sumOf(items, 12), items, noProof);
        vm.stopPrank();
        checkPaid(b, items, 15);
    }

    function test_chunkRunsOnceWhateverTheMask() public {
        bytes32[] memory items = someItems(4, 1);
        Batch memory b = batchOf(safe, address(plain), "once", items);
        open(b);
        payOpen(b, MODULE, 1, items);
        refusePay(IMultiSend.AlreadyExecuted.selector, b, "", MODULE, items);
    }

    function test_capCountsOnlyTheTriedPart() public {
        bytes32[] memory items = new bytes32[](2);
        (items[0], items[1]) = (itemOf(address(1001), 60), itemOf(address(1002), 60));
        vm.prank(safe);
        multiSend.setPolicy(address(plain), 100, 1 days);
        Batch memory b = batchOf(safe, address(plain), "cap", items);
        open(b);
        refusePay(IMultiSend.OverCap.selector, b, "", MODULE, items);
        payOpen(b, MODULE, 1, items);
        refuseRetry(IMultiSend.OverCap.selector, b, MODULE, ALL, items);
        vm.warp(block.timestamp + 1 days);
        retry(b, MODULE, ALL, items);
        equal(word(b), ALL);
    }

    function test_cancelledOrFrozenInTheMiddle() public {
        bytes32[] memory items = someItems(4, 1);
        Batch memory b = batchOf(safe, address(plain), "stop", items);
        open(b);
        payOpen(b, POOL, 1, items);
        vm.prank(safe);
        multiSend.setFrozen(safe, true);
        refuseRetry(IMultiSend.Frozen.selector, b, POOL, 2, items);
        vm.prank(safe);
        multiSend.setFrozen(safe, false);
        retry(b, POOL, 2, items);
        vm.prank(safe);
        multiSend.cancelBatch("stop");
        refuseRetry(IMultiSend.Cancelled.selector, b, POOL, 4, items);
        equal(word(b), ~uint256(12));
    }

    /// The worker's rule: if a transaction does not fit, halve the mask. No chunk can be stuck, in any mode.
    function test_gasBurnersAreFinishedByHalvingTheMask() public {
        for (uint256 mode; mode < 3; mode++) {
            bytes32[] memory items = someItems(200, mode);
            for (uint256 i; i < 200; i++) {
                nasty.behave(recipient(items[i]), Behaviour.BURNS_GAS);
            }
            Batch memory b = batchOf(safe, address(nasty), bytes32(mode), items);
            open(b);
            equal(finish(b, modeOf(mode), items), 0);
            equal(word(b), ~bits(200));
            equal(nasty.balanceOf(safe), FUNDS);
            equal(nasty.balanceOf(address(multiSend)), 0);
        }
    }

    function test_nativeGasBurnersAreFinishedByHalvingTheMask() public {
        bytes32[] memory items = someItems(200, 9);
        GasBurner burner = new GasBurner();
        for (uint256 i; i < 200; i++) {
            if (i % 50 != 0) items[i] = itemOf(address(burner), 1);
        }
        vm.deal(safe, sumOf(items));
        Batch memory b = batchOf(safe, address(0), "native", items);
        open(b);
        equal(finish(b, MODULE, items), 4);
    }

    function test_oneBurnerFitsFarBelowTheLimit() public {
        for (uint256 mode; mode < 3; mode++) {
            bytes32[] memory items = someItems(255, mode);
            nasty.behave(recipient(items[254]), Behaviour.BURNS_GAS);
            Batch memory b = batchOf(safe, address(nasty), bytes32(mode), items);
            open(b);
            uint256 mask = 1 << 254;
            vm.prank(operator);
            multiSend.payChunk{gas: 1_000_000}(b, "", 0, modeOf(mode), mask, sumOf(items, mask), items, noProof);
            equal(word(b), ~bits(255));
        }
    }

    /// Tries every item once, in transactions of at most 10 M gas.
    /// @return paidItems how many of them were paid
    function finish(Batch memory b, Mode mode, bytes32[] memory items) private returns (uint256 paidItems) {
        uint256 gasLimit = 10_000_000 - 21_000 - 120_000; // what is left after the call data of 200 items
        uint256 next;
        uint256 width = items.length;
        uint256 transactions;
        while (next < items.length) {
            uint256 mask = bits(width) << next;
            bytes memory call = word(b) == 0
                ? abi.encodeCall(multiSend.payChunk, (b, "", 0, mode, mask, sumOf(items, mask), items, noProof))
                : abi.encodeCall(multiSend.retryFailed, (b, 0, mode, mask, sumOf(items, mask), items, noProof));
            vm.prank(operator);
            (bool ok,) = address(multiSend).call{gas: gasLimit}(call);
            transactions++;
            if (ok) next += width;
            else width /= 2;
            require(width > 0, "stuck at one item");
            if (next + width > items.length) width = items.length - next;
        }
        require(transactions < 20, "too many transactions");
        for (uint256 i; i < items.length; i++) {
            if ((word(b) >> i) & 1 == 1) paidItems++;
        }
    }

    function checkPaid(Batch memory b, bytes32[] memory items, uint256 paid) private view {
        equal(word(b), ~(bits(items.length) & ~paid));
        equal(paidInAll(b), sumOf(items, paid));
        for (uint256 i; i < items.length; i++) {
            uint256 expected = (paid >> i) & 1 == 1 ? amountOf(items[i]) : 0;
            uint256 received =
                b.token == address(plain) ? plain.balanceOf(recipient(items[i])) : nasty.balanceOf(recipient(items[i]));
            equal(received, expected);
        }
    }

    function events() private returns (uint256 named, uint256 unpaid, uint256 paid) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; i++) {
            if (logs[i].topics[0] == IMultiSend.ItemFailed.selector) {
                (uint256 item,,,) = abi.decode(logs[i].data, (uint256, address, uint256, bytes32));
                named |= 1 << item;
            }
            if (logs[i].topics[0] == IMultiSend.ChunkExecuted.selector) {
                (unpaid, paid) = abi.decode(logs[i].data, (uint256, uint256));
            }
        }
    }
}
