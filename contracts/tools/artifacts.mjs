// Makes the artifacts that are committed: our own contracts as compiled here, third-party code as their packages ship it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { keccak256 } = createRequire(import.meta.url)('js-sha3');

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const artifactsFolder = join(root, 'artifacts');

const SINGLETON_FACTORY = '0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7';
const SINGLETON_FACTORY_RUNTIME =
  '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3';
const NO_SALT = '00'.repeat(32);
/** Fixed for ever: together with the code it fixes the address of MultiSend on every chain. */
const MULTI_SEND_SALT = keccak256('ProtocolBanks MultiSend 1');
const BILLING_SALT = keccak256('ProtocolBanks Billing 1');
/** Where the public contracts of x402's scheme "batch-settlement" stand, on chains that have them. */
const CANONICAL = {
  BatchSettlement: '0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003',
  Erc3009Collector: '0x4020806089470a89826cB9fB1f4059150b550004',
  Permit2Collector: '0x4020425FAf3B746C082C2f942b4E5159887B0005',
};
/** The factory and the salt that gave Permit2 its address; so the address proves the bytes. */
const PERMIT2 = {
  factory: '0x4e59b44847b379578588920cA78FbF26c0B4956C',
  salt: '0000000000000000000000000000000000000000d3af2663da51c10215000000',
  address: '0x000000000022D473030F116dDEE9F6B43aC78BA3',
};

const own = [
  { name: 'MultiSend', source: 'src/MultiSend.sol' },
  { name: 'PayoutExecutor', source: 'src/PayoutExecutor.sol' },
  { name: 'BatchSettlement', source: 'src/billing/BatchSettlement.sol' },
  { name: 'Erc3009Collector', source: 'src/billing/collectors/Erc3009Collector.sol' },
  { name: 'Permit2Collector', source: 'src/billing/collectors/Permit2Collector.sol' },
  { name: 'AllowanceCollector', source: 'src/billing/collectors/AllowanceCollector.sol' },
  { name: 'DevelopmentUsdc', source: 'src/development/DevelopmentUsdc.sol' },
  { name: 'DevelopmentMulticall', source: 'src/development/DevelopmentMulticall.sol' },
  { name: 'DevelopmentUsdt', source: 'src/development/DevelopmentUsdt.sol' },
];

const safePackage = 'node_modules/@safe-global/safe-contracts/build/artifacts/contracts';
const thirdParty = [
  { name: 'ZRC20', file: 'node_modules/@zetachain/protocol-contracts/abi/ZRC20.sol/ZRC20.json', compiler: 'solc 0.8.26' },
  { name: 'Safe', file: `${safePackage}/Safe.sol/Safe.json`, compiler: 'solc 0.7.6' },
  { name: 'SafeProxyFactory', file: `${safePackage}/proxies/SafeProxyFactory.sol/SafeProxyFactory.json`, compiler: 'solc 0.7.6' },
  {
    name: 'CompatibilityFallbackHandler',
    file: `${safePackage}/handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json`,
    compiler: 'solc 0.7.6',
  },
];

