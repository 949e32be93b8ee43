// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch, Mode} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {Hook} from "./support/Actors.sol";
import {Environment} from "./support/Environment.sol";
import {Behaviour} from "./support/Tokens.sol";

/// What a stolen or hostile operator key can try.
contract OperatorTest is Environment {
    function setUp() public {
        setUpEnvironment();
    }

    function test_whatIsRefused() public {
        bytes32[] memory items = someItems(5, 3);
        Batch memory b = batchOf(wallet, address(plain), "w", items);
        b.total -= 1;
        bytes memory signature = signatureOf(b);
        uint256 sum = sumOf(items);
        vm.expectRevert(IMultiSend.NotOperator.selector);
        multiSend.payChunk(b, signature, 0, PULL, ALL, sum, items, noProof);
        refusePay(IMultiSend.BadSignature.selector, b, "", PULL, items);
        refusePay(IMultiSend.OverTotal.selector, b, signature, PULL, items);
        refusePay(IMultiSend.OverTotal.selector, b, signature, POOL, items);
        refusePay(IMultiSend.BadChunk.selector, b, signature, PULL, noProof); // no items
        refusePay(IMultiSend.BadChunk.selector, b, signature, PULL, someItems(256, 1));
        refuseRetry(IMultiSend.Cancelled.selector, b, PULL, ALL, items); // not open
        multiSend.openBatch(b, signature);
        refuseRetry(IMultiSend.NothingToRetry.selector, b, PULL, ALL, items); // not executed
        vm.prank(operator);
        vm.expectRevert(IMultiSend.BadChunk.selector);
        multiSend.payChunk(b, "", 1, PULL, ALL, sum, items, noProof);
        (items[0], items[1]) = (items[1], items[0]);
        refusePay(IMultiSend.BadProof.selector, b, "", PULL, items);
        refusePay(IMultiSend.BadProof.selector, b, "", PULL, someItems(5, 4));
        refusePay(IMultiSend.BadProof.selector, b, "", PULL, someItems(4, 3));
        equal(plain.balanceOf(wallet), FUNDS);
    }

    function test_anotherOperatorNeedsAnotherSignature() public {
        bytes32[] memory items = someItems(5, 3);
        Batch memory b = batchOf(wallet, address(plain), "w", items);
        bytes memory signature = signatureOf(b);
        b.operator = address(this);
        vm.expectRevert(IMultiSend.BadSignature.selector);
        multiSend.payChunk(b, signature, 0, PULL, ALL, sumOf(items), items, noProof);
    }

    function test_retryIsForTheOperatorToo() public {
        bytes32[] memory items = someItems(5, 3);
        Batch memory b = batchOf(safe, address(plain), "w", items);
        open(b);
        payOpen(b, MODULE, 1, items);
        vm.expectRevert(IMultiSend.NotOperator.selector);
        multiSend.retryFailed(b, 0, MODULE, ALL, 0, items, noProof);
    }

    function test_modesNeedTheirMeans() public {
        bytes32[] memory items = someItems(5, 3);
        Batch memory b = batchOf(wallet, address(plain), "eoa", items);
        open(b);
        vm.prank(operator);
        vm.expectRevert(); // an EOA is no Safe
        multiSend.payChunk(b, "", 0, MODULE, ALL, 0, items, noProof);
        for (uint256 mode; mode < 3; mode++) {
            b = batchOf(safe, address(0x1234), bytes32(mode), items); // no code there
            open(b);
            refusePay(IMultiSend.NotAToken.selector, b, "", modeOf(mode), items);
        }
        b = batchOf(safe, address(0), "native", items);
        open(b);
        refusePay(IMultiSend.NotAToken.selector, b, "", PULL, items);
        refusePay(IMultiSend.NotAToken.selector, b, "", POOL, items);
    }

    /// One changed byte anywhere in a good call: either it is refused, or exactly signed items were paid.
    function testFuzz_oneChangedByte(uint16 place, uint8 change, uint8 mode) public {
        bytes32[] memory items = someItems(6, 8);
        Batch memory b = batchOf(safe, address(plain), "byte", items);
        open(b);
        bytes memory call =
            abi.encodeCall(multiSend.payChunk, (b, "", 0, modeOf(mode), ALL, sumOf(items), items, noProof));
        uint256 position = uint256(place) % call.length;
        call[position] = bytes1(uint8(call[position]) ^ change);
        vm.prank(operator);
        (bool ok,) = address(multiSend).call(call);
        uint256 received;
        for (uint256 i; i < items.length; i++) {
            uint256 balance = plain.balanceOf(recipient(items[i]));
            require(balance == 0 || balance == amountOf(items[i]), "another amount");
            require((balance != 0) == (ok && (word(b) >> i) & 1 == 1), "word and balance differ");
            received += balance;
        }
        equal(plain.balanceOf(safe), FUNDS - received);
        equal(plain.balanceOf(address(multiSend)), 0);
        equal(paidInAll(b), received);
    }

    /// A recipient's hook that calls back finds the door closed, for this batch and for any other.
    function test_reentrance() public {
        Hook hook = new Hook();
        operator = address(hook);
        nasty.behave(operator, Behaviour.CALLS_THE_RECIPIENT);
        for (uint256 kind; kind < 4; kind++) {
            Mode mode = modeOf(kind);
            bytes32[] memory items = someItems(3, kind);
            items[1] = itemOf(address(hook), 50);
            Batch memory b = batchOf(safe, address(nasty), bytes32(kind), items);
            bytes memory signature = signatureOf(b);
            bytes memory call =
                abi.encodeCall(multiSend.payChunk, (b, signature, 0, mode, 3, sumOf(items, 3), items, noProof));
            hook.arm(address(multiSend), kind == 0 ? call : callback(kind, b, items));
            uint256 before = nasty.balanceOf(address(hook));
            hook.run(address(multiSend), call);
            equal(hook.successes(), 0);
            require(hook.lastError() == IMultiSend.Reentered.selector, "another error");
            equal(nasty.balanceOf(address(hook)) - before, 50);
            equal(word(b), ~uint256(4));
        }
        equal(hook.calls(), 4);
    }

    function callback(uint256 kind, Batch memory b, bytes32[] memory items) private returns (bytes memory) {
        if (kind == 1) {
            return abi.encodeCall(multiSend.retryFailed, (b, 0, MODULE, ALL, 0, items, noProof));
        }
        Batch memory other = batchOf(wallet, address(nasty), bytes32(kind), items);
        open(other);
        Mode mode = kind == 2 ? POOL : PULL;
        return abi.encodeCall(multiSend.payChunk, (other, "", 0, mode, ALL, sumOf(items), items, noProof));
    }

    /// Two calls in one transaction are no re-entrance.
    function test_lockOpensAgain() public {
        Hook hook = new Hook();
        operator = address(hook);
        for (uint256 i; i < 2; i++) {
            bytes32[] memory items = someItems(3, i);
            Batch memory b = batchOf(safe, address(plain), bytes32(i), items);
            bytes memory signature = signatureOf(b);
            hook.run(
                address(multiSend),
                abi.encodeCall(multiSend.payChunk, (b, signature, 0, MODULE, ALL, 0, items, noProof))
            );
            equal(word(b), ALL);
        }
    }
}
