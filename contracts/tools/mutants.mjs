// Plants each fault of test/mutants/mutants.json in a copy of the contracts and runs the tests named there: they must
// fail. Exit code 1 and the names of the faults that nothing noticed. With words as arguments: only faults that contain one.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './artifacts.mjs';

/** Four times the usual: a fault that shows in few of a test's cases must be found each time. */
const FUZZ_RUNS = '1024';
const words = process.argv.slice(2);
const mutants = JSON.parse(readFileSync(join(root, 'test/mutants/mutants.json'), 'utf8')).filter(
  ({ fault }) => words.length === 0 || words.some((word) => fault.includes(word)),
);
const forge = join(root, 'node_modules/@foundry-rs/forge-linux-amd64/bin/forge');
const place = mkdtempSync(join(tmpdir(), 'protocolbanks-mutants-'));
const copy = join(place, 'contracts');
const run = (...arguments_) => spawnSync(forge, arguments_, { cwd: copy, encoding: 'utf8' });

let survivors = 0;
try {
  for (const part of ['src', 'test', 'tools', 'artifacts', 'foundry.toml']) cpSync(join(root, part), join(copy, part), { recursive: true });
  cpSync(join(root, '../tests/fixtures'), join(place, 'tests/fixtures'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  mustBuild('the contracts as they are');
  const suites = [...new Set(mutants.map((mutant) => mutant.tests))].join('|');
  const sound = run('test', '--match-contract', suites);
  if (sound.status !== 0) throw new Error(`the tests fail without any fault:\n${sound.stdout}${sound.stderr}`);
  for (const mutant of mutants) survivors += lives(mutant) ? 1 : 0;
} finally {
  rmSync(place, { recursive: true, force: true });
}
console.log(`${mutants.length - survivors} of ${mutants.length} faults found`);
process.exit(survivors === 0 ? 0 : 1);

function lives({ fault, file, find, replace, tests }) {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2) throw new Error(`"${fault}": its place in ${file} is not there exactly once`);
  writeFileSync(path, source.replace(find, () => replace));
  try {
    mustBuild(fault);
    const { status, stdout } = run('test', '--match-contract', tests, '--fuzz-runs', FUZZ_RUNS);
    const found = status !== 0 && stdout.includes('[FAIL');
    console.log(`${found ? 'found   ' : 'SURVIVED'}  ${fault} (${tests})`);
    return !found;
  } finally {
    writeFileSync(path, source);
  }
}

/** A fault that does not compile would look like one that was found. */
function mustBuild(what) {
  const built = run('build');
  if (built.status !== 0) throw new Error(`"${what}" does not compile:\n${built.stdout}${built.stderr}`);
}
