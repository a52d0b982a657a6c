// SPDX-License-Identifier: Apache-2.0
// Reading and writing the tables as text: RFC 4180, no numbers are made of the fields.
import { readFileSync } from "node:fs";

export function parseCsv(text) {
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

export const quote = (s) => (/[",\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s);

/** The rows of a table as objects by column; `line` is the number of the row's line. */
export function readTable(file) {
  const [header, ...body] = parseCsv(readFileSync(file, "utf8"));
  return body.map((row, i) => {
    if (row.length !== header.length) {
      throw new Error(`${file}: row ${i + 1} has ${row.length} fields, not ${header.length}`);
    }
    return { ...Object.fromEntries(header.map((name, k) => [name, row[k]])), line: i + 2 };
  });
}
