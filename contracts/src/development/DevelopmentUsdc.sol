// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Erc3009} from "./Erc3009.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// For local chains only. Its owner mints, and can make payments to single recipients fail the way real tokens fail.
contract DevelopmentUsdc is Erc3009, Ownable {
    uint8 public constant NONE = 0;
    uint8 public constant BLACKLISTED = 1;
    uint8 public constant RETURNS_FALSE = 2;
    uint8 public constant BURNS_GAS = 3;

    mapping(address recipient => uint8 how) public refusalOf;

    event RefusalSet(address indexed recipient, uint8 how);

    error UnknownRefusal();

    constructor(address owner) ERC20("USD Coin (development)", "USDC") EIP712("USDC", "2") Ownable(owner) {}

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// @param how 0 none; 1 reverts like USDC's blacklist; 2 returns false; 3 burns all gas it is given
    function setRefusal(address who, uint8 how) external onlyOwner {
        if (how > BURNS_GAS) revert UnknownRefusal();
        refusalOf[who] = how;
        emit RefusalSet(who, how);
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return _accepts(to) && super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        return _accepts(to) && super.transferFrom(from, to, value);
    }

    function _requireAccepted(address to) internal view override {
        require(_accepts(to), "refused");
    }

    function _accepts(address to) private view returns (bool) {
        uint8 how = refusalOf[to];
        require(how != BLACKLISTED, "Blacklistable: account is blacklisted");
        if (how == BURNS_GAS) while (true) {}
        return how != RETURNS_FALSE;
    }
}
