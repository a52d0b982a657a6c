/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/load.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"

/* Goods in boxes are priced by the box if there is such a rate, loose goods by the
 * vehicle; the other units follow so that a missing row does not close a way. */
static const uint8_t rank_by_feu[ZHOL_N_UNITS] = { [ZHOL_UNIT_FEU] = 5,
    [ZHOL_UNIT_TEU] = 4,
    [ZHOL_UNIT_WAGON] = 3,
    [ZHOL_UNIT_TRUCK] = 2,
    [ZHOL_UNIT_T] = 1 };
static const uint8_t rank_by_teu[ZHOL_N_UNITS] = { [ZHOL_UNIT_TEU] = 5,
    [ZHOL_UNIT_FEU] = 4,
    [ZHOL_UNIT_WAGON] = 3,
    [ZHOL_UNIT_TRUCK] = 2,
    [ZHOL_UNIT_T] = 1 };
static const uint8_t rank_by_vehicle[ZHOL_N_UNITS] = { [ZHOL_UNIT_WAGON] = 5,
    [ZHOL_UNIT_TRUCK] = 4,
    [ZHOL_UNIT_T] = 3,
    [ZHOL_UNIT_FEU] = 2,
    [ZHOL_UNIT_TEU] = 1 };

const uint8_t *
zi_load_unit_rank(const zi_load *load, uint32_t mode, uint32_t service_class)
{
    const zhol_packing packing = load->consignment.packing;

    if (packing == ZHOL_PACK_FEU) {
        return rank_by_feu;
    }
    if (packing == ZHOL_PACK_TEU) {
        return rank_by_teu;
    }
    if (packing != ZHOL_PACK_AUTO || !load->may_be_boxed) {
        return rank_by_vehicle;
    }
    return mode == ZHOL_MODE_ROAD || mode == ZHOL_MODE_ROAD_FERRY
                   || service_class == ZHOL_CLASS_WAGONLOAD
               ? rank_by_vehicle
               : rank_by_feu;
}

/* The row with the longest code that begins the consignment's; NULL if there is none. */
static const zhol_commodity *
commodity_of(const zi_book *book, const char *hs)
{
    const zhol_commodity *best = NULL;
    size_t best_length = 0;
    uint32_t n;
    const zhol_commodity *rows = zhol_world_commodities(book->world, &n);

    for (uint32_t i = 0; i < n; i++) {
        const char *code = zhol_world_text(book->world, rows[i].hs);
        const size_t length = strlen(code);
        if (length > best_length && strncmp(code, hs, length) == 0) {
            best = &rows[i];
            best_length = length;
        }
    }
    return best;
}

/* 1e-9 relative: 26.5 t in a box of 26.5 t is one box, however 26.5 was computed. */
static double
units_for(double mass_t, double max_t)
{
    return fmax(1, ceil(mass_t / max_t * (1 - 1e-9)));
}

static zhol_status
count_units(const zi_book *book, zi_load *load, zhol_error *err)
{
    static const struct {
        zi_parameter max_t;
        const char *word;
    } unit_of[] = {
        [ZHOL_PACK_FEU] = { ZI_PARAM_FEU_MAX_T, "FEU" },
        [ZHOL_PACK_TEU] = { ZI_PARAM_TEU_MAX_T, "TEU" },
        [ZHOL_PACK_WAGON] = { ZI_PARAM_WAGON_MAX_T, "wagon" },
        [ZHOL_PACK_TRUCK] = { ZI_PARAM_TRUCK_MAX_T, "truck" },
    };
    const zhol_packing packing = load->consignment.packing;
    const double mass_t = load->consignment.mass_t;
    double *n = load->n;

    n[ZHOL_UNIT_SHIPMENT] = 1;
    n[ZHOL_UNIT_T] = mass_t;
    n[ZHOL_UNIT_FEU] = units_for(mass_t, zi_book_parameter(book, ZI_PARAM_FEU_MAX_T));
    n[ZHOL_UNIT_TEU] = units_for(mass_t, zi_book_parameter(book, ZI_PARAM_TEU_MAX_T));
    n[ZHOL_UNIT_WAGON] = units_for(mass_t, zi_book_parameter(book, ZI_PARAM_WAGON_MAX_T));
    n[ZHOL_UNIT_TRUCK] = units_for(mass_t, zi_book_parameter(book, ZI_PARAM_TRUCK_MAX_T));
    if (packing == ZHOL_PACK_AUTO) {
        return ZHOL_OK;
    }
    const double max_t = zi_book_parameter(book, unit_of[packing].max_t);
    const double needed = units_for(mass_t, max_t);
    const double given = load->consignment.n_units ? load->consignment.n_units : needed;
    if (given < needed) {
        return zi_fail(err, ZHOL_USAGE,
            "%.15g t do not fit in %.15g %s of %.15g t: %.15g are needed", mass_t, given,
            unit_of[packing].word, max_t, needed);
    }
    load->consignment.n_units = (uint32_t) given;
    if (packing == ZHOL_PACK_FEU) { /* a lorry or a wagon for each box */
        n[ZHOL_UNIT_FEU] = n[ZHOL_UNIT_WAGON] = n[ZHOL_UNIT_TRUCK] = given;
        n[ZHOL_UNIT_TEU] = 2 * given;
    } else if (packing == ZHOL_PACK_TEU) { /* two on a lorry if they are light enough */
        n[ZHOL_UNIT_TEU] = given;
        n[ZHOL_UNIT_FEU] = given / 2;
        n[ZHOL_UNIT_WAGON] = ceil(given / 2);
        n[ZHOL_UNIT_TRUCK] = fmin(given, fmax(ceil(given / 2), n[ZHOL_UNIT_TRUCK]));
    } else if (packing == ZHOL_PACK_WAGON) {
        n[ZHOL_UNIT_WAGON] = given;
    } else {
        n[ZHOL_UNIT_TRUCK] = given;
    }
    return ZHOL_OK;
}

