// SPDX-License-Identifier: Apache-2.0
// The land of the world as polygons and as a mask of cells.
//
//   npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//   node tools/world/land.mjs package       tests the polygons, prints what they are
//
// From the npm package world-atlas (Natural Earth, public domain). Its rings jump over the
// 180th meridian, Eurasia's own among them; read as they are they wall off a parallel and
// swap land and sea in the Arctic. So rings are unwrapped (a ring may leave -180..180),
// holes moved into the range of their exterior (else the Caspian is lost), and a ring that
// goes once round the globe is closed over its pole (Antarctica).
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The arcs of a TopoJSON file in degrees. */
function arcsOf(topology) {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

function ringOf(indices, arcs) {
  const ring = [];
  for (const index of indices) {
    const arc = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
    ring.push(...(ring.length ? arc.slice(1) : arc));
  }
  return ring;
}

/** The ring without jumps; one that goes round the globe is closed over the nearer pole. */
function unwrapRing(ring) {
  const out = [ring[0].slice()];
  for (let i = 1; i < ring.length; i++) {
    const before = out[i - 1][0];
    const lon = ring[i][0] - 360 * Math.round((ring[i][0] - before) / 360);
    out.push([lon, ring[i][1]]);
  }
  const first = out[0], last = out[out.length - 1];
  if (Math.abs(last[0] - first[0]) > 180) {
    const pole = first[1] < 0 ? -90 : 90;
    out.push([last[0], pole], [first[0], pole], first.slice());
  }
  return out;
}

const rangeOf = (ring) => ring.reduce(
  ([lo, hi], [lon]) => [Math.min(lo, lon), Math.max(hi, lon)], [Infinity, -Infinity]);

function moveIntoRange(hole, [lo, hi]) {
  const [from, to] = rangeOf(hole);
  const shift = 360 * Math.round(((lo + hi) / 2 - (from + to) / 2) / 360);
  const choices = [shift, shift - 360, shift + 360].filter(
    (s) => from + s >= lo - 1e-6 && to + s <= hi + 1e-6);
  if (!choices.length) throw new Error(`a hole at ${from}..${to} lies outside of ${lo}..${hi}`);
  return hole.map(([lon, lat]) => [lon + choices[0], lat]);
}

/** The polygons of land: each a list of rings, the exterior first, none with a jump. */
export function readLand(folder, resolution) {
  const topology = JSON.parse(readFileSync(`${folder}/land-${resolution}.json`, "utf8"));
  const arcs = arcsOf(topology);
  const shapes = topology.objects.land.type === "GeometryCollection"
    ? topology.objects.land.geometries : [topology.objects.land];
  const polygons = shapes.flatMap((s) => (s.type === "Polygon" ? [s.arcs] : s.arcs));
  const land = polygons.map((rings) => {
    const [exterior, ...holes] = rings.map((ring) => unwrapRing(ringOf(ring, arcs)));
    const range = rangeOf(exterior);
    return [exterior, ...holes.map((hole) => moveIntoRange(hole, range))];
  });
  testLand(land);
  return land;
}

function isInside(polygon, lon, lat) {
  let inside = false;
  for (const ring of polygon) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1], [x2, y2] = ring[i];
      if ((y1 > lat) !== (y2 > lat) && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) {
        inside = !inside;
      }
    }
  }
  return inside;
}

/** Is this point on land? Slow and plain: the oracle of the mask. */
export const isLand = (land, lon, lat) => land.some(
  (polygon) => [-360, 0, 360].some((turn) => isInside(polygon, lon + turn, lat)));

const known = [
  [5, 67, false, "the Norwegian Sea"], [100, 67, true, "Siberia"],
  [0, -16.56, false, "the Atlantic"], [51, 41, false, "the Caspian"],
  [-175, 66.5, true, "Chukotka"], [0, -85, true, "Antarctica"],
];

function testLand(land) {
  for (const [lon, lat, expected, name] of known) {
    if (isLand(land, lon, lat) !== expected) {
      throw new Error(`land is wrong: ${name} (${lon}, ${lat}) is ${expected ? "sea" : "land"}`);
    }
  }
}

/** Land as cells, `perDegree` to the degree: cells[row * width + column], rows from 90 S. */
export class Mask {
  constructor(land, perDegree) {
    this.perDegree = perDegree;
    this.width = 360 * perDegree;
    this.height = 180 * perDegree;
    this.cells = new Uint8Array(this.width * this.height);
    for (const polygon of land) this.#fill(polygon);
  }

  /** The places where the edges of the polygon cross the middle of each row, by row. */
  #crossings(polygon) {
    const rows = new Map();
    for (const ring of polygon) {
      for (let i = 1; i < ring.length; i++) {
        const [x1, y1] = ring[i - 1], [x2, y2] = ring[i];
        const lo = Math.ceil((Math.min(y1, y2) + 90) * this.perDegree - 0.5);
        const hi = Math.ceil((Math.max(y1, y2) + 90) * this.perDegree - 0.5);
        for (let row = lo; row < hi; row++) {
          const y = (row + 0.5) / this.perDegree - 90;
          const x = x1 + ((y - y1) / (y2 - y1)) * (x2 - x1);
          if (rows.has(row)) rows.get(row).push(x);
          else rows.set(row, [x]);
        }
      }
    }
    return rows;
  }

  #fill(polygon) {
    for (const [row, xs] of this.#crossings(polygon)) {
      xs.sort((a, b) => a - b);
      for (let i = 0; i + 1 < xs.length; i += 2) {
        const from = Math.ceil((xs[i] + 180) * this.perDegree - 0.5);
        const to = Math.ceil((xs[i + 1] + 180) * this.perDegree - 0.5);
        for (let x = from; x < to; x++) {
          this.cells[row * this.width + (((x % this.width) + this.width) % this.width)] = 1;
        }
      }
    }
  }

  /** The number of the cell that holds a point. */
  cellOf(lon, lat) {
    const x = Math.floor((lon + 180) * this.perDegree);
    const y = Math.floor((lat + 90) * this.perDegree);
    return Math.min(Math.max(y, 0), this.height - 1) * this.width
      + (((x % this.width) + this.width) % this.width);
  }

  isLand(lon, lat) {
    return this.cells[this.cellOf(lon, lat)] === 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!process.argv[2]) {
    console.error("usage: node tools/world/land.mjs WORLD_ATLAS_FOLDER");
    process.exit(2);
  }
  for (const resolution of ["110m", "50m", "10m"]) {
    const land = readLand(process.argv[2], resolution);
    const points = land.flat().reduce((n, ring) => n + ring.length, 0);
    console.log(`${resolution}: ${land.length} polygons, ${points} points, the test points fit`);
  }
}
