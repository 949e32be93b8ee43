// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

interface ITokenHook {
    function tokensReceived(address from, uint256 value) external;
}

enum Behaviour {
    GOOD,
    // these fail
    RETURNS_FALSE,
    LONG_TEXT,
    BURNS_GAS,
    HUGE_ZEROS,
    RETURNS_TWO,
    CUSTOM_ERROR,
    RETURNS_31_BYTES,
    EMPTY_REVERT,
    SHORT_TEXT,
    EMPTY_TEXT,
    ONLY_THE_TEXT_SELECTOR,
    TEXT_WITH_A_LYING_LENGTH,
    TEXT_ELSEWHERE,
    NESTED_GAS_BURN,
    INVALID_OPCODE,
    REVERTS_WITH_TRUE,
    REVERTS_WITH_ONE_BYTE,
    // these work
    RETURNS_64_BYTES,
    CALLS_THE_RECIPIENT,
    TAKES_A_FEE,
    NEEDS_MUCH_GAS
}

/// Behaves badly for chosen recipients, in every way that tokens were seen or imagined to.
contract NastyToken {
    uint8 public constant FAILING = uint8(Behaviour.REVERTS_WITH_ONE_BYTE);

    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    mapping(address recipient => Behaviour) public behaviourOf;

    event Transfer(address indexed from, address indexed to, uint256 value);

    error Blacklisted(address who);

    function mint(address account, uint256 amount) external {
        balanceOf[account] += amount;
    }

    function behave(address recipient, Behaviour behaviour) external {
        behaviourOf[recipient] = behaviour;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        return _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed < value) return false;
        if (allowed == type(uint256).max) return _move(from, to, value);
        allowance[from][msg.sender] = allowed - value;
        bool moved = _move(from, to, value);
        if (!moved) allowance[from][msg.sender] = allowed;
        return moved;
    }

    function burnGas() external pure {
        while (true) {}
    }

    function _move(address from, address to, uint256 value) private returns (bool) {
        Behaviour behaviour = behaviourOf[to];
        if (behaviour == Behaviour.RETURNS_FALSE || balanceOf[from] < value) return false;
        if (behaviour != Behaviour.GOOD && uint8(behaviour) <= FAILING) _fail(behaviour, to);
        if (behaviour == Behaviour.NEEDS_MUCH_GAS) require(gasleft() > 150_000, "gas");
        uint256 fee = behaviour == Behaviour.TAKES_A_FEE ? value / 10 : 0;
        balanceOf[from] -= value;
        balanceOf[to] += value - fee;
        emit Transfer(from, to, value);
        if (behaviour == Behaviour.CALLS_THE_RECIPIENT) ITokenHook(to).tokensReceived(from, value);
        if (behaviour == Behaviour.RETURNS_64_BYTES) {
            assembly ("memory-safe") {
                mstore(0, 1)
                mstore(0x20, 7)
                return(0, 0x40)
            }
        }
        return true;
    }

    function _fail(Behaviour behaviour, address to) private view {
        if (behaviour == Behaviour.LONG_TEXT) revert("a long revert reason that is cut after 32 bytes, and no later");
        if (behaviour == Behaviour.SHORT_TEXT) revert("closed");
        if (behaviour == Behaviour.EMPTY_TEXT) revert("");
        if (behaviour == Behaviour.CUSTOM_ERROR) revert Blacklisted(to);
        if (behaviour == Behaviour.BURNS_GAS) while (true) {}
        if (behaviour == Behaviour.NESTED_GAS_BURN) {
            try this.burnGas() {} catch {}
            assembly ("memory-safe") {
                revert(0, 0)
            }
        }
        bytes memory text = abi.encodeWithSignature("Error(string)", "liar");
        assembly ("memory-safe") {
            switch behaviour
            case 4 { revert(0x1000, 50000) } // HUGE_ZEROS
            case 5 {
                mstore(0, 2)
                return(0, 0x20)
            } // RETURNS_TWO
            case 7 {
                mstore(0, 0)
                return(0, 31)
            } // RETURNS_31_BYTES
            case 8 { revert(0, 0) } // EMPTY_REVERT
            case 11 { revert(add(text, 0x20), 4) } // ONLY_THE_TEXT_SELECTOR
            case 12 {
                mstore(add(text, 0x44), not(0))
                revert(add(text, 0x20), 72)
            } // TEXT_WITH_A_LYING_LENGTH: the four bytes "liar" and nothing behind them
            case 13 {
                mstore(add(text, 0x24), 0x40)
                revert(add(text, 0x20), mload(text))
            } // TEXT_ELSEWHERE
            case 15 { invalid() } // INVALID_OPCODE
            case 16 {
                mstore(0, 1)
                revert(0, 0x20)
            } // REVERTS_WITH_TRUE
            case 17 {
                mstore8(0, 0xab)
                revert(0, 1)
            } // REVERTS_WITH_ONE_BYTE
        }
    }
}
