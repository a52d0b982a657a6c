// SPDX-License-Identifier: Apache-2.0
// Which points see each other over water.
//
// A shortest way over water bends at capes only, and touches the coast where it bends
// (Lozano-Perez and Wesley 1979): arcs that do not touch at both ends are left out.
import { isBarred } from "./passages.mjs";
import { cross, distanceKm } from "./sphere.mjs";

/** Land that an arc may cross: the coast is smoothed, and spits are narrow. */
export const LAND_KM = 2;
/** Bearings within this of the coast's count as touching (sine). */
const SLACK = 0.1;

/** What the test of touching needs of a node: axes, and the coast before and after. */
function frameOf(node) {
  const e = Math.hypot(node.v[0], node.v[1]) || 1e-15;
  const east = [-node.v[1] / e, node.v[0] / e, 0], north = cross(node.v, east);
  const isCape = node.back !== undefined;
  const toCoast = isCape ? [Math.sin(node.back), Math.cos(node.back),
    Math.sin(node.ahead), Math.cos(node.ahead)] : [0, 0, 0, 0];
  return [...east, ...north, isCape ? 1 : 0, ...toCoast];
}

function mayTouch(frame, v) {
  if (!frame[6]) return true;
  const e = v[0] * frame[0] + v[1] * frame[1];
  const n = v[0] * frame[3] + v[1] * frame[4] + v[2] * frame[5];
  const slack = SLACK * Math.sqrt(e * e + n * n);
  const back = e * frame[8] - n * frame[7], ahead = e * frame[10] - n * frame[9];
  return Math.abs(back) < slack || Math.abs(ahead) < slack || (back > 0) === (ahead > 0);
}

/** Arcs between nodes {v, back?, ahead?}: [{a, b, km}]. */
export function seenArcs(nodes, water, passages) {
  const frames = nodes.map(frameOf), arcs = [];
  for (let a = 0; a < nodes.length; a++) {
    for (let b = a + 1; b < nodes.length; b++) {
      if (!mayTouch(frames[a], nodes[b].v) || !mayTouch(frames[b], nodes[a].v)) continue;
      const km = distanceKm(nodes[a].v, nodes[b].v);
      if (km < 0.2 || water.landKm(nodes[a].v, nodes[b].v, LAND_KM) > LAND_KM) continue;
      if (!isBarred(passages, nodes[a].v, nodes[b].v)) arcs.push({ a, b, km });
    }
  }
  return arcs;
}
