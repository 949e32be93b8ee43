// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// A recipient or operator that calls back while it is being paid.
contract Hook {
    address private _target;
    bytes private _data;
    uint256 public calls;
    uint256 public successes;
    bytes4 public lastError;

    function arm(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    function tokensReceived(address, uint256) external {
        calls++;
        (bool ok, bytes memory answer) = _target.call(_data);
        if (ok) successes++;
        else lastError = bytes4(answer);
    }

    function run(address target, bytes calldata data) external {
        (bool ok, bytes memory answer) = target.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }
}

/// An ERC-1271 account with a fixed answer.
contract AnsweringWallet {
    bytes4 private immutable _answer;

    constructor(bytes4 answer) {
        _answer = answer;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        require(_answer != 0);
        return _answer;
    }
}

/// Pretends to be a Safe and answers whatever it was told to.
contract FalseSafe {
    bytes private _answer;

    function answer(uint256 failed, uint256 sum, uint256 bad, bytes calldata reasons) external {
        _answer = abi.encode(failed, sum, bad, reasons);
    }

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return 0x1626ba7e;
    }

    function execTransactionFromModuleReturnData(address, uint256, bytes memory, uint8)
        external
        view
        returns (bool, bytes memory)
    {
        return (true, _answer);
    }
}

/// Refuses the native coin until it is opened.
contract Door {
    bool private _open;

    function open() external {
        _open = true;
    }

    receive() external payable {
        require(_open, "closed");
    }
}

contract GasBurner {
    receive() external payable {
        while (true) {}
    }
}

/// A Safe transaction guard that refuses everything.
contract RefusingGuard {
    function supportsInterface(bytes4) external pure returns (bool) {
        return true;
    }

    fallback() external {
        revert("guard");
    }
}
