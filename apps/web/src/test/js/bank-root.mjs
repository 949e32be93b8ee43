// The root of a bank file's transfers, given as JSON, as the approver's page computes it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [assets, transfers] = process.argv.slice(2);
const { bankRoot } = await import(pathToFileURL(resolve(assets, "merkle.js")));
console.log(bankRoot(JSON.parse(transfers)));
