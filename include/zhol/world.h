/* SPDX-License-Identifier: Apache-2.0 */
/** @file world.h  A world: all tables in memory, from a folder of CSV or a world.zhol
 * file.
 *
 * zhol_world is *data*: immutable once made, shared by any number of threads, freed by
 * zhol_world_free(). Arrays and texts it hands out are borrowed and live as long as it
 * does.
 */
#ifndef ZHOL_WORLD_H
#define ZHOL_WORLD_H

#include <stddef.h>
#include <zhol/facts.h>
#include <zhol/goods.h>
#include <zhol/net.h>

typedef struct zhol_world zhol_world;

/* Tables that say what moving costs. Money is nominal, of its row's year and currency. */

typedef struct zhol_source {
    zhol_text key, citation, address, licence;
    uint32_t seen_date, line, is_mine;
} zhol_source;

typedef struct zhol_rate {
    double fixed, per_km, per_h;
    zhol_scope at;
    zhol_text id, currency;
    uint32_t mode, service_class, line_class, direction, unit, year;
    zhol_origin origin;
} zhol_rate;

typedef struct zhol_speed {
    double speed, cv;
    zhol_scope at;
    uint32_t mode, service_class, line_class, year;
    uint32_t is_per_day; /**< 1: km_day, 0: km_h */
    zhol_origin origin;
} zhol_speed;

typedef enum zhol_carrier {
    ZHOL_CARRIER_ELECTRICITY,
    ZHOL_CARRIER_DIESEL,
    ZHOL_CARRIER_FUEL_OIL,
    ZHOL_N_CARRIERS
} zhol_carrier;

typedef struct zhol_emission {
    double use_per_tkm; /**< kWh (electricity) or g of fuel */
    zhol_scope at;
    uint32_t mode, service_class, carrier, unit; /**< unit: 0 kwh, 1 g */
    zhol_origin origin;
} zhol_emission;

typedef struct zhol_energy {
    double wtw_g, ttw_g; /**< g CO2e for one kWh or one g of fuel */
    zhol_scope at;
    uint32_t carrier, year, unit; /**< unit: 0 kwh, 1 g */
    zhol_origin origin;
} zhol_energy;

typedef struct zhol_commodity {
    double value_usd_per_t, value_of_time_pct_per_day;
    zhol_text hs, name_en;
    uint32_t cargo; /**< zhol_cargo; "general" in the table is ZHOL_CARGO_ANY */
    uint32_t year;
    zhol_origin origin;
} zhol_commodity;

typedef struct zhol_currency {
    double per_usd;
    zhol_text code;
    uint32_t year;
    zhol_origin origin;
} zhol_currency;

typedef struct zhol_deflator {
    double index;
    uint32_t year;
    zhol_origin origin;
} zhol_deflator;

typedef struct zhol_parameter {
    double value, lo, hi;
    zhol_text name, unit;
    uint32_t year;
    zhol_origin origin;
} zhol_parameter;

/* Making worlds */

typedef struct zhol_problems zhol_problems;

/** Reads and checks a folder of tables (docs/tables.md).
 *
 * Every problem is found, not only the first; the first one is the message.
 * @param problems  receives all of them, doubts too; or NULL.
 * @param mine  a folder with the user's own rows of the same tables, laid over it; or
 * NULL.
 * @return ZHOL_OK, ZHOL_BAD_DATA ("file:line: what was found, what would be right"),
 *         ZHOL_IO or ZHOL_LIMIT.  O(rows log rows).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_read(const char *folder, const char *mine,
    zhol_problems *problems, zhol_world **out, zhol_error *err);

/** A place as one mode of one gauge uses it: an end of links. */
typedef struct zhol_berth {
    zhol_ref place;
    uint32_t mode, gauge_mm;
} zhol_berth;

/** How berths are ordered for hierarchies (<zhol/graph.h>): by nested dissection (METIS),
 * or always the one with the fewest neighbours first, which needs no library. */
typedef enum zhol_berth_order {
    ZHOL_BERTHS_BY_DISSECTION,
    ZHOL_BERTHS_BY_DEGREE,
    ZHOL_N_BERTH_ORDERS
} zhol_berth_order;

/** Orders the berths of a world that nobody else uses yet in another way.
 *
 * zhol_world_read() has ordered them already: by dissection, or by degree where the
 * library was built without METIS (ZHOL_METIS=OFF). METIS traps signals while it runs.
 * O(links) + METIS; by degree: O(berths^2) bits.
 * @return ZHOL_OK, or ZHOL_LIMIT (memory; built without METIS). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_order_berths(
    zhol_world *w, zhol_berth_order how, zhol_error *err);

/** Writes the one memory-mapped file: to a temporary name beside it, synced, renamed. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_write(
    const zhol_world *world, const char *path, zhol_error *err);

/** Maps a world file; verifies header, checksums, every offset, reference and number.
 * @param mine  as in zhol_world_read(): base rows are then copied and own rows merged in.
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_open(
    const char *path, const char *mine, zhol_world **out, zhol_error *err);

ZHOL_API void zhol_world_free(zhol_world *world); /**< NULL is allowed */

/** The list of what is wrong or doubtful with a folder of tables. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_problems_new(
    zhol_problems **out, zhol_error *err);
ZHOL_API void zhol_problems_free(zhol_problems *p);
ZHOL_API uint32_t zhol_problems_count(const zhol_problems *p);
/** The i-th message in the order of files and lines; @p is_warning tells doubt from
 * fault. */
