// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig} from "../Channel.sol";
import {IBatchSettlement} from "../IBatchSettlement.sol";
import {Collector} from "./Collector.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// For tokens that only know allowances, such as ZRC-20, and for wallets without a key, such as a Safe. The payer approves
/// this contract; the allowance is then spent in two ways only: the payer itself calls `deposit`, or it signed a Deposit
/// (ECDSA, or ERC-1271 for an account with code) that names channel and amount and works once.
contract AllowanceCollector is Collector {
    bytes32 public constant DEPOSIT_TYPEHASH = keccak256(
        "Deposit(address payer,address token,uint256 amount,bytes32 channelId,uint256 nonce,uint256 deadline)"
    );

    mapping(address payer => mapping(uint256 nonce => bool)) public used;
    /// The one collection that the payer who is calling has asked for; 0 = none.
    bytes32 private transient _asked;

    event NonceUsed(address indexed payer, uint256 indexed nonce);

    error NotPayer();
    error NotAsked();
    error AlreadyUsed();
    error Expired();
    error BadSignature();

    constructor(address settlement_) Collector(settlement_) {}

    /// By the payer, for its own channel. Without a signature.
    function deposit(ChannelConfig calldata config, uint128 amount) external {
        if (msg.sender != config.payer) revert NotPayer();
        IBatchSettlement target = IBatchSettlement(settlement);
        _asked = _request(config.payer, config.token, amount, target.getChannelId(config));
        target.deposit(config, amount, address(this), "");
    }

    /// By the payer: a signature with this nonce works no more.
    function cancel(uint256 nonce) external {
        _use(msg.sender, nonce);
    }

    /// @param collectorData empty in the payer's own call, else abi.encode(uint256 nonce, uint256 deadline, bytes signature);
    /// the deadline is the last second at which it works
    function collect(address payer, address token, uint256 amount, bytes32 channelId, bytes calldata collectorData)
        external
        onlySettlement
    {
        if (collectorData.length == 0) {
            if (_asked != _request(payer, token, amount, channelId)) revert NotAsked();
            _asked = 0;
        } else {
            _checkSignature(payer, token, amount, channelId, collectorData);
        }
        SafeERC20.safeTransferFrom(IERC20(token), payer, msg.sender, amount);
    }

    /// What a payer signs (an owner of a Safe signs the SafeMessage of it).
    function hashDeposit(
        address payer,
        address token,
        uint256 amount,
        bytes32 channelId,
        uint256 nonce,
        uint256 deadline
    ) public view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(
            DOMAIN_SEPARATOR(),
            keccak256(abi.encode(DEPOSIT_TYPEHASH, payer, token, amount, channelId, nonce, deadline))
        );
    }

    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ProtocolBanks Allowance Collector"),
                keccak256("1"),
                block.chainid,
                address(this)
            )
        );
    }

    function _checkSignature(address payer, address token, uint256 amount, bytes32 channelId, bytes calldata data)
        private
    {
        (uint256 nonce, uint256 deadline, bytes memory signature) = abi.decode(data, (uint256, uint256, bytes));
        if (block.timestamp > deadline) revert Expired();
        bytes32 digest = hashDeposit(payer, token, amount, channelId, nonce, deadline);
        if (!SignatureChecker.isValidSignatureNow(payer, digest, signature)) revert BadSignature();
        _use(payer, nonce);
    }

    function _use(address payer, uint256 nonce) private {
        if (used[payer][nonce]) revert AlreadyUsed();
        used[payer][nonce] = true;
        emit NonceUsed(payer, nonce);
    }

    function _request(address payer, address token, uint256 amount, bytes32 channelId) private pure returns (bytes32) {
        return keccak256(abi.encode(payer, token, amount, channelId));
    }
}
