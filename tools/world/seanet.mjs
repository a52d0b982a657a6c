// SPDX-License-Identifier: Apache-2.0
// The sea as a network: points in water, and lanes between them.
import { readTable } from "./csv.mjs";
import { findCapes } from "./coast.mjs";
import { readLand } from "./land.mjs";
import { crossingsOf, pointsOf, readPassages, stretchesOf } from "./passages.mjs";
import { distanceKm, latOf, lonOf, pointAt, vectorOf } from "./sphere.mjs";
import { Graph } from "./graph.mjs";
import { distances, thin } from "./thin.mjs";
import { seenArcs } from "./visibility.mjs";
import { Water } from "./water.mjs";

/** A lane, and the last piece to a port without an approach of its own, crosses at most this. */
export const MOST_LAND_KM = 5;
/** A port without an approach has water within this. */
const PORT_WATER_KM = 15;
/** Ways from a port over cells end where land is about a coarse cell (28 km) away. */
const OPEN_CLEARANCE_KM = -20, WAY_OUT_KM = 500;

/** Closed by default; lanes through them are made all the same. */
const CLOSED = ["northern_sea_route", "northwest_passage"];
/** The cases in which ways between ports are to be near the shortest. */
const CASES = [CLOSED, [...CLOSED, "suez"], [...CLOSED, "panama"], [...CLOSED, "malacca"],
  [...CLOSED, "kiel"], []].map((closed) => new Set(closed));

const keyOf = (v) => `${lonOf(v).toFixed(2)} ${latOf(v).toFixed(2)}`;
const rounded = (v) => vectorOf(Math.round(lonOf(v) * 100) / 100, Math.round(latOf(v) * 100) / 100);

function readApproaches(file, ids) {
  return new Map(readTable(file).map((row) => {
    if (!ids.has(row.port)) throw new Error(`${file}:${row.line}: '${row.port}' is no seaport`);
    return [row.port, pointsOf(row.path)];
  }));
}

/** A port as a node: its first point in water, and how far that is; or what is wrong. */
function portNode(port, approach, water, canals) {
  const place = vectorOf(Number(port.lon), Number(port.lat));
  const nearest = approach ? approach.at(-1) : water.nearest(place, PORT_WATER_KM);
  if (!nearest) return { wrong: `no water within ${PORT_WATER_KM} km` };
  const points = [place, ...(approach ?? [rounded(nearest)])], v = points.at(-1);
  const dock = canals.get(keyOf(v));
  if (dock === undefined && !water.isWater(v)) return { wrong: "its approach ends on land" };
  const land = approach ? 0 : water.landKm(place, v);
  if (land > MOST_LAND_KM) return { wrong: `${land} km of land to the water` };
  const km = points.slice(1).reduce((sum, p, i) => sum + distanceKm(points[i], p), 0);
  return { v, port, place, approachKm: km, dock, hasApproach: approach !== undefined };
}

/** All ports as nodes, or an error that names every port that needs a row of approaches. */
function portNodes(seaports, approaches, water, canals) {
  const ends = seaports.map((port) => portNode(port, approaches.get(port.id), water, canals));
  const wrong = seaports.flatMap(({ id }, i) => (ends[i].wrong ? `${id} (${ends[i].wrong})` : []));
  if (wrong.length) throw new Error(`approaches.csv must help these: ${wrong.join(", ")}`);
  return ends;
}

/** The bends of the way from a port to open water. */
function bendsOf(node, water) {
  if (node.dock !== undefined) return [];
  const isOpen = (v) => water.clearanceKm(lonOf(v), latOf(v)) > OPEN_CLEARANCE_KM;
  const bends = water.wayOut(node.v, isOpen, WAY_OUT_KM);
  if (!bends) throw new Error(`'${node.port.id}' has no way to open water: mend its approach`);
  return bends.map((v) => ({ v: rounded(v) }));
}