/** Compiles and returns every artifact by file name. */
export function makeArtifacts() {
  execFileSync(join(root, 'tools/forge'), ['build', '--skip', 'test'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const artifacts = {};
  for (const { name, source } of own) artifacts[`${name}.json`] = compiled(name, source);
  for (const { name, file, compiler } of thirdParty) artifacts[`${name}.json`] = shipped(name, file, compiler);
  artifacts['SafeSingletonFactory.json'] = singletonFactory();
  artifacts['Permit2.json'] = permit2();
  artifacts['deployment.json'] = deployment(artifacts);
  return artifacts;
}

export function text(artifact) {
  return `${JSON.stringify(artifact, null, 2)}\n`;
}

function compiled(name, source) {
  const output = json(`out/${source.split('/').pop()}/${name}.json`);
  const { compiler, settings, sources } = output.metadata;
  const names = Object.keys(sources).sort();
  return {
    contractName: name,
    abi: output.abi,
    bytecode: output.bytecode.object,
    deployedBytecode: output.deployedBytecode.object,
    compiler: `solc ${compiler.version}, via_ir ${settings.viaIR}, ${settings.optimizer.runs} runs, ${settings.evmVersion}`,
    sourcesSha256: sha256(names.map((path) => `${path}\n${readFileSync(join(root, path), 'utf8')}`).join('')),
  };
}

function shipped(name, file, compiler) {
  const output = json(file);
  return {
    contractName: name,
    abi: output.abi,
    bytecode: output.bytecode.object ?? output.bytecode,
    deployedBytecode: output.deployedBytecode.object ?? output.deployedBytecode,
    compiler,
    sourcesSha256: sha256(readFileSync(join(root, file))),
  };
}

function singletonFactory() {
  return {
    contractName: 'SafeSingletonFactory',
    abi: [],
    bytecode: `0x604580600e600039806000f350fe${SINGLETON_FACTORY_RUNTIME}`,
    deployedBytecode: `0x${SINGLETON_FACTORY_RUNTIME}`,
    compiler: 'Yul',
    sourcesSha256: sha256(SINGLETON_FACTORY_RUNTIME),
  };
}

function permit2() {
  const { compiler, bytecode } = json('third-party/permit2.json');
  const sourcesSha256 = sha256(readFileSync(join(root, 'third-party/permit2.json')));
  return { contractName: 'Permit2', abi: [], bytecode, deployedBytecode: '0x', compiler, sourcesSha256 };
}

/** What is deployed through the factory: a transaction to `factory` with data = salt ++ bytecode ++ arguments, on any chain. */
function deployment(artifacts) {
  const multiSend = placed(artifacts, 'MultiSend', MULTI_SEND_SALT);
  // MultiSend's constructor creates its executor: rlp([address, 1])
  const executor = keccak256(Buffer.from(`d694${multiSend.address.slice(2)}01`, 'hex')).slice(24);
  return {
    ...multiSend,
    executor: checksummed(executor),
    safe: {
      Safe: placed(artifacts, 'Safe', NO_SALT),
      SafeProxyFactory: placed(artifacts, 'SafeProxyFactory', NO_SALT),
      CompatibilityFallbackHandler: placed(artifacts, 'CompatibilityFallbackHandler', NO_SALT),
    },
    billing: billing(artifacts),
  };
}

/** `canonical`: for chains with the public contracts, where only our own collector is to be deployed. `own`: for the others. */
function billing(artifacts) {
  const permit2 = placed(artifacts, 'Permit2', PERMIT2.salt, '', PERMIT2.factory);
  if (permit2.address !== PERMIT2.address) throw new Error('third-party/permit2.json is not Permit2');
  const settlement = placed(artifacts, 'BatchSettlement', BILLING_SALT);
  const collector = (name, serves) => {
    const argument = serves.slice(2).toLowerCase().padStart(64, '0');
    return { ...placed(artifacts, name, BILLING_SALT, argument), arguments: `0x${argument}` };
  };
  return {
    Permit2: permit2,
    canonical: { ...CANONICAL, AllowanceCollector: collector('AllowanceCollector', CANONICAL.BatchSettlement) },
    own: {
      BatchSettlement: settlement,
      Erc3009Collector: collector('Erc3009Collector', settlement.address),
      Permit2Collector: collector('Permit2Collector', settlement.address),
      AllowanceCollector: collector('AllowanceCollector', settlement.address),
    },
  };
}

/** Where CREATE2 puts a contract (EIP-1014). */
function placed(artifacts, name, salt, constructorArguments = '', factory = SINGLETON_FACTORY) {
  const bytecode = artifacts[`${name}.json`].bytecode.slice(2) + constructorArguments;
  const initCodeHash = keccak256(Buffer.from(bytecode, 'hex'));
  const hash = keccak256(Buffer.from(`ff${factory.slice(2)}${salt}${initCodeHash}`, 'hex'));
  return { factory, salt: `0x${salt}`, initCodeHash: `0x${initCodeHash}`, address: checksummed(hash.slice(24)) };
}

function checksummed(address) {
  const hash = keccak256(address);
  return `0x${[...address].map((digit, i) => (parseInt(hash[i], 16) > 7 ? digit.toUpperCase() : digit)).join('')}`;
}

function json(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
