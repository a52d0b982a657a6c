/* SPDX-License-Identifier: Apache-2.0 */
/** @file report.h  What the files of this room share. */
#ifndef ZI_REPORT_REPORT_H
#define ZI_REPORT_REPORT_H

#include <zhol/report.h>

#include "base/text.h"
#include "io/json.h"
#include "report/grid.h"

/* The public buffer has no `failed` mark: writers work on a zi_buffer between these two.
 */
zi_buffer zi_report_take_over(zhol_buffer *out);
zhol_status zi_report_hand_over(zi_buffer *made, zhol_buffer *out, zhol_error *err);

/* The forms of a routes answer, one file each. */
void zi_routes_table(const zhol_routes *routes, const zhol_report_options *options,
    zhol_landed *const *landed, zi_buffer *out);
/* Its parts: "A to B: 1 FEU of 20 t", the ways side by side, the legs of one. */
void zi_routes_head(const zhol_routes *routes, zi_buffer *out);
void zi_routes_ways(const zhol_routes *routes, zi_grid_form form, zi_buffer *out);
void zi_routes_legs(
    const zhol_routes *routes, uint32_t i, zi_grid_form form, zi_buffer *out);
void zi_routes_explain(
    const zhol_routes *routes, const zhol_alternative *way, zi_buffer *out);
void zi_routes_json(const zhol_routes *routes, const zhol_report_options *options,
    zhol_landed *const *landed, zi_buffer *out);
/* The landed cost of every way, freed by zi_routes_free_landed(). */
zhol_status zi_routes_land(const zhol_routes *routes, const zhol_landed_options *options,
    zhol_landed ***out, zhol_error *err);
void zi_routes_free_landed(const zhol_routes *routes, zhol_landed **landed);
/** The landed cost of way i. @p out: zhol_landed_free(). */
ZHOL_MUST_CHECK zhol_status zi_routes_land_one(const zhol_routes *routes, uint32_t i,
    const zhol_landed_options *options, zhol_landed **out, zhol_error *err);
void zi_routes_landed_table(const zhol_routes *routes, uint32_t way,
    const zhol_report_options *options, const zhol_landed *landed, zi_buffer *out);
void zi_routes_landed_json(const zhol_landed *landed, zi_json *j);
void zi_routes_csv(const zhol_routes *routes, zi_buffer *out);
void zi_routes_geojson(const zhol_routes *routes, zi_buffer *out);

/** Id and English name of a place; "(point)" for ZHOL_NO_ROW. */
const char *zi_report_place_id(const zhol_world *w, zhol_ref place);
const char *zi_report_place_name(const zhol_world *w, zhol_ref place);
/** ISO 3166 code of a place's economy, "" at sea. */
const char *zi_report_place_iso2(const zhol_world *w, zhol_ref place);
const char *zi_report_place_iso3(const zhol_world *w, zhol_ref place);

/** "fastest, cheapest" or "" */
const char *zi_report_labels(uint32_t labels, const char *between, char out[96]);

/** The year of the answer's rows for people: "2019-2023". */
void zi_report_data_line(const zhol_routes *routes, zi_buffer *out);

/** One field of CSV, quoted where RFC 4180 asks for it. */
void zi_report_csv_text(zi_buffer *out, const char *text);
void zi_report_csv_number(zi_buffer *out, double x);

#endif
