// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IMultiSend} from "../../src/IMultiSend.sol";
import {ChannelConfig, Voucher, VoucherClaim} from "../../src/billing/Channel.sol";
import {IBatchSettlement} from "../../src/billing/IBatchSettlement.sol";
import {MintingCollector} from "./Collectors.sol";
import {Environment, ISafe, IToken} from "./Environment.sol";
import {NastyToken} from "./Tokens.sol";

interface ICollector {
    error NotSettlement();

    function settlement() external view returns (address);
    function collect(address payer, address token, uint256 amount, bytes32 channelId, bytes calldata data) external;
}

interface IAllowanceCollector is ICollector {
    error NotPayer();
    error NotAsked();
    error AlreadyUsed();
    error Expired();
    error BadSignature();

    function deposit(ChannelConfig calldata config, uint128 amount) external;
    function cancel(uint256 nonce) external;
    function used(address payer, uint256 nonce) external view returns (bool);
    function hashDeposit(
        address payer,
        address token,
        uint256 amount,
        bytes32 channelId,
        uint256 nonce,
        uint256 deadline
    ) external view returns (bytes32);
}

interface IMulticall {
    function multicall(bytes[] calldata data) external returns (bytes[] memory);
}

/// A settlement contract with its collectors; a payer with a session key, a receiver with an authorizer; a token that
/// anybody may mint and that can misbehave.
abstract contract BillingStage is Environment {
    address internal constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;
    uint256 internal constant PAYER_KEY = 0xA11CE;
    uint256 internal constant SESSION_KEY = 0x5E55;
    uint256 internal constant AUTHORIZER_KEY = 0xB0B;
    uint40 internal constant DELAY = 900;
    uint128 internal constant FUNDED = 1_000_000;

    IBatchSettlement internal settlement;
    MintingCollector internal minting;
    address internal payer = vm.addr(PAYER_KEY);
    address internal session = vm.addr(SESSION_KEY);
    address internal authorizer = vm.addr(AUTHORIZER_KEY);
    address internal receiver = address(0xCAFE);
    address internal stranger = address(0x5742A);

    function setUpBilling() internal {
        vm.warp(1_000_000);
        settlement = IBatchSettlement(deploy("BatchSettlement", ""));
        minting = new MintingCollector();
        nasty = new NastyToken();
    }

    function setUpSafe() internal {
        multiSend = IMultiSend(deploy("MultiSend", ""));
        safe = newSafe("Safe");
    }

    /// Through the factory and the salt of its real deployment, so it stands where it always stands.
    function setUpPermit2() internal {
        address factory = 0x4e59b44847b379578588920cA78FbF26c0B4956C;
        vm.etch(factory, vm.parseJsonBytes(vm.readFile("artifacts/SafeSingletonFactory.json"), ".deployedBytecode"));
        bytes32 salt = 0x0000000000000000000000000000000000000000d3af2663da51c10215000000;
        bytes memory code = vm.parseJsonBytes(vm.readFile("artifacts/Permit2.json"), ".bytecode");
        (bool ok,) = factory.call(bytes.concat(salt, code));
        require(ok && PERMIT2.code.length != 0, "no Permit2");
    }

    function newCollector(string memory name) internal returns (address) {
        return deploy(name, abi.encode(address(settlement)));
    }

    // Channels

    function configOf(bytes32 salt) internal view returns (ChannelConfig memory) {
        return ChannelConfig(payer, session, receiver, authorizer, address(nasty), DELAY, salt);
    }

    function funded(bytes32 salt) internal returns (ChannelConfig memory config) {
        config = configOf(salt);
        fundChannel(config, FUNDED);
    }

    function fundChannel(ChannelConfig memory config, uint128 amount) internal {
        settlement.deposit(config, amount, address(minting), "");
    }

    function balanceOf(ChannelConfig memory config) internal view returns (uint128 balance) {
        (balance,) = settlement.channels(settlement.getChannelId(config));
    }

    function claimedOf(ChannelConfig memory config) internal view returns (uint128 claimed) {
        (, claimed) = settlement.channels(settlement.getChannelId(config));
    }

    function pendingOf(ChannelConfig memory config) internal view returns (uint128 amount, uint40 initiatedAt) {
        return settlement.pendingWithdrawals(settlement.getChannelId(config));
    }

    // Vouchers

    function rowOf(ChannelConfig memory config, uint128 ceiling, uint128 total)
        internal
        view
        returns (VoucherClaim memory)
    {
        return rowSignedBy(config.payerAuthorizer == session ? SESSION_KEY : PAYER_KEY, config, ceiling, total);
    }

    function rowSignedBy(uint256 key, ChannelConfig memory config, uint128 ceiling, uint128 total)
        internal
        view
        returns (VoucherClaim memory)
    {
        bytes32 digest = settlement.getVoucherDigest(settlement.getChannelId(config), ceiling);
        return VoucherClaim(Voucher(config, ceiling), signedBy(key, digest), total);
    }

    function only(VoucherClaim memory row) internal pure returns (VoucherClaim[] memory rows) {
        rows = new VoucherClaim[](1);
        rows[0] = row;
    }

    function both(VoucherClaim memory first, VoucherClaim memory second)
        internal
        pure
        returns (VoucherClaim[] memory rows)
    {
        rows = new VoucherClaim[](2);
        (rows[0], rows[1]) = (first, second);
    }

    function batchSignature(VoucherClaim[] memory rows) internal view returns (bytes memory) {
        return signedBy(AUTHORIZER_KEY, settlement.getClaimBatchDigest(rows));
    }

    /// By anybody, as a relay would send it.
    function claim(ChannelConfig memory config, uint128 total) internal {
        VoucherClaim[] memory rows = only(rowOf(config, total, total));
        settlement.claimWithSignature(rows, batchSignature(rows));
    }

    function refuseClaim(bytes4 selector, VoucherClaim[] memory rows) internal {
        bytes memory signature = batchSignature(rows);
        vm.expectRevert(selector);
        settlement.claimWithSignature(rows, signature);
    }

    // Deposits

    function refuseDeposit(bytes4 selector, ChannelConfig memory config, uint128 amount, address by, bytes memory data)
        internal
    {
        vm.expectRevert(selector);
        settlement.deposit(config, amount, by, data);
    }

    function safeSignature(bytes32 digest) internal view returns (bytes memory) {
        bytes32 message = ISafe(safe).getMessageHash(abi.encode(digest));
        return bytes.concat(signedBy(firstOwnerKey, message), signedBy(secondOwnerKey, message));
    }
}
