// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig} from "../../src/billing/Channel.sol";
import {IBatchSettlement} from "../../src/billing/IBatchSettlement.sol";
import {BillingStage, IAllowanceCollector, ICollector} from "../support/BillingStage.sol";
import {Behaviour} from "../support/Tokens.sol";

/// An allowance stands open all the time. Nothing but its owner's call or signature may spend it.
contract AllowanceCollectorTest is BillingStage {
    uint256 private constant DEADLINE = 1_000_600;

    IAllowanceCollector private _collector;

    function setUp() public {
        setUpBilling();
        setUpSafe();
        _collector = IAllowanceCollector(newCollector("AllowanceCollector"));
        address[2] memory payers = [payer, safe];
        for (uint256 i; i < 2; i++) {
            nasty.mint(payers[i], FUNDS);
            vm.prank(payers[i]);
            nasty.approve(address(_collector), type(uint256).max);
        }
    }

    function test_payersOwnCall() public {
        vm.prank(payer);
        _collector.deposit(configOf("a"), 70);
        equal(balanceOf(configOf("a")), 70);
        ChannelConfig memory config = safesConfig();
        vm.prank(safe);
        _collector.deposit(config, 30);
        equal(balanceOf(config), 30);
        equal(nasty.balanceOf(safe), FUNDS - 30);
        equal(nasty.balanceOf(address(_collector)), 0);
    }

    function test_strangersCallSpendsNothing() public {
        ChannelConfig memory config = configOf("a");
        (config.receiver, config.receiverAuthorizer) = (stranger, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(IAllowanceCollector.NotPayer.selector);
        _collector.deposit(config, 1);
        refuseDeposit(IAllowanceCollector.NotAsked.selector, config, 1, address(_collector), "");
        refuse(IAllowanceCollector.BadSignature.selector, config, 1, data(1, DEADLINE, ""));
        refuse(IAllowanceCollector.BadSignature.selector, config, 1, data(1, DEADLINE, signedBy(99, "x")));
        vm.expectRevert(ICollector.NotSettlement.selector);
        _collector.collect(payer, address(nasty), 1, "any", "");
        vm.stopPrank();
        equal(nasty.balanceOf(payer), FUNDS);
    }

    /// Not even right after the payer's own call, and not for its own channel.
    function test_payersCallIsGoodForOneDeposit() public {
        ChannelConfig memory config = configOf("a");
        vm.prank(payer);
        _collector.deposit(config, 70);
        refuseDeposit(IAllowanceCollector.NotAsked.selector, config, 70, address(_collector), "");
        vm.prank(payer); // the settlement contract does not say who called it
        refuseDeposit(IAllowanceCollector.NotAsked.selector, config, 70, address(_collector), "");
    }

    function test_signatureOfAKey() public {
        ChannelConfig memory config = configOf("a");
        bytes memory signed = data(5, DEADLINE, signatureFor(config, 70, 5, DEADLINE));
        refuse(IAllowanceCollector.BadSignature.selector, config, 71, signed);
        refuse(IAllowanceCollector.BadSignature.selector, configOf("b"), 70, signed);
        config.receiver = stranger;
        refuse(IAllowanceCollector.BadSignature.selector, config, 70, signed);
        config = configOf("a");
        refuse(IAllowanceCollector.BadSignature.selector, config, 70, withOther(signed, 6, DEADLINE));
        refuse(IAllowanceCollector.BadSignature.selector, config, 70, withOther(signed, 5, DEADLINE + 1));
        vm.prank(stranger); // anybody may bring it
        settlement.deposit(config, 70, address(_collector), signed);
        equal(balanceOf(config), 70);
        refuse(IAllowanceCollector.AlreadyUsed.selector, config, 70, signed);
    }

    function test_signatureOfASafe() public {
        ChannelConfig memory config = safesConfig();
        bytes32 digest = digestFor(config, 70, 5, DEADLINE);
        refuse(
            IAllowanceCollector.BadSignature.selector, config, 70, data(5, DEADLINE, signedBy(firstOwnerKey, digest))
        );
        settlement.deposit(config, 70, address(_collector), data(5, DEADLINE, safeSignature(digest)));
        equal(nasty.balanceOf(safe), FUNDS - 70);
        refuse(IAllowanceCollector.AlreadyUsed.selector, config, 70, data(5, DEADLINE, safeSignature(digest)));
    }

    /// The session key signs vouchers, not deposits.
    function test_sessionKeyDoesNotDeposit() public {
        ChannelConfig memory config = configOf("a");
        bytes memory by = signedBy(SESSION_KEY, digestFor(config, 70, 5, DEADLINE));
        refuse(IAllowanceCollector.BadSignature.selector, config, 70, data(5, DEADLINE, by));
        vm.prank(session);
        vm.expectRevert(IAllowanceCollector.NotPayer.selector);
        _collector.deposit(config, 70);
    }

    function test_deadlineIsTheLastSecond() public {
        ChannelConfig memory config = configOf("a");
        bytes memory signed = data(5, DEADLINE, signatureFor(config, 70, 5, DEADLINE));
        vm.warp(DEADLINE + 1);
        refuse(IAllowanceCollector.Expired.selector, config, 70, signed);
        vm.warp(DEADLINE);
        settlement.deposit(config, 70, address(_collector), signed);
    }

    function test_cancelledSignature() public {
        ChannelConfig memory config = configOf("a");
        bytes memory signed = data(5, DEADLINE, signatureFor(config, 70, 5, DEADLINE));
        vm.prank(stranger);
        _collector.cancel(5); // its own five
        require(!_collector.used(payer, 5), "cancelled by a stranger");
        vm.startPrank(payer);
        _collector.cancel(5);
        vm.expectRevert(IAllowanceCollector.AlreadyUsed.selector);
        _collector.cancel(5);
        vm.stopPrank();
        refuse(IAllowanceCollector.AlreadyUsed.selector, config, 70, signed);
    }

    function test_otherChainAndOtherCollector() public {
        ChannelConfig memory config = configOf("a");
        bytes memory signed = data(5, DEADLINE, signatureFor(config, 70, 5, DEADLINE));
        address other = newCollector("AllowanceCollector");
        vm.prank(payer);
        nasty.approve(other, FUNDS);
        refuseDeposit(IAllowanceCollector.BadSignature.selector, config, 70, other, signed);
        vm.chainId(7000);
        refuse(IAllowanceCollector.BadSignature.selector, config, 70, signed);
    }

    /// Another settlement contract, perhaps a false one, is not served.
    function test_otherSettlementContract() public {
        IBatchSettlement other = IBatchSettlement(deploy("BatchSettlement", ""));
        ChannelConfig memory config = configOf("a");
        bytes memory signed = data(5, DEADLINE, signatureFor(config, 70, 5, DEADLINE));
        vm.prank(payer);
        vm.expectRevert(ICollector.NotSettlement.selector);
        other.deposit(config, 70, address(_collector), signed);
    }

    /// The payer's own call is bound to payer, token, amount and channel.
    function test_payersCallCannotBeTurnedToAnotherChannel() public {
        FalseSettlement lying = new FalseSettlement();
        address collector = deploy("AllowanceCollector", abi.encode(address(lying)));
        vm.prank(payer);
        nasty.approve(collector, FUNDS);
        nasty.mint(stranger, FUNDS);
        vm.prank(stranger);
        nasty.approve(collector, FUNDS);
        for (uint8 field = 1; field < 5; field++) {
            lying.change(field, stranger);
            vm.prank(payer);
            vm.expectRevert(IAllowanceCollector.NotAsked.selector);
            IAllowanceCollector(collector).deposit(configOf("a"), 70);
        }
    }

    function test_badTokens() public {
        ChannelConfig memory config = configOf("a");
        Behaviour[3] memory refusals = [Behaviour.RETURNS_FALSE, Behaviour.TAKES_A_FEE, Behaviour.RETURNS_TWO];
        for (uint256 i; i < 3; i++) {
            nasty.behave(address(settlement), refusals[i]);
            vm.prank(payer);
            vm.expectRevert();
            _collector.deposit(config, 70);
        }
        nasty.behave(address(settlement), Behaviour.GOOD);
        vm.prank(payer);
        _collector.deposit(config, 70);
        equal(balanceOf(config), 70);
    }

    function testFuzz_everySignedPartIsSigned(uint8 field, uint256 change) public {
        ChannelConfig memory config = configOf("a");
        bytes32 digest = digestFor(config, 70, 5, DEADLINE);
        bytes32 id = settlement.getChannelId(config);
        field %= 6;
        bytes32 other = _collector.hashDeposit(
            field == 0 ? address(uint160(change)) : payer,
            field == 1 ? address(uint160(change)) : address(nasty),
            field == 2 ? change : 70,
            field == 3 ? bytes32(change) : id,
            field == 4 ? change : 5,
            field == 5 ? change : DEADLINE
        );
        bool same = (field == 0 && address(uint160(change)) == payer)
            || (field == 1 && address(uint160(change)) == address(nasty)) || (field == 2 && change == 70)
            || (field == 3 && bytes32(change) == id) || (field == 4 && change == 5)
            || (field == 5 && change == DEADLINE);
        require(same == (digest == other), "a part that is not signed");
    }

    function safesConfig() private view returns (ChannelConfig memory config) {
        config = configOf("safe");
        config.payer = safe;
    }

    function digestFor(ChannelConfig memory config, uint256 amount, uint256 nonce, uint256 deadline)
        private
        view
        returns (bytes32)
    {
        bytes32 id = settlement.getChannelId(config);
        return _collector.hashDeposit(config.payer, config.token, amount, id, nonce, deadline);
    }

    function signatureFor(ChannelConfig memory config, uint256 amount, uint256 nonce, uint256 deadline)
        private
        view
        returns (bytes memory)
    {
        return signedBy(PAYER_KEY, digestFor(config, amount, nonce, deadline));
    }

    function data(uint256 nonce, uint256 deadline, bytes memory signature) private pure returns (bytes memory) {
        return abi.encode(nonce, deadline, signature);
    }

    function withOther(bytes memory signed, uint256 nonce, uint256 deadline) private pure returns (bytes memory) {
        (,, bytes memory signature) = abi.decode(signed, (uint256, uint256, bytes));
        return abi.encode(nonce, deadline, signature);
    }

    function refuse(bytes4 selector, ChannelConfig memory config, uint128 amount, bytes memory signed) private {
        refuseDeposit(selector, config, amount, address(_collector), signed);
    }
}

/// Asks for something else than the payer did. The real one cannot; the collector does not lean on that.
contract FalseSettlement {
    uint8 private _field;
    address private _victim;

    function change(uint8 field, address victim) external {
        (_field, _victim) = (field, victim);
    }

    function getChannelId(ChannelConfig calldata config) external pure returns (bytes32) {
        return keccak256(abi.encode(config));
    }

    function deposit(ChannelConfig calldata config, uint128 amount, address collector, bytes calldata) external {
        ICollector(collector)
            .collect(
                _field == 1 ? _victim : config.payer,
                _field == 2 ? address(this) : config.token,
                _field == 3 ? amount + 1 : amount,
                _field == 4 ? bytes32("other") : keccak256(abi.encode(config)),
                ""
            );
    }
}
