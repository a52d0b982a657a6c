// SPDX-License-Identifier: Apache-2.0
// What the tools of this folder share as commands.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** [--check] data/world PACKAGES, or the way to say so. */
export function readArguments(tool) {
  const args = process.argv.slice(2);
  const check = args[0] === "--check";
  const [worldFolder, packages, more] = check ? args.slice(1) : args;
  if (!worldFolder || !packages || more) {
    console.error(`usage: node tools/world/${tool} [--check] data/world PACKAGES`);
    process.exit(2);
  }
  return { check, worldFolder, packages };
}

function firstDifference(a, b) {
  const x = a.split("\n"), y = b.split("\n");
  const i = x.findIndex((line, k) => line !== y[k]);
  return i < 0 ? [x.length + 1, undefined, y[x.length]] : [i + 1, x[i], y[i]];
}

/** Writes the table, or with check says where it differs (exit 1 at the end). */
export function writeTable(file, text, check) {
  const old = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (text === old) return;
  if (!check) {
    writeFileSync(file, text);
    console.log(`${file}: written`);
    return;
  }
  const [line, found, right] = firstDifference(old, text);
  console.error(`${file}:${line}: '${found ?? "(end)"}' is not what the tool makes: `
    + `'${right ?? "(end)"}' (./dev world writes it)`);
  process.exitCode = 1;
}
