// SPDX-License-Identifier: Apache-2.0
// Makes economies.csv: all ISO 3166-1 economies with names in four languages.
//
//   node tools/world/economies.mjs [--check] data/world PACKAGES
//
// PACKAGES: the folder of the unpacked npm packages (Unicode licence v3):
// cldr-localenames-full-48.2.0 and cldr-core-48.2.0, each as NAME-VERSION/package. Nothing
// else is read, and the same input gives the same bytes. --check compares (exit 1 when the
// table differs) and writes nothing. `./dev world` does all of it.
import { readFileSync } from "node:fs";
import { quote } from "./csv.mjs";
import { readArguments, writeTable } from "./run.mjs";

const { check, worldFolder, packages } = readArguments("economies.mjs");
const supplemental = (name) => JSON.parse(readFileSync(
  `${packages}/cldr-core-48.2.0/package/supplemental/${name}.json`, "utf8")).supplemental[name];

// Landlocked developing countries (United Nations list), and those that are not developing.
const landlocked = new Set((
  "AFG ARM AZE BDI BFA BOL BTN BWA CAF ETH KAZ KGZ LAO LSO MDA MKD MLI MNG MWI NER NPL PRY "
  + "RWA SSD SWZ TCD TJK TKM UGA UZB ZMB ZWE "
  + "AND AUT BLR CHE CZE HUN LIE LUX SMR SRB SVK VAT").split(" "));

// M49 sub-region to our region; exceptions by code below, because a freight map groups
// the Caucasus apart and Iran with Western Asia.
const regionOf = {
  143: "central_asia", "030": "east_asia", "035": "southeast_asia", "034": "south_asia",
  145: "west_asia", 151: "europe", 154: "europe", "039": "europe", 155: "europe",
  "021": "north_america", "029": "latin_america", "013": "latin_america",
  "005": "latin_america", "015": "africa", "011": "africa", "014": "africa", "017": "africa",
  "018": "africa", "053": "oceania", "054": "oceania", "057": "oceania", "061": "oceania",
};
const regionException = {
  ARM: "caucasus", AZE: "caucasus", GEO: "caucasus", IRN: "west_asia", CYP: "europe",
};

// CLDR's short form is the usual one for these; its long form names a political status.
const takeShortName = new Set(["HK", "MO", "PS", "MM"]);

const names = Object.fromEntries(["en", "kk", "ru", "zh"].map((lang) => {
  const file = `${packages}/cldr-localenames-full-48.2.0/package/main/${lang}/territories.json`;
  return [lang, JSON.parse(readFileSync(file, "utf8")).main[lang].localeDisplayNames.territories];
}));
const nameOf = (lang, iso2) => {
  const t = names[lang];
  return (takeShortName.has(iso2) && t[`${iso2}-alt-short`]) || t[iso2] || "";
};

// Other names that people type; CLDR has no list of them.
const otherNames = {
  ARE: "UAE;Emirates", BLR: "Belorussia", CHN: "PRC;People's Republic of China",
  CIV: "Ivory Coast", COD: "DR Congo;DRC;Congo-Kinshasa",
  COG: "Congo-Brazzaville;Republic of the Congo", CPV: "Cabo Verde", CZE: "Czech Republic",
  GBR: "UK;Great Britain;Britain", HKG: "Hong Kong SAR", IRN: "Islamic Republic of Iran",
  KGZ: "Kyrgyz Republic", KOR: "Republic of Korea", LAO: "Lao PDR", MAC: "Macau",
  MDA: "Republic of Moldova", MKD: "Macedonia", MMR: "Burma", NLD: "Holland", PRK: "DPRK",
  RUS: "Russian Federation", SAU: "KSA", SVK: "Slovak Republic", SWZ: "Swaziland",
  SYR: "Syrian Arab Republic", TLS: "East Timor", TUR: "Turkey",
  USA: "US;United States of America;America", VNM: "Viet Nam", ZAF: "RSA",
};

// CLDR also knows codes that ISO 3166-1 does not have.
const notIso = new Set("XK EA IC CQ QO EU UN EZ".split(" "));

const containment = supplemental("territoryContainment");
const codes = supplemental("codeMappings");
const lines = [];
for (const [group, region] of Object.entries(regionOf)) {
  for (const iso2 of containment[group]._contains.filter((code) => !notIso.has(code))) {
    const iso3 = codes[iso2]._alpha3;
    lines.push([iso3, iso2, ...["en", "kk", "ru", "zh"].map((lang) => nameOf(lang, iso2)),
      otherNames[iso3] ?? "", landlocked.has(iso3) ? 1 : 0, regionException[iso3] ?? region,
      "iso_country_codes;cldr_48", "B"].map(String).map(quote).join(","));
  }
}
lines.sort();
const header = "iso3,iso2,name_en,name_kk,name_ru,name_zh,aliases,landlocked,region,source,grade";
writeTable(`${worldFolder}/economies.csv`, [header, ...lines].join("\n") + "\n", check);
