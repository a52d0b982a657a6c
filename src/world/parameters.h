/* SPDX-License-Identifier: Apache-2.0 */
/** @file parameters.h  The names that the table of parameters must hold, each exactly
 * once. */
#ifndef ZI_WORLD_PARAMETERS_H
#define ZI_WORLD_PARAMETERS_H

#include <stdint.h>
#include <zhol/error.h>

/* One line per parameter: name in C, name in the table, smallest and largest sane value.
 * To add one: its line here and its row in data/world/parameters.csv (and in the tiny
 * world of the tests, tests/data/tiny). Nothing else knows the list. */
#define ZI_PARAMETER_LIST(X)                                             \
    X(DATA_YEAR, "data_year", 1990, 2100)                                \
    X(BASE_YEAR, "base_year", 1990, 2100)                                \
    X(DEFAULT_MASS_T, "default_mass_t", 0.001, 1000)                     \
    X(DEFAULT_VALUE_USD, "default_value_usd", 0, 1e9)                    \
    X(FEU_MAX_T, "feu_max_t", 1, 100)                                    \
    X(TEU_MAX_T, "teu_max_t", 1, 100)                                    \
    X(WAGON_MAX_T, "wagon_max_t", 1, 500)                                \
    X(TRUCK_MAX_T, "truck_max_t", 1, 200)                                \
    X(DRIVING_H_PER_DAY_ONE, "driving_h_per_day_one", 1, 24)             \
    X(TEAM_FACTOR, "team_factor", 1, 3)                                  \
    X(REGIME_CONGESTED_FACTOR, "regime_congested_factor", 1, 100)        \
    X(REGIME_CRISIS_FACTOR, "regime_crisis_factor", 1, 100)              \
    X(CORRELATION_BORDER, "correlation_border", 0, 1)                    \
    X(CORRELATION_SEA, "correlation_sea", 0, 1)                          \
    X(CORRELATION_LAND, "correlation_land", 0, 1)                        \
    X(CV_BORDER, "cv_border", 0, 10)                                     \
    X(SPREAD_SPEED_AB, "spread_speed_ab", 0, 5)                          \
    X(SPREAD_SPEED_CD, "spread_speed_cd", 0, 5)                          \
    X(SPREAD_HOURS_AB, "spread_hours_ab", 0, 5)                          \
    X(SPREAD_HOURS_CD, "spread_hours_cd", 0, 5)                          \
    X(ACCESS_SPEED_KM_H, "access_speed_km_h", 1, 200)                    \
    X(ACCESS_DETOUR, "access_detour", 1, 5)                              \
    X(ACCESS_MAX_KM, "access_max_km", 1, 5000)                           \
    X(ACCESS_COST_USD_PER_FEU_KM, "access_cost_usd_per_feu_km", 0, 1000) \
    X(DISTANCE_ADJUSTMENT_SEA, "distance_adjustment_sea", 1, 3)          \
    X(HUB_KWH_PER_T, "hub_kwh_per_t", 0, 1000)                           \
    X(REEFER_ENERGY_SHARE, "reefer_energy_share", 0, 10)                 \
    X(REEFER_COST_FACTOR, "reefer_cost_factor", 1, 10)                   \
    X(DANGEROUS_COST_FACTOR, "dangerous_cost_factor", 1, 10)             \
    X(OVERSIZE_COST_FACTOR, "oversize_cost_factor", 1, 20)               \
    X(DANGEROUS_TIME_FACTOR, "dangerous_time_factor", 1, 10)             \
    X(VALUE_OF_TIME_PCT_PER_DAY, "value_of_time_pct_per_day", 0, 100)    \
    X(INSURANCE_PCT, "insurance_pct", 0, 20)                             \
    X(INSURED_SHARE, "insured_share", 1, 2)                              \
    X(ACCESS_ELASTICITY, "access_elasticity", 0.1, 10)

typedef enum zi_parameter {
#define X(name, word, lo, hi) ZI_PARAM_##name,
    ZI_PARAMETER_LIST(X)
#undef X
        ZI_N_PARAMS
} zi_parameter;

const char *zi_parameter_name(uint32_t parameter); /**< "data_year" */
double zi_parameter_min(uint32_t parameter);
double zi_parameter_max(uint32_t parameter);

/** The number of a name, or ZI_N_PARAMS. */
uint32_t zi_parameter_of(const char *name);

#endif
