// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IMultiSend} from "./IMultiSend.sol";

/// What an organization's wallet sets for itself: a guardian, a freeze, and a cap for each token. All optional.
abstract contract Organizations is IMultiSend {
    struct Organization {
        address guardian; // may only freeze
        bool frozen;
        bool capped; // a cap was set at some time: look policies up
    }

    struct Policy {
        uint96 cap; // 0 = none
        uint96 spent; // in the period that began at periodStart
        uint32 periodSeconds;
        uint32 periodStart;
    }

    mapping(address org => Organization) public orgs;
    mapping(address org => mapping(address token => Policy)) public policies;

    function setPolicy(address token, uint96 cap, uint32 periodSeconds) external {
        if (cap != 0 && periodSeconds == 0) revert BadPolicy();
        policies[msg.sender][token] = Policy(cap, 0, periodSeconds, uint32(block.timestamp));
        if (cap != 0) orgs[msg.sender].capped = true;
        emit PolicySet(msg.sender, token, cap, periodSeconds);
    }

    function setGuardian(address guardian) external {
        orgs[msg.sender].guardian = guardian;
        emit GuardianSet(msg.sender, guardian);
    }

    function setFrozen(address org, bool on) external {
        if (msg.sender != org && !(on && msg.sender == orgs[org].guardian)) revert NotOrg();
        orgs[org].frozen = on;
        emit FrozenSet(org, on, msg.sender);
    }

    function _spend(address org, address token, uint256 amount) internal {
        if (!orgs[org].capped) return;
        Policy memory policy = policies[org][token];
        if (policy.cap == 0) return;
        if (block.timestamp >= uint256(policy.periodStart) + policy.periodSeconds) {
            policy.periodStart = uint32(block.timestamp);
            policy.spent = 0;
        }
        if (policy.spent + amount > policy.cap) revert OverCap();
        policy.spent += uint96(amount);
        policies[org][token] = policy;
    }
}
