/* SPDX-License-Identifier: Apache-2.0 */
/** @file report.h  Results as text: tables for people, JSON, CSV and GeoJSON for
 * programs.
 *
 * Writers append to a zhol_buffer, so that the program, the API and the tests make the
 * same bytes. Nothing here prints.
 */
#ifndef ZHOL_REPORT_H
#define ZHOL_REPORT_H

#include <zhol/papers.h>
#include <zhol/route.h>

/** A growing text; zero it before use, free it with zhol_buffer_free(). */
typedef struct zhol_buffer {
    char *data; /**< NUL-terminated once anything was written */
    size_t length, capacity;
} zhol_buffer;

ZHOL_API void zhol_buffer_free(zhol_buffer *b);

typedef enum zhol_format {
    ZHOL_FORMAT_TABLE,
    ZHOL_FORMAT_JSON,
    ZHOL_FORMAT_CSV,
    ZHOL_FORMAT_GEOJSON,
    ZHOL_FORMAT_MD
} zhol_format;

typedef struct zhol_report_options {
    zhol_format format;
    uint32_t alternative; /**< whose legs the table shows: 1 .. n, or 0: the first */
    bool has_explanation; /**< for each number its parameter, unit, source and grade */
    uint32_t width;       /**< of a table, in columns; 0: 100 */
    const zhol_papers *papers; /**< whose bars the router obeyed; NULL: no rules */
    bool has_papers;           /**< of each way its papers; needs `papers` */
    bool ignores_rules;        /**< the answer says that rules were not obeyed */
} zhol_report_options;

ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_routes(const zhol_routes *routes,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err);

/** `zhol papers`: what the rules ask on one way (options->alternative). Formats: table,
 * json (zhol.papers/1), md. ZHOL_USAGE: there is no such way. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_papers(const zhol_routes *routes,
    const zhol_papers *papers, const zhol_report_options *options, zhol_buffer *out,
    zhol_error *err);

/** `zhol net info`: counts by table and grade. Formats: table, json. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_world(const zhol_world *w,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err);

/** `zhol places NAME`: what a name may mean. Formats: table, json, csv. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_places(const zhol_world *w,
    const zhol_match *matches, uint32_t n_matches, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err);

/** What figures are asked for. */
typedef struct zhol_figures_query {
    const zhol_scope *scopes; /**< economies and groups: added up */
    uint32_t n_scopes;
    const char *indicator, *vintage; /**< NULL: any */
    uint32_t year;                   /**< 0: any */
    uint32_t as_of;                  /**< date of memberships */
} zhol_figures_query;

/** `zhol figures`: each figure with the world's sum of the same vintage, share and rank.
 * Formats: table, json. ZHOL_NONE: the tables hold none. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_figures(const zhol_world *w,
    const zhol_figures_query *query, const zhol_report_options *options, zhol_buffer *out,
    zhol_error *err);

/** What a sheet looks at. */
typedef struct zhol_brief_options {
    zhol_scenario scenario;
    bool is_markdown; /**< else HTML */
} zhol_brief_options;

/** `zhol brief A B`: one self-contained sheet on two economies: figures, trade as both
 * report it, ways both ways, crossings, reach, agreements, projects, sources. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_brief(const zhol_world *w, zhol_ref a,
    zhol_ref b, const zhol_brief_options *options, zhol_buffer *out, zhol_error *err);

/** `zhol brief --route`: one sheet on one shipment: ways, legs and numbers explained,
 * sources. @p way: 0 is the first. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_brief_route(const zhol_routes *routes,
    uint32_t way, const zhol_brief_options *options, zhol_buffer *out, zhol_error *err);

/** `zhol claims`: the statements of the table `claims`, tested by the computations of
 * `checks`; @p number: one of them with its steps, 0: all. Formats: table, json, md. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_claims(const zhol_world *w,
    uint32_t number, const zhol_report_options *options, zhol_buffer *out,
    zhol_error *err);

/** `zhol net export`: the network as GeoJSON (points and lines; lines that cross the
 * 180th meridian are cut), or as one GMNS 0.96 table ("node" or "link") in CSV. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_network_geojson(
    const zhol_world *w, zhol_buffer *out, zhol_error *err);
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_gmns(
    const zhol_world *w, bool is_link_table, zhol_buffer *out, zhol_error *err);

/** `zhol route --batch`: many consignments, one row each in and out, in the order of the
 * file.
 *
 * Columns of the input, in any order: id, from, to (required); goods, mass_t, units,
 * value_usd, year, regime, depart, deliver_by (optional, empty: as in @p base and
 * @p consignment). A row that cannot be answered gets its status and message; the batch
 * goes on. The same bytes for any @p n_threads. Each thread makes a router of its own.
 * @return ZHOL_OK, ZHOL_BAD_DATA (the file itself is wrong: "file:line: ..."), ZHOL_IO,
 * ZHOL_LIMIT.
 */
typedef struct zhol_batch_options {
    zhol_route_options base;      /**< what every row starts from */
    zhol_consignment consignment; /**< likewise */
    zhol_known known;             /**< of the goods, for the rules */
    bool ignores_rules;           /**< rules about the goods are not obeyed */
    uint32_t n_threads;           /**< 0: 1 */
} zhol_batch_options;

ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_batch(const zhol_world *w,
    const char *path, const zhol_batch_options *options, zhol_buffer *out,
    zhol_error *err);

/** Writes a text to a file: under a temporary name beside it, synced, renamed. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_buffer_save(
    const zhol_buffer *b, const char *path, zhol_error *err);

/** "0.1.0 (world file 1, ...)": version and what this build can do. Static text. */
ZHOL_API const char *zhol_version(void);

#endif
