/* SPDX-License-Identifier: Apache-2.0 */
/** @file restrictions.h  What is open but restricted on the ways that are shown.
 *
 * A status row `restricted` closes nothing: its note is told once, with the numbers of
 * the ways that pass the link, place, pass or economy. O(rows x legs).
 */
#ifndef ZI_REPORT_RESTRICTIONS_H
#define ZI_REPORT_RESTRICTIONS_H

#include <zhol/route.h>

#include "base/text.h"
#include "io/json.h"

/** One line for each; nothing if there is none. */
void zi_restrictions_table(const zhol_routes *routes, zi_buffer *out);

/** The key "restrictions" and its array, which may be empty. */
void zi_restrictions_json(const zhol_routes *routes, zi_json *j);

#endif
