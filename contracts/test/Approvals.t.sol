// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch} from "../src/Batch.sol";
import {IMultiSend} from "../src/IMultiSend.sol";
import {AnsweringWallet} from "./support/Actors.sol";
import {Environment, ISafe} from "./support/Environment.sol";
import {Behaviour} from "./support/Tokens.sol";

contract ApprovalsTest is Environment {
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function setUp() public {
        setUpEnvironment();
    }

    function test_signedTextIsFixed() public view {
        equal(
            multiSend.BATCH_TYPEHASH(),
            keccak256(
                "PayoutBatch(address org,address token,address operator,bytes32 batchId,bytes32 chunksRoot,uint96 total,uint32 chunkCount,uint48 validAfter,uint48 validBefore)"
            )
        );
        bytes32 domainType =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        equal(
            multiSend.DOMAIN_SEPARATOR(),
            keccak256(
                abi.encode(
                    domainType, keccak256("ProtocolBanks MultiSend"), keccak256("1"), block.chainid, address(multiSend)
                )
            )
        );
    }

    function testFuzz_keyIsTheStructHash(Batch memory b) public view {
        bytes32 key = multiSend.batchKey(b);
        equal(key, keccak256(abi.encode(multiSend.BATCH_TYPEHASH(), b)));
        equal(multiSend.hashBatch(b), keccak256(abi.encodePacked(hex"1901", multiSend.DOMAIN_SEPARATOR(), key)));
    }

    function test_ecdsaFormsThatAreRefused() public {
        Batch memory b = batchOf(wallet, address(plain), "s", someItems(2, 3));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(WALLET_KEY, multiSend.hashBatch(b));
        bytes32 otherS = bytes32(CURVE_ORDER - uint256(s));
        refuseOpen(b, abi.encodePacked(r, otherS, v == 27 ? uint8(28) : uint8(27)));
        refuseOpen(b, abi.encodePacked(r, s, v - 27));
        refuseOpen(b, abi.encodePacked(r, s));
        refuseOpen(b, abi.encodePacked(r, s, v, v));
        refuseOpen(b, abi.encodePacked(bytes32(0), bytes32(0), uint8(27)));
        refuseOpen(b, "");
        bytes32 key = multiSend.openBatch(b, abi.encodePacked(r, s, v)); // anybody may bring it
        equal(key, multiSend.batchKey(b));
        equal(multiSend.openedAs(multiSend.idOf(wallet, "s")), key);
        vm.expectRevert(IMultiSend.BatchExists.selector);
        multiSend.openBatch(b, abi.encodePacked(r, s, v));
        b.org = address(0x7777); // no code, and not its key
        refuseOpen(b, abi.encodePacked(r, s, v));
    }

    function test_addressZeroNeverSigns() public {
        Batch memory b = batchOf(address(0), address(plain), "zero", someItems(2, 3));
        vm.expectRevert(IMultiSend.BadChunk.selector);
        multiSend.openBatch(b, abi.encodePacked(bytes32(0), bytes32(0), uint8(27)));
    }

    function test_safeNeedsItsThreshold() public {
        Batch memory b = batchOf(safe, address(plain), "s", someItems(2, 3));
        bytes32 digest = multiSend.hashBatch(b);
        bytes32 message = ISafe(safe).getMessageHash(abi.encode(digest));
        refuseOpen(b, signedBy(firstOwnerKey, message));
        refuseOpen(b, bytes.concat(signedBy(secondOwnerKey, message), signedBy(firstOwnerKey, message)));
        refuseOpen(b, bytes.concat(signedBy(firstOwnerKey, message), signedBy(firstOwnerKey, message)));
        refuseOpen(b, bytes.concat(signedBy(firstOwnerKey, digest), signedBy(secondOwnerKey, digest)));
        refuseOpen(b, "");
        multiSend.openBatch(b, signatureOf(b));
    }

    function test_answersOfOtherWallets() public {
        Batch memory b = batchOf(wallet, address(plain), "s", someItems(2, 3));
        bytes4[3] memory wrong = [bytes4(0), bytes4(0xffffffff), bytes4(0x1626ba7f)];
        for (uint256 i; i < 3; i++) {
            b.org = address(new AnsweringWallet(wrong[i]));
            refuseOpen(b, "x");
        }
        b.org = address(multiSend); // code without isValidSignature
        refuseOpen(b, "x");
        b.org = address(new AnsweringWallet(0x1626ba7e));
        multiSend.openBatch(b, "x");
    }

    function test_organizationItselfNeedsNoSignature() public {
        Batch memory b = batchOf(wallet, address(plain), "s", someItems(2, 3));
        vm.prank(wallet);
        multiSend.openBatch(b, "");
    }

    /// Every field is signed.
    function testFuzz_anyChangedFieldIsRefused(uint8 field, uint256 change) public {
        bytes32[] memory items = someItems(3, 3);
        Batch memory b = batchOf(wallet, address(plain), "w", items);
        bytes memory signature = signatureOf(b);
        bytes32 key = multiSend.batchKey(b);
        field %= 9;
        if (field == 0) b.org = address(uint160(change));
        if (field == 1) b.token = address(uint160(change));
        if (field == 2) b.operator = address(uint160(change));
        if (field == 3) b.batchId = bytes32(change);
        if (field == 4) b.chunksRoot = bytes32(change);
        if (field == 5) b.total = uint96(change);
        if (field == 6) b.chunkCount = uint32(change);
        if (field == 7) b.validAfter = uint48(change);
        if (field == 8) b.validBefore = uint48(change);
        if (multiSend.batchKey(b) == key || b.org == address(this)) return;
        vm.expectRevert();
        multiSend.openBatch(b, signature);
    }

    function test_replayOnAnotherChainOrContract() public {
        bytes32[] memory items = someItems(3, 3);
        Batch memory b = batchOf(wallet, address(plain), "w", items);
        bytes memory signature = signatureOf(b);
        vm.prank(operator);
        IMultiSend other = IMultiSend(deploy("MultiSend", ""));
        vm.expectRevert(IMultiSend.BadSignature.selector);
        other.openBatch(b, signature);
        vm.chainId(7000);
        refusePay(IMultiSend.BadSignature.selector, b, signature, PULL, items);
        refuseOpen(b, signature);
        vm.chainId(31_337);
        multiSend.openBatch(b, signature);
    }

    /// Bits above an address or a uint96 must not give a second key under which something can be paid.
    function test_dirtyCallData() public {
        bytes32[] memory items = someItems(2, 1);
        Batch memory b = batchOf(wallet, address(plain), "d", items);
        for (uint256 field; field < 9; field++) {
            if (field == 3 || field == 4) continue; // full words
            bytes memory call = abi.encodeCall(multiSend.openBatch, (b, ""));
            call[4 + 32 * field] = 0x01;
            vm.prank(wallet);
            (bool opened,) = address(multiSend).call(call);
            require(!opened || field > 6, "opened");
            if (!opened) continue;
            bytes memory clean = abi.encodeCall(multiSend.payChunk, (b, "", 0, PULL, ALL, 0, items, noProof));
            bytes memory dirty = abi.encodeCall(multiSend.payChunk, (b, "", 0, PULL, ALL, 0, items, noProof));
            dirty[4 + 32 * field] = 0x01;
            vm.startPrank(operator);
            (bool paid,) = address(multiSend).call(dirty);
            require(!paid, "paid with dirty call data");
            (paid,) = address(multiSend).call(clean);
            require(!paid, "paid under a second key");
            vm.stopPrank();
            b.batchId = bytes32(field);
        }
    }

    /// A re-approved version of the same payroll, or the same id for another token.
    function test_oneBatchForEachId() public {
        bytes32[] memory items = someItems(3, 1);
        bytes32[] memory otherItems = someItems(3, 2);
        Batch memory first = batchOf(wallet, address(plain), "id", items);
        Batch memory edited = batchOf(wallet, address(plain), "id", otherItems);
        Batch memory otherToken = batchOf(wallet, address(usdt), "id", items);
        bytes memory editedSignature = signatureOf(edited);
        bytes memory otherTokenSignature = signatureOf(otherToken);
        pay(first, PULL, items);
        refusePay(IMultiSend.BatchExists.selector, edited, editedSignature, PULL, otherItems);
        refusePay(IMultiSend.BatchExists.selector, otherToken, otherTokenSignature, PULL, items);
        pay(batchOf(safe, address(plain), "id", items), PULL, items); // another organization's id is its own
    }

    function test_window() public {
        bytes32[] memory items = someItems(3, 1);
        nasty.behave(recipient(items[0]), Behaviour.RETURNS_FALSE);
        Batch memory b = batchOf(wallet, address(nasty), "1", items);
        (b.validAfter, b.validBefore) = (2000, 3000);
        bytes memory signature = signatureOf(b);
        vm.warp(1999);
        refusePay(IMultiSend.OutsideWindow.selector, b, signature, PULL, items);
        vm.warp(2000);
        pay(b, PULL, items);
        nasty.behave(recipient(items[0]), Behaviour.GOOD);
        vm.warp(3001);
        refuseRetry(IMultiSend.OutsideWindow.selector, b, PULL, ALL, items);
        vm.warp(3000);
        retry(b, PULL, ALL, items);
    }

    function refuseOpen(Batch memory b, bytes memory signature) private {
        vm.expectRevert(IMultiSend.BadSignature.selector);
        multiSend.openBatch(b, signature);
    }
}
