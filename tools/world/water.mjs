// SPDX-License-Identifier: Apache-2.0
// Where ships can go: cells of water in seas of some size, and how much land an arc crosses.
import { Mask } from "./land.mjs";
import { EARTH_KM, distanceKm, dot, latOf, lonOf, pointAt, vectorOf } from "./sphere.mjs";
import { Heap } from "./heap.mjs";

/** Cells of the mask to the degree (2.8 km of latitude). */
const PER_DEGREE = 40;
/** Cells of the coarse grid that says how far land is. */
const COARSE = 4;
/** Ships keep north and south of these: ice. */
const ICE_SOUTH = -57, ICE_NORTH = 81.5;
/** Water of fewer cells is a lake. Azov has about 6,000. */
const LAKE_CELLS = 1500;
const STEP_KM = 1.5;

const degrees = Math.PI / 180;

export class Water {
  constructor(land) {
    this.mask = new Mask(land, PER_DEGREE);
    this.#freeze();
    this.#fillLakes();
    this.#measureClearance();
  }

  #freeze() {
    const { cells, width, height } = this.mask;
    cells.fill(1, 0, (90 + ICE_SOUTH) * PER_DEGREE * width);
    cells.fill(1, (90 + ICE_NORTH) * PER_DEGREE * width, height * width);
  }

  /** Water without a way to a sea becomes land, so that no port is put there. */
  #fillLakes() {
    const { cells } = this.mask;
    const seen = new Uint8Array(cells.length), stack = new Int32Array(cells.length);
    for (let start = 0; start < cells.length; start++) {
      if (cells[start] || seen[start]) continue;
      const filled = this.#flood(start, seen, stack);
      if (filled < LAKE_CELLS) for (let i = 0; i < filled; i++) cells[stack[i]] = 1;
    }
  }

  #flood(start, seen, stack) {
    const { cells, width, height } = this.mask;
    let filled = 1;
    stack[0] = start;
    seen[start] = 1;
    for (let i = 0; i < filled; i++) {
      const cell = stack[i], x = cell % width, y = (cell - x) / width;
      const next = [cell - x + ((x + 1) % width), cell - x + ((x + width - 1) % width),
        y + 1 < height ? cell + width : cell, y > 0 ? cell - width : cell];
      for (const other of next) {
        if (!cells[other] && !seen[other]) {
          seen[other] = 1;
          stack[filled++] = other;
        }
      }
    }
    return filled;
  }

  /** For each coarse cell at most how far every point of it surely is from land, km. */
  #measureClearance() {
    const width = 360 * COARSE, height = 180 * COARSE, block = PER_DEGREE / COARSE;
    const km = new Float64Array(width * height).fill(Infinity);
    const heap = new Heap();
    for (let cell = 0; cell < km.length; cell++) {
      if (this.#hasLand(cell % width, Math.floor(cell / width), block)) {
        km[cell] = 0;
        heap.push(0, cell);
      }
    }
    const tall = (EARTH_KM * degrees) / COARSE;
    for (let cell = heap.pop(); cell >= 0; cell = heap.pop()) {
      if (heap.key > km[cell]) continue;
      const x = cell % width, y = (cell - x) / width;
      const wide = tall * Math.cos(((y + 0.5) / COARSE - 90) * degrees);
      for (let k = 0; k < 9; k++) {
        const dx = (k % 3) - 1, dy = Math.floor(k / 3) - 1, row = y + dy;
        if (row < 0 || row >= height || k === 4) continue;
        const other = row * width + ((x + dx + width) % width);
        const far = km[cell] + Math.hypot(dx * wide, dy * tall);
        if (far < km[other]) {
          km[other] = far;
          heap.push(far, other);
        }
      }
    }
    // Steps in eight directions measure up to 8 % too much; a cell is 39 km across.
    this.clearance = km.map((far) => far * 0.92 - 40);
    this.coarseWidth = width;
  }

  #hasLand(x, y, block) {
    const { cells, width } = this.mask;
    for (let row = y * block; row < (y + 1) * block; row++) {
      for (let column = x * block; column < (x + 1) * block; column++) {
        if (cells[row * width + column]) return true;
      }
    }
    return false;
  }

  isWater(v) {
    return !this.mask.isLand(lonOf(v), latOf(v));
  }

  clearanceKm(lon, lat) {
    const x = Math.floor((lon + 180) * COARSE) % this.coarseWidth;
    return this.clearance[Math.floor((lat + 90) * COARSE) * this.coarseWidth + x];
  }

  /** How much of the arc a-b lies on land, km; stops when it is more than `enough`. */
  landKm(a, b, enough = Infinity, stepKm = STEP_KM) {
    const total = distanceKm(a, b);
    const size = Math.acos(Math.max(-1, Math.min(1, dot(a, b)))) || 1e-12;
    const s = Math.sin(size) || 1e-12;
    let land = 0;
    for (let at = 0; at < total;) {
      const w = at / EARTH_KM, p = Math.sin(size - w) / s, q = Math.sin(w) / s;
      const lon = Math.atan2(p * a[1] + q * b[1], p * a[0] + q * b[0]) / degrees;
      const lat = Math.asin(Math.max(-1, Math.min(1, p * a[2] + q * b[2]))) / degrees;
      const free = this.clearanceKm(lon, lat);
      if (free > stepKm) {
        at += free;
        continue;
      }
      if (this.mask.isLand(lon, lat)) {
        land += stepKm;
        if (land > enough) return land;
      }
      at += stepKm;
    }
    return land;
  }

  /** The nearest water to a point within reach, or null. */
  nearest(v, reachKm) {
    if (this.isWater(v)) return v;
    const lon = lonOf(v), lat = latOf(v);
    const tall = reachKm / (EARTH_KM * degrees), wide = tall / Math.cos(lat * degrees);
    let best = null, bestKm = reachKm;
    for (let y = -Math.ceil(tall * PER_DEGREE); y <= tall * PER_DEGREE; y++) {
      for (let x = -Math.ceil(wide * PER_DEGREE); x <= wide * PER_DEGREE; x++) {
        const at = this.centreOf(this.mask.cellOf(lon + x / PER_DEGREE, lat + y / PER_DEGREE));
        const km = distanceKm(v, at);
        if (km < bestKm && this.isWater(at)) {
          best = at;
          bestKm = km;
        }
      }
    }
    return best;
  }

  centreOf(cell) {
    const x = cell % this.mask.width, y = (cell - x) / this.mask.width;
    return vectorOf((x + 0.5) / PER_DEGREE - 180, (y + 0.5) / PER_DEGREE - 90);
  }

  /** A way over cells from a point to the first cell where `isGoal`, as bends, or null. */
  wayOut(from, isGoal, reachKm) {
    const { cells, width } = this.mask;
    const start = this.mask.cellOf(lonOf(from), latOf(from));
    const best = new Map([[start, 0]]), before = new Map();
    const heap = new Heap();
    heap.push(0, start);
    for (let cell = heap.pop(); cell >= 0; cell = heap.pop()) {
      const far = heap.key;
      if (far > best.get(cell)) continue;
      if (far > reachKm) return null;
      const here = this.centreOf(cell);
      if (isGoal(here)) return this.#pullString(this.#pathTo(cell, before), from);
      for (let k = 0; k < 9; k++) {
        const x = cell % width, row = cell - x;
        const other = row + (Math.floor(k / 3) - 1) * width + ((x + (k % 3) - 1 + width) % width);
        if (k === 4 || cells[other] !== 0) continue;
        const sum = far + distanceKm(here, this.centreOf(other));
        if (sum < (best.get(other) ?? Infinity)) {
          best.set(other, sum);
          before.set(other, cell);
          heap.push(sum, other);
        }
      }
    }
    return null;
  }

  #pathTo(cell, before) {
    const path = [];
    for (let c = cell; c !== undefined; c = before.get(c)) path.push(this.centreOf(c));
    return path.reverse();
  }

  /** Keeps only the bends: from each point to the farthest that is seen over water. */
  #pullString(path, from) {
    const bends = [];
    let at = from;
    for (let i = 1; i < path.length; i++) {
      if (i + 1 < path.length && this.landKm(at, path[i + 1], 0) === 0) continue;
      bends.push(path[i]);
      at = path[i];
    }
    return bends;
  }
}

export { ICE_SOUTH, ICE_NORTH, pointAt };
