/* SPDX-License-Identifier: Apache-2.0 */
/** @file load.h  A consignment as the tables count it: units, kinds of goods, factors. */
#ifndef ZI_COST_LOAD_H
#define ZI_COST_LOAD_H

#include <zhol/goods.h>

#include "cost/book.h"

/** Plain data; borrows nothing. */
typedef struct zi_load {
    zhol_consignment consignment; /* with the values that were assumed filled in */
    bool value_is_assumed;
    double n[ZHOL_N_UNITS]; /* how many of each unit; T: tonnes, SHIPMENT: 1 */
    bool may_be_boxed;      /* can travel in containers */
    bool may_be_loose;      /* can travel without */
    bool is_bulk, is_reefer, is_dangerous, is_oversize;
    uint32_t cargos;         /* bits of the rows of `goods` that fit */
    double rate_factor;      /* of reefer, dangerous and oversize goods, on rates */
    double energy_factor;    /* of reefer goods, on the use of energy */
    double procedure_factor; /* of dangerous goods, on the hours of procedures */
} zi_load;

/** ZHOL_OK, or ZHOL_USAGE: out of range, or more mass than the units hold. */
ZHOL_MUST_CHECK zhol_status zi_load_make(
    const zi_book *book, const zhol_consignment *c, zi_load *out, zhol_error *err);

/** Which units a rate may be given in: 0 not, higher is liked better (see zi_asked). */
const uint8_t *zi_load_unit_rank(
    const zi_load *load, uint32_t mode, uint32_t service_class);

#endif
