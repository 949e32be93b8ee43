// Compiles again and compares with the committed artifacts. Exit code 1 and the names if anything differs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { artifactsFolder, makeArtifacts, text } from './artifacts.mjs';

const expected = makeArtifacts();
const wrong = Object.entries(expected)
  .filter(([name, artifact]) => {
    const file = join(artifactsFolder, name);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text(artifact);
  })
  .map(([name]) => name);
const unknown = readdirSync(artifactsFolder).filter((name) => !(name in expected));

for (const name of wrong) console.error(`differs from its source: artifacts/${name} (node tools/build-artifacts.mjs)`);
for (const name of unknown) console.error(`made by nothing: artifacts/${name}`);
if (wrong.length + unknown.length > 0) process.exit(1);
console.log(`${Object.keys(expected).length} artifacts are what the sources say`);
