// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// For local chains only: the functions of Multicall3 that clients read through. Real chains have it at its own address.
contract DevelopmentMulticall {
    struct Call {
        address target;
        bytes callData;
    }

    struct Call3 {
        address target;
        bool allowFailure;
        bytes callData;
    }

    struct Result {
        bool success;
        bytes returnData;
    }

    error CallFailed(uint256 index);

    function tryAggregate(bool requireSuccess, Call[] calldata calls)
        external
        payable
        returns (Result[] memory results)
    {
        results = new Result[](calls.length);
        for (uint256 i; i < calls.length; i++) {
            results[i] = _call(i, calls[i].target, !requireSuccess, calls[i].callData);
        }
    }

    function aggregate3(Call3[] calldata calls) external payable returns (Result[] memory results) {
        results = new Result[](calls.length);
        for (uint256 i; i < calls.length; i++) {
            results[i] = _call(i, calls[i].target, calls[i].allowFailure, calls[i].callData);
        }
    }

    function _call(uint256 index, address target, bool mayFail, bytes calldata data)
        private
        returns (Result memory result)
    {
        (result.success, result.returnData) = target.call(data);
        if (!result.success && !mayFail) revert CallFailed(index);
    }
}
