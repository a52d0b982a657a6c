/* SPDX-License-Identifier: Apache-2.0 */
/** @file book.h  The rows that say what moving costs, ready to be looked up.
 *
 * zi_book is *data*: made once for a world, shared by any number of threads. It keeps
 * for each row what decides where it applies (one form for all tables) and what one unit
 * of its money is worth in dollars of the base year.
 */
#ifndef ZI_COST_BOOK_H
#define ZI_COST_BOOK_H

#include <stdbool.h>
#include <zhol/world.h>

#include "world/world.h"

typedef enum zi_rows {
    ZI_ROWS_PROCEDURE, /* subject: zhol_what */
    ZI_ROWS_RATE,      /* subject: zhol_mode */
    ZI_ROWS_SPEED,     /* subject: zhol_mode */
    ZI_ROWS_EMISSION,  /* subject: zhol_mode */
    ZI_ROWS_ENERGY,    /* subject: zhol_carrier */
    ZI_N_PICKED,
    ZI_ROWS_LINK = ZI_N_PICKED, /* the rest is only named, not looked up */
    ZI_ROWS_PASS,
    ZI_ROWS_SERVICE,
    ZI_ROWS_PARAMETER,
    ZI_ROWS_EFFECT
} zi_rows;

enum { ZI_N_SUBJECTS = 16 };

/** Where a row applies, in the same form for every table; 0 (or an EVERYWHERE scope)
 * means that the row does not mind. */
typedef struct zi_key {
    zhol_scope at, other;
    uint32_t mode, service_class, line_class, cargo, direction, regime, unit, carrier;
    uint32_t gauge_from_mm, gauge_to_mm;
    uint32_t year, is_mine;
    uint32_t row;
    uint64_t order; /* of the keys about a subject: zi_key_order() of its scope */
} zi_key;

/** Own rows first, then the narrower scope `at`: the first that fits decides. */
static inline uint64_t
zi_key_order(uint32_t is_mine, uint32_t scope_kind, uint32_t ref)
{
    return (is_mine ? 0 : UINT64_C(1) << 40)
           | (uint64_t) (ZHOL_N_SCOPES - scope_kind) << 32 | ref;
}

typedef struct zi_book {
    const zhol_world *world;
    const zhol_place *places;
    const zhol_link *links;
    const zhol_pass *passes;
    const zhol_procedure *procedures;
    const zhol_service *services;
    const zhol_scope *stops;
    const zhol_rate *rates;
    const zhol_speed *speeds;
    const zhol_emission *emissions;
    const zhol_energy *energies;
    uint32_t n_places, n_economies, n_links, n_passes, n_procedures, n_services, n_stops;
    uint32_t n_rates, n_speeds, n_emissions, n_energies;
    const zhol_parameter *parameter[ZI_N_PARAMS];
    zhol_text *groups; /* each group once, ascending */
    uint32_t n_groups;
    /* keys of the rows of table t about subject s: keys[first[t][s]] to first[t][s + 1]
     */
    zi_key *keys;
    uint32_t first[ZI_N_PICKED][ZI_N_SUBJECTS + 1];
    /* dollars of the base year for one unit of the row's money */
    double *usd_of_rate, *usd_of_procedure, *usd_of_pass;
} zi_book;

/** Borrows @p w. O(rows x currencies). ZHOL_BAD_DATA: a row's currency has no rate.
 * @p out is owned by the caller: zi_book_free(). */
ZHOL_MUST_CHECK zhol_status zi_book_new(
    const zhol_world *w, zi_book **out, zhol_error *err);
void zi_book_free(zi_book *book);

static inline double
zi_book_parameter(const zi_book *book, zi_parameter parameter)
{
    return book->parameter[parameter]->value;
}

/** The number of a group in book->groups; n_groups if there is none. */
uint32_t zi_book_group(const zi_book *book, zhol_text group);

#endif
