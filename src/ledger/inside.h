/* SPDX-License-Identifier: Apache-2.0 */
/** @file inside.h  What the files of this room share. */
#ifndef ZI_LEDGER_INSIDE_H
#define ZI_LEDGER_INSIDE_H

#include <zhol/ledger.h>

#include "io/csv.h"

/** zhol_ledger_read() of a CSV that is open; it stays the caller's. */
zhol_status zi_ledger_from(zi_csv *csv, zhol_ledger **out, zhol_error *err);

/** Frees the texts of one case. */
void zi_ledger_free_case(zhol_case *c);

/** Which sources have rows that enter a route: uint8_t[sources], zi_free().
 * NULL: memory is out. O(rows x sources a row). */
uint8_t *zi_ledger_inputs(const zhol_world *w, zhol_error *err);

/** Is the case's source one of them? By its key, or by its address: site and telling
 * words of a piece of `source` (a path, a number of an article) stands in the address. */
bool zi_ledger_is_input(const zhol_world *w, const uint8_t *inputs, const zhol_case *c);

/* Which of the ways of an answer a case speaks of. */
typedef struct zi_wanted {
    uint32_t modes; /* bit set */
    const zhol_scope *via;
    uint32_t n_via;
} zi_wanted;

/* The fastest alternative that uses every mode wanted: of those that touch no economy but
 * those of the ends and of via, if there is one and via has places or economies only;
 * else of all. NULL: none uses every mode. */
const zhol_alternative *zi_ledger_choose(
    const zhol_world *w, const zi_wanted *wanted, const zhol_routes *routes);

/* Is the choice among the ways of a better than that of b (NULL: there is none)? */
bool zi_ledger_is_better(const zhol_world *w, const zi_wanted *wanted,
    const zhol_routes *a, const zhol_routes *b);

#endif
