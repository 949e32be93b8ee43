// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChannelConfig, Voucher, VoucherClaim} from "../../src/billing/Channel.sol";
import {BillingStage, IAllowanceCollector} from "../support/BillingStage.sol";
import {Behaviour} from "../support/Tokens.sol";
import {Test} from "../support/Vm.sol";

/// Two payers with allowances, three channels, one receiver; everybody tries what he may and what he may not.
contract Market is BillingStage {
    uint256 private constant CHANNELS = 3;
    uint256 private constant OTHER_KEY = 0xDAD;

    IAllowanceCollector private _collector;
    ChannelConfig[CHANNELS] private _configs;
    bytes32[CHANNELS] private _ids;
    uint128[CHANNELS] private _highestSigned;
    address private _other = vm.addr(OTHER_KEY);
    uint256 private _now = 1_000_000;
    /// What should have been refused and was not. A revert here would only be counted and forgotten.
    string private _allowed;

    constructor() {
        setUpBilling();
        _collector = IAllowanceCollector(newCollector("AllowanceCollector"));
        for (uint256 i; i < CHANNELS; i++) {
            _configs[i] = configOf(bytes32(i));
            if (i == 2) (_configs[i].payer, _configs[i].payerAuthorizer) = (_other, address(0));
            _ids[i] = settlement.getChannelId(_configs[i]);
        }
        address[2] memory payers = [payer, _other];
        for (uint256 i; i < 2; i++) {
            nasty.mint(payers[i], FUNDS);
            vm.prank(payers[i]);
            nasty.approve(address(_collector), type(uint256).max);
        }
    }

    function deposit(uint256 channel, uint128 amount) external {
        ChannelConfig memory config = _configs[channel % CHANNELS];
        vm.prank(config.payer);
        try _collector.deposit(config, amount % 1000) {} catch {}
    }

    /// A stranger with an allowance in sight.
    function steal(uint256 channel, uint128 amount, uint256 how) external {
        ChannelConfig memory config = _configs[channel % CHANNELS];
        bytes memory data = how % 2 == 0 ? bytes("") : abi.encode(how, type(uint256).max, signedBy(how % 97 + 1, "x"));
        if (how % 3 == 0) (config.receiver, config.receiverAuthorizer) = (stranger, stranger);
        bytes memory call = abi.encodeCall(settlement.deposit, (config, 1 + amount % 1000, address(_collector), data));
        if (how % 5 == 0) call = abi.encodeCall(settlement.refund, (config, amount));
        if (how % 7 == 0) call = abi.encodeCall(settlement.finalizeWithdraw, (config));
        vm.prank(stranger);
        (bool ok,) = address(settlement).call(call);
        bool ofHisOwn = how % 3 == 0 && (how % 5 == 0 || how % 7 == 0); // a channel that is his, and holds nothing
        if (ok && !ofHisOwn) _allowed = "a stranger's call";
    }

    function claim(uint256 channel, uint256 signedFor, uint128 ceiling, uint128 total, uint8 wrong) external {
        (channel, ceiling, total) = (channel % CHANNELS, ceiling % 3000, total % 3000);
        signedFor = wrong % 4 == 0 ? signedFor % CHANNELS : channel;
        uint128 shown = wrong % 4 == 1 ? ceiling + 1 : ceiling;
        uint256 key = signedFor == 2 ? OTHER_KEY : SESSION_KEY;
        bytes memory signature = signedBy(key, settlement.getVoucherDigest(_ids[signedFor], ceiling));
        if (ceiling > _highestSigned[signedFor]) _highestSigned[signedFor] = ceiling;
        VoucherClaim[] memory rows = only(VoucherClaim(Voucher(_configs[channel], shown), signature, total));
        (, uint128 before) = settlement.channels(_ids[channel]);
        bytes memory batch = batchSignature(rows);
        (bool ok,) = address(settlement).call(abi.encodeCall(settlement.claimWithSignature, (rows, batch)));
        if (!ok || total <= before) return;
        if (signedFor != channel || shown != ceiling) _allowed = "a claim with another voucher";
    }

    function settle() external {
        try settlement.settle(receiver, address(nasty)) {} catch {}
    }

    function refund(uint256 channel, uint128 amount, bool bySignature) external {
        channel %= CHANNELS;
        amount = 1 + amount % 500;
        uint256 nonce = settlement.refundNonce(_ids[channel]);
        bytes memory call = abi.encodeCall(settlement.refund, (_configs[channel], amount));
        if (bySignature) {
            bytes memory signature = signedBy(AUTHORIZER_KEY, settlement.getRefundDigest(_ids[channel], nonce, amount));
            call = abi.encodeCall(settlement.refundWithSignature, (_configs[channel], amount, nonce, signature));
        }
        vm.prank(bySignature ? stranger : receiver);
        (bool ok,) = address(settlement).call(call);
        if (!ok) return;
        if (settlement.refundNonce(_ids[channel]) != nonce + 1) _allowed = "a refund that can come again";
    }

    function withdraw(uint256 channel, uint128 amount, bool finish) external {
        channel %= CHANNELS;
        ChannelConfig memory config = _configs[channel];
        (, uint40 initiatedAt) = settlement.pendingWithdrawals(_ids[channel]);
        vm.prank(config.payer);
        bytes memory call = finish
            ? abi.encodeCall(settlement.finalizeWithdraw, (config))
            : abi.encodeCall(settlement.initiateWithdraw, (config, amount % 1000));
        (bool ok,) = address(settlement).call(call);
        if (!ok) return;
        bool inTime = finish ? initiatedAt != 0 && _now >= initiatedAt + DELAY : initiatedAt == 0;
        if (!inTime) _allowed = "a withdrawal too early";
    }

    function wait(uint256 seconds_) external {
        _now += seconds_ % 1000;
        vm.warp(_now);
    }

    function misbehave(uint256 who, uint8 how) external {
        address[4] memory all = [payer, _other, receiver, address(settlement)];
        Behaviour[3] memory refusals = [Behaviour.RETURNS_FALSE, Behaviour.LONG_TEXT, Behaviour.RETURNS_TWO];
        nasty.behave(all[who % 4], how % 3 == 0 ? refusals[how % 9 / 3] : Behaviour.GOOD);
    }

    function check() external view {
        require(bytes(_allowed).length == 0, _allowed);
        uint256 balances;
        uint256 claimed;
        uint256[2] memory inChannels;
        for (uint256 i; i < CHANNELS; i++) {
            (uint128 balance, uint128 total) = settlement.channels(_ids[i]);
            require(total <= balance, "more claimed than there is");
            require(total <= _highestSigned[i], "more claimed than signed");
            balances += balance;
            claimed += total;
            inChannels[i / 2] += balance;
        }
        (uint128 totalClaimed, uint128 totalSettled) = settlement.receivers(receiver, address(nasty));
        equal(totalClaimed, claimed);
        require(totalSettled <= totalClaimed, "more settled than claimed");
        equal(nasty.balanceOf(receiver), totalSettled);
        equal(nasty.balanceOf(address(settlement)), balances - totalSettled);
        equal(nasty.balanceOf(payer), FUNDS - inChannels[0]);
        equal(nasty.balanceOf(_other), FUNDS - inChannels[1]);
        equal(nasty.balanceOf(stranger), 0);
    }
}

contract BillingInvariantsTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Market private _market;

    function setUp() public {
        _market = new Market();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_market);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(_market);
        targets[0].selectors = new bytes4[](8);
        targets[0].selectors[0] = Market.deposit.selector;
        targets[0].selectors[1] = Market.steal.selector;
        targets[0].selectors[2] = Market.claim.selector;
        targets[0].selectors[3] = Market.settle.selector;
        targets[0].selectors[4] = Market.refund.selector;
        targets[0].selectors[5] = Market.withdraw.selector;
        targets[0].selectors[6] = Market.wait.selector;
        targets[0].selectors[7] = Market.misbehave.selector;
    }

    /// Nothing is claimed that was not signed or is not there, and every unit is where the books say.
    function invariant_everyUnitIsWhereTheBooksSay() public view {
        _market.check();
    }
}
