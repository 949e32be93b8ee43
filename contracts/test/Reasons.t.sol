// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {Door, GasBurner} from "./support/Actors.sol";
import {Environment, IToken, Vm} from "./support/Environment.sol";
import {Behaviour, NastyToken} from "./support/Tokens.sol";

interface IUsdc is IToken {
    function setRefusal(address who, uint8 how) external;
}

/// ItemFailed says the same in every mode.
contract ReasonsTest is Environment {
    function setUp() public {
        setUpEnvironment();
    }

    function test_everyBehaviour() public {
        check(Behaviour.RETURNS_FALSE, "RETURNED_FALSE");
        check(Behaviour.RETURNS_TWO, "RETURNED_FALSE");
        check(Behaviour.RETURNS_31_BYTES, "RETURNED_FALSE");
        check(Behaviour.LONG_TEXT, "a long revert reason that is cut");
        check(Behaviour.SHORT_TEXT, "closed");
        check(Behaviour.TEXT_WITH_A_LYING_LENGTH, "liar");
        check(Behaviour.EMPTY_TEXT, "NO_REASON");
        check(Behaviour.EMPTY_REVERT, "NO_REASON");
        check(Behaviour.BURNS_GAS, "OUT_OF_GAS");
        check(Behaviour.NESTED_GAS_BURN, "OUT_OF_GAS");
        check(Behaviour.INVALID_OPCODE, "OUT_OF_GAS");
        check(Behaviour.HUGE_ZEROS, bytes32(0));
        check(Behaviour.ONLY_THE_TEXT_SELECTOR, bytes32(bytes4(0x08c379a0)));
        check(Behaviour.TEXT_ELSEWHERE, bytes32(bytes4(0x08c379a0)));
        check(Behaviour.REVERTS_WITH_TRUE, bytes32(uint256(1)));
        check(Behaviour.REVERTS_WITH_ONE_BYTE, bytes32(bytes1(0xab)));
    }

    function test_customErrorStartsWithItsSelector() public {
        bytes32[] memory items = someItems(3, 4);
        nasty.behave(recipient(items[1]), Behaviour.CUSTOM_ERROR);
        bytes memory data = abi.encodeWithSelector(NastyToken.Blacklisted.selector, recipient(items[1]));
        for (uint256 mode; mode < 3; mode++) {
            Batch memory b = batchOf(safe, address(nasty), bytes32(mode), items);
            open(b);
            vm.recordLogs();
            payOpen(b, modeOf(mode), ALL, items);
            checkLog(items, 1, bytes32(data));
        }
    }

    function test_realTokensWords() public {
        IUsdc usdc = IUsdc(deploy("DevelopmentUsdc", abi.encode(address(this))));
        bytes32[] memory items = someItems(6, 4);
        usdc.mint(safe, FUNDS);
        bytes32[3] memory words = [bytes32("Blacklistable: account is blackl"), "RETURNED_FALSE", "OUT_OF_GAS"];
        for (uint8 how = 1; how < 4; how++) {
            usdc.setRefusal(recipient(items[5]), how);
            Batch memory b = batchOf(safe, address(usdc), bytes32(uint256(how)), items);
            open(b);
            vm.recordLogs();
            payOpen(b, MODULE, ALL, items);
            checkLog(items, 5, words[how - 1]);
        }
        usdt.addBlackList(recipient(items[5]));
        Batch memory silent = batchOf(safe, address(usdt), "usdt", items);
        open(silent);
        vm.recordLogs();
        payOpen(silent, MODULE, ALL, items);
        checkLog(items, 5, "NO_REASON");
    }

    function test_nativeCoin() public {
        address[3] memory recipients = [address(new Door()), address(new GasBurner()), address(multiSend)];
        bytes32[3] memory reasons = [bytes32("closed"), "OUT_OF_GAS", "NO_REASON"];
        for (uint256 i; i < 3; i++) {
            bytes32[] memory items = someItems(3, 4);
            items[2] = itemOf(recipients[i], 5);
            vm.deal(safe, sumOf(items));
            Batch memory b = batchOf(safe, address(0), bytes32(i), items);
            open(b);
            vm.recordLogs();
            payOpen(b, MODULE, ALL, items);
            checkLog(items, 2, reasons[i]);
        }
    }

    /// Among retried items the index must be the item's own, not its place in the retry.
    function test_retryNamesTheItem() public {
        for (uint256 mode; mode < 3; mode++) {
            bytes32[] memory items = someItems(10, mode);
            Batch memory b = batchOf(safe, address(nasty), bytes32(mode), items);
            nasty.behave(recipient(items[4]), Behaviour.RETURNS_FALSE);
            nasty.behave(recipient(items[7]), Behaviour.SHORT_TEXT);
            pay(b, modeOf(mode), items);
            nasty.behave(recipient(items[4]), Behaviour.GOOD);
            uint256 amount = uint256(amountOf(items[4])) + amountOf(items[7]);
            vm.recordLogs();
            vm.prank(operator);
            multiSend.retryFailed(b, 0, modeOf(mode), ALL, amount, items, noProof);
            checkLog(items, 7, "closed");
        }
    }

    /// The failing item at every place of a list, so that each copy of the payment loop is used.
    function test_everyPlace() public {
        for (uint256 count = 1; count < 10; count++) {
            bytes32[] memory items = someItems(count, 77);
            for (uint256 i; i < count; i++) {
                nasty.behave(recipient(items[i]), i % 2 == 0 ? Behaviour.SHORT_TEXT : Behaviour.RETURNS_FALSE);
                Batch memory b = batchOf(safe, address(nasty), keccak256(abi.encode(count, i)), items);
                open(b);
                uint256 before = nasty.balanceOf(safe);
                vm.recordLogs();
                payOpen(b, modeOf(i), ALL, items);
                checkLog(items, i, i % 2 == 0 ? bytes32("closed") : bytes32("RETURNED_FALSE"));
                equal(nasty.balanceOf(safe), before - sumOf(items) + amountOf(items[i]));
                equal(paidInAll(b), sumOf(items) - amountOf(items[i]));
                nasty.behave(recipient(items[i]), Behaviour.GOOD);
            }
        }
    }

    function check(Behaviour behaviour, bytes32 reason) private {
        bytes32[] memory items = someItems(7, uint256(behaviour));
        nasty.behave(recipient(items[5]), behaviour);
        for (uint256 mode; mode < 3; mode++) {
            Batch memory b = batchOf(safe, address(nasty), keccak256(abi.encode(behaviour, mode)), items);
            open(b);
            vm.recordLogs();
            payOpen(b, modeOf(mode), ALL, items);
            checkLog(items, 5, reason);
        }
    }

    function checkLog(bytes32[] memory items, uint256 index, bytes32 reason) private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 failures;
        for (uint256 i; i < logs.length; i++) {
            if (logs[i].topics[0] == IMultiSend.ChunkExecuted.selector) {
                (uint256 unpaid,) = abi.decode(logs[i].data, (uint256, uint256));
                equal(unpaid, 1 << index);
            }
            if (logs[i].topics[0] != IMultiSend.ItemFailed.selector) continue;
            failures++;
            (uint256 item, address to, uint256 amount, bytes32 why) =
                abi.decode(logs[i].data, (uint256, address, uint256, bytes32));
            equal(item, index);
            equal(to, recipient(items[index]));
            equal(amount, amountOf(items[index]));
            equal(why, reason);
        }
        equal(failures, 1);
    }
}
