/* SPDX-License-Identifier: Apache-2.0 */
/** @file world_sums.h  What the data card of a world counts. */
#ifndef ZI_REPORT_WORLD_SUMS_H
#define ZI_REPORT_WORLD_SUMS_H

#include <zhol/world.h>

enum { ZI_N_TRUNKS = 2, ZI_MAX_GAUGES = 12, ZI_MAX_MISSING = 64 };

typedef struct zi_km_sum {
    uint32_t n_links;
    double km, km_of_grade[ZHOL_N_GRADES];
} zi_km_sum;

typedef struct zi_gauge_sum {
    uint32_t gauge_mm, n_links;
    double km;
} zi_gauge_sum;

typedef struct zi_world_sums {
    /** By mode; then the railways of class trunk within the economies of China-Europe
     * (CHN KAZ MNG RUS BLR POL DEU), and within those of the Trans-Caspian route (KAZ AZE
     * GEO TUR, the Caspian train ferries with them). */
    zi_km_sum km[ZHOL_N_MODES + ZI_N_TRUNKS];
    uint32_t n_places[ZHOL_N_PLACE_KINDS];
    zi_gauge_sum gauge[ZI_MAX_GAUGES]; /**< narrow to broad */
    uint32_t n_gauges;
    uint32_t n_border_links;  /**< of road and rail, ends in two economies */
    uint32_t n_local, n_four; /**< places with a local name; with kk, ru and zh */
    uint32_t n_economies, n_reached;
    zhol_ref missing[ZI_MAX_MISSING]; /**< of over a million people, with no link */
    uint32_t n_missing;
} zi_world_sums;

/** O(rows). ZHOL_LIMIT: memory is out. */
ZHOL_MUST_CHECK zhol_status zi_world_sums_of(
    const zhol_world *w, zi_world_sums *out, zhol_error *err);

/** "rail", or the name of a trunk. */
const char *zi_world_sums_word(uint32_t km_of);

#endif
