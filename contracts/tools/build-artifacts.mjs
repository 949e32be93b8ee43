// Writes artifacts/. Run after every change of src/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { artifactsFolder, makeArtifacts, text } from './artifacts.mjs';

mkdirSync(artifactsFolder, { recursive: true });
for (const [name, artifact] of Object.entries(makeArtifacts())) {
  writeFileSync(join(artifactsFolder, name), text(artifact));
  console.log(`artifacts/${name}`);
}
