// SPDX-License-Identifier: Apache-2.0
// The capes: points off the coast at which a shortest way over water can bend.
import { ICE_NORTH, ICE_SOUTH } from "./water.mjs";
import { bearing, distanceKm, latOf, lonOf, pointTowards, vectorOf } from "./sphere.mjs";

/** How much the coast is smoothed, and how far off the smoothed coast ships keep. */
const TOLERANCE_KM = 7, OFF_KM = 7;
/** Capes nearer to another than this are left out. */
const APART_KM = 8;
/** A cape that has not this much water before it lies in a fjord or among rocks. */
const OPEN_KM = 15;
/** Islands smaller than this across are passed as if they were not there. */
const ISLAND_KM = 8;

/** The distance of p from the chord a-b in the plane at their latitude, km. */
function offChordKm(p, a, b) {
  const c = Math.cos((((a[1] + b[1]) / 2) * Math.PI) / 180) * 111.2, k = 111.2;
  const bx = (b[0] - a[0]) * c, by = (b[1] - a[1]) * k;
  const px = (p[0] - a[0]) * c, py = (p[1] - a[1]) * k;
  const size = bx * bx + by * by;
  const t = size ? Math.max(0, Math.min(1, (px * bx + py * by) / size)) : 0;
  return Math.hypot(px - t * bx, py - t * by);
}

/** Douglas and Peucker 1973, without recursion: coasts have a hundred thousand points. */
function simplify(line, toleranceKm) {
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const stack = [[0, line.length - 1]];
  while (stack.length) {
    const [from, to] = stack.pop();
    let farthest = -1, most = toleranceKm;
    for (let i = from + 1; i < to; i++) {
      const off = offChordKm(line[i], line[from], line[to]);
      if (off > most) {
        most = off;
        farthest = i;
      }
    }
    if (farthest >= 0) {
      keep[farthest] = 1;
      stack.push([from, farthest], [farthest, to]);
    }
  }
  return line.filter((_, i) => keep[i]);
}

/** A closed ring with the same first and last point: two lines between far points. */
function simplifyRing(ring, toleranceKm) {
  let far = 0;
  const off = (p) => offChordKm(p, ring[0], ring[0]);
  for (let i = 1; i < ring.length; i++) if (off(ring[i]) > off(ring[far])) far = i;
  if (off(ring[far]) < ISLAND_KM) return null;
  return [...simplify(ring.slice(0, far + 1), toleranceKm).slice(0, -1),
    ...simplify(ring.slice(far), toleranceKm).slice(0, -1)];
}

const areaOf = (ring) => ring.reduce((sum, [x, y], i) => {
  const [nextX, nextY] = ring[(i + 1) % ring.length];
  return sum + x * nextY - nextX * y;
}, 0);

const turn = (angle) => Math.atan2(Math.sin(angle), Math.cos(angle));

/** The cape at one point of a ring (water to the left), or null where land is hollow. */
function capeAt(before, here, after) {
  const v = vectorOf(...here);
  const back = bearing(v, vectorOf(...before)), ahead = bearing(v, vectorOf(...after));
  // Land lies to the right: from `ahead` clockwise to `back`.
  const land = (turn(back - ahead) + 2 * Math.PI) % (2 * Math.PI);
  if (land >= Math.PI - 0.02) return null;
  const outward = ahead + land / 2 + Math.PI;
  return { v: pointTowards(v, outward, OFF_KM), far: pointTowards(v, outward, OFF_KM + OPEN_KM),
    back, ahead };
}

function capesOfRing(ring, isHole) {
  const line = simplifyRing(ring, TOLERANCE_KM);
  if (!line) return [];
  // Exteriors clockwise, holes counter-clockwise: then land is on the right of the way.
  if (areaOf(line) > 0 !== isHole) line.reverse();
  return line.map((here, i) => capeAt(
    line[(i + line.length - 1) % line.length], here, line[(i + 1) % line.length]))
    .filter((cape) => cape !== null);
}

/** The edge of the ice is a coast, too: its bends are set every five degrees. */
function iceCapes() {
  const capes = [];
  for (let lon = -180; lon < 180; lon += 5) {
    for (const lat of [ICE_SOUTH + 0.1, ICE_NORTH - 0.1]) {
      capes.push({ v: vectorOf(lon, lat), far: vectorOf(lon, lat), back: Math.PI / 2, ahead: -Math.PI / 2 });
    }
  }
  return capes;
}

/** All capes in water, apart from each other: {v, back, ahead}, bearings to the coast. */
export function findCapes(land, water) {
  const found = [...land.flatMap(([exterior, ...holes]) => [
    ...capesOfRing(exterior, false), ...holes.flatMap((hole) => capesOfRing(hole, true))]),
  ...iceCapes()];
  const bins = new Map(), kept = [];
  for (const cape of found.filter(({ v, far }) => water.landKm(v, far, 0) === 0)) {
    const x = Math.floor(lonOf(cape.v) * 4), y = Math.floor(latOf(cape.v) * 4);
    const near = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].flatMap(
      (dx) => bins.get(`${x + dx},${y + dy}`) ?? []));
    if (near.some((other) => distanceKm(other.v, cape.v) < APART_KM)) continue;
    kept.push(cape);
    const bin = bins.get(`${x},${y}`);
    if (bin) bin.push(cape);
    else bins.set(`${x},${y}`, [cape]);
  }
  return kept;
}
