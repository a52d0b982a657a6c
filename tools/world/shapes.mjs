// SPDX-License-Identifier: Apache-2.0
// Makes shapes.csv: land by economy, for `zhol net check` and isochrones.
//
//   node tools/world/shapes.mjs [--check] data/world PACKAGES
//
// PACKAGES: the folder of the unpacked npm packages world-atlas-2.0.2/package (Natural Earth,
// 1:50 million, public domain) and cldr-core-48.2.0/package (numbers of codes, Unicode licence
// v3). data/world/economies.csv says which codes exist.
// Borders that two economies share are simplified once, so both sides stay the same line.
// The same input gives the same bytes.
import { readFileSync } from "node:fs";
import { readTable } from "./csv.mjs";
import { readArguments, writeTable } from "./run.mjs";

const { check, worldFolder, packages } = readArguments("shapes.mjs");
const toleranceKm = 1.5;     // of the simplified line from the drawn one
const leastIslandKm = 4;     // smaller rings (height and width) are left out

// Natural Earth draws these apart, without a code: whose economy's rows stand there.
const iso3OfName = { "Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM",
  "Indian Ocean Ter.": "CXR", "Siachen Glacier": "IND" };

const economies = new Set(readTable(`${worldFolder}/economies.csv`).map(({ iso3 }) => iso3));
const { codeMappings } = JSON.parse(readFileSync(
  `${packages}/cldr-core-48.2.0/package/supplemental/codeMappings.json`, "utf8")).supplemental;
const iso3OfNumber = new Map(Object.values(codeMappings)
  .filter(({ _numeric, _alpha3 }) => _numeric && economies.has(_alpha3))
  .map(({ _numeric, _alpha3 }) => [_numeric.padStart(3, "0"), _alpha3]));

const atlas = JSON.parse(readFileSync(
  `${packages}/world-atlas-2.0.2/package/countries-50m.json`, "utf8"));
const { scale, translate } = atlas.transform;
const arcs = atlas.arcs.map((arc) => {
  let x = 0, y = 0;
  return simplify(arc.map(([dx, dy]) =>
    [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]));
});

// Douglas and Peucker, 1973: keeps the ends and each point further off than the tolerance.
function simplify(points) {
  const keep = new Uint8Array(points.length), stack = [[0, points.length - 1]];
  const isRing = points.length > 3 && String(points[0]) === String(points.at(-1));
  keep[0] = keep[points.length - 1] = 1;
  if (isRing) { // a closed arc has no chord of its own: divide it at its farthest point
    let far = 0, most = -1;
    points.forEach((p, i) => { const d = km(p, points[0], points[0]); if (d > most) { most = d; far = i; } });
    keep[far] = 1;
    stack.splice(0, 1, [0, far], [far, points.length - 1]);
  }
  while (stack.length) {
    const [a, b] = stack.pop();
    let most = toleranceKm, at = -1;
    for (let i = a + 1; i < b; i++) {
      const d = km(points[i], points[a], points[b]);
      if (d > most) { most = d; at = i; }
    }
    if (at > 0) { keep[at] = 1; stack.push([a, at], [at, b]); }
  }
  return points.filter((_, i) => keep[i]);
}

// Kilometres from a point to a line, on a plane that touches the Earth there.
function km([x, y], [ax, ay], [bx, by]) {
  const k = Math.cos(y * Math.PI / 180), dx = (bx - ax) * k, dy = by - ay;
  const px = (x - ax) * k, py = y - ay, length = dx * dx + dy * dy;
  const t = length ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
  return 111.2 * Math.hypot(px - t * dx, py - t * dy);
}

function ringOf(numbers) {
  const ring = [];
  for (const n of numbers) {
    const arc = n < 0 ? [...arcs[~n]].reverse() : arcs[n];
    ring.push(...(ring.length ? arc.slice(1) : arc));
  }
  // Where it jumps over the 180th meridian it goes on beyond it.
  for (let i = 1; i < ring.length; i++) {
    const turns = Math.round((ring[i][0] - ring[i - 1][0]) / 360);
    if (turns) ring[i] = [ring[i][0] - 360 * turns, ring[i][1]];
  }
  // Round a pole: closed over it.
  const end = ring.at(-1), start = ring[0];
  if (Math.abs(end[0] - start[0]) > 180) {
    const pole = start[1] < 0 ? -90 : 90;
    ring.push([end[0], pole], [start[0], pole], start);
  }
  return ring;
}

const middle = (ring) => (Math.min(...ring.map((p) => p[0])) + Math.max(...ring.map((p) => p[0]))) / 2;

function compact(ring) {
  const points = [];
  for (const [x, y] of ring) {
    const p = [Math.round(x * 100), Math.round(y * 100)];
    if (String(p) !== String(points.at(-1))) points.push(p);
  }
  if (String(points[0]) === String(points.at(-1))) points.pop();
  return points;
}

function isLarge(points) {
  const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
  const high = (Math.max(...ys) - Math.min(...ys)) * 1.112;
  const wide = (Math.max(...xs) - Math.min(...xs)) * 1.112 * Math.cos(ys[0] * Math.PI / 18000);
  return points.length >= 3 && Math.max(high, wide) >= leastIslandKm;
}

const rows = [], left = [];
for (const g of atlas.objects.countries.geometries) {
  const iso3 = g.id ? iso3OfNumber.get(g.id) : iso3OfName[g.properties.name];
  if (!economies.has(iso3)) { left.push(g.properties.name); continue; }
  const polygons = g.type === "Polygon" ? [g.arcs] : g.arcs;
  for (const polygon of polygons) {
    const rings = polygon.map(ringOf);
    rings.forEach((ring, i) => { // holes into the range of their exterior
      const turns = i ? Math.round((middle(rings[0]) - middle(ring)) / 360) : 0;
      const points = compact(ring.map(([x, y]) => [x + 360 * turns, y]));
      if (isLarge(points)) rows.push([iso3, points]);
    });
  }
}
if (left.length) console.error(`left out, no such economy: ${left.join(", ")}`);

rows.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : b[1].length - a[1].length));
const lines = ["iso3,ring,points"];
let ring = 0;
rows.forEach(([iso3, points], i) => {
  ring = i && rows[i - 1][0] === iso3 ? ring + 1 : 1;
  let [x, y] = [0, 0];
  const text = points.map((p) => {
    const step = `${p[0] - x} ${p[1] - y}`;
    [x, y] = p;
    return step;
  });
  lines.push(`${iso3},${ring},${text.join(" ")}`);
});
writeTable(`${worldFolder}/shapes.csv`, lines.join("\n") + "\n", check);
