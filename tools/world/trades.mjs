// SPDX-License-Identifier: Apache-2.0
// Which trade a lane belongs to (line_class) and which way is forward (head-haul).
//
// A lane with an end in the Caspian, the Black Sea or the Baltic is of the class of that
// sea. Another is of the first trade below that has both ends on shortest ways between ports
// of its two sides, in any case of closed passes; forward is the end that lies farther along
// those ways. What is left is intra_asia between Asian waters and regional elsewhere. The
// waters of a point are those of the nearest port.
import { Graph } from "./graph.mjs";
import { Heap } from "./heap.mjs";

const FAR_EAST = new Set(["east_asia", "southeast_asia"]);
const ASIA = new Set(["east_asia", "southeast_asia", "south_asia", "west_asia"]);
const ofSea = { caspian: "caspian", black_sea: "black_sea", baltic: "feeder" };

const isFarEast = ({ region, ocean }) => FAR_EAST.has(region) && ocean !== "arctic";
const isOpenEurope = ({ region, ocean }) => region === "europe"
  && (ocean === "atlantic" || ocean === "mediterranean");
const isAmerica = (side) => ({ region, ocean }) => region === "north_america" && ocean === side;

const trades = [
  { name: "asia_europe", from: isFarEast, to: isOpenEurope },
  { name: "transpacific", from: isFarEast, to: isAmerica("pacific") },
  { name: "transatlantic", from: isOpenEurope, to: isAmerica("atlantic") },
];

/** The port nearest to each node over lanes. */
function nearestPorts(graph, ports) {
  const km = new Float64Array(graph.start.length).fill(Infinity), nearest = [];
  const heap = new Heap();
  for (const port of ports) {
    km[port] = 0;
    nearest[port] = port;
    heap.push(0, port);
  }
  for (let u = heap.pop(); u >= 0; u = heap.pop()) {
    if (heap.key > km[u]) continue;
    for (let i = graph.start[u]; i < graph.start[u + 1]; i++) {
      const v = graph.to[i], sum = km[u] + graph.arcs[graph.by[i]].km;
      if (sum < km[v]) {
        km[v] = sum;
        nearest[v] = nearest[u];
        heap.push(sum, v);
      }
    }
  }
  return nearest;
}

/** For each node how far along the ways of the trade it lies (0 to 1, mean), or NaN. */
function progressOf(graph, ports, cases, trade, portOf) {
  const sum = new Float64Array(graph.start.length), n = new Float64Array(graph.start.length);
  const from = ports.filter((p) => trade.from(portOf(p)));
  const to = ports.filter((p) => trade.to(portOf(p)));
  for (const closed of cases) {
    const weight = graph.lengths(closed);
    for (const source of from) {
      const { before, km } = graph.from(source, weight);
      n[source]++;
      for (const target of to) {
        graph.walk(target, source, before, (arc, start, end) => {
          sum[end] += km[end] / km[target];
          n[end]++;
        });
      }
    }
  }
  return sum.map((x, i) => x / n[i]);
}

/** Adds `ocean` to nodes, and `lineClass` to lanes, which it turns to lie forward. */
export function assignTrades({ nodes, lanes, ports, cases }, regionOf) {
  const graph = new Graph(nodes.length, lanes, Uint8Array.from(nodes, (n) => (n.port ? 1 : 0)));
  const portOf = (p) => ({ ...nodes[p].port, region: regionOf.get(nodes[p].port.iso3) });
  const nearest = nearestPorts(graph, ports);
  const waters = nodes.map((_, i) => (nearest[i] === undefined ? null : portOf(nearest[i])));
  nodes.forEach((node, i) => { node.ocean = waters[i]?.ocean; });
  const progress = trades.map((trade) => progressOf(graph, ports, cases, trade, portOf));
  lanes.forEach((lane) => {
    const ends = [waters[lane.a], waters[lane.b]];
    const sea = Object.keys(ofSea).find((name) => ends.some(({ ocean }) => ocean === name));
    const k = sea ? -1 : progress.findIndex((at) => at[lane.a] + at[lane.b] >= 0);
    if (k >= 0 && progress[k][lane.a] > progress[k][lane.b]) [lane.a, lane.b] = [lane.b, lane.a];
    lane.lineClass = sea ? ofSea[sea] : k >= 0 ? trades[k].name
      : ends.every(({ region }) => ASIA.has(region)) ? "intra_asia" : "regional";
  });
}
