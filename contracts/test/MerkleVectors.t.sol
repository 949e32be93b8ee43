// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {Environment} from "./support/Environment.sol";
import {NastyToken} from "./support/Tokens.sol";

/// The twenty vectors that Java, the browser's code and Solidity share.
contract MerkleVectorsTest is Environment {
    struct Item {
        uint256 amount;
        address to;
    }

    function setUp() public {
        vm.warp(1000);
        multiSend = IMultiSend(deploy("MultiSend", ""));
        nasty = new NastyToken();
    }

    function test_twentyVectors() public {
        for (uint256 i; i < 20; i++) {
            this.checkVector(i); // a call of its own, whose memory ends with it
        }
    }

    function test_noVectorIsLeftOut() public view {
        require(!vm.keyExistsJson(vm.readFile("../tests/fixtures/merkle.json"), "$[20]"), "more than are checked");
    }

    /// Leaves by this side's own hashing; root and proofs by the contract.
    function checkVector(uint256 number) external {
        string memory json = vm.readFile("../tests/fixtures/merkle.json");
        string memory path = string.concat("$[", vm.toString(number), "]");
        uint256 chunkSize = vm.parseJsonUint(json, string.concat(path, ".chunkSize"));
        bytes32[] memory items = itemsAt(json, path);
        bytes32[] memory leaves = vm.parseJsonBytes32Array(json, string.concat(path, ".leaves"));
        equal(leaves.length, (items.length + chunkSize - 1) / chunkSize);
        Batch memory b = batchOf(wallet, address(nasty), bytes32(number), items);
        b.chunksRoot = vm.parseJsonBytes32(json, string.concat(path, ".root"));
        (b.total, b.chunkCount) = (type(uint96).max, uint32(leaves.length + 1)); // so that a wrong index is a wrong proof
        open(b);
        for (uint256 chunk; chunk < leaves.length; chunk++) {
            bytes32[] memory part = slice(items, chunk * chunkSize, chunkSize);
            equal(leaves[chunk], leafOf(chunk, part));
            string memory proofPath = string.concat(path, ".proofs[", vm.toString(chunk), "]");
            payChunk(b, chunk, part, vm.parseJsonBytes32Array(json, proofPath));
        }
    }

    /// Without funds: a wrong proof is BadProof, a right one gets as far as the money.
    function payChunk(Batch memory b, uint256 chunk, bytes32[] memory items, bytes32[] memory proof) private {
        vm.prank(operator);
        vm.expectRevert(IMultiSend.InsufficientFunds.selector);
        multiSend.payChunk(b, "", chunk, PULL, 1, 0, items, proof);
        vm.prank(operator);
        vm.expectRevert(IMultiSend.BadProof.selector);
        multiSend.payChunk(b, "", chunk ^ 1, PULL, 1, 0, items, proof);
    }

    function itemsAt(string memory json, string memory path) private pure returns (bytes32[] memory items) {
        bytes memory list =
            vm.parseJsonTypeArray(json, string.concat(path, ".items"), "Item(uint256 amount,address to)");
        Item[] memory parsed = abi.decode(list, (Item[]));
        items = new bytes32[](parsed.length);
        for (uint256 i; i < parsed.length; i++) {
            items[i] = itemOf(parsed[i].to, uint96(parsed[i].amount));
        }
    }

    function slice(bytes32[] memory items, uint256 start, uint256 size) private pure returns (bytes32[] memory part) {
        uint256 end = start + size < items.length ? start + size : items.length;
        part = new bytes32[](end - start);
        for (uint256 i; i < part.length; i++) {
            part[i] = items[start + i];
        }
    }
}
