// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch} from "../src/Batch.sol";
import {Environment} from "./support/Environment.sol";
import {Behaviour} from "./support/Tokens.sol";
import {Test} from "./support/Vm.sol";

/// Two organizations, one batch of four chunks each, same recipients; a busy operator and misbehaving recipients.
contract Payday is Environment {
    uint256 private constant CHUNKS = 4;
    uint256 private constant ITEMS = 5;

    bytes32[][CHUNKS] private _items;
    bytes32[CHUNKS] private _leaves;
    Batch[2] private _batches;
    bytes32[2] private _keys;
    uint256 public executed;
    uint256 public retried;
    /// Something that should have been refused was done. A revert here would only be counted and forgotten.
    bool private _allowed;

    constructor() {
        setUpEnvironment();
        operator = address(this);
        uint96 total;
        for (uint256 chunk; chunk < CHUNKS; chunk++) {
            bytes32[] memory items = new bytes32[](ITEMS);
            for (uint256 i; i < ITEMS; i++) {
                items[i] = itemOf(person(chunk, i), wage(chunk, i));
                total += wage(chunk, i);
            }
            _items[chunk] = items;
            _leaves[chunk] = leafOf(chunk, items);
        }
        bytes32 root = nodeOf(nodeOf(_leaves[0], _leaves[1]), nodeOf(_leaves[2], _leaves[3]));
        for (uint256 i; i < 2; i++) {
            address org = i == 0 ? wallet : safe;
            _batches[i] = Batch(org, address(nasty), operator, "payday", root, total, 4, 0, type(uint48).max);
            _keys[i] = open(_batches[i]);
        }
    }

    function pay(uint256 org, uint256 chunk, uint256 other, uint8 mode, uint8 wrong, uint256 mask) external {
        (org, chunk) = (org % 2, chunk % CHUNKS);
        if (mask % 2 == 0) mask = ALL;
        other = wrong % 4 == 0 ? other % CHUNKS : chunk;
        bytes32[] memory items = _items[other];
        bytes memory call = abi.encodeCall(
            multiSend.payChunk,
            (_batches[org], "", chunk, modeOf(mode), mask, sumOf(items, mask), items, proofOf(other))
        );
        (bool ok,) = address(multiSend).call(call);
        if (!ok) return;
        executed++;
        if (chunk != other || (org == 0 && modeOf(mode) == MODULE)) _allowed = true;
    }

    function retry(uint256 org, uint256 chunk, uint256 other, uint8 mode, uint8 wrong, uint256 mask) external {
        (org, chunk) = (org % 2, chunk % CHUNKS);
        if (mask % 2 == 0) mask = ALL;
        other = wrong % 4 == 0 ? other % CHUNKS : chunk;
        bytes32[] memory items = _items[other];
        uint256 amount = sumOf(items, mask & multiSend.failedItems(_keys[org], chunk));
        bytes memory call = abi.encodeCall(
            multiSend.retryFailed, (_batches[org], chunk, modeOf(mode), mask, amount, items, proofOf(other))
        );
        (bool ok,) = address(multiSend).call(call);
        if (!ok) return;
        retried++;
        if (chunk != other || (org == 0 && modeOf(mode) == MODULE)) _allowed = true;
    }

    function misbehave(uint256 chunk, uint256 i, uint8 how) external {
        Behaviour behaviour = how % 2 == 0 ? Behaviour.GOOD : Behaviour(how % (nasty.FAILING() + 1));
        nasty.behave(person(chunk % CHUNKS, i % ITEMS), behaviour);
    }

    function freeze(uint256 org, uint8 on) external {
        org = org % 2;
        vm.prank(_batches[org].org);
        multiSend.setFrozen(_batches[org].org, on % 8 == 7);
    }

    function allow(uint256 org, uint256 kind) external {
        org = org % 2;
        vm.prank(_batches[org].org);
        nasty.approve(address(multiSend), kind % 8 == 6 ? 0 : kind % 8 == 7 ? 1 << 12 : FUNDS);
    }

    function check() external view {
        require(!_allowed, "this should have been refused");
        uint256[2] memory paid;
        for (uint256 chunk; chunk < CHUNKS; chunk++) {
            for (uint256 i; i < ITEMS; i++) {
                uint256 expected;
                for (uint256 org; org < 2; org++) {
                    if ((multiSend.chunkWord(_keys[org], chunk) >> i) & 1 == 0) continue;
                    expected += wage(chunk, i);
                    paid[org] += wage(chunk, i);
                }
                equal(nasty.balanceOf(person(chunk, i)), expected);
            }
        }
        for (uint256 org; org < 2; org++) {
            (uint96 booked,,) = multiSend.progress(_keys[org]);
            equal(booked, paid[org]);
            require(booked <= _batches[org].total, "more than approved");
            equal(nasty.balanceOf(_batches[org].org), FUNDS - paid[org]);
        }
        equal(nasty.balanceOf(address(multiSend)), 0);
    }

    function person(uint256 chunk, uint256 i) private pure returns (address) {
        return address(uint160(0x1000 + chunk * ITEMS + i));
    }

    /// Distinct powers of two: every sum names its parts.
    function wage(uint256 chunk, uint256 i) private pure returns (uint96) {
        return uint96(1 << (chunk * ITEMS + i));
    }

    function proofOf(uint256 chunk) private view returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        proof[0] = _leaves[chunk ^ 1];
        proof[1] = chunk < 2 ? nodeOf(_leaves[2], _leaves[3]) : nodeOf(_leaves[0], _leaves[1]);
    }
}

contract InvariantsTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Payday private _payday;

    function setUp() public {
        _payday = new Payday();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_payday);
    }

    /// Paying and retrying are drawn more often than what disturbs them.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(_payday);
        targets[0].selectors = new bytes4[](5);
        targets[0].selectors[0] = Payday.pay.selector;
        targets[0].selectors[1] = Payday.retry.selector;
        targets[0].selectors[2] = Payday.misbehave.selector;
        targets[0].selectors[3] = Payday.freeze.selector;
        targets[0].selectors[4] = Payday.allow.selector;
    }

    /// Every item at most once, in all at most what was approved, nothing stays behind.
    function invariant_wordsBalancesAndBooksAgree() public view {
        _payday.check();
    }
}
