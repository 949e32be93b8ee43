// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBatchSettlement} from "../../src/billing/IBatchSettlement.sol";
import {ICollector} from "../support/BillingStage.sol";
import {Test} from "../support/Vm.sol";

/// What stands in artifacts/ works as deployment.json says, with our own settlement contract and with the public one.
contract BillingDeploymentTest is Test {
    string private _deployment;

    function setUp() public {
        _deployment = vm.readFile("artifacts/deployment.json");
        bytes memory factory =
            vm.parseJsonBytes(vm.readFile("artifacts/SafeSingletonFactory.json"), ".deployedBytecode");
        vm.etch(vm.parseJsonAddress(_deployment, ".factory"), factory);
        vm.etch(vm.parseJsonAddress(_deployment, ".billing.Permit2.factory"), factory);
    }

    function test_ownContractsServeEachOther() public {
        address settlement = place("BatchSettlement", ".billing.own.BatchSettlement", false);
        string[3] memory names = ["Erc3009Collector", "Permit2Collector", "AllowanceCollector"];
        for (uint256 i; i < 3; i++) {
            address collector = place(names[i], string.concat(".billing.own.", names[i]), true);
            equal(ICollector(collector).settlement(), settlement);
        }
    }

    function test_collectorForThePublicContract() public {
        address collector = place("AllowanceCollector", ".billing.canonical.AllowanceCollector", true);
        equal(ICollector(collector).settlement(), 0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003);
        equal(
            ICollector(collector).settlement(), vm.parseJsonAddress(_deployment, ".billing.canonical.BatchSettlement")
        );
    }

    function test_permit2StandsWhereItAlwaysStands() public {
        equal(place("Permit2", ".billing.Permit2", false), 0x000000000022D473030F116dDEE9F6B43aC78BA3);
    }

    /// A development chain puts the code of the settlement contract straight at the public one's address.
    function test_settlementCodeWorksWhereverItStands() public {
        address canonical = vm.parseJsonAddress(_deployment, ".billing.canonical.BatchSettlement");
        vm.etch(canonical, vm.parseJsonBytes(vm.readFile("artifacts/BatchSettlement.json"), ".deployedBytecode"));
        bytes32 domainType =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        equal(
            IBatchSettlement(canonical).DOMAIN_SEPARATOR(),
            keccak256(
                abi.encode(domainType, keccak256("x402 Batch Settlement"), keccak256("1"), block.chainid, canonical)
            )
        );
    }

    /// The artifacts are what is compiled now. (tools/check-artifacts.mjs compares everything.)
    function test_artifactsAreTheCompiledContracts() public view {
        string[4] memory names = ["BatchSettlement", "Erc3009Collector", "Permit2Collector", "AllowanceCollector"];
        for (uint256 i; i < 4; i++) {
            bytes memory compiled = vm.getCode(string.concat(names[i], ".sol:", names[i]));
            equal(keccak256(compiled), keccak256(bytecode(names[i])));
        }
    }

    function place(string memory name, string memory at, bool takesArguments) private returns (address) {
        bytes memory code = bytecode(name);
        if (takesArguments) code = bytes.concat(code, vm.parseJsonBytes(_deployment, string.concat(at, ".arguments")));
        bytes32 salt = vm.parseJsonBytes32(_deployment, string.concat(at, ".salt"));
        equal(keccak256(code), vm.parseJsonBytes32(_deployment, string.concat(at, ".initCodeHash")));
        (bool ok, bytes memory answer) =
            vm.parseJsonAddress(_deployment, string.concat(at, ".factory")).call(bytes.concat(salt, code));
        require(ok && answer.length == 20, "not deployed");
        equal(address(bytes20(answer)), vm.parseJsonAddress(_deployment, string.concat(at, ".address")));
        return address(bytes20(answer));
    }

    function bytecode(string memory name) private view returns (bytes memory) {
        return vm.parseJsonBytes(vm.readFile(string.concat("artifacts/", name, ".json")), ".bytecode");
    }
}
