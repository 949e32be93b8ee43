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

const own = [
  { name: 'MultiSend', source: 'src/MultiSend.sol' },
  { name: 'PayoutExecutor', source: 'src/PayoutExecutor.sol' },
  { name: 'DevelopmentUsdc', source: 'src/development/DevelopmentUsdc.sol' },
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

/** What is deployed through the factory: a transaction to `factory` with data = salt ++ bytecode, on any chain. */
function deployment(artifacts) {
  const placed = (name, salt) => {
    const bytecode = artifacts[`${name}.json`].bytecode.slice(2);
    const initCodeHash = keccak256(Buffer.from(bytecode, 'hex'));
    const hash = keccak256(Buffer.from(`ff${SINGLETON_FACTORY.slice(2)}${salt}${initCodeHash}`, 'hex'));
    return { factory: SINGLETON_FACTORY, salt: `0x${salt}`, initCodeHash: `0x${initCodeHash}`, address: checksummed(hash.slice(24)) };
  };
  const multiSend = placed('MultiSend', MULTI_SEND_SALT);
  // MultiSend's constructor creates its executor: rlp([address, 1])
  const executor = keccak256(Buffer.from(`d694${multiSend.address.slice(2)}01`, 'hex')).slice(24);
  return {
    ...multiSend,
    executor: checksummed(executor),
    safe: {
      Safe: placed('Safe', NO_SALT),
      SafeProxyFactory: placed('SafeProxyFactory', NO_SALT),
      CompatibilityFallbackHandler: placed('CompatibilityFallbackHandler', NO_SALT),
    },
  };
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
