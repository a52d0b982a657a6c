// SPDX-License-Identifier: Apache-2.0
// Makes the sea: the waypoints at the end of places.csv and the lanes at the end of links.csv.
//
//   node tools/world/sea.mjs [--check] data/world PACKAGES
//
// PACKAGES: the folder of the unpacked npm package world-atlas-2.0.2/package (Natural Earth,
// public domain). Ports are the rows of kind seaport; passages.csv and approaches.csv beside
// this file are typed by hand. Rows whose source begins with rule_sea_lanes are replaced,
// all others stay as they are. The same input gives the same bytes. docs/decisions/009 tells
// the method.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseCsv, readTable } from "./csv.mjs";
import { readArguments, writeTable } from "./run.mjs";
import { MOST_LAND_KM, makeSeaNetwork } from "./seanet.mjs";
import { distanceKm, latOf, lonOf } from "./sphere.mjs";
import { assignTrades } from "./trades.mjs";

const KEY = "rule_sea_lanes";
/** Of lanes along typed points, where the land polygons have no water. */
const TYPED = "rule_sea_typed";

const lengthText = (km) => Math.max(0.1, km).toFixed(1);

/** 5.12 S 104.5 E, and s0512_e10450. */
function nameOf(v) {
  const lon = Math.round(lonOf(v) * 100), lat = Math.round(latOf(v) * 100);
  const part = (x, plus, minus, width) => {
    const side = x < 0 ? minus : plus, size = Math.abs(x);
    return { id: side.toLowerCase() + String(size).padStart(width, "0"),
      name: `${size / 100} ${side}` };
  };
  const y = part(lat, "N", "S", 4), x = part(lon, "E", "W", 5);
  return { id: `sea_${y.id}_${x.id}`, name: `${y.name} ${x.name}` };
}

/** A port's lanes begin at the port itself where no land is in the way, else at its roads. */
function splitRoads(net) {
  net.ports.forEach((p) => {
    const node = net.nodes[p];
    const mine = net.lanes.filter((lane) => lane.a === p || lane.b === p);
    const other = (lane) => net.nodes[lane.a === p ? lane.b : lane.a];
    const isClear = (lane) => !node.hasApproach
      && net.water.landKm(node.place, other(lane).v) <= MOST_LAND_KM - 1;
    if (mine.every((lane) => lane.isDock || isClear(lane))) {
      mine.forEach((lane) => {
        lane.km += node.approachKm;
        lane.isApproach = lane.isDock;
      });
      node.v = node.place;
      return;
    }
    const roads = net.nodes.push({ v: node.v, roadsOf: node.port }) - 1;
    for (const lane of mine) {
      if (lane.a === p) lane.a = roads;
      else lane.b = roads;
    }
    net.lanes.push({ a: roads, b: p, km: node.approachKm, passes: [], isApproach: true });
  });
}

function nameNodes(nodes) {
  for (const node of nodes) {
    if (node.port) node.id = node.port.id;
    else Object.assign(node, nameOf(node.v));
    if (node.roadsOf) {
      node.id = `sea_${node.roadsOf.id}`;
      node.name = `Roads of ${node.roadsOf.name_en}`;
    }
  }
}

/** The last word on every lane: it crosses little land, measured in small steps. */
function checkLanes({ nodes, lanes, water }) {
  const wrong = lanes.flatMap(({ a, b, isApproach, isCanal, passage }) => {
    if (isApproach || isCanal || passage) return [];
    const land = water.landKm(nodes[a].v, nodes[b].v, Infinity, 0.3);
    return land > MOST_LAND_KM ? `${nodes[a].id} - ${nodes[b].id}: ${land.toFixed(1)} km` : [];
  });
  if (wrong.length) throw new Error(`lanes cross land: ${wrong.join(", ")}`);
}

function placeRows({ nodes, lanes }) {
  const used = new Set(lanes.flatMap(({ a, b }) => [a, b]));
  const rows = nodes.filter((node, i) => used.has(i) && !node.port).map((node) => [
    node.id, "sea_waypoint", node.name, "", "", "", "", "", "", lonOf(node.v).toFixed(2),
    latOf(node.v).toFixed(2), node.ocean, "", "", KEY, "C"].join(","));
  return [...new Set(rows)].sort();
}

function linkRows({ nodes, lanes }) {
  return lanes.map(({ a, b, km, passes, lineClass, isApproach, isCanal, passage }) => {
    const [from, to] = [nodes[a].id, nodes[b].id];
    const [source, grade] = isCanal && passage.source
      ? [`${KEY};${passage.source}`, passage.grade]
      : [isApproach || passage ? `${KEY};${TYPED}` : KEY, "C"];
    return [`lane_${from}_${to}`.replaceAll("sea_", ""), from, to, "sea", lengthText(km), "", "",
      "", lineClass, "", "", "both", passes[0] ?? "", "open", "", "", source, grade].join(",");
  }).sort();
}

/** The table with the generated rows replaced. */
function withRows(file, rows) {
  const [header, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  const source = header.split(",").indexOf("source");
  const typed = lines.filter((line) => !parseCsv(line)[0][source].startsWith(KEY));
  return [header, ...typed, ...rows].join("\n") + "\n";
}

const { check, worldFolder, packages } = readArguments("sea.mjs");
const here = fileURLToPath(new URL(".", import.meta.url));
const regionOf = new Map(readTable(`${worldFolder}/economies.csv`)
  .map(({ iso3, region }) => [iso3, region]));
const net = makeSeaNetwork(here, `${packages}/world-atlas-2.0.2/package`,
  readTable(`${worldFolder}/places.csv`));
splitRoads(net);
nameNodes(net.nodes);
assignTrades(net, regionOf);
checkLanes(net);
for (const [table, rows] of [["places", placeRows(net)], ["links", linkRows(net)]]) {
  const file = `${worldFolder}/${table}.csv`;
  console.log(`${table}: ${rows.length} rows of the sea`);
  writeTable(file, withRows(file, rows), check);
}
