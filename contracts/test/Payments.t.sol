// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch, Mode} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {Environment} from "./support/Environment.sol";
import {Behaviour} from "./support/Tokens.sol";

/// What must always hold, in every mode.
contract PaymentsTest is Environment {
    function setUp() public {
        setUpEnvironment();
    }

    function testFuzz_paysExactlyOnce(uint8 count, uint256 seed, uint8 first, uint8 again, bool bySafe) public {
        bytes32[] memory items = someItems(1 + count % 255, seed);
        address org = bySafe || modeOf(first) == MODULE ? safe : wallet;
        Batch memory b = batchOf(org, address(plain), bytes32(seed), items);
        pay(b, modeOf(first), items);
        refusePay(IMultiSend.AlreadyExecuted.selector, b, "", modeOf(again), items);
        refuseRetry(IMultiSend.NothingToRetry.selector, b, modeOf(again), ALL, items);
        for (uint256 i; i < items.length; i++) {
            equal(plain.balanceOf(recipient(items[i])), amountOf(items[i]));
        }
        equal(plain.balanceOf(address(multiSend)), 0);
        equal(plain.balanceOf(org), FUNDS - sumOf(items));
        equal(word(b), ALL);
        equal(paidInAll(b), sumOf(items));
    }

    /// Any set of bad recipients, any misbehaviour; first execution and two retries in any mode.
    function testFuzz_isolatesAndRetries(uint256 bad, uint256 still, uint8 how, uint8 first, uint8 second, uint8 third)
        public
    {
        bytes32[] memory items = someItems(20, 7);
        bad &= bits(20);
        still &= bad;
        Batch memory b = batchOf(safe, address(nasty), "b", items);
        misbehave(items, bad, Behaviour(1 + how % nasty.FAILING()));
        pay(b, modeOf(first), items);
        equal(word(b), ~bad);
        equal(nasty.balanceOf(address(multiSend)), 0);
        equal(nasty.balanceOf(safe), FUNDS - sumOf(items) + sumOf(items, bad));
        for (uint256 i; i < 20; i++) {
            equal(nasty.balanceOf(recipient(items[i])), (bad >> i) & 1 == 1 ? 0 : amountOf(items[i]));
        }
        if (bad == 0) return;
        misbehave(items, bad & ~still, Behaviour.GOOD);
        retry(b, modeOf(second), ALL, items);
        equal(word(b), ~still);
        equal(nasty.balanceOf(address(multiSend)), 0);
        misbehave(items, still, Behaviour.GOOD);
        if (still != 0) retry(b, modeOf(third), ALL, items);
        equal(word(b), ALL);
        equal(nasty.balanceOf(safe), FUNDS - sumOf(items));
        for (uint256 i; i < 20; i++) {
            equal(nasty.balanceOf(recipient(items[i])), amountOf(items[i]));
        }
        refuseRetry(IMultiSend.NothingToRetry.selector, b, modeOf(second), ALL, items);
    }

    /// The caller's gas limit decides between all and nothing, never between paid and failed.
    function testFuzz_lowGasNeverFakesAFailure(uint32 gasLimit, uint8 mode, bool burners) public {
        bytes32[] memory items = someItems(30, 3);
        Batch memory b = batchOf(safe, address(nasty), "g", items);
        uint256 bad = burners ? (1 << 3) | (1 << 28) : 0;
        misbehave(items, bad, Behaviour.BURNS_GAS);
        misbehave(items, 1 << 29, Behaviour.NEEDS_MUCH_GAS); // and says so early, with much gas left
        open(b);
        bytes memory call =
            abi.encodeCall(multiSend.payChunk, (b, "", 0, modeOf(mode), ALL, sumOf(items), items, noProof));
        vm.prank(operator);
        (bool ok,) = address(multiSend).call{gas: 50_000 + uint256(gasLimit) % 3_000_000}(call);
        equal(word(b), ok ? ~bad : 0);
        equal(nasty.balanceOf(recipient(items[0])), ok ? amountOf(items[0]) : 0);
    }

    function test_oddAnswersThatAreFine() public {
        bytes32[] memory items = someItems(6, 5);
        nasty.behave(recipient(items[2]), Behaviour.RETURNS_64_BYTES);
        for (uint256 mode; mode < 3; mode++) {
            Batch memory odd = batchOf(safe, address(nasty), bytes32(mode), items);
            pay(odd, modeOf(mode), items);
            equal(word(odd), ALL);
            Batch memory silent = batchOf(safe, address(usdt), bytes32(9 + mode), items);
            pay(silent, modeOf(mode), items);
            equal(word(silent), ALL);
        }
        equal(nasty.balanceOf(recipient(items[2])), 3 * uint256(amountOf(items[2])));
        equal(usdt.balanceOf(recipient(items[2])), 3 * uint256(amountOf(items[2])));
    }

    function test_blacklistedByUsdt() public {
        for (uint256 mode; mode < 3; mode++) {
            bytes32[] memory items = someItems(10, 30 + mode);
            Batch memory b = batchOf(safe, address(usdt), bytes32(mode), items);
            usdt.addBlackList(recipient(items[4]));
            pay(b, modeOf(mode), items);
            equal(word(b), ~uint256(1 << 4));
            equal(usdt.balanceOf(address(multiSend)), 0);
            usdt.removeBlackList(recipient(items[4]));
            retry(b, modeOf(mode), ALL, items);
            equal(usdt.balanceOf(recipient(items[4])), amountOf(items[4]));
        }
    }

    function test_lackOfBalanceUndoesAll() public {
        bytes32[] memory items = someItems(10, 3);
        for (uint256 mode; mode < 3; mode++) {
            Batch memory b = batchOf(safe, address(plain), bytes32(mode), items);
            open(b);
            uint256 surplus = plain.balanceOf(safe) - sumOf(items) + 1;
            vm.prank(safe);
            plain.transfer(address(1), surplus);
            refusePay(IMultiSend.InsufficientFunds.selector, b, "", modeOf(mode), items);
            equal(word(b), 0);
            plain.mint(safe, 1);
            payOpen(b, modeOf(mode), ALL, items);
            equal(word(b), ALL);
            plain.mint(safe, FUNDS);
        }
    }

    function test_lackOfAllowanceUndoesAll() public {
        bytes32[] memory items = someItems(10, 3);
        Batch memory b = batchOf(wallet, address(plain), "p", items);
        open(b);
        vm.prank(wallet);
        plain.approve(address(multiSend), uint256(sumOf(items)) - 1);
        refusePay(IMultiSend.InsufficientFunds.selector, b, "", PULL, items);
        refusePay(IMultiSend.InsufficientFunds.selector, b, "", POOL, items);
        equal(word(b), 0);
    }

    /// POOL must neither spend what strangers sent here by mistake nor leave the organization's money behind.
    function test_poolTakesTheExactAmount() public {
        bytes32[] memory items = someItems(5, 3);
        Batch memory b = batchOf(wallet, address(plain), "x", items);
        open(b);
        plain.mint(address(multiSend), 1000);
        uint256 sum = sumOf(items);
        vm.startPrank(operator);
        vm.expectRevert(IMultiSend.BadAmount.selector);
        multiSend.payChunk(b, "", 0, POOL, ALL, sum - 1, items, noProof);
        vm.expectRevert(IMultiSend.BadAmount.selector);
        multiSend.payChunk(b, "", 0, POOL, ALL, sum + 1, items, noProof);
        multiSend.payChunk(b, "", 0, POOL, ALL, sum, items, noProof);
        vm.stopPrank();
        equal(plain.balanceOf(address(multiSend)), 1000);
    }

    function test_feeTokenIsNeverPooled() public {
        bytes32[] memory items = someItems(5, 3);
        nasty.behave(address(multiSend), Behaviour.TAKES_A_FEE);
        Batch memory b = batchOf(wallet, address(nasty), "x", items);
        open(b);
        refusePay(IMultiSend.InsufficientFunds.selector, b, "", POOL, items);
    }

    function test_addressZeroAndAmountZero() public {
        bytes32[] memory items = new bytes32[](3);
        items[0] = itemOf(address(0), 5); // OpenZeppelin refuses it
        items[1] = itemOf(address(8), 0);
        items[2] = itemOf(address(8), 7);
        for (uint256 mode; mode < 3; mode++) {
            Batch memory b = batchOf(safe, address(plain), bytes32(mode), items);
            pay(b, modeOf(mode), items);
            equal(word(b), ~uint256(1));
        }
        equal(plain.balanceOf(address(8)), 21);
    }

    function test_amountsThatOverflowTogether() public {
        bytes32[] memory items = new bytes32[](2);
        items[0] = itemOf(address(5), type(uint96).max);
        items[1] = itemOf(address(6), type(uint96).max);
        uint256 sum = sumOf(items, ALL);
        Batch memory b = batchOf(safe, address(plain), "max", items);
        b.total = type(uint96).max;
        open(b);
        plain.mint(safe, FUNDS);
        vm.prank(safe);
        plain.approve(address(multiSend), type(uint256).max);
        vm.startPrank(operator);
        vm.expectRevert(IMultiSend.OverTotal.selector);
        multiSend.payChunk(b, "", 0, PULL, ALL, sum, items, noProof);
        vm.expectRevert(IMultiSend.OverTotal.selector);
        multiSend.payChunk(b, "", 0, MODULE, ALL, sum, items, noProof);
        vm.expectRevert(IMultiSend.InsufficientFunds.selector);
        multiSend.payChunk(b, "", 0, POOL, ALL, sum, items, noProof);
    }

    function misbehave(bytes32[] memory items, uint256 mask, Behaviour how) private {
        for (uint256 i; i < items.length; i++) {
            if ((mask >> i) & 1 == 1) nasty.behave(recipient(items[i]), how);
        }
    }
}
