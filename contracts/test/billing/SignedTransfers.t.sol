// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig} from "../../src/billing/Channel.sol";
import {BillingStage, ICollector} from "../support/BillingStage.sol";
import {IToken} from "../support/Environment.sol";

interface IUsdc is IToken {
    error CallerIsNotThePayee();
    error AuthorizationNotYetValid();
    error AuthorizationExpired();
    error AuthorizationUsedOrCanceled();
    error InvalidSignature();

    function DOMAIN_SEPARATOR() external view returns (bytes32);
    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool);
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external;
    function setRefusal(address who, uint8 how) external;
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}

/// Deposits that the payer signed for the token (ERC-3009) or for Permit2.
contract SignedTransfersTest is BillingStage {
    uint256 private constant AFTER = 999_999;
    uint256 private constant BEFORE = 1_000_100;
    bytes32 private constant TRANSFER = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant RECEIVE = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    IUsdc private _usdc;
    address private _erc3009;
    address private _permit2;

    function setUp() public {
        setUpBilling();
        setUpPermit2();
        _usdc = IUsdc(deploy("DevelopmentUsdc", abi.encode(address(this))));
        _erc3009 = newCollector("Erc3009Collector");
        _permit2 = newCollector("Permit2Collector");
        _usdc.mint(payer, FUNDED);
        vm.prank(payer);
        _usdc.approve(PERMIT2, type(uint256).max);
    }

    function test_domainOfTheToken() public view {
        bytes32 domainType =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        equal(
            _usdc.DOMAIN_SEPARATOR(),
            keccak256(abi.encode(domainType, keccak256("USDC"), keccak256("2"), block.chainid, address(_usdc)))
        );
    }

    function test_erc3009PaysIntoTheSignedChannelOnly() public {
        ChannelConfig memory config = usdcConfig("a");
        bytes memory signed = erc3009Data(config, 100, 7);
        refuseDeposit(IUsdc.InvalidSignature.selector, config, 101, _erc3009, signed);
        refuseDeposit(IUsdc.InvalidSignature.selector, usdcConfig("b"), 100, _erc3009, signed);
        ChannelConfig memory stolen = usdcConfig("a");
        (stolen.receiver, stolen.receiverAuthorizer) = (stranger, stranger);
        refuseDeposit(IUsdc.InvalidSignature.selector, stolen, 100, _erc3009, signed);
        bytes32 id = settlement.getChannelId(config);
        vm.expectRevert(ICollector.NotSettlement.selector);
        ICollector(_erc3009).collect(payer, address(_usdc), 100, id, signed);
        vm.prank(stranger);
        settlement.deposit(config, 100, _erc3009, signed);
        equal(balanceOf(config), 100);
        equal(_usdc.balanceOf(_erc3009), 0);
        refuseDeposit(IUsdc.AuthorizationUsedOrCanceled.selector, config, 100, _erc3009, signed);
    }

    function test_erc3009Window() public {
        ChannelConfig memory config = usdcConfig("a");
        bytes memory signed = erc3009Data(config, 100, 7);
        vm.warp(AFTER);
        refuseDeposit(IUsdc.AuthorizationNotYetValid.selector, config, 100, _erc3009, signed);
        vm.warp(BEFORE);
        refuseDeposit(IUsdc.AuthorizationExpired.selector, config, 100, _erc3009, signed);
        vm.warp(BEFORE - 1);
        settlement.deposit(config, 100, _erc3009, signed);
    }

    function test_erc3009OtherChain() public {
        ChannelConfig memory config = usdcConfig("a");
        bytes memory signed = erc3009Data(config, 100, 7);
        vm.chainId(7000);
        refuseDeposit(IUsdc.InvalidSignature.selector, config, 100, _erc3009, signed);
    }

    /// Nobody can carry out the transfer to the collector without the deposit that it is for.
    function test_erc3009CannotBeTakenOutOfItsDeposit() public {
        ChannelConfig memory config = usdcConfig("a");
        bytes32 nonce = keccak256(abi.encode(settlement.getChannelId(config), 7));
        bytes memory signature = tokenSignature(RECEIVE, _erc3009, 100, nonce);
        vm.startPrank(stranger);
        vm.expectRevert(IUsdc.CallerIsNotThePayee.selector);
        _usdc.receiveWithAuthorization(payer, _erc3009, 100, AFTER, BEFORE, nonce, signature);
        vm.expectRevert(IUsdc.InvalidSignature.selector);
        _usdc.transferWithAuthorization(payer, _erc3009, 100, AFTER, BEFORE, nonce, signature);
        vm.stopPrank();
    }

    function test_transferWithAuthorization() public {
        bytes memory signature = tokenSignature(TRANSFER, stranger, 5, "n");
        _usdc.setRefusal(stranger, 2);
        vm.expectRevert(bytes("refused"));
        _usdc.transferWithAuthorization(payer, stranger, 5, AFTER, BEFORE, "n", signature);
        _usdc.setRefusal(stranger, 0);
        _usdc.transferWithAuthorization(payer, stranger, 5, AFTER, BEFORE, "n", signature);
        require(_usdc.authorizationState(payer, "n"), "not used");
        signature = tokenSignature(TRANSFER, stranger, 6, "m");
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        _usdc.transferWithAuthorization(payer, stranger, 6, AFTER, BEFORE, "m", uint8(signature[64]), r, s);
        equal(_usdc.balanceOf(stranger), 11);
    }

    function test_cancelledAuthorization() public {
        bytes memory cancel = signedBy(
            PAYER_KEY,
            typed(
                keccak256(
                    abi.encode(keccak256("CancelAuthorization(address authorizer,bytes32 nonce)"), payer, bytes32("n"))
                )
            )
        );
        _usdc.cancelAuthorization(payer, "n", cancel);
        bytes memory signature = tokenSignature(TRANSFER, stranger, 5, "n");
        vm.expectRevert(IUsdc.AuthorizationUsedOrCanceled.selector);
        _usdc.transferWithAuthorization(payer, stranger, 5, AFTER, BEFORE, "n", signature);
    }

    function test_permit2PaysIntoTheSignedChannelOnly() public {
        ChannelConfig memory config = usdcConfig("a");
        bytes memory signed = permit2Data(config, 100, 7, "");
        refuseAny(config, 101, signed);
        refuseAny(config, 99, signed);
        refuseAny(usdcConfig("b"), 100, signed);
        ChannelConfig memory stolen = usdcConfig("a");
        (stolen.receiver, stolen.receiverAuthorizer) = (stranger, stranger);
        refuseAny(stolen, 100, signed);
        bytes32 id = settlement.getChannelId(config);
        vm.expectRevert(ICollector.NotSettlement.selector);
        ICollector(_permit2).collect(payer, address(_usdc), 100, id, signed);
        vm.prank(stranger);
        settlement.deposit(config, 100, _permit2, signed);
        equal(balanceOf(config), 100);
        refuseAny(config, 100, signed);
        vm.chainId(7000);
        refuseAny(config, 100, permit2Data(config, 100, 8, ""));
    }

    function test_permit2Deadline() public {
        ChannelConfig memory config = usdcConfig("a");
        bytes memory signed = permit2Data(config, 100, 7, "");
        vm.warp(BEFORE + 1);
        refuseAny(config, 100, signed);
        vm.warp(BEFORE);
        settlement.deposit(config, 100, _permit2, signed);
    }

    /// An approval of Permit2 that came with the deposit is tried, and no matter if it fails.
    function test_permit2WithAnApproval() public {
        PermittingToken token = new PermittingToken();
        ChannelConfig memory config = usdcConfig("a");
        config.token = address(token);
        bytes memory approval = abi.encode(uint256(100), BEFORE, uint8(27), bytes32("r"), bytes32("s"));
        token.mint(payer, 300);
        refuseAny(config, 100, permit2Data(config, 100, 7, ""));
        settlement.deposit(config, 100, _permit2, permit2Data(config, 100, 7, approval));
        token.refuse(true);
        refuseAny(config, 100, permit2Data(config, 100, 8, approval));
        vm.prank(payer);
        token.approve(PERMIT2, 100);
        settlement.deposit(config, 100, _permit2, permit2Data(config, 100, 8, approval));
        equal(balanceOf(config), 200);
    }

    function refuseAny(ChannelConfig memory config, uint128 amount, bytes memory signed) private {
        vm.expectRevert();
        settlement.deposit(config, amount, _permit2, signed);
    }

    function usdcConfig(bytes32 salt) private view returns (ChannelConfig memory config) {
        config = configOf(salt);
        config.token = address(_usdc);
    }

    function erc3009Data(ChannelConfig memory config, uint256 amount, uint256 salt)
        private
        view
        returns (bytes memory)
    {
        bytes32 nonce = keccak256(abi.encode(settlement.getChannelId(config), salt));
        return abi.encode(AFTER, BEFORE, salt, tokenSignature(RECEIVE, _erc3009, amount, nonce));
    }

    function tokenSignature(bytes32 typehash, address to, uint256 value, bytes32 nonce)
        private
        view
        returns (bytes memory)
    {
        return signedBy(PAYER_KEY, typed(keccak256(abi.encode(typehash, payer, to, value, AFTER, BEFORE, nonce))));
    }

    function typed(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", _usdc.DOMAIN_SEPARATOR(), structHash));
    }

    function permit2Data(ChannelConfig memory config, uint256 amount, uint256 nonce, bytes memory approval)
        private
        view
        returns (bytes memory)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,uint256 chainId,address verifyingContract)"),
                keccak256("Permit2"),
                uint256(31_337),
                PERMIT2
            )
        );
        bytes32 witness =
            keccak256(abi.encode(keccak256("DepositWitness(bytes32 channelId)"), settlement.getChannelId(config)));
        bytes32 permitted =
            keccak256(abi.encode(keccak256("TokenPermissions(address token,uint256 amount)"), config.token, amount));
        bytes32 typehash = keccak256(
            "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,DepositWitness witness)DepositWitness(bytes32 channelId)TokenPermissions(address token,uint256 amount)"
        );
        bytes32 structHash = keccak256(abi.encode(typehash, permitted, _permit2, nonce, BEFORE, witness));
        bytes memory signature = signedBy(PAYER_KEY, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encode(nonce, BEFORE, signature, approval);
    }
}

/// EIP-2612 in outline: whoever shows any signature is believed.
contract PermittingToken {
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    bool private _refuses;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function refuse(bool on) external {
        _refuses = on;
    }

    function approve(address spender, uint256 value) external {
        allowance[msg.sender][spender] = value;
    }

    function permit(address owner, address spender, uint256 value, uint256, uint8, bytes32, bytes32) external {
        require(!_refuses, "used");
        allowance[owner][spender] = value;
    }

    function transferFrom(address from, address to, uint256 value) external {
        allowance[from][msg.sender] -= value;
        balanceOf[from] -= value;
        balanceOf[to] += value;
    }
}
