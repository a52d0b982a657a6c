// SPDX-License-Identifier: Apache-2.0
// Of all arcs few lanes are kept, so that ways between ports grow little (half a per cent as a
// rule; reportStretch in seanet.mjs measures it), whichever passes are closed.
//
// First only points remain at which some shortest way bends. Then the ways of all ports are
// searched again with a small surcharge on arcs and points that few ways use, so that ways
// bundle where they nearly agree. Of these lanes a greedy spanner is kept (Althofer and others
// 1993): from the shortest on, a lane is left out when lanes that are kept already, through no
// pass but its own, are not much longer.
import { Graph } from "./graph.mjs";
import { Heap } from "./heap.mjs";

/** Surcharges of bundling: on a new lane, and for a new point (km, at most a share). */
const NEW_LANE = 0.015, NEW_POINT_KM = 150, NEW_POINT = 0.012;
/** How much longer a way may be that replaces a lane: a share and some km (at most a share). */
const REPLACE = 0.015, REPLACE_KM = 25, REPLACE_SHARE = 0.04;

/** The lengths from each port to each. */
export function distances(graph, ports, closed) {
  const weight = graph.lengths(closed);
  return ports.map((source) => {
    const { km } = graph.from(source, weight);
    return ports.map((target) => km[target]);
  });
}

/** How many ways between ports use each arc and each node, in all cases. */
function usage(graph, cases) {
  const ofArc = new Int32Array(graph.arcs.length), ofNode = new Int32Array(graph.start.length);
  for (const { closed, ports } of cases) {
    const weight = graph.lengths(closed);
    for (const source of ports) {
      const tree = graph.from(source, weight);
      for (const target of ports) {
        graph.walk(target, source, tree.before, (arc, from, to) => {
          ofArc[arc]++;
          ofNode[from]++;
          ofNode[to]++;
        });
      }
    }
  }
  return { ofArc, ofNode };
}

/** The arcs between points at which some shortest way bends, and how popular they are. */
function usedPart(graph, cases) {
  const { ofArc, ofNode } = usage(graph, cases);
  const isKept = (arc) => ofNode[arc.a] > 0 && ofNode[arc.b] > 0;
  return {
    part: new Graph(ofNode.length - 1, graph.arcs.filter(isKept), graph.isEnd),
    popular: { ofArc: ofArc.filter((_, i) => isKept(graph.arcs[i])), ofNode },
  };
}

/** Weights that make popular arcs and points, and what is a lane already, a little cheaper. */
function surcharged(graph, popular, lengths, isLane, isPoint) {
  const most = Math.log(1 + popular.ofNode.reduce((x, y) => Math.max(x, y), 1));
  const rare = (n) => 1 - Math.log(1 + n) / most;
  const pointKm = (node) => (isPoint[node] ? 0 : NEW_POINT_KM * rare(popular.ofNode[node]));
  return lengths.map((km, i) => (isLane[i] ? km
    : km * (1 + NEW_LANE * (0.3 + 0.7 * rare(popular.ofArc[i])))
      + Math.min((pointKm(graph.arcs[i].a) + pointKm(graph.arcs[i].b)) / 2, km * NEW_POINT)));
}

function bundle(graph, cases, popular) {
  const isLane = new Uint8Array(graph.arcs.length), isPoint = new Uint8Array(graph.start.length);
  for (const { closed, ports } of cases) {
    const lengths = graph.lengths(closed);
    for (const source of ports) {
      const tree = graph.from(source, surcharged(graph, popular, lengths, isLane, isPoint));
      for (const target of ports) {
        graph.walk(target, source, tree.before, (arc, from, to) => {
          isLane[arc] = 1;
          isPoint[from] = isPoint[to] = 1;
        });
      }
    }
  }
  return graph.arcs.filter((_, arc) => isLane[arc]);
}

/** The lanes that are kept so far, and short ways over them. */
class Kept {
  constructor(nNodes, isEnd) {
    this.next = Array.from({ length: nNodes }, () => []);
    this.isEnd = isEnd;
  }

  add(lane) {
    this.next[lane.a].push({ to: lane.b, lane });
    this.next[lane.b].push({ to: lane.a, lane });
  }

  /** Is there a way between the ends of a lane within a limit, through no other pass? */
  replaces({ a, b, passes }, limitKm) {
    const km = new Map([[a, 0]]), heap = new Heap();
    heap.push(0, a);
    for (let u = heap.pop(); u >= 0; u = heap.pop()) {
      if (u === b) return true;
      if (heap.key > km.get(u) || (this.isEnd[u] && u !== a)) continue;
      for (const { to, lane } of this.next[u]) {
        const sum = heap.key + lane.km;
        if (sum > limitKm || sum >= (km.get(to) ?? Infinity)) continue;
        if (lane.passes.some((pass) => !passes.includes(pass))) continue;
        km.set(to, sum);
        heap.push(sum, to);
      }
    }
    return false;
  }
}

function spanner(nNodes, lanes, isEnd) {
  const kept = new Kept(nNodes, isEnd);
  const order = lanes.map((_, i) => i).sort((x, y) => lanes[x].km - lanes[y].km || x - y);
  return order.map((i) => lanes[i]).filter((lane) => {
    const limitKm = lane.km * (1 + REPLACE) + Math.min(REPLACE_KM, lane.km * REPLACE_SHARE);
    if (!lane.passage && kept.replaces(lane, limitKm)) return false;
    kept.add(lane);
    return true;
  });
}

/** The lanes that some shortest way over lanes uses, and those of narrow straits and canals. */
function usedLanes(nNodes, lanes, isEnd, cases) {
  const { ofArc } = usage(new Graph(nNodes, lanes, isEnd), cases);
  return lanes.filter((lane, i) => ofArc[i] > 0 || lane.passage);
}

/** The lanes to keep. isEnd: the ports, which no way passes; cases: {closed, ports}. */
export function thin(nNodes, arcs, isEnd, cases) {
  const { part, popular } = usedPart(new Graph(nNodes, arcs, isEnd), cases);
  const first = usedLanes(nNodes, spanner(nNodes, bundle(part, cases, popular), isEnd),
    isEnd, cases);
  const again = new Graph(nNodes, first, isEnd);
  const lanes = usedLanes(nNodes, bundle(again, cases, usage(again, cases)), isEnd, cases);
  return { lanes, full: part };
}
