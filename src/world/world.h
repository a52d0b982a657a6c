/* SPDX-License-Identifier: Apache-2.0 */
/** @file world.h  The inside of a world: what other rooms of the library may look at.
 *
 * Everything public (<zhol/world.h>) works on this too; here stand only the few things
 * that the cost and route rooms need and users do not.
 *
 * What a world promises, however it was made (zhol_world_read, zhol_world_open):
 * - every zhol_ref is ZHOL_NO_ROW or a row of its table; every zhol_text is a text; enums
 *   are inside their lists; numbers are finite and inside the range of the schema, or
 *   ZHOL_NOT_GIVEN where the column may be empty;
 * - rows are in canonical order (by their columns as written, first to last), so row
 *   numbers do not depend on the order of lines in the CSV files;
 * - every parameter exists exactly once;
 * - a scope of kind GROUP holds the text of a group that exists: the same group has the
 *   same zhol_text everywhere (texts are stored once), so that == compares groups,
 *   currencies and ids within one world.
 */
#ifndef ZI_WORLD_WORLD_H
#define ZI_WORLD_WORLD_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/world.h>

#include "world/parameters.h"

/** One parameter: zi_world_parameter(w, ZI_PARAM_TEAM_FACTOR)->value. Never NULL. */
const zhol_parameter *zi_world_parameter(const zhol_world *w, zi_parameter parameter);

/** The text of a word already used by the world ("EUR"), or 0 when no row uses it.
 * O(log texts). */
zhol_text zi_world_text_of(const zhol_world *w, const char *word);

/** Row of a place, economy, link or pass by its exact id (ISO code for an economy), or
 * ZHOL_NO_ROW. O(log rows). */
zhol_ref zi_world_place_by_id(const zhol_world *w, const char *id);
zhol_ref zi_world_economy_by_iso3(const zhol_world *w, const char *iso3);
zhol_ref zi_world_link_by_id(const zhol_world *w, const char *id);
zhol_ref zi_world_pass_by_id(const zhol_world *w, const char *id);

#endif
