// SPDX-License-Identifier: Apache-2.0
// Which trade a lane belongs to (line_class) and which way is forward (head-haul).
//
// A lane with an end in the Caspian, the Black Sea or the Baltic is of the class of that
// sea. Another is of the first trade below that has both ends on shortest ways between ports
// of its two sides, in any case of closed passes, and along which it leads; forward is towards
// the second side. What is left is intra_asia between Asian waters and regional elsewhere. The
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

/** Of 2 km a km, the most there is: lanes across the trade belong to none. */
const LEAST_SLOPE = 0.5;

/** An ocean belongs to its trade as far as a way may bend: of the shortest mean way. */
const DETOUR = 1.35;

const trades = [
  { name: "asia_europe", from: isFarEast, to: isOpenEurope },
  { name: "transpacific", from: isFarEast, to: isAmerica("pacific"), isOcean: true },
  { name: "transatlantic", from: isOpenEurope, to: isAmerica("atlantic"),
    isOcean: true },
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

/** Which nodes lie on shortest ways of the trade, in any case of closed passes. */
function onWays(graph, from, to, cases) {
  const is = new Uint8Array(graph.start.length);
  for (const closed of cases) {
    const weight = graph.lengths(closed);
    for (const source of from) {
      const { before } = graph.from(source, weight);
      is[source] = 1;
      for (const target of to) {
        graph.walk(target, source, before, (arc, start, end) => { is[end] = 1; });
      }
    }
  }
  return is;
}

/** The mean distance from each node to ports that it reaches. */
function meanDistance(graph, ports, weight) {
  const sum = new Float64Array(graph.start.length), n = new Float64Array(graph.start.length);
  for (const port of ports) {
    graph.from(port, weight).km.forEach((km, v) => {
      if (km < Infinity) {
        sum[v] += km;
        n[v]++;
      }
    });
  }
  return sum.map((x, v) => x / n[v]);
}

/** The trade's nodes, and a height that falls along its ways: nearer to one side, farther
 * from the other. What falls on the whole way falls as much by any detour, so no way can
 * gain by sailing against the trade in between. */
function slopeOf(graph, ports, cases, trade, portOf) {
  const from = ports.filter((p) => trade.from(portOf(p)));
  const to = ports.filter((p) => trade.to(portOf(p)));
  const weight = graph.lengths(cases[0]);
  const toThere = meanDistance(graph, to, weight), fromHere = meanDistance(graph, from, weight);
  const is = onWays(graph, from, to, cases), way = toThere.map((km, v) => km + fromHere[v]);
  const least = way.reduce((x, y) => Math.min(x, y || Infinity), Infinity);
  if (trade.isOcean) way.forEach((km, v) => { if (km <= DETOUR * least) is[v] = 1; });
  return { is, height: toThere.map((km, v) => km - fromHere[v]) };
}

/** Adds `ocean` to nodes, and `lineClass` to lanes, which it turns to lie forward. */
export function assignTrades({ nodes, lanes, ports, cases }, regionOf) {
  const graph = new Graph(nodes.length, lanes, Uint8Array.from(nodes, (n) => (n.port ? 1 : 0)));
  const portOf = (p) => ({ ...nodes[p].port, region: regionOf.get(nodes[p].port.iso3) });
  const nearest = nearestPorts(graph, ports);
  const waters = nodes.map((_, i) => (nearest[i] === undefined ? null : portOf(nearest[i])));
  nodes.forEach((node, i) => { node.ocean = waters[i]?.ocean; });
  const slopes = trades.map((trade) => slopeOf(graph, ports, cases, trade, portOf));
  lanes.forEach((lane) => {
    const ends = [waters[lane.a], waters[lane.b]];
    const sea = Object.keys(ofSea).find((name) => ends.some(({ ocean }) => ocean === name));
    const fall = ({ height }) => height[lane.a] - height[lane.b];
    const k = sea ? -1 : slopes.findIndex((slope) => slope.is[lane.a] && slope.is[lane.b]
      && Math.abs(fall(slope)) >= LEAST_SLOPE * lane.km);
    if (k >= 0 && fall(slopes[k]) < 0) [lane.a, lane.b] = [lane.b, lane.a];
    lane.lineClass = sea ? ofSea[sea] : k >= 0 ? trades[k].name
      : ends.every(({ region }) => ASIA.has(region)) ? "intra_asia" : "regional";
  });
}
