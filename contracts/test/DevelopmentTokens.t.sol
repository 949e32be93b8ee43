// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Environment, IToken} from "./support/Environment.sol";

interface IDevelopmentUsdc is IToken {
    error UnknownRefusal();
    error OwnableUnauthorizedAccount(address account);

    function decimals() external view returns (uint8);
    function symbol() external view returns (string memory);
    function setRefusal(address who, uint8 how) external;
}

interface IDevelopmentUsdt {
    function symbol() external view returns (string memory);
    function totalSupply() external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
    function mint(address account, uint256 amount) external;
    function approve(address spender, uint256 value) external;
    function transfer(address to, uint256 value) external;
    function transferFrom(address from, address to, uint256 value) external;
    function addBlackList(address account) external;
}

contract DevelopmentTokensTest is Environment {
    IDevelopmentUsdc private _usdc = IDevelopmentUsdc(deploy("DevelopmentUsdc", abi.encode(address(this))));
    IDevelopmentUsdt private _usdt = IDevelopmentUsdt(deploy("DevelopmentUsdt", abi.encode(address(this))));
    address private _stranger = address(77);

    function test_usdc() public {
        equal(_usdc.decimals(), 6);
        equal(keccak256(bytes(_usdc.symbol())), keccak256("USDC"));
        _usdc.mint(address(this), 100);
        require(_usdc.transfer(_stranger, 10));
        _usdc.setRefusal(_stranger, 1);
        vm.expectRevert(bytes("Blacklistable: account is blacklisted"));
        _usdc.transfer(_stranger, 10);
        _usdc.setRefusal(_stranger, 2);
        require(!_usdc.transfer(_stranger, 10));
        _usdc.setRefusal(_stranger, 3);
        (bool ok,) = address(_usdc).call{gas: 100_000}(abi.encodeCall(_usdc.transfer, (_stranger, 10)));
        require(!ok);
        _usdc.setRefusal(_stranger, 0);
        require(_usdc.transfer(_stranger, 10));
        equal(_usdc.balanceOf(_stranger), 20);
        vm.expectRevert(IDevelopmentUsdc.UnknownRefusal.selector);
        _usdc.setRefusal(_stranger, 4);
    }

    function test_usdt() public {
        equal(keccak256(bytes(_usdt.symbol())), keccak256("USDT"));
        _usdt.mint(address(this), 100);
        equal(_usdt.totalSupply(), 100);
        _usdt.approve(_stranger, 5);
        vm.expectRevert();
        _usdt.approve(_stranger, 6); // through 0 only
        _usdt.approve(_stranger, 0);
        _usdt.approve(_stranger, 6);
        vm.prank(_stranger);
        _usdt.transferFrom(address(this), address(9), 6);
        equal(_usdt.allowance(address(this), _stranger), 0);
        _usdt.addBlackList(address(9));
        vm.expectRevert();
        _usdt.transfer(address(9), 1);
        vm.prank(address(9));
        vm.expectRevert();
        _usdt.transfer(address(8), 1);
        vm.expectRevert();
        _usdt.transfer(address(8), 95); // more than there is
        equal(_usdt.balanceOf(address(9)), 6);
    }

    function test_strangersMayNothing() public {
        vm.startPrank(_stranger);
        vm.expectPartialRevert(IDevelopmentUsdc.OwnableUnauthorizedAccount.selector);
        _usdc.mint(_stranger, 1);
        vm.expectPartialRevert(IDevelopmentUsdc.OwnableUnauthorizedAccount.selector);
        _usdc.setRefusal(_stranger, 1);
        vm.expectPartialRevert(IDevelopmentUsdc.OwnableUnauthorizedAccount.selector);
        _usdt.mint(_stranger, 1);
        vm.expectPartialRevert(IDevelopmentUsdc.OwnableUnauthorizedAccount.selector);
        _usdt.addBlackList(_stranger);
    }
}
