// SPDX-License-Identifier: Apache-2.0
// The straits, canals and passages of passages.csv.
//
// gate: a line across, from land to land (or to the ice). kind says what it does:
//   open   a lane that crosses the gate anywhere carries the pass;
//   wall   nothing crosses but the lane along `path` (the strait is too narrow for the mask);
//   canal  there is no water on the map: `path` is the only way, length_km its length.
// The first and last point of a path are its mouths.
import { readTable } from "./csv.mjs";
import { crossing, distanceKm, vectorOf } from "./sphere.mjs";

export const pointsOf = (text) => text.split(";").filter((p) => p !== "").map((p) => {
  const [lon, lat] = p.trim().split(" ").map(Number);
  if (!(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) throw new Error(`'${p}' is no place`);
  return vectorOf(lon, lat);
});

const pairsOf = (points) => points.slice(1).map((p, i) => [points[i], p]);

export function readPassages(file) {
  return readTable(file).map((row) => {
    const gate = pairsOf(pointsOf(row.gate)), path = pointsOf(row.path);
    if (!["open", "wall", "canal"].includes(row.kind)) {
      throw new Error(`${file}:${row.line}: kind '${row.kind}' is not open, wall or canal`);
    }
    if ((row.kind === "canal") !== (gate.length === 0) || (row.kind !== "open" && !path.length)) {
      throw new Error(`${file}:${row.line}: '${row.pass}' lacks its gate or its path`);
    }
    return { ...row, gate, path, lengthKm: Number(row.length_km) };
  });
}

/** Where an arc crosses gates: [{passage, at}], at the share of the arc, in its order. */
export function crossingsOf(passages, a, b) {
  const found = [];
  for (const passage of passages) {
    for (const [c, d] of passage.gate) {
      const at = crossing(a, b, c, d);
      if (at >= 0) found.push({ passage, at });
    }
  }
  return found.sort((x, y) => x.at - y.at);
}

/** May a lane lie on this arc? Not through a wall. */
export const isBarred = (passages, a, b) => crossingsOf(passages, a, b)
  .some(({ passage }) => passage.kind === "wall");

/** The lanes along a path: {from, to (numbers in path), km, pass, isCanal}. */
export function stretchesOf(passage) {
  if (!passage.path.length) return [];
  const steps = pairsOf(passage.path).map(([a, b], i) => ({
    from: i, to: i + 1, a, b, km: distanceKm(a, b), isCanal: passage.kind === "canal" }));
  const total = steps.reduce((sum, step) => sum + step.km, 0);
  const gated = (step) => passage.gate.some(([c, d]) => crossing(step.a, step.b, c, d) >= 0);
  const middle = passage.kind === "canal" ? 0 : steps.findIndex(gated);
  if (middle < 0) throw new Error(`the path of '${passage.pass}' does not cross its gate`);
  return steps.map((step, i) => ({ ...step, pass: i === middle ? passage.pass : "",
    km: passage.lengthKm ? (step.km * passage.lengthKm) / total : step.km }));
}
