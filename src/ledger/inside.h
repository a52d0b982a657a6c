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

#endif
