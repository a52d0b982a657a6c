/* SPDX-License-Identifier: Apache-2.0 */
/** @file item_parts.h  What the files that make items share; nobody else includes it. */
#ifndef ZI_COST_ITEM_PARTS_H
#define ZI_COST_ITEM_PARTS_H

#include "cost/item.h"
#include "cost/pick.h"

/* A row that was used: its table, number, year and origin. */
typedef struct zi_used {
    zi_rows table;
    uint32_t row, year;
    const zhol_origin *origin;
} zi_used;

/* Marks a row as used without giving a reason. */
void zi_item_use(zi_item *item, zi_used used);

/* Marks it and says which number it gave; reasons beyond ZHOL_MAX_REASONS are left out.
 */
void zi_item_reason(
    zi_item *item, const char *name, double value, const char *unit, zi_used used);

void zi_item_parameter(
    zi_item *item, const zi_scene *scene, const char *name, zi_parameter parameter);

/* Adds the emissions of using `use` (kWh or g of the carrier) at a place. false: there is
 * no row of energy for it. */
bool zi_item_energy(
    zi_item *item, const zi_scene *scene, zhol_ref at, uint32_t carrier, double use);

/* Adds the emissions of t-km by a mode. false: a row is missing. */
bool zi_item_emissions(zi_item *item, const zi_scene *scene, const zi_asked *asked,
    double electric_share, double tkm);

/* Grades C and D are estimates. */
static inline bool
zi_is_weak(const zhol_origin *origin)
{
    return origin->grade >= ZHOL_GRADE_C;
}

/* The variance of hours whose row is of that origin: trips differ (cv), and the mean
 * itself is known only so well. `known` is the spread of the means of grades A and B;
 * that of C and D is the parameter after it. */
double zi_item_variance(const zi_scene *scene, double time_h, double cv,
    const zhol_origin *origin, zi_parameter known);

/* A number that says of what it is the identity: equal for equal members. */
typedef struct zi_identity {
    uint32_t kind, what, place, other, link, direction, gauge_mm, gauge_to_mm;
} zi_identity;

uint64_t zi_identity_hash(const zi_identity *identity);

#endif
