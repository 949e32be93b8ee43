// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {Environment} from "./support/Environment.sol";
import {Behaviour} from "./support/Tokens.sol";

/// The tree over the chunks and the words that say what was paid.
contract ChunksTest is Environment {
    function setUp() public {
        setUpEnvironment();
    }

    /// A malformed tree with two lists for chunk 0: the shorter one must not make paid items payable again.
    function test_twoListsForOneChunk() public {
        bytes32[] memory long = someItems(4, 1);
        bytes32[] memory short = someItems(1, 2);
        nasty.behave(recipient(long[0]), Behaviour.RETURNS_FALSE);
        bytes32[] memory proof = new bytes32[](1);
        Batch memory b = batchOf(wallet, address(nasty), "t", long);
        b.chunksRoot = nodeOf(leafOf(0, long), leafOf(0, short));
        b.total = type(uint96).max;
        open(b);
        vm.startPrank(operator);
        proof[0] = leafOf(0, short);
        multiSend.payChunk(b, "", 0, PULL, ALL, 0, long, proof);
        equal(word(b), ~uint256(1));
        proof[0] = leafOf(0, long);
        multiSend.retryFailed(b, 0, PULL, ALL, 0, short, proof);
        equal(word(b), ALL);
        proof[0] = leafOf(0, short);
        nasty.behave(recipient(long[0]), Behaviour.GOOD);
        vm.expectRevert(IMultiSend.NothingToRetry.selector);
        multiSend.retryFailed(b, 0, PULL, ALL, 0, long, proof);
        for (uint256 i = 1; i < 4; i++) {
            equal(nasty.balanceOf(recipient(long[i])), amountOf(long[i]));
        }
        equal(nasty.balanceOf(recipient(long[0])), 0);
    }

    function test_innerNodeIsNoLeaf() public {
        bytes32[] memory items = someItems(2, 1);
        bytes32 left = leafOf(0, items);
        bytes32 right = leafOf(1, someItems(2, 2));
        Batch memory b = batchOf(wallet, address(plain), "n", items);
        b.chunksRoot = nodeOf(left, right);
        b.chunkCount = type(uint32).max;
        b.total = type(uint96).max;
        open(b);
        bytes32[] memory one = new bytes32[](1);
        (bytes32 low, bytes32 high) = left < right ? (left, right) : (right, left);
        one[0] = high;
        vm.startPrank(operator);
        vm.expectRevert(IMultiSend.BadChunk.selector); // chunk ++ items would be left ++ right
        multiSend.payChunk(b, "", uint256(low), PULL, ALL, 0, one, noProof);
        vm.expectRevert(IMultiSend.BadProof.selector);
        multiSend.payChunk(b, "", 7, PULL, ALL, 0, one, noProof);
        one[0] = right;
        vm.expectRevert(IMultiSend.BadProof.selector); // the same leaf at another place
        multiSend.payChunk(b, "", 1, PULL, ALL, 0, items, one);
        multiSend.payChunk(b, "", 0, PULL, ALL, 0, items, one);
        vm.expectRevert(IMultiSend.AlreadyExecuted.selector);
        multiSend.payChunk(b, "", 0, PULL, ALL, 0, items, one);
    }

    /// Bits of the first 152 chunks are packed with the total; the others have words of their own.
    function test_chunksBeyondThePackedBits() public {
        uint256[5] memory chunks = [uint256(151), 152, 255, 256, 511];
        bytes32[] memory items = someItems(2, 1);
        nasty.behave(recipient(items[1]), Behaviour.RETURNS_FALSE);
        for (uint256 i; i < 5; i++) {
            uint256 next = chunks[(i + 1) % 5];
            Batch memory b = batchOf(safe, address(nasty), bytes32(chunks[i]), items);
            bytes32[] memory proof = new bytes32[](1);
            proof[0] = leafOf(next, items);
            b.chunksRoot = nodeOf(leafOf(chunks[i], items), proof[0]);
            b.chunkCount = 512;
            b.total *= 2;
            bytes32 key = open(b);
            vm.startPrank(operator);
            multiSend.payChunk(b, "", chunks[i], MODULE, ALL, 0, items, proof);
            vm.expectRevert(IMultiSend.AlreadyExecuted.selector);
            multiSend.payChunk(b, "", chunks[i], PULL, ALL, 0, items, proof);
            for (uint256 j; j < 5; j++) {
                equal(multiSend.chunkWord(key, chunks[j]), j == i ? ~uint256(2) : 0);
            }
            proof[0] = leafOf(chunks[i], items);
            multiSend.payChunk(b, "", next, POOL, ALL, sumOf(items), items, proof);
            equal(multiSend.chunkWord(key, next), ~uint256(2));
            vm.stopPrank();
        }
    }

    /// A deep tree with an odd node that moves up unchanged, all chunks in any order.
    function testFuzz_treeOfFive(uint256 order) public {
        bytes32[][5] memory lists;
        bytes32[5] memory leaves;
        uint96 total;
        for (uint256 i; i < 5; i++) {
            lists[i] = someItems(1 + i, 100 + i);
            leaves[i] = leafOf(i, lists[i]);
            total += sumOf(lists[i]);
        }
        bytes32 pair01 = nodeOf(leaves[0], leaves[1]);
        bytes32 pair23 = nodeOf(leaves[2], leaves[3]);
        Batch memory b = batchOf(safe, address(plain), "five", lists[0]);
        b.chunksRoot = nodeOf(nodeOf(pair01, pair23), leaves[4]);
        b.chunkCount = 5;
        b.total = total;
        open(b);
        for (uint256 i; i < 5; i++) {
            uint256 chunk = (i + order % 5) % 5;
            bytes32[] memory proof = new bytes32[](chunk == 4 ? 1 : 3);
            if (chunk == 4) {
                proof[0] = nodeOf(pair01, pair23);
            } else {
                (proof[0], proof[1], proof[2]) = (leaves[chunk ^ 1], chunk < 2 ? pair23 : pair01, leaves[4]);
            }
            vm.prank(operator);
            multiSend.payChunk(b, "", chunk, modeOf(order >> i), ALL, sumOf(lists[chunk]), lists[chunk], proof);
        }
        equal(paidInAll(b), total);
    }
}
