// SPDX-License-Identifier: Apache-2.0
// Shortest ways over arcs {a, b, km}, in both directions.
import { Heap } from "./heap.mjs";

export class Graph {
  /** isEnd[node]: ways begin and end here but do not pass. */
  constructor(nNodes, arcs, isEnd) {
    this.arcs = arcs;
    this.isEnd = isEnd;
    this.start = new Int32Array(nNodes + 1);
    for (const { a, b } of arcs) {
      this.start[a + 1]++;
      this.start[b + 1]++;
    }
    for (let i = 0; i < nNodes; i++) this.start[i + 1] += this.start[i];
    const at = this.start.slice();
    this.to = new Int32Array(2 * arcs.length);
    this.by = new Int32Array(2 * arcs.length);
    arcs.forEach(({ a, b }, i) => {
      this.to[at[a]] = b;
      this.by[at[a]++] = i;
      this.to[at[b]] = a;
      this.by[at[b]++] = i;
    });
  }

  /** Shortest ways from one node by weights of arcs: {km, before (arc, or -1)}. */
  from(source, weight) {
    const { start, to, by, isEnd } = this;
    const km = new Float64Array(start.length - 1).fill(Infinity);
    const before = new Int32Array(start.length - 1).fill(-1);
    const heap = new Heap();
    km[source] = 0;
    heap.push(0, source);
    for (let u = heap.pop(); u >= 0; u = heap.pop()) {
      if (heap.key > km[u] || (isEnd[u] && u !== source)) continue;
      for (let i = start[u]; i < start[u + 1]; i++) {
        const sum = km[u] + weight[by[i]];
        if (sum < km[to[i]]) {
          km[to[i]] = sum;
          before[to[i]] = by[i];
          heap.push(sum, to[i]);
        }
      }
    }
    return { km, before };
  }

  /** The lengths of arcs; those that carry a closed pass are endless. */
  lengths(closed) {
    return Float64Array.from(this.arcs, (arc) => (
      arc.passes.some((pass) => closed.has(pass)) ? Infinity : arc.km));
  }

  /** Calls visit(arc, from, to) along the way that ends in target, the last arc first. */
  walk(target, source, before, visit) {
    for (let at = target; at !== source && before[at] >= 0;) {
      const arc = before[at], { a, b } = this.arcs[arc];
      const from = a === at ? b : a;
      visit(arc, from, at);
      at = from;
    }
  }
}
