// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch, Mode} from "../src/Batch.sol";
import {Environment, IToken} from "./support/Environment.sol";

interface IGasliteDrop {
    function airdropERC20(address token, address[] calldata to, uint256[] calldata amounts, uint256 total) external;
}

interface IDisperse {
    function disperseToken(address token, address[] calldata to, uint256[] calldata amounts) external;
}

interface ISafeMultiSend {
    function multiSend(bytes memory transactions) external;
}

interface ISafeTransactions {
    function execTransaction(
        address to,
        uint256 value,
        bytes calldata data,
        uint8 operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address refundReceiver,
        bytes memory signatures
    ) external returns (bool);
    function getTransactionHash(
        address to,
        uint256 value,
        bytes calldata data,
        uint8 operation,
        uint256 safeTxGas,
        uint256 baseGas,
        uint256 gasPrice,
        address gasToken,
        address refundReceiver,
        uint256 nonce
    ) external view returns (bytes32);
    function nonce() external view returns (uint256);
}

interface IZrc20 is IToken {
    function deposit(address to, uint256 amount) external returns (bool);
}

/// Gas for a recipient, whole transaction (base, call data, refunds), first payment (fresh) and second (existing).
/// Run with --isolate; the numbers land in snapshots/, and tools/gas-table.mjs makes docs/reference/gas.md of them.
contract GasTest is Environment {
    address private constant FUNGIBLE_MODULE = 0x735b14BB79463307AAcBED86DAf3322B1e6226aB;

    IGasliteDrop private _gaslite;
    IDisperse private _disperse;
    address private _safeMultiSend;
    address private _safeL2;
    address private _zrc20;
    uint256 private _recipients = 200;
    uint256 private _seed = 1000;
    uint256 private _batches;

    function setUp() public {
        setUpEnvironment();
        operator = address(uint160(uint256(keccak256("operator"))));
        _gaslite = IGasliteDrop(deploy("GasliteDrop", ""));
        _disperse = IDisperse(deploy("Disperse", ""));
        _safeMultiSend = deploySafeContract("libraries/", "MultiSendCallOnly");
        _safeL2 = newSafe("SafeL2");
        fund(_safeL2);
        bytes memory zrc20Code = vm.parseJsonBytes(
            vm.readFile("node_modules/@zetachain/protocol-contracts/abi/ZRC20.sol/ZRC20.json"), ".bytecode.object"
        );
        _zrc20 = create(
            bytes.concat(zrc20Code, abi.encode("USDC.ETH", "USDC", 6, 1, 2, 100_000, address(this), address(this)))
        );
        address[2] memory orgs = [wallet, safe];
        for (uint256 i; i < 2; i++) {
            vm.prank(FUNGIBLE_MODULE);
            IZrc20(_zrc20).deposit(orgs[i], FUNDS);
            vm.prank(orgs[i]);
            IToken(_zrc20).approve(address(multiSend), FUNDS);
        }
        address[3] memory tokens = [address(plain), address(usdt), _zrc20];
        vm.startPrank(wallet);
        for (uint256 i; i < 3; i++) {
            IToken(tokens[i]).approve(address(_gaslite), FUNDS);
            IToken(tokens[i]).approve(address(_disperse), FUNDS);
        }
        vm.stopPrank();
    }

    function test_plainToken() public {
        single("OZ single transfers", address(plain));
        disperse("OZ disperse", address(plain));
        gaslite("OZ GasliteDrop's approach", address(plain));
        safeMultiSend("OZ Safe MultiSendCallOnly (2 of 2)", address(plain));
        ours("OZ POOL", wallet, address(plain), POOL);
        ours("OZ MODULE (Safe)", safe, address(plain), MODULE);
        ours("OZ MODULE (SafeL2)", _safeL2, address(plain), MODULE);
        ours("OZ PULL", wallet, address(plain), PULL);
        withApproval("OZ POOL + approval (EOA) in the same call", wallet, POOL);
        withApproval("OZ MODULE (Safe) + approval (2 of 2) in the same call", safe, MODULE);
        inTree("OZ POOL, one of 16 chunks", wallet, POOL);
        vm.prank(wallet);
        plain.approve(address(multiSend), type(uint256).max);
        ours("OZ POOL, infinite allowance", wallet, address(plain), POOL);
        ours("OZ PULL, infinite allowance", wallet, address(plain), PULL);
        vm.prank(wallet);
        multiSend.setPolicy(address(plain), type(uint96).max, 1 days);
        ours("OZ POOL, infinite allowance, cap on", wallet, address(plain), POOL);
    }

    function test_zrc20() public {
        single("ZRC-20 single transfers", _zrc20);
        disperse("ZRC-20 disperse", _zrc20);
        gaslite("ZRC-20 GasliteDrop's approach", _zrc20);
        safeMultiSend("ZRC-20 Safe MultiSendCallOnly (2 of 2)", _zrc20);
        ours("ZRC-20 POOL", wallet, _zrc20, POOL);
        ours("ZRC-20 MODULE (Safe)", safe, _zrc20, MODULE);
        ours("ZRC-20 PULL", wallet, _zrc20, PULL);
    }

    function test_usdtLike() public {
        single("USDT-like single transfers", address(usdt));
        gaslite("USDT-like GasliteDrop's approach", address(usdt));
        safeMultiSend("USDT-like Safe MultiSendCallOnly (2 of 2)", address(usdt));
        ours("USDT-like POOL", wallet, address(usdt), POOL);
        ours("USDT-like MODULE (Safe)", safe, address(usdt), MODULE);
        ours("USDT-like PULL", wallet, address(usdt), PULL);
    }

    function test_nativeCoin() public {
        vm.deal(safe, FUNDS);
        ours("native MODULE (Safe)", safe, address(0), MODULE);
    }

    /// The same at 100 and 255 recipients tells what a chunk and what a recipient costs.
    function test_sizes() public {
        uint256[2] memory sizes = [uint256(100), 255];
        for (uint256 i; i < 2; i++) {
            _recipients = sizes[i];
            string memory size = string.concat(vm.toString(_recipients), " recipients: ");
            gaslite(string.concat(size, "OZ GasliteDrop's approach"), address(plain));
            ours(string.concat(size, "OZ POOL"), wallet, address(plain), POOL);
            ours(string.concat(size, "OZ MODULE (Safe)"), safe, address(plain), MODULE);
            ours(string.concat(size, "ZRC-20 POOL"), wallet, _zrc20, POOL);
        }
    }

    function test_approvals() public {
        open(batchOf(wallet, address(plain), "eoa", wages(1)));
        vm.snapshotValue("approval", "openBatch, EOA", vm.lastCallGas().gasTotalUsed);
        Batch memory b = batchOf(safe, address(plain), "safe", wages(1));
        bytes memory signature = signatureOf(b);
        multiSend.openBatch(b, signature);
        vm.snapshotValue("approval", "openBatch, Safe 2 of 2", vm.lastCallGas().gasTotalUsed);
    }

    /// About 1000.xx with 6 decimals, all distinct.
    function wages(uint256 round) private view returns (bytes32[] memory items) {
        items = new bytes32[](_recipients);
        for (uint256 i; i < _recipients; i++) {
            address to = address(uint160(uint256(keccak256(abi.encode(_seed, i)))));
            items[i] = itemOf(to, uint96(1_000_000_000 + (i * 7919 + round * 104_729) * 1009));
        }
    }

    function lists(uint256 round) private view returns (address[] memory to, uint256[] memory amounts, uint256 total) {
        bytes32[] memory items = wages(round);
        (to, amounts, total) = (new address[](_recipients), new uint256[](_recipients), sumOf(items));
        for (uint256 i; i < _recipients; i++) {
            (to[i], amounts[i]) = (recipient(items[i]), amountOf(items[i]));
        }
    }

    function note(string memory name, uint256 round, uint256 gas) private {
        vm.snapshotValue(round == 1 ? "fresh" : "existing", name, gas / _recipients);
    }

    function single(string memory name, address token) private {
        _seed++;
        for (uint256 round = 1; round < 3; round++) {
            (address[] memory to, uint256[] memory amounts,) = lists(round);
            uint256 gas;
            for (uint256 i; i < _recipients; i++) {
                vm.prank(wallet);
                (bool ok,) = token.call(abi.encodeCall(IToken.transfer, (to[i], amounts[i])));
                require(ok);
                gas += vm.lastCallGas().gasTotalUsed;
            }
            note(name, round, gas);
        }
    }

    function gaslite(string memory name, address token) private {
        _seed++;
        for (uint256 round = 1; round < 3; round++) {
            (address[] memory to, uint256[] memory amounts, uint256 total) = lists(round);
            vm.prank(wallet);
            _gaslite.airdropERC20(token, to, amounts, total);
            note(name, round, vm.lastCallGas().gasTotalUsed);
        }
    }

    function disperse(string memory name, address token) private {
        _seed++;
        for (uint256 round = 1; round < 3; round++) {
            (address[] memory to, uint256[] memory amounts,) = lists(round);
            vm.prank(wallet);
            _disperse.disperseToken(token, to, amounts);
            note(name, round, vm.lastCallGas().gasTotalUsed);
        }
    }

    function safeMultiSend(string memory name, address token) private {
        _seed++;
        for (uint256 round = 1; round < 3; round++) {
            (address[] memory to, uint256[] memory amounts,) = lists(round);
            bytes memory transactions;
            for (uint256 i; i < _recipients; i++) {
                bytes memory call = abi.encodeCall(IToken.transfer, (to[i], amounts[i]));
                transactions = abi.encodePacked(transactions, uint8(0), token, uint256(0), call.length, call);
            }
            bytes memory data = abi.encodeCall(ISafeMultiSend.multiSend, (transactions));
            ISafeTransactions sender = ISafeTransactions(safe);
            bytes32 hash =
                sender.getTransactionHash(_safeMultiSend, 0, data, 1, 0, 0, 0, address(0), address(0), sender.nonce());
            bytes memory signatures = bytes.concat(signedBy(firstOwnerKey, hash), signedBy(secondOwnerKey, hash));
            vm.prank(operator);
            sender.execTransaction(_safeMultiSend, 0, data, 1, 0, 0, 0, address(0), address(0), signatures);
            note(name, round, vm.lastCallGas().gasTotalUsed);
        }
    }

    function ours(string memory name, address org, address token, Mode mode) private {
        _seed++;
        for (uint256 round = 1; round < 3; round++) {
            bytes32[] memory items = wages(round);
            Batch memory b = nextBatch(org, token, items);
            open(b);
            measure(name, round, b, "", mode, items, noProof);
        }
    }

    function withApproval(string memory name, address org, Mode mode) private {
        _seed++;
        for (uint256 round = 1; round < 3; round++) {
            bytes32[] memory items = wages(round);
            Batch memory b = nextBatch(org, address(plain), items);
            measure(name, round, b, signatureOf(b), mode, items, noProof);
        }
    }

    function inTree(string memory name, address org, Mode mode) private {
        _seed++;
        for (uint256 round = 1; round < 3; round++) {
            bytes32[] memory items = wages(round);
            Batch memory b = nextBatch(org, address(plain), items);
            bytes32[] memory proof = new bytes32[](4);
            for (uint256 i; i < 4; i++) {
                proof[i] = keccak256(abi.encode(_seed, i));
                b.chunksRoot = nodeOf(b.chunksRoot, proof[i]);
            }
            b.chunkCount = 16;
            open(b);
            measure(name, round, b, "", mode, items, proof);
        }
    }

    function nextBatch(address org, address token, bytes32[] memory items) private returns (Batch memory b) {
        b = batchOf(org, token, keccak256(abi.encode(++_batches)), items);
        b.validBefore = 1 << 40;
    }

    function measure(
        string memory name,
        uint256 round,
        Batch memory b,
        bytes memory signature,
        Mode mode,
        bytes32[] memory items,
        bytes32[] memory proof
    ) private {
        uint256 amount = mode == POOL ? sumOf(items) : 0;
        vm.prank(operator);
        multiSend.payChunk(b, signature, 0, mode, ALL, amount, items, proof);
        note(name, round, vm.lastCallGas().gasTotalUsed);
        equal(word(b), ALL);
    }
}
