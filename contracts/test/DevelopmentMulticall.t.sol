// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Environment, IToken} from "./support/Environment.sol";

interface IMulticall3 {
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

    function tryAggregate(bool requireSuccess, Call[] calldata calls) external returns (Result[] memory);
    function aggregate3(Call3[] calldata calls) external returns (Result[] memory);
}

contract DevelopmentMulticallTest is Environment {
    IMulticall3 private _multicall = IMulticall3(deploy("DevelopmentMulticall", ""));
    IToken private _token = IToken(deploy("PlainToken", ""));

    function test_tryAggregate() public {
        _token.mint(wallet, 7);
        IMulticall3.Call[] memory calls = new IMulticall3.Call[](2);
        calls[0] = IMulticall3.Call(address(_token), abi.encodeCall(_token.balanceOf, (wallet)));
        calls[1] = IMulticall3.Call(address(_token), abi.encodeCall(_token.transfer, (wallet, 1)));
        IMulticall3.Result[] memory results = _multicall.tryAggregate(false, calls);
        require(results[0].success && !results[1].success, "successes");
        equal(abi.decode(results[0].returnData, (uint256)), 7);
        vm.expectRevert(abi.encodeWithSelector(IMulticall3.CallFailed.selector, 1));
        _multicall.tryAggregate(true, calls);
    }

    function test_aggregate3() public {
        IMulticall3.Call3[] memory calls = new IMulticall3.Call3[](1);
        calls[0] = IMulticall3.Call3(address(_token), true, abi.encodeCall(_token.transfer, (wallet, 1)));
        require(!_multicall.aggregate3(calls)[0].success, "no failure");
        calls[0].allowFailure = false;
        vm.expectRevert(abi.encodeWithSelector(IMulticall3.CallFailed.selector, 0));
        _multicall.aggregate3(calls);
    }
}
