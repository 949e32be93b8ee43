// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// For measurement only: GasliteDrop's approach made again (one pull, a tight loop of transfers). No check of what the
/// token returns, no isolation, no replay protection.
contract GasliteDrop {
    function airdropERC20(address token, address[] calldata recipients, uint256[] calldata amounts, uint256 total)
        external
        payable
    {
        assembly {
            if iszero(eq(amounts.length, recipients.length)) { revert(0, 0) }
            mstore(0x00, shl(224, 0x23b872dd))
            mstore(0x04, caller())
            mstore(0x24, address())
            mstore(0x44, total)
            if iszero(call(gas(), token, 0, 0, 0x64, 0, 0)) { revert(0, 0) }
            mstore(0x00, shl(224, 0xa9059cbb))
            let distance := sub(amounts.offset, recipients.offset)
            let end := add(recipients.offset, shl(5, recipients.length))
            for { let i := recipients.offset } lt(i, end) { i := add(i, 0x20) } {
                mstore(0x04, calldataload(i))
                mstore(0x24, calldataload(add(i, distance)))
                if iszero(call(gas(), token, 0, 0, 0x44, 0, 0)) { revert(0, 0) }
            }
        }
    }
}
