/* SPDX-License-Identifier: Apache-2.0 */
/** @file goods.h  What is sent: the consignment. */
#ifndef ZHOL_GOODS_H
#define ZHOL_GOODS_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/error.h>

#define ZHOL_NOT_GIVEN (-1.0) /**< an empty number; the same mark as in net.h */

/** How the goods are packed. AUTO: as many of each mode's units as the mass needs. */
typedef enum zhol_packing {
    ZHOL_PACK_AUTO,
    ZHOL_PACK_FEU,
    ZHOL_PACK_TEU,
    ZHOL_PACK_WAGON,
    ZHOL_PACK_TRUCK
} zhol_packing;

typedef struct zhol_consignment {
    char hs[8];       /**< 2, 4 or 6 digits, or "" */
    double mass_t;    /**< > 0 */
    double value_usd; /**< ZHOL_NOT_GIVEN: mass x the commodity's value, or the default */
    zhol_packing packing;
    uint32_t n_units; /**< of the packing; 0: as many as the mass needs */
    bool is_reefer, is_dangerous, is_oversize;
    uint32_t n_drivers; /**< 1 or 2, on the road */
} zhol_consignment;

/** 1 FEU, 20 t, general cargo, value not given, one driver. */
ZHOL_API void zhol_consignment_defaults(zhol_consignment *c);

/** Checks the ranges of a consignment: ZHOL_OK or ZHOL_USAGE with the field named. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_consignment_check(
    const zhol_consignment *c, zhol_error *err);

/** Reads "1FEU", "2TEU", "3wagon", "truck" (any case, a missing number is 1). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_consignment_read_units(
    zhol_consignment *c, const char *text, zhol_error *err);

#endif
