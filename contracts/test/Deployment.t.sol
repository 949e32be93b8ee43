// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IMultiSend} from "../src/IMultiSend.sol";
import {ISafe, ISafeProxyFactory} from "./support/Environment.sol";
import {Test} from "./support/Vm.sol";

interface IExecutorOf {
    function executor() external view returns (address);
}

/// What stands in artifacts/ works as deployment.json says: the addresses are the same on every chain.
contract DeploymentTest is Test {
    string private _deployment;
    address private _factory;

    function setUp() public {
        _deployment = vm.readFile("artifacts/deployment.json");
        _factory = vm.parseJsonAddress(_deployment, ".factory");
        vm.etch(_factory, vm.parseJsonBytes(vm.readFile("artifacts/SafeSingletonFactory.json"), ".deployedBytecode"));
    }

    function test_sameAddressOnEveryChain() public {
        uint256[3] memory chains = [uint256(7000), 7001, 31_337];
        address expected = vm.parseJsonAddress(_deployment, ".address");
        for (uint256 i; i < 3; i++) {
            address deployed = onChain(chains[i]);
            equal(deployed, expected);
        }
    }

    function test_contractKnowsItsChainAndExecutor() public {
        address deployed = place("MultiSend", ".salt");
        address executor = IExecutorOf(deployed).executor();
        equal(executor, vm.parseJsonAddress(_deployment, ".executor"));
        require(executor.code.length != 0, "no executor");
        bytes32 domainType =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 domain = keccak256(
            abi.encode(domainType, keccak256("ProtocolBanks MultiSend"), keccak256("1"), block.chainid, deployed)
        );
        equal(IMultiSend(deployed).DOMAIN_SEPARATOR(), domain);
    }

    function test_secondDeploymentIsRefused() public {
        place("MultiSend", ".salt");
        bytes memory data = callData("MultiSend", ".salt");
        (bool ok,) = _factory.call(data);
        require(!ok, "deployed twice");
    }

    function test_safeContractsAtTheirCanonicalAddresses() public {
        address singleton = place("Safe", ".safe.Safe.salt");
        address proxyFactory = place("SafeProxyFactory", ".safe.SafeProxyFactory.salt");
        address handler = place("CompatibilityFallbackHandler", ".safe.CompatibilityFallbackHandler.salt");
        equal(singleton, 0x41675C099F32341bf84BFc5382aF534df5C7461a);
        equal(proxyFactory, 0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67);
        equal(handler, 0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99);
        equal(singleton, vm.parseJsonAddress(_deployment, ".safe.Safe.address"));
        address[] memory owners = new address[](1);
        owners[0] = address(0xABCD);
        bytes memory setup =
            abi.encodeCall(ISafe.setup, (owners, 1, address(0), "", handler, address(0), 0, address(0)));
        address proxy = ISafeProxyFactory(proxyFactory).createProxyWithNonce(singleton, setup, 0);
        require(ISafe(proxy).getMessageHash("x") != 0, "no Safe");
    }

    /// The artifacts are what is compiled now. (tools/check-artifacts.mjs compares everything.)
    function test_artifactIsTheCompiledContract() public view {
        bytes memory compiled = vm.getCode("MultiSend.sol:MultiSend");
        bytes memory committed = vm.parseJsonBytes(vm.readFile("artifacts/MultiSend.json"), ".bytecode");
        equal(keccak256(compiled), keccak256(committed));
        equal(keccak256(committed), vm.parseJsonBytes32(_deployment, ".initCodeHash"));
    }

    /// Deploys, tells the address, and takes everything back by reverting.
    function onChain(uint256 chainId) private returns (address deployed) {
        try this.deployAndRevert(chainId) {}
        catch (bytes memory answer) {
            deployed = abi.decode(answer, (address));
        }
    }

    function deployAndRevert(uint256 chainId) external {
        vm.chainId(chainId);
        address deployed = place("MultiSend", ".salt");
        assembly ("memory-safe") {
            mstore(0, deployed)
            revert(0, 0x20)
        }
    }

    function place(string memory name, string memory salt) private returns (address) {
        (bool ok, bytes memory answer) = _factory.call(callData(name, salt));
        require(ok && answer.length == 20, "not deployed");
        return address(bytes20(answer));
    }

    /// The whole transaction: salt ++ init code.
    function callData(string memory name, string memory salt) private view returns (bytes memory) {
        bytes memory code = vm.parseJsonBytes(vm.readFile(string.concat("artifacts/", name, ".json")), ".bytecode");
        return bytes.concat(vm.parseJsonBytes32(_deployment, salt), code);
    }
}