/** Points of paths, and the arcs along walls and canals; canals meet where points agree. */
function pathsOf(passages, base) {
  const nodes = [], arcs = [], canals = new Map();
  for (const passage of passages) {
    const isCanal = passage.kind === "canal";
    const numbers = passage.path.map((v) => {
      const known = isCanal ? canals.get(keyOf(v)) : undefined;
      if (known !== undefined) return known;
      nodes.push({ v });
      if (isCanal) canals.set(keyOf(v), base + nodes.length - 1);
      return base + nodes.length - 1;
    });
    if (passage.kind === "open") continue;
    arcs.push(...stretchesOf(passage).map(({ from, to, km, pass }) => ({
      a: numbers[from], b: numbers[to], km, passes: pass ? [pass] : [], passage, isCanal })));
  }
  return { nodes, arcs, canals };
}

/** Cuts an arc that crosses several gates half-way between them: one pass for each lane. */
function cutAtGates(nodes, passages, arc) {
  if (arc.passage || arc.isDock) return [arc];
  const a = nodes[arc.a].v, b = nodes[arc.b].v;
  const found = crossingsOf(passages, a, b);
  const cuts = found.slice(1).map(({ at }, i) => {
    nodes.push({ v: rounded(pointAt(a, b, (found[i].at + at) / 2)) });
    return nodes.length - 1;
  });
  const ends = [arc.a, ...cuts, arc.b];
  return ends.slice(1).map((end, i) => ({ a: ends[i], b: end,
    km: distanceKm(nodes[ends[i]].v, nodes[end].v),
    passes: found[i] ? [found[i].passage.pass] : [] }));
}

/** How much longer the ways over lanes are than the shortest over water. */
function reportStretch(full, kept, ports) {
  const truth = distances(full, ports, CASES[0]), ours = distances(kept, ports, CASES[0]);
  const ratios = truth.flatMap((row, i) => row.flatMap((km, k) => (
    km > 500 && km < Infinity ? ours[i][k] / km : []))).sort((a, b) => a - b);
  const share = (q) => ((ratios[Math.floor(q * (ratios.length - 1))] - 1) * 100).toFixed(2);
  console.log(`ways over 500 km are longer by ${share(0.5)} % (median), ${share(0.99)} % (99th `
    + `percentile), ${share(1)} % (most); cut off: `
    + `${ours[0].filter((km) => !(km < Infinity)).length} ports of other seas`);
}

/** {nodes, lanes, ports (numbers of nodes), water}: lanes {a, b, km, passes}. */
export function makeSeaNetwork(folder, atlas, places) {
  const water = new Water(readLand(atlas, "10m"));
  const passages = readPassages(`${folder}/passages.csv`);
  const seaports = places.filter(({ kind }) => kind === "seaport");
  const approaches = readApproaches(`${folder}/approaches.csv`,
    new Set(seaports.map(({ id }) => id)));

  const capes = findCapes(readLand(atlas, "50m"), water)
    .map((cape) => ({ ...cape, v: rounded(cape.v) })).filter(({ v }) => water.isWater(v));
  const paths = pathsOf(passages, capes.length);
  const nodes = [...capes, ...paths.nodes];
  const ends = portNodes(seaports, approaches, water, paths.canals);
  nodes.push(...ends.flatMap((node) => bendsOf(node, water)));
  const ports = ends.map((_, i) => nodes.length + i);
  nodes.push(...ends);
  const docks = ends.flatMap(({ dock }, i) => (dock === undefined ? []
    : [{ a: dock, b: ports[i], km: 0, passes: [], isDock: true }]));

  const seen = seenArcs(nodes, water, passages).map((arc) => ({ ...arc,
    passes: crossingsOf(passages, nodes[arc.a].v, nodes[arc.b].v).map((x) => x.passage.pass) }));
  const isEnd = Uint8Array.from(nodes, (node) => (node.port ? 1 : 0));
  // Other cases than the first concern the hubs: every eighth port stands for its coast.
  const cases = CASES.map((closed, i) => ({ closed,
    ports: ports.filter((_, k) => i === 0 || k % 8 === 0) }));
  const { lanes, full } = thin(nodes.length, [...seen, ...paths.arcs, ...docks], isEnd, cases);
  reportStretch(full, new Graph(nodes.length, lanes, isEnd), ports);
  return { nodes, ports, water, cases: CASES,
    lanes: lanes.flatMap((lane) => cutAtGates(nodes, passages, lane)) };
}
