// SPDX-License-Identifier: Apache-2.0
// Makes the rows of figures.csv that come from Unicode CLDR: people and GDP (PPP) of every
// economy, one vintage for each edition. Rows of other vintages are typed by hand: they are
// kept as they stand, after those of CLDR.
//
//   node tools/world/figures.mjs [--check] data/world PACKAGES
//
// PACKAGES: the folder of the unpacked npm packages cldr-core-VERSION/package. Writes
// data/world/figures.csv, or with --check compares it (exit 1 when it differs). The same
// input gives the same bytes. `./dev world` does all of it.
import { existsSync, readFileSync } from "node:fs";
import { readArguments, writeTable } from "./run.mjs";

// The year that an edition stands for: source rule_cldr_year says why.
const editions = [
  { version: "27.0.3", vintage: "cldr_27", year: 2013 },
  { version: "36.0.0", vintage: "cldr_36", year: 2018 },
  { version: "48.2.0", vintage: "cldr_48", year: 2024 },
];
const header = "iso3,indicator,year,value,vintage,source,grade";

const { check, worldFolder, packages } = readArguments("figures.mjs");

// The codes stand in the first two columns, which are never quoted.
const economies = readFileSync(`${worldFolder}/economies.csv`, "utf8").trim().split("\n")
  .slice(1).map((line) => line.split(",").slice(0, 2));

function rowsOf({ version, vintage, year }) {
  const file = `${packages}/cldr-core-${version}/package/supplemental/territoryInfo.json`;
  const info = JSON.parse(readFileSync(file, "utf8")).supplemental.territoryInfo;
  const source = `${vintage === "cldr_48" ? "cldr_48_core" : vintage};rule_cldr_year,C`;
  const rows = [];
  for (const [iso3, iso2] of economies) {
    const territory = info[iso2];
    if (!territory) throw new Error(`${file}: no territory '${iso2}' (${iso3})`);
    for (const [indicator, field] of [["population", "_population"], ["gdp_ppp_usd", "_gdp"]]) {
      if (!/^\d+$/.test(territory[field] ?? "")) {
        throw new Error(`${file}: ${iso2} ${field} '${territory[field]}' is not a number`);
      }
      rows.push([iso3, indicator, year, territory[field], vintage, source].join(","));
    }
  }
  return rows;
}

const table = `${worldFolder}/figures.csv`;
const old = existsSync(table) ? readFileSync(table, "utf8") : `${header}\n`;
const isOurs = (line) => editions.some((e) => line.split(",")[4] === e.vintage);
const typed = old.trim().split("\n").slice(1).filter((line) => !isOurs(line));
const text = [header, ...editions.flatMap(rowsOf), ...typed].join("\n") + "\n";
writeTable(table, text, check);
