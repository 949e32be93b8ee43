// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch, Mode} from "../../src/Batch.sol";
import {IMultiSend} from "../../src/IMultiSend.sol";
import {Behaviour, NastyToken} from "./Tokens.sol";
import {Test, Vm} from "./Vm.sol";

interface ISafe {
    function setup(address[] calldata, uint256, address, bytes calldata, address, address, uint256, address) external;
    function enableModule(address module) external;
    function disableModule(address previous, address module) external;
    function setGuard(address guard) external;
    function getMessageHash(bytes memory message) external view returns (bytes32);
}

interface ISafeProxyFactory {
    function createProxyWithNonce(address singleton, bytes memory setup, uint256 salt) external returns (address);
}

interface IToken {
    function balanceOf(address account) external view returns (uint256);
    function approve(address spender, uint256 value) external;
    function mint(address account, uint256 amount) external;
    function transfer(address to, uint256 value) external returns (bool);
}

interface IUsdt is IToken {
    function addBlackList(address account) external;
    function removeBlackList(address account) external;
}

/// One organization with an EOA and one with a real Safe 1.4.1 (2 of 2, MultiSend as module), both funded and with an
/// allowance for three tokens.
abstract contract Environment is Test {
    Mode internal constant PULL = Mode.PULL;
    Mode internal constant POOL = Mode.POOL;
    Mode internal constant MODULE = Mode.MODULE;
    uint256 internal constant ALL = type(uint256).max;
    uint256 internal constant FUNDS = 1e30;
    uint256 internal constant WALLET_KEY = 0xA11CE;

    IMultiSend internal multiSend;
    IToken internal plain;
    IUsdt internal usdt;
    NastyToken internal nasty;
    address internal wallet = vm.addr(WALLET_KEY);
    address internal safe;
    uint256 internal firstOwnerKey;
    uint256 internal secondOwnerKey;
    address internal operator = address(0x0F0F);
    bytes32[] internal noProof;

    function setUpEnvironment() internal {
        vm.warp(1000);
        multiSend = IMultiSend(deploy("MultiSend", ""));
        plain = IToken(deploy("PlainToken", ""));
        usdt = IUsdt(deploy("DevelopmentUsdt", abi.encode(address(this))));
        nasty = new NastyToken();
        safe = newSafe("Safe");
        fund(wallet);
        fund(safe);
    }

    function fund(address org) internal {
        IToken[3] memory tokens = [IToken(address(plain)), IToken(address(usdt)), IToken(address(nasty))];
        for (uint256 i; i < 3; i++) {
            tokens[i].mint(org, FUNDS);
            vm.prank(org);
            tokens[i].approve(address(multiSend), FUNDS);
        }
    }

    function newSafe(string memory singleton) internal returns (address proxy) {
        address[] memory owners = new address[](2);
        (firstOwnerKey, secondOwnerKey) = vm.addr(11) < vm.addr(12) ? (uint256(11), 12) : (uint256(12), 11);
        (owners[0], owners[1]) = (vm.addr(firstOwnerKey), vm.addr(secondOwnerKey));
        address handler = deploySafeContract("handler/", "CompatibilityFallbackHandler");
        bytes memory setup =
            abi.encodeCall(ISafe.setup, (owners, 2, address(0), "", handler, address(0), 0, address(0)));
        proxy = ISafeProxyFactory(deploySafeContract("proxies/", "SafeProxyFactory"))
            .createProxyWithNonce(deploySafeContract("", singleton), setup, 1);
        vm.prank(proxy);
        ISafe(proxy).enableModule(address(multiSend));
    }

    function deploySafeContract(string memory folder, string memory name) internal returns (address) {
        string memory root = "node_modules/@safe-global/safe-contracts/build/artifacts/contracts/";
        string memory path = string.concat(root, folder, name, ".sol/", name, ".json");
        return create(vm.parseJsonBytes(vm.readFile(path), ".bytecode"));
    }

    /// Loads what was compiled from src/, so that the tests themselves need not be compiled again when it changes.
    function deploy(string memory name, bytes memory arguments) internal returns (address) {
        return create(bytes.concat(vm.getCode(string.concat(name, ".sol:", name)), arguments));
    }

    function create(bytes memory initCode) internal returns (address created) {
        assembly ("memory-safe") {
            created := create(0, add(initCode, 0x20), mload(initCode))
        }
        require(created != address(0), "not created");
    }

    // Items, trees, batches

    function itemOf(address to, uint96 amount) internal pure returns (bytes32) {
        return bytes32((uint256(uint160(to)) << 96) | amount);
    }

    function recipient(bytes32 item) internal pure returns (address) {
        return address(uint160(uint256(item) >> 96));
    }

    function amountOf(bytes32 item) internal pure returns (uint96) {
        return uint96(uint256(item));
    }

    function sumOf(bytes32[] memory items, uint256 mask) internal pure returns (uint256 sum) {
        for (uint256 i; i < items.length; i++) {
            if ((mask >> i) & 1 == 1) sum += amountOf(items[i]);
        }
    }

    function sumOf(bytes32[] memory items) internal pure returns (uint96) {
        return uint96(sumOf(items, ALL));
    }

    function someItems(uint256 count, uint256 seed) internal pure returns (bytes32[] memory items) {
        items = new bytes32[](count);
        for (uint256 i; i < count; i++) {
            address to = address(uint160(uint256(keccak256(abi.encode(seed, i)))));
            items[i] = itemOf(to, uint96(1 + uint256(keccak256(abi.encode(i, seed))) % 1e12));
        }
    }

    function bits(uint256 count) internal pure returns (uint256) {
        return (1 << count) - 1;
    }

    function leafOf(uint256 chunk, bytes32[] memory items) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(abi.encodePacked(chunk, items))));
    }

    function nodeOf(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }

    function batchOf(address org, address token, bytes32 id, bytes32[] memory items)
        internal
        view
        returns (Batch memory)
    {
        return Batch(org, token, operator, id, leafOf(0, items), sumOf(items), 1, 0, type(uint48).max);
    }

    function modeOf(uint256 number) internal pure returns (Mode) {
        return Mode(number % 3);
    }

    // Signing and calling

    function signedBy(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function signatureOf(Batch memory b) internal view returns (bytes memory) {
        bytes32 digest = multiSend.hashBatch(b);
        if (b.org == wallet) return signedBy(WALLET_KEY, digest);
        digest = ISafe(b.org).getMessageHash(abi.encode(digest));
        return bytes.concat(signedBy(firstOwnerKey, digest), signedBy(secondOwnerKey, digest));
    }

    function open(Batch memory b) internal returns (bytes32) {
        return multiSend.openBatch(b, signatureOf(b));
    }

    /// The approval and all items of chunk 0 in one call.
    function pay(Batch memory b, Mode mode, bytes32[] memory items) internal {
        bytes memory signature = signatureOf(b);
        vm.prank(operator);
        multiSend.payChunk(b, signature, 0, mode, ALL, sumOf(items), items, noProof);
    }

    /// Chunk 0 of a batch that is open.
    function payOpen(Batch memory b, Mode mode, uint256 mask, bytes32[] memory items) internal {
        vm.prank(operator);
        multiSend.payChunk(b, "", 0, mode, mask, sumOf(items, mask), items, noProof);
    }

    function refusePay(bytes4 selector, Batch memory b, bytes memory signature, Mode mode, bytes32[] memory items)
        internal
    {
        vm.prank(operator);
        vm.expectRevert(selector);
        multiSend.payChunk(b, signature, 0, mode, ALL, sumOf(items), items, noProof);
    }

    function retry(Batch memory b, Mode mode, uint256 mask, bytes32[] memory items) internal {
        uint256 amount = sumOf(items, mask & multiSend.failedItems(multiSend.batchKey(b), 0));
        vm.prank(operator);
        multiSend.retryFailed(b, 0, mode, mask, amount, items, noProof);
    }

    function refuseRetry(bytes4 selector, Batch memory b, Mode mode, uint256 mask, bytes32[] memory items) internal {
        vm.prank(operator);
        vm.expectRevert(selector);
        multiSend.retryFailed(b, 0, mode, mask, sumOf(items, mask), items, noProof);
    }

    function word(Batch memory b) internal view returns (uint256) {
        return multiSend.chunkWord(multiSend.batchKey(b), 0);
    }

    function paidInAll(Batch memory b) internal view returns (uint96 paid) {
        (paid,,) = multiSend.progress(multiSend.batchKey(b));
    }
}
