/* SPDX-License-Identifier: Apache-2.0 */
/** @file flows.h  Readers of bytes, for tests. */
#ifndef ZI_EQUILIBRIUM_FLOWS_H
#define ZI_EQUILIBRIUM_FLOWS_H

#include "equilibrium/table.h"

/** zhol_flows_read() and zhol_pairs_read() of bytes. */
ZHOL_MUST_CHECK zhol_status zi_flows_of_bytes(const zi_bytes *bytes,
    const zhol_flows_options *options, zhol_flows **out, zhol_error *err);

/** As zhol_flows_find(); where there is no such id, the one that differs by the case of
 * ASCII letters only. O(n). */
uint32_t zi_flows_find_any_case(const zhol_flows *flows, const char *id);

typedef struct zi_pair_column {
    const char *name;
    zhol_pair_rule rule;
} zi_pair_column;
ZHOL_MUST_CHECK zhol_status zi_pairs_of_bytes(const zhol_flows *flows,
    const zi_bytes *bytes, zi_pair_column column, double *value, zhol_error *err);

#endif
