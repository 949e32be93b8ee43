// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Batch, BatchHash} from "./Batch.sol";
import {IMultiSend} from "./IMultiSend.sol";

interface IERC1271 {
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4);
}

/// Who signed what: EIP-712 over the batch, by ECDSA for an account without code, by ERC-1271 for one with code.
abstract contract Approvals is IMultiSend {
    bytes32 public constant BATCH_TYPEHASH = BatchHash.TYPEHASH;
    /// Half of the curve's order: a higher s is the same signature in its second form.
    uint256 private constant MAX_S = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    bytes32 private immutable _domain;
    uint256 private immutable _chainId;

    constructor() {
        _chainId = block.chainid;
        _domain = _buildDomain();
    }

    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return block.chainid == _chainId ? _domain : _buildDomain();
    }

    function batchKey(Batch calldata b) public pure returns (bytes32) {
        return BatchHash.structHash(b);
    }

    function hashBatch(Batch calldata b) external view returns (bytes32) {
        return _digest(batchKey(b));
    }

    function _requireApproval(address org, bytes32 key, bytes calldata signature) internal view {
        if (msg.sender != org && !_isSignedBy(org, _digest(key), signature)) revert BadSignature();
    }

    function _digest(bytes32 key) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", DOMAIN_SEPARATOR(), key));
    }

    function _buildDomain() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ProtocolBanks MultiSend"),
                keccak256("1"),
                block.chainid,
                address(this)
            )
        );
    }

    function _isSignedBy(address signer, bytes32 digest, bytes calldata signature) private view returns (bool) {
        if (signer.code.length != 0) {
            (bool ok, bytes memory answer) =
                signer.staticcall(abi.encodeCall(IERC1271.isValidSignature, (digest, signature)));
            return
                ok && answer.length == 32
                    && abi.decode(answer, (bytes32)) == bytes32(IERC1271.isValidSignature.selector);
        }
        if (signature.length != 65) return false;
        bytes32 s = bytes32(signature[32:64]);
        if (uint256(s) > MAX_S) return false;
        address recovered = ecrecover(digest, uint8(signature[64]), bytes32(signature[0:32]), s);
        return recovered != address(0) && recovered == signer;
    }
}
