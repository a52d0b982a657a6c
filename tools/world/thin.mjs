// SPDX-License-Identifier: Apache-2.0
// Of all arcs some lanes are kept, so that no way between two ports grows by more than
// STRETCH or SLIP_KM, whichever is more, in any of the cases (which passes are closed).
//
// First only points remain at which some shortest way bends. Then the ways of all ports are
// searched again with a small surcharge on arcs and points that few ways use, so that ways
// bundle where they nearly agree. At last each lane is taken away that ports can do without.
import { Graph } from "./graph.mjs";

export const STRETCH = 0.01, SLIP_KM = 12;
/** Surcharges of bundling: on the length of a new lane, and for a new point, km. */
const NEW_LANE = 0.006, NEW_POINT_KM = 6;

export const allowedKm = (km) => Math.max(km * (1 + STRETCH), km + SLIP_KM);

/** In each case the lengths from each port to each: km[case][port][port]. */
export function distances(graph, ports, cases) {
  return cases.map((closed) => {
    const weight = graph.lengths(closed);
    return ports.map((source) => {
      const { km } = graph.from(source, weight);
      return ports.map((target) => km[target]);
    });
  });
}

/** How many ways between ports use each arc and each node, in all cases. */
function usage(graph, ports, cases) {
  const ofArc = new Int32Array(graph.arcs.length), ofNode = new Int32Array(graph.start.length);
  for (const closed of cases) {
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
function usedPart(graph, ports, cases) {
  const { ofArc, ofNode } = usage(graph, ports, cases);
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
      + (pointKm(graph.arcs[i].a) + pointKm(graph.arcs[i].b)) / 2));
}

function bundle(graph, ports, cases, popular) {
  const isLane = new Uint8Array(graph.arcs.length), isPoint = new Uint8Array(graph.start.length);
  for (const closed of cases) {
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

/** The trees of all ports in all cases, and which of them use a lane. */
class Forest {
  constructor(graph, ports, cases, trueKm) {
    this.graph = graph;
    this.ports = ports;
    this.weights = cases.map((closed) => graph.lengths(closed));
    this.limit = trueKm.map((rows) => rows.map((row) => row.map(allowedKm)));
    this.users = graph.arcs.map(() => new Set());
    this.count = new Int32Array(graph.arcs.length);
    this.trees = cases.flatMap((_, c) => ports.map((_, i) => this.#grow(c, i)));
    this.trees.forEach((tree, t) => this.#enlist(t, true));
  }

  #grow(c, i) {
    return { c, i, ...this.graph.from(this.ports[i], this.weights[c]) };
  }

  #enlist(t, isOn) {
    const { i, before } = this.trees[t];
    for (const target of this.ports) {
      this.graph.walk(target, this.ports[i], before, (arc) => {
        if (isOn) this.users[arc].add(t);
        else this.users[arc].delete(t);
        this.count[arc] += isOn ? 1 : -1;
      });
    }
  }

  #isWithin({ c, i, km }) {
    return this.ports.every((target, k) => km[target] <= this.limit[c][i][k]);
  }

  /** Takes the lane away if every way stays within its limit without it. */
  tryWithout(arc) {
    const affected = [...this.users[arc]], fresh = [];
    const kept = this.weights.map((weight) => weight[arc]);
    this.weights.forEach((weight) => { weight[arc] = Infinity; });
    for (const t of affected) {
      const tree = this.#grow(this.trees[t].c, this.trees[t].i);
      if (!this.#isWithin(tree)) {
        this.weights.forEach((weight, c) => { weight[arc] = kept[c]; });
        return false;
      }
      fresh.push(tree);
    }
    affected.forEach((t, k) => {
      this.#enlist(t, false);
      this.trees[t] = fresh[k];
      this.#enlist(t, true);
    });
    return true;
  }
}

/** Takes away lanes, the least used for their length first. */
function prune(graph, ports, cases, trueKm) {
  const forest = new Forest(graph, ports, cases, trueKm);
  const rank = graph.arcs.map((arc, i) => forest.count[i] / arc.km);
  const order = graph.arcs.map((_, i) => i).sort((x, y) => rank[x] - rank[y] || x - y);
  const isGone = new Set(order.filter((arc) => forest.tryWithout(arc)));
  return graph.arcs.filter((_, arc) => !isGone.has(arc));
}

/** The lanes to keep. isEnd: the ports, which no way passes. */
export function thin(nNodes, arcs, isEnd, ports, cases) {
  const full = new Graph(nNodes, arcs, isEnd);
  const { part, popular } = usedPart(full, ports, cases);
  const trueKm = distances(part, ports, cases);
  const bundled = new Graph(nNodes, bundle(part, ports, cases, popular), isEnd);
  return { lanes: prune(bundled, ports, cases, trueKm), trueKm };
}
