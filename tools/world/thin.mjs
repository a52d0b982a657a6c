// SPDX-License-Identifier: Apache-2.0
// Of a million arcs some lanes are kept, so that no way between two ports grows by more than
// STRETCH or SLIP_KM.
//
// First only points remain at which some shortest way bends. Then the ways of all ports are
// searched again with a small surcharge on arcs and points that few ways use, so that ways
// bundle where they nearly agree. At last each lane is taken away that ports can do without.
import { Graph } from "./graph.mjs";

/** A way may be longer than the shortest by this share ... */
export const STRETCH = 0.01;
/** ... or by this many km, whichever is more. */
export const SLIP_KM = 10;
/** Surcharges of bundling: on the length of a new lane, and for a new point, km. */
const NEW_LANE = 0.006, NEW_POINT_KM = 4;

export const allowedKm = (km) => Math.max(km * (1 + STRETCH), km + SLIP_KM);

/** How often each arc lies on a way between ports, and each node. */
export function usage(graph, ports) {
  const ofArc = new Int32Array(graph.arcs.length), ofNode = new Int32Array(graph.start.length);
  const km = ports.map((source) => {
    const tree = graph.from(source);
    for (const target of ports) {
      graph.walk(target, source, tree.before, (arc, from, to) => {
        ofArc[arc]++;
        ofNode[from]++;
        ofNode[to]++;
      });
    }
    return ports.map((target) => tree.km[target]);
  });
  return { ofArc, ofNode, km };
}

/** Lanes by bundling: popular arcs and points first, then what is a lane already. */
export function bundle(graph, ports, popular) {
  const isLane = new Uint8Array(graph.arcs.length), isPoint = new Uint8Array(graph.start.length);
  const most = Math.log(1 + popular.ofNode.reduce((x, y) => Math.max(x, y), 1));
  const rare = (n) => 1 - Math.log(1 + n) / most;
  const pointKm = (node) => (isPoint[node] ? 0 : NEW_POINT_KM * rare(popular.ofNode[node]));
  const price = (arc) => {
    const { a, b, km } = graph.arcs[arc];
    if (isLane[arc]) return km;
    return km * (1 + NEW_LANE * (0.3 + 0.7 * rare(popular.ofArc[arc])))
      + (pointKm(a) + pointKm(b)) / 2;
  };
  for (const source of ports) {
    graph.arcs.forEach((_, arc) => { graph.weight[arc] = price(arc); });
    const tree = graph.from(source);
    for (const target of ports) {
      graph.walk(target, source, tree.before, (arc, from, to) => {
        isLane[arc] = 1;
        isPoint[from] = isPoint[to] = 1;
      });
    }
  }
  return graph.arcs.filter((_, arc) => isLane[arc]);
}

/** Takes away lanes, the least used first, as long as every way stays within what is allowed. */
export function prune(nNodes, lanes, isEnd, ports, trueKm) {
  const graph = new Graph(nNodes, lanes, isEnd);
  const limit = trueKm.map((row) => row.map(allowedKm));
  const trees = ports.map((source) => graph.from(source));
  const users = lanes.map(() => new Set());
  const count = new Int32Array(lanes.length);
  const enlist = (i, on) => ports.forEach((target) => {
    graph.walk(target, ports[i], trees[i].before, (arc) => {
      if (on) users[arc].add(i);
      else users[arc].delete(i);
      count[arc] += on ? 1 : -1;
    });
  });
  ports.forEach((_, i) => enlist(i, true));
  const isGone = new Uint8Array(lanes.length);
  const order = lanes.map((_, arc) => arc).sort(
    (x, y) => count[x] / lanes[x].km - count[y] / lanes[y].km || x - y);
  for (const arc of order) {
    if (lanes[arc].isFixed) continue;
    graph.weight[arc] = Infinity;
    const affected = [...users[arc]];
    const fresh = [];
    for (const i of affected) {
      const tree = graph.from(ports[i]);
      if (!ports.every((target, k) => tree.km[target] <= limit[i][k] || limit[i][k] === Infinity)) {
        break;
      }
      fresh.push(tree);
    }
    if (fresh.length < affected.length) {
      graph.weight[arc] = lanes[arc].km;
      continue;
    }
    isGone[arc] = 1;
    affected.forEach((i, k) => {
      enlist(i, false);
      trees[i] = fresh[k];
      enlist(i, true);
    });
  }
  return lanes.filter((_, arc) => !isGone[arc]);
}