ZHOL_API const char *zhol_problems_message(
    const zhol_problems *p, uint32_t i, bool *is_warning);

/* Looking at worlds. Each returns the table's rows and their number. */

ZHOL_API const char *zhol_world_text(const zhol_world *w, zhol_text text);
ZHOL_API const zhol_source *zhol_world_sources(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_economy *zhol_world_economies(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_membership *zhol_world_memberships(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_place *zhol_world_places(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_link *zhol_world_links(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_pass *zhol_world_passes(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_status_row *zhol_world_statuses(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_procedure *zhol_world_procedures(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_service *zhol_world_services(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_scope *zhol_world_stops(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_rate *zhol_world_rates(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_speed *zhol_world_speeds(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_emission *zhol_world_emissions(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_energy *zhol_world_energies(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_commodity *zhol_world_commodities(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_currency *zhol_world_currencies(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_deflator *zhol_world_deflators(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_parameter *zhol_world_parameters(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_figure *zhol_world_figures(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_trade_row *zhol_world_trade(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_processing *zhol_world_processing(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_agreement *zhol_world_agreements(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_document *zhol_world_documents(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_rule *zhol_world_rules(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_duty *zhol_world_duties(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_parcel *zhol_world_parcels(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_programme *zhol_world_programmes(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_project *zhol_world_projects(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_effect *zhol_world_effects(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_claim *zhol_world_claims(const zhol_world *w, uint32_t *n);
ZHOL_API const zhol_check *zhol_world_checks(const zhol_world *w, uint32_t *n);

/** The berths, each once, in the order in which a hierarchy takes them: the first is
 * contracted first. It is made of all links, whatever their state, and says nothing about
 * answers: only how fast they are found. Those that own rows add in zhol_world_open()
 * come first. */
ZHOL_API const zhol_berth *zhol_world_berths(const zhol_world *w, uint32_t *n);
ZHOL_API zhol_berth_order zhol_world_berth_order(const zhol_world *w);

/** Tables by number, for listings: name ("places") and rows. 0 <= table < n_tables. */
ZHOL_API uint32_t zhol_world_n_tables(void);
ZHOL_API const char *zhol_world_table_name(uint32_t table);
ZHOL_API uint32_t zhol_world_table_rows(const zhol_world *w, uint32_t table);
/** How many rows of a table have each grade. */
ZHOL_API void zhol_world_table_grades(
    const zhol_world *w, uint32_t table, uint32_t count[ZHOL_N_GRADES]);

ZHOL_API uint32_t zhol_world_data_year(const zhol_world *w); /**< "present" */
ZHOL_API uint32_t zhol_world_base_year(const zhol_world *w); /**< of the dollars */
ZHOL_API uint64_t zhol_world_hash(const zhol_world *w);      /**< of all its rows */

/** Finding places and economies by what people type. */
typedef struct zhol_match {
    zhol_ref place;
    double distance; /**< 0: the same; otherwise edits per letter, smaller is nearer */
} zhol_match;

/** The places that `name` may mean: an id, an UN/LOCODE, or a name in any language of the
 * data, folded (case, accents, punctuation). Exact matches first (distance 0), then the
 * nearest; ties in the order of population, then id. At most @p max are written.
 * @return how many were written; 0 also when memory is out. O(names x letters). */
ZHOL_API uint32_t zhol_world_find_places(
    const zhol_world *w, const char *name, zhol_match *out, uint32_t max);

/** One place that `name` means for sure. ZHOL_USAGE otherwise: unknown or ambiguous, and
 * the message lists the nearest candidates ("did you mean ..."). When several places
 * carry exactly the same name, the one with more people wins if it has ten times as many.
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_find_place(
    const zhol_world *w, const char *name, zhol_ref *out, zhol_error *err);

/** A scope as people type it: a place, an economy (ISO code or name in any language), a
 * group ("EAEU"), or as in the tables ("economy:KAZ"). ZHOL_USAGE with candidates. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_find_scope(
    const zhol_world *w, const char *name, zhol_scope *out, zhol_error *err);

/** Is this place inside that scope on that date (for groups; yyyymmdd)? */
ZHOL_API bool zhol_world_is_in(
    const zhol_world *w, zhol_ref place, zhol_scope scope, uint32_t date);

/** Does this economy belong to the group on that date? */
ZHOL_API bool zhol_world_is_member(
    const zhol_world *w, zhol_text group, zhol_ref economy, uint32_t date);

/** The commodity whose hs is the longest beginning of `hs` (digits); ZHOL_NO_ROW if there
 * is none. O(rows). */
ZHOL_API zhol_ref zhol_world_find_commodity(const zhol_world *w, const char *hs);

ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_find_pass(
    const zhol_world *w, const char *name, zhol_ref *out, zhol_error *err);
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_find_link(
    const zhol_world *w, const char *id, zhol_ref *out, zhol_error *err);

/** A project by its id. ZHOL_USAGE with the nearest one. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_find_project(
    const zhol_world *w, const char *id, zhol_ref *out, zhol_error *err);

/** An economy by ISO code or name in any language. ZHOL_USAGE with candidates. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_world_find_economy(
    const zhol_world *w, const char *name, zhol_ref *out, zhol_error *err);

#endif
