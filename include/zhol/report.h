/* SPDX-License-Identifier: Apache-2.0 */
/** @file report.h  Results as text: tables for people, JSON, CSV and GeoJSON for
 * programs.
 *
 * Writers append to a zhol_buffer, so that the program, the API and the tests make the
 * same bytes. Nothing here prints.
 */
#ifndef ZHOL_REPORT_H
#define ZHOL_REPORT_H

#include <zhol/equilibrium.h>
#include <zhol/gravity.h>
#include <zhol/papers.h>
#include <zhol/ledger.h>
#include <zhol/plan.h>
#include <zhol/landed.h>
#include <zhol/matrix.h>
#include <zhol/route.h>
#include <zhol/skim.h>
#include <zhol/trade.h>
#include <zhol/indices.h>

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
    ZHOL_FORMAT_MD,
    ZHOL_FORMAT_TEX
} zhol_format;

/** What the landed cost of a way is asked for. */
typedef struct zhol_landed_options {
    const char *currency; /**< code, NULL: USD */
    double
        parcel_mass_t; /**< a person's parcel, with its share of the freight; 0: none */
    double parcel_value_usd; /**< ZHOL_NOT_GIVEN: its share of the consignment's value */
} zhol_landed_options;

typedef struct zhol_report_options {
    zhol_format format;
    uint32_t alternative; /**< whose legs the table shows: 1 .. n, or 0: the first */
    bool has_explanation; /**< for each number its parameter, unit, source and grade */
    uint32_t width;       /**< of a table, in columns; 0: 100 */
    const zhol_papers *papers; /**< whose bars the router obeyed; NULL: no rules */
    bool has_papers;           /**< of each way its papers; needs `papers` */
    bool ignores_rules;        /**< the answer says that rules were not obeyed */
    const zhol_landed_options *landed; /**< borrowed; NULL: without landed cost */
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

/** Two worlds that are held against each other, and their names in the answer. */
typedef struct zhol_diff_query {
    const zhol_world *a, *b; /**< borrowed */
    const char *name_a, *name_b;
} zhol_diff_query;

/** `zhol net diff A B`: rows of B that A has not, has otherwise or has more, matched by
 * the key of their table, with sums by table and of links by mode. Line numbers do not
 * count. Formats: table, json (zhol.net_diff/1), csv (a line for each row added or
 * removed and for each column changed). O(rows log rows).
 * @param[out] n_changes  0: the worlds hold the same rows. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_diff(const zhol_diff_query *query,
    const zhol_report_options *options, zhol_buffer *out, uint32_t *n_changes,
    zhol_error *err);

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
 * Formats: table, json. ZHOL_NONE: the tables hold none; ZHOL_USAGE: no row has such an
 * indicator or vintage. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_figures(const zhol_world *w,
    const zhol_figures_query *query, const zhol_report_options *options, zhol_buffer *out,
    zhol_error *err);

/** What is shown of a reach. */
typedef enum zhol_reach_part {
    ZHOL_REACH_PART_OCEANS = 1,
    ZHOL_REACH_PART_ECONOMIES = 2
} zhol_reach_part;

typedef struct zhol_reach_view {
    zhol_format format;      /**< table, json or csv */
    uint32_t figures;        /**< bit 1u << zhol_reach_figure; 0: all */
    uint32_t parts;          /**< bits of zhol_reach_part; 0: curves, oceans, regions */
    zhol_reach_by within_by; /**< of `within` */
    double within; /**< hours or dollars; 0: all steps. Economies: those of which half is
        reached within that */
} zhol_reach_view;

/** `zhol reach`: shares of the world against days and dollars, oceans, economies,
 * regions. @p base: what it is compared with, or NULL; it has the same start and figures.
 * Formats: table, json (zhol.reach/1), csv (one part). ZHOL_USAGE: two parts in csv. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_reach(const zhol_reach *reach,
    const zhol_reach *base, const zhol_reach_view *view, zhol_buffer *out,
    zhol_error *err);

/** Isochrones of a reach as GeoJSON (RFC 7946): a feature for each area with its days and
 * the shares of the figures reached within them, in the order of @p areas. Of the view:
 * figures. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_reach_areas(const zhol_reach *reach,
    const zhol_areas *areas, const zhol_reach_view *view, zhol_buffer *out,
    zhol_error *err);

/** `zhol reach --each economies`: ranks. @p base: what it is compared with, or NULL. Of
 * the view: format and figures. Formats: table, json (zhol.reach_each/1), csv. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_reach_each(const zhol_reach_ranks *ranks,
    const zhol_reach_ranks *base, const zhol_reach_view *view, zhol_buffer *out,
    zhol_error *err);

/** A reach as a picture (SVG): curves, and on them the share reached within the limit of
 * the view, else where the first figure comes to 65 %. Of the view: figures (0: GDP
 * (PPP), GDP (nominal) and people) and within. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_reach_plot(const zhol_reach *reach,
    const zhol_reach *base, const zhol_reach_view *view, zhol_buffer *out,
    zhol_error *err);

/** `zhol matrix`: where a matrix goes. */
typedef enum zhol_matrix_format { ZHOL_MATRIX_OMX, ZHOL_MATRIX_CSV } zhol_matrix_format;

typedef struct zhol_matrix_output {
    const char *path; /**< replaced once the new file is complete; NULL: nothing is
        written, a part of the bands is made for another process */
    zhol_matrix_format format;
    const char *modules;   /**< of OMX: the folder of modules */
    const char *question;  /**< how it was asked, kept in OMX; NULL: not said */
    uint64_t memory_bytes; /**< that all of it may take, the matrix too; 0: any */
    bool is_shared; /**< with other processes, whose pieces pass through this one */
    bool (*progress)(void *user, uint32_t rows_done, uint32_t n_rows); /**< false: stop */
    void *user;
} zhol_matrix_output;

/** Computes a matrix and writes it.
 *
 * CSV: from_id,to_id and a column for each metric ("time_h"), one line a pair, nothing
 * where no way leads. OMX 0.2: /data/time ... as doubles, -1 (attribute NA) where no way
 * leads, /lookup/from and /lookup/to with the ids. The same bytes for any n_threads and
 * memory.
 * @param summary  receives what was computed, for people.
 * @return ZHOL_OK; ZHOL_LIMIT (too little memory: the message says how much it needs;
 *         stopped); ZHOL_IO (the file, the module); the old file is then as it was. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_matrix(zhol_matrix *m,
    const zhol_matrix_output *output, zhol_buffer *summary, zhol_error *err);

/** The same in steps, for processes that share the work: each makes bands with a writer
 * of its own, one of them adds the pieces of all in the order of the bands. */
typedef struct zhol_matrix_writer zhol_matrix_writer;

/** @param[out] out  owned by the caller: zhol_matrix_writer_free(). Borrows both. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_matrix_writer_new(zhol_matrix *m,
    const zhol_matrix_output *output, zhol_matrix_writer **out, zhol_error *err);
ZHOL_API void zhol_matrix_writer_free(zhol_matrix_writer *w); /**< NULL is allowed */

/** Bands that fit into its memory at once: at least 1. */
ZHOL_API uint32_t zhol_matrix_writer_room(const zhol_matrix_writer *w);

/** Makes the pieces of n bands, at most as many as there is room for. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_matrix_writer_make(
    zhol_matrix_writer *w, uint32_t first_band, uint32_t n, zhol_error *err);
/** The i-th piece made, bytes to be handed on; borrowed until the next are made. */
ZHOL_API const void *zhol_matrix_writer_piece(
    const zhol_matrix_writer *w, uint32_t i, size_t *n_bytes);
/** Bytes of a piece at most. */
ZHOL_API uint64_t zhol_matrix_writer_piece_max(const zhol_matrix_writer *w);
/** Adds the piece of the next band. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_matrix_writer_add(
    zhol_matrix_writer *w, const void *piece, size_t n_bytes, zhol_error *err);
/** All bands are there: the file takes its name. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_matrix_writer_keep(
    zhol_matrix_writer *w, zhol_buffer *summary, zhol_error *err);

/** What a sheet looks at. */
typedef struct zhol_brief_options {
    zhol_scenario scenario;
    bool is_markdown;          /**< else HTML */
    const zhol_papers *papers; /**< of a shipment: whose bars were obeyed; or NULL */
    const zhol_landed_options *landed; /**< of a shipment; NULL: without landed cost */
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

/** `zhol validate`: the cases of a ledger that was run, their errors and verdicts, and
 * totals by class of time, mode and economy. Formats: table, json (zhol.validate/1), csv,
 * md. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_ledger(const zhol_world *w,
    const zhol_ledger *ledger, const zhol_report_options *options, zhol_buffer *out,
    zhol_error *err);

/** `zhol net export --as svg`: the whole network as one picture, 1600 x 800. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_network_svg(
    const zhol_world *w, zhol_buffer *out, zhol_error *err);

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

/** How answers about trade are shown. */
typedef struct zhol_trade_view {
    zhol_format format; /**< table, json or csv */
    uint32_t most;      /**< lines of each list of a table; 0: all. Others give all. */
} zhol_trade_view;

/** `zhol trade partners ECONOMY`: the years, and all partners of the last one. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_partners(const zhol_panel *panel,
    const zhol_trade_options *asked, const zhol_partners *partners,
    const zhol_trade_view *view, zhol_buffer *out, zhol_error *err);

/** `zhol trade partners ECONOMY --partner P`: one partner in all years, as both report
 * it. Either result may be NULL: then it says nothing about it. */
typedef struct zhol_partner_views {
    const zhol_partners *partners;
    const zhol_mirror *mirror;
} zhol_partner_views;
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_partner(const zhol_panel *panel,
    const zhol_trade_options *asked, const zhol_partner_views *views,
    const zhol_trade_view *view, zhol_buffer *out, zhol_error *err);

/** `zhol trade structure ECONOMY`: indices of all years; the members themselves in JSON
 * and CSV, and in a table that is about one year. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_structure(const zhol_panel *panel,
    const zhol_trade_options *asked, const zhol_structures *structures,
    const zhol_trade_view *view, zhol_buffer *out, zhol_error *err);

/** `zhol trade growth ECONOMY`. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_growth(const zhol_panel *panel,
    const zhol_trade_options *asked, const zhol_growth *growth,
    const zhol_trade_view *view, zhol_buffer *out, zhol_error *err);

/** `zhol trade simulate`: what else an answer tells. What is NULL was not asked for. */
typedef struct zhol_simulation_view {
    zhol_format format; /**< table, json (zhol.simulate/1) or csv */
    uint32_t most;      /**< lines of a table; 0: all */
    const zhol_flows *flows;
    const zhol_flows_options *read;
    const zhol_shock *shock;
    const zhol_network_costs *network;
    const zhol_network_found *found; /**< goes with network */
    const char *goods; /**< whose value of time it is; NULL: of the matrices, or yours */
} zhol_simulation_view;
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_simulation(
    const zhol_simulation *simulation, const zhol_simulation_view *view, zhol_buffer *out,
    zhol_error *err);

/** The trade of a simulation as CSV, in the unit of the flows with world output as
 * before: exporter,importer,trade,trade_hat of pairs that trade; trade_hat is over the
 * trade before, of the closure zero over that of the world without imbalances. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_simulated_trade(
    const zhol_simulation *simulation, zhol_buffer *out, zhol_error *err);

/** How answers about files of trade by product are shown. Formats: table, json, csv. */
typedef struct zhol_cube_view {
    const zhol_world *world; /**< for names of economies with an ISO code; or NULL */
    const char *path;        /**< of the file, for the first line */
    zhol_format format;
    uint32_t most; /**< lines of each list of a table; 0: all. JSON and CSV give all. */
} zhol_cube_view;

/** `zhol trade structure ECONOMY --products FILE`: zhol.indices/1. */
typedef struct zhol_index_answer {
    const zhol_index_options *options;
    const zhol_complexity *complexity; /**< by these options */
    const zhol_indices *indices;       /**< of it */
} zhol_index_answer;
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_indices(const zhol_cube *cube,
    const zhol_index_answer *answer, const zhol_cube_view *view, zhol_buffer *out,
    zhol_error *err);

/** `zhol trade structure all --products FILE`: zhol.ranking/1, one line an economy. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_ranking(const zhol_cube *cube,
    const zhol_complexity *complexity, const zhol_ranking *ranking,
    const zhol_cube_view *view, zhol_buffer *out, zhol_error *err);

/** `zhol trade complementarity`: zhol.complementarity/1. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_complements(const zhol_cube *cube,
    const zhol_complements *complements, const zhol_cube_view *view, zhol_buffer *out,
    zhol_error *err);

/** `zhol trade potential`, supply x demand x ease: zhol.potential/1. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_potential(const zhol_cube *cube,
    const zhol_potential *potential, const zhol_cube_view *view, zhol_buffer *out,
    zhol_error *err);

/** `zhol trade potential`, what a gravity model expects: zhol.potential/1. @p model: one
 * line about it, as its formula. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_gaps(const zhol_gaps *gaps,
    const char *model, const zhol_cube_view *view, zhol_buffer *out, zhol_error *err);

/** `zhol plan show`: which projects; what is not asked for is ZHOL_NO_ROW or NULL. */
typedef struct zhol_projects_query {
    const char *programme; /**< its id */
    zhol_ref builder;      /**< an economy */
    uint32_t kind, state;  /**< zhol_project_kind, zhol_project_state */
    zhol_ref project;      /**< one project, with all that it changes */
} zhol_projects_query;

/** Projects with their cost, and sums by programme over those costs that were found.
 * Dollars are those of the base year. Formats: table, json, csv. ZHOL_NONE: no project.
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_projects(const zhol_world *w,
    const zhol_projects_query *query, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err);

/** `zhol plan evaluate`: each project alone, last in, and all of them. Formats: table,
 * json, csv. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_evaluation(const zhol_plan *plan,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err);

/** `zhol plan synergy`: Shapley values; synergy of builders' sides, of hard and soft
 * measures, of two programmes over all labellings, and of pairs. The programmes are those
 * that the two economies own, or the two that are named. Formats: table, json, csv. */
typedef struct zhol_synergy_query {
    zhol_ref side[2];          /**< economies */
    const char *programmes[2]; /**< ids, or NULL */
} zhol_synergy_query;
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_synergy(const zhol_plan *plan,
    const zhol_synergy_query *query, const zhol_report_options *options, zhol_buffer *out,
    zhol_error *err);

/** `zhol plan synchronise`: the plan's projects are the sides of one line. What each year
 * brings while sides are missing, and what is lost if one side opens later than the
 * others by 1 .. max_delay_years, each later year's loss divided by (1 + discount)^years.
 * Formats: table, json, csv. */
typedef struct zhol_synchronise_query {
    const char *line;
    uint32_t max_delay_years;
    double discount_pct; /**< a year; 0: none */
} zhol_synchronise_query;
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_synchronise(const zhol_plan *plan,
    const zhol_synchronise_query *query, const zhol_report_options *options,
    zhol_buffer *out, zhol_error *err);

/** What is written of an estimate. */
typedef enum zhol_estimate_part {
    ZHOL_ESTIMATE_COEFFICIENTS, /**< table, json, csv or tex */
    ZHOL_ESTIMATE_EFFECTS,      /**< csv: effect,level,value; needs wants_effects */
    ZHOL_ESTIMATE_ROWS,         /**< csv: row,state,y,fitted,residual,certificate */
    ZHOL_ESTIMATE_COVARIANCE    /**< csv: name,estimate, and a column for each name; those
                                   that are collinear are left out */
} zhol_estimate_part;

typedef struct zhol_estimate_view {
    zhol_format format;
    zhol_estimate_part part;
    bool lists_separated; /**< of a table: each separated row, with its certificate */
} zhol_estimate_view;

/** `zhol trade estimate`. Rows are those of the file, the first below the names is 1. In
 * the table and csv intervals are of 95 %: of the normal distribution, of OLS of
 * Student's t. In json (zhol.estimate/1) what is not defined is null.
 * @return ZHOL_OK; ZHOL_USAGE (a form that the part has not; effects that were not kept);
 * ZHOL_LIMIT (memory). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_estimate(const zhol_estimate *estimate,
    const zhol_estimate_view *view, zhol_buffer *out, zhol_error *err);

/** `zhol border NAME`: crossings of borders side by side.
 *
 * A crossing is two places of two economies that a link joins. @p name: a place, a link's
 * id, or two economies ("KAZ-CHN"). For each crossing its links with their capacity;
 * hours and dollars of passing (1 FEU of 20 t, both sides, without the change of gauge)
 * by direction, class of service, year and regime as routes count them; the rows behind
 * them; what changes the gauge; closures; rules about goods that name it.
 * @return ZHOL_OK; ZHOL_USAGE (unknown name, with the nearest); ZHOL_NONE (no such
 * crossing); ZHOL_BAD_DATA (a currency without a rate); ZHOL_LIMIT.
 */
typedef struct zhol_border_view {
    zhol_format format;    /**< table, md or json */
    uint32_t year;         /**< 0: all years that rows have */
    const char *direction; /**< NULL: both; "out" of the side that is named first, "in"
                              to it; or two economies: "CHN-KAZ" */
} zhol_border_view;

ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_report_border(const zhol_world *w,
    const char *name, const zhol_border_view *view, zhol_buffer *out, zhol_error *err);

/** Writes a text to a file: under a temporary name beside it, synced, renamed. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_buffer_save(
    const zhol_buffer *b, const char *path, zhol_error *err);

/** "0.1.0 (world file 1, ...)": version and what this build can do. Static text. */
ZHOL_API const char *zhol_version(void);

#endif
