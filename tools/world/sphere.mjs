// SPDX-License-Identifier: Apache-2.0
// Geometry on the sphere: points as unit vectors, arcs as great circles.
export const EARTH_KM = 6371.0088;
const RAD = Math.PI / 180;

export function vectorOf(lon, lat) {
  const c = Math.cos(lat * RAD);
  return [c * Math.cos(lon * RAD), c * Math.sin(lon * RAD), Math.sin(lat * RAD)];
}

export const lonOf = (v) => Math.atan2(v[1], v[0]) / RAD;
export const latOf = (v) => Math.asin(Math.max(-1, Math.min(1, v[2]))) / RAD;
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a, b) => [
  a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/** The angle between two vectors; the chord keeps small angles exact. */
export function angleBetween(a, b) {
  const x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
  return 2 * Math.asin(Math.min(1, Math.sqrt(x * x + y * y + z * z) / 2));
}

export const distanceKm = (a, b) => EARTH_KM * angleBetween(a, b);

/** The point at the share t of the arc from a to b. */
export function pointAt(a, b, t) {
  const w = angleBetween(a, b), s = Math.sin(w);
  if (s < 1e-12) return a;
  const p = Math.sin((1 - t) * w) / s, q = Math.sin(t * w) / s;
  return [p * a[0] + q * b[0], p * a[1] + q * b[1], p * a[2] + q * b[2]];
}

/** Where the arcs a-b and c-d cross, as the share of a-b, or -1. */
export function crossing(a, b, c, d) {
  const n = cross(a, b), m = cross(c, d);
  if (dot(n, c) * dot(n, d) > 0 || dot(m, a) * dot(m, b) > 0) return -1;
  let x = cross(n, m);
  const size = Math.hypot(...x);
  if (size < 1e-15) return -1;
  x = x.map((f) => f / size);
  if (dot(x, a) + dot(x, b) < 0) x = x.map((f) => -f);
  // On the same side of the globe as both arcs?
  if (dot(x, a) + dot(x, b) <= 0 || dot(x, c) + dot(x, d) <= 0) return -1;
  return angleBetween(a, x) / Math.max(angleBetween(a, b), 1e-15);
}

/** The initial bearing from a to b in radians, 0 north, clockwise. */
export function bearing(a, b) {
  const east = [-a[1], a[0], 0], e = Math.hypot(a[0], a[1]) || 1e-15;
  const toEast = (b[0] * east[0] + b[1] * east[1]) / e;
  const toNorth = (b[2] - dot(a, b) * a[2]) / e;
  return Math.atan2(toEast, toNorth);
}

/** The point at a distance from a towards a bearing. */
export function pointTowards(a, angle, km) {
  const e = Math.hypot(a[0], a[1]) || 1e-15, w = km / EARTH_KM;
  const east = [-a[1] / e, a[0] / e, 0];
  const north = cross(a, east);
  const s = Math.sin(w) * Math.sin(angle), n = Math.sin(w) * Math.cos(angle), c = Math.cos(w);
  return [0, 1, 2].map((i) => c * a[i] + s * east[i] + n * north[i]);
}
