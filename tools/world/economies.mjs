// SPDX-License-Identifier: Apache-2.0
// Makes economies.csv: all ISO 3166-1 economies with names in four languages.
//
//   npm pack cldr-localenames-full@48.2.0 && tar xzf cldr-localenames-full-48.2.0.tgz
//   node tools/world/economies.mjs country-codes.csv package > economies.csv
//
// country-codes.csv: codes, M49 regions and the LLDC flag (datasets/country-codes, PDDL).
// package: the unpacked npm package (Unicode licence v3). Nothing else is read, and the
// same input gives the same bytes.
import { readFileSync } from "node:fs";

const [codesFile, cldrFolder] = process.argv.slice(2);
if (!codesFile || !cldrFolder) {
  console.error("usage: node tools/world/economies.mjs country-codes.csv CLDR_FOLDER > economies.csv");
  process.exit(2);
}

// The UN flag marks *developing* landlocked economies only. These have no coast either
// (coastline 0 in the CIA World Factbook).
const alsoLandlocked = new Set(
  "AND AUT BLR CHE CZE HUN LIE LUX SMR SRB SVK VAT".split(" "));

// M49 sub-region to our region; exceptions by code below, because a freight map groups
// the Caucasus apart and Iran with Western Asia.
const regionOf = {
  "Central Asia": "central_asia",
  "Eastern Asia": "east_asia",
  "South-eastern Asia": "southeast_asia",
  "Southern Asia": "south_asia",
  "Western Asia": "west_asia",
  "Eastern Europe": "europe",
  "Northern Europe": "europe",
  "Southern Europe": "europe",
  "Western Europe": "europe",
  "Northern America": "north_america",
  "Latin America and the Caribbean": "latin_america",
  "Northern Africa": "africa",
  "Sub-Saharan Africa": "africa",
  "Australia and New Zealand": "oceania",
  "Melanesia": "oceania",
  "Micronesia": "oceania",
  "Polynesia": "oceania",
};
const regionException = {
  ARM: "caucasus", AZE: "caucasus", GEO: "caucasus", IRN: "west_asia", CYP: "europe",
};

// CLDR's short form is the usual one for these; its long form names a political status.
const takeShortName = new Set(["HK", "MO", "PS", "MM"]);

function parseCsv(text) {
  const rows = [];
  let row = [], field = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { field += '"'; i++; }
      else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === ",") { row.push(field); field = ""; }
    else if (c === "\n") { row.push(field); rows.push(row); row = []; field = ""; }
    else if (c !== "\r") field += c;
  }
  if (field || row.length) { row.push(field); rows.push(row); }
  return rows;
}

const quote = (s) => (/[",\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s);

const [header, ...body] = parseCsv(readFileSync(codesFile, "utf8").replace(/^\uFEFF/, ""));
const col = (name) => {
  const i = header.indexOf(name);
  if (i < 0) throw new Error(`${codesFile}: no column '${name}'`);
  return i;
};
const iIso3 = col("ISO3166-1-Alpha-3"), iIso2 = col("ISO3166-1-Alpha-2");
const iSub = col("Sub-region Name"), iLldc = col("Land Locked Developing Countries (LLDC)");

const names = Object.fromEntries(["en", "kk", "ru", "zh"].map((lang) => {
  const file = `${cldrFolder}/main/${lang}/territories.json`;
  return [lang, JSON.parse(readFileSync(file, "utf8")).main[lang].localeDisplayNames.territories];
}));
const nameOf = (lang, iso2) => {
  const t = names[lang];
  return (takeShortName.has(iso2) && t[`${iso2}-alt-short`]) || t[iso2] || "";
};

const lines = [];
for (const r of body) {
  const iso3 = r[iIso3], iso2 = r[iIso2];
  if (!/^[A-Z]{3}$/.test(iso3 ?? "") || iso3 === "ATA") continue; // Antarctica has no economy
  const region = iso3 in regionException ? regionException[iso3] : regionOf[r[iSub]];
  if (region === undefined) throw new Error(`${iso3}: no region for '${r[iSub]}'`);
  const landlocked = r[iLldc] === "x" || alsoLandlocked.has(iso3) ? 1 : 0;
  lines.push([iso3, iso2, ...["en", "kk", "ru", "zh"].map((l) => nameOf(l, iso2)), landlocked,
    region, "iso_country_codes;cldr_48", "B"].map(String).map(quote).join(","));
}
lines.sort();
console.log("iso3,iso2,name_en,name_kk,name_ru,name_zh,landlocked,region,source,grade");
console.log(lines.join("\n"));