static void
set_kinds(const zi_book *book, const zhol_commodity *commodity, zi_load *load)
{
    const zhol_consignment *c = &load->consignment;
    const uint32_t cargo = commodity ? commodity->cargo : ZHOL_CARGO_ANY;
    const bool is_box = c->packing == ZHOL_PACK_FEU || c->packing == ZHOL_PACK_TEU;

    load->is_bulk = cargo == ZHOL_CARGO_BULK && !is_box;
    load->is_reefer = c->is_reefer || cargo == ZHOL_CARGO_REEFER;
    load->is_dangerous = c->is_dangerous || cargo == ZHOL_CARGO_DANGEROUS;
    load->is_oversize = c->is_oversize;
    load->may_be_boxed = is_box || (c->packing == ZHOL_PACK_AUTO && !load->is_bulk);
    load->may_be_loose = !is_box;
    load->cargos = (load->may_be_boxed ? 1U << ZHOL_CARGO_CONTAINER : 0)
                   | (load->is_bulk ? 1U << ZHOL_CARGO_BULK : 0)
                   | (load->is_reefer ? 1U << ZHOL_CARGO_REEFER : 0)
                   | (load->is_dangerous ? 1U << ZHOL_CARGO_DANGEROUS : 0)
                   | (load->is_oversize ? 1U << ZHOL_CARGO_OVERSIZE : 0);
    load->rate_factor = 1;
    load->energy_factor = 1;
    load->procedure_factor = 1;
    if (load->is_reefer) {
        load->rate_factor *= zi_book_parameter(book, ZI_PARAM_REEFER_COST_FACTOR);
        load->energy_factor += zi_book_parameter(book, ZI_PARAM_REEFER_ENERGY_SHARE);
    }
    if (load->is_dangerous) {
        load->rate_factor *= zi_book_parameter(book, ZI_PARAM_DANGEROUS_COST_FACTOR);
        load->procedure_factor = zi_book_parameter(book, ZI_PARAM_DANGEROUS_TIME_FACTOR);
    }
    if (load->is_oversize) {
        load->rate_factor *= zi_book_parameter(book, ZI_PARAM_OVERSIZE_COST_FACTOR);
    }
}

zhol_status
zi_load_make(
    const zi_book *book, const zhol_consignment *c, zi_load *out, zhol_error *err)
{
    zhol_status status = zhol_consignment_check(c, err);

    *out = (zi_load){ .consignment = *c };
    if (status != ZHOL_OK) {
        return status;
    }
    const zhol_commodity *commodity = commodity_of(book, c->hs);
    set_kinds(book, commodity, out);
    status = count_units(book, out, err);
    out->value_is_assumed = c->value_usd < 0;
    if (out->value_is_assumed) { /* the default value is that of the default mass */
        const bool is_known = commodity && commodity->value_usd_per_t >= 0;
        const double default_t = zi_book_parameter(book, ZI_PARAM_DEFAULT_MASS_T);
        const double default_usd = zi_book_parameter(book, ZI_PARAM_DEFAULT_VALUE_USD);
        out->consignment.value_usd =
            c->mass_t * (is_known ? commodity->value_usd_per_t : default_usd / default_t);
    }
    return status;
}
