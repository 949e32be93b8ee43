// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {Door, FalseSafe, GasBurner, RefusingGuard} from "./support/Actors.sol";
import {Environment, ISafe} from "./support/Environment.sol";
import {Behaviour} from "./support/Tokens.sol";

interface IExecutor {
    error OnlyDelegate();

    function executor() external view returns (IExecutor);
    function exec(address token, bytes memory items) external;
}

/// MODULE mode on real Safe 1.4.1 code, and what pretends to be a Safe.
contract SafeTest is Environment {
    function setUp() public {
        setUpEnvironment();
    }

    function test_executorIsNoWallet() public {
        IExecutor executor = IExecutor(address(multiSend)).executor();
        vm.expectRevert(IExecutor.OnlyDelegate.selector);
        executor.exec(address(plain), "");
    }

    function test_moduleNeedsNoAllowance() public {
        bytes32[] memory items = someItems(5, 1);
        nasty.behave(recipient(items[3]), Behaviour.LONG_TEXT);
        vm.prank(safe);
        nasty.approve(address(multiSend), 0);
        Batch memory b = batchOf(safe, address(nasty), "m", items);
        open(b);
        refusePay(IMultiSend.InsufficientFunds.selector, b, "", PULL, items);
        refusePay(IMultiSend.InsufficientFunds.selector, b, "", POOL, items);
        payOpen(b, MODULE, ALL, items);
        nasty.behave(recipient(items[3]), Behaviour.GOOD);
        retry(b, MODULE, ALL, items);
        equal(word(b), ALL);
        equal(nasty.balanceOf(recipient(items[3])), amountOf(items[3]));
    }

    /// A transaction guard of 1.4.1 is not asked about payments by a module.
    function test_transactionGuardIsNotAsked() public {
        RefusingGuard guard = new RefusingGuard();
        vm.prank(safe);
        ISafe(safe).setGuard(address(guard));
        bytes32[] memory items = someItems(3, 1);
        pay(batchOf(safe, address(plain), "g", items), MODULE, items);
    }

    function test_safeL2AndDisabledModule() public {
        address safeL2 = newSafe("SafeL2");
        plain.mint(safeL2, FUNDS);
        bytes32[] memory items = someItems(3, 1);
        Batch memory b = batchOf(safeL2, address(plain), "l2", items);
        pay(b, MODULE, items);
        equal(plain.balanceOf(recipient(items[0])), amountOf(items[0]));
        vm.prank(safeL2);
        ISafe(safeL2).disableModule(address(1), address(multiSend));
        b = batchOf(safeL2, address(plain), "disabled", items);
        open(b);
        vm.prank(operator);
        vm.expectRevert();
        multiSend.payChunk(b, "", 0, MODULE, ALL, 0, items, noProof);
    }

    function test_nativeCoin() public {
        Door door = new Door();
        GasBurner burner = new GasBurner();
        bytes32[] memory items = someItems(12, 5);
        items[3] = itemOf(address(door), 5 ether);
        items[7] = itemOf(address(burner), 6 ether);
        items[9] = itemOf(address(multiSend), 1);
        uint256 bad = (1 << 3) | (1 << 7) | (1 << 9);
        Batch memory b = batchOf(safe, address(0), "native", items);
        open(b);
        vm.deal(safe, sumOf(items, ~bad) + 11 ether);
        refusePay(IMultiSend.InsufficientFunds.selector, b, "", MODULE, items);
        vm.deal(safe, sumOf(items));
        payOpen(b, MODULE, ALL, items);
        equal(word(b), ~bad);
        equal(safe.balance, 11 ether + 1);
        for (uint256 i; i < 12; i++) {
            if ((bad >> i) & 1 == 0) equal(recipient(items[i]).balance, amountOf(items[i]));
        }
        door.open();
        retry(b, MODULE, ALL, items);
        equal(word(b), ~uint256((1 << 7) | (1 << 9)));
        equal(address(door).balance, 5 ether);
        equal(address(multiSend).balance, 0);
    }

    function testFuzz_nativeLowGas(uint32 gasLimit) public {
        bytes32[] memory items = someItems(20, 5);
        Batch memory b = batchOf(safe, address(0), "native", items);
        vm.deal(safe, sumOf(items));
        open(b);
        bytes memory call = abi.encodeCall(multiSend.payChunk, (b, "", 0, MODULE, ALL, 0, items, noProof));
        vm.prank(operator);
        (bool ok,) = address(multiSend).call{gas: 50_000 + uint256(gasLimit) % 1_500_000}(call);
        equal(word(b), ok ? ALL : 0);
    }

    /// It can only lie to itself, within its own batch: that is why receipts rest on the token's Transfer events.
    function test_falseSafe() public {
        FalseSafe liar = new FalseSafe();
        bytes32[] memory items = someItems(2, 1);
        Batch memory b = batchOf(address(liar), address(plain), "l", items);
        multiSend.openBatch(b, "");
        liar.answer(1 << 2, 0, 0, new bytes(64));
        refusePay(IMultiSend.BadChunk.selector, b, "", MODULE, items); // more bits than items
        liar.answer(1, sumOf(items), 1, "");
        refusePay(IMultiSend.BadChunk.selector, b, "", MODULE, items); // a failure without reasons
        liar.answer(0, uint256(sumOf(items)) + 1, 0, "");
        refusePay(IMultiSend.OverTotal.selector, b, "", MODULE, items);
        liar.answer(0, 1, 2, "");
        vm.prank(operator);
        vm.expectRevert();
        multiSend.payChunk(b, "", 0, MODULE, ALL, 0, items, noProof);
        liar.answer(0, sumOf(items), 0, "");
        payOpen(b, MODULE, ALL, items);
        equal(word(b), ALL);
        equal(plain.balanceOf(recipient(items[0])), 0);
    }
}
