/* SPDX-License-Identifier: Apache-2.0 */
/* On the default world: matrices equal searches from each of their rows, in random
 * scenarios, of random consignments. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <zhol/matrix.h>

#include "base/mem.h"
#include "prop.h"
#include "skim/skim.h"
#include "unit/cost/scenes.h"

enum { MAX_ROWS = 40 };

static const zi_skim_metric metric_of[ZHOL_N_MATRIX_METRICS] = {
    [ZHOL_MATRIX_TIME] = ZI_SKIM_TIME_H,
    [ZHOL_MATRIX_COST] = ZI_SKIM_COST_USD,
    [ZHOL_MATRIX_CO2E] = ZI_SKIM_CO2E_KG,
    [ZHOL_MATRIX_GENERALISED] = ZI_SKIM_GENERALISED_USD,
};

static zhol_world *world;
static zi_book *book;
static zhol_place_set all;

static int
is_row_equal(const uint32_t *row, const double *value, uint32_t parts)
{
    for (uint32_t j = 0; j < all.n_places; j++) {
        const double x =
            row[j] == ZHOL_INFINITE ? (double) INFINITY : (double) row[j] / parts;
        const double y = value[all.places[j]];
        if (isinf(x) != isinf(y) || (!isinf(x) && fabs(x - y) > 1e-12 * y)) {
            printf("to place %u: %f, not %f\n", all.places[j], x, y);
            return 0;
        }
    }
    return 1;
}

static int
is_band_equal(
    zhol_matrix *m, zi_skim *skim, uint32_t band, uint32_t *band_value, double *value)
{
    const zhol_matrix_query *q = zhol_matrix_asked(m);
    zhol_error err = { "" };
    int ok = 1;

    must(zhol_matrix_band(m, band, band % 2, band_value, &err), &err);
    for (uint32_t k = 0; k < q->n_metrics; k++) {
        for (uint32_t i = 0; i < ZHOL_MATRIX_BAND && ok; i++) {
            const uint32_t row = band * ZHOL_MATRIX_BAND + i;
            if (row < q->from->n_places) {
                must(zi_skim_from(skim, metric_of[q->metrics[k]], q->from->places[row],
                         value, &err),
                    &err);
                ok = is_row_equal(
                    band_value + ((size_t) k * ZHOL_MATRIX_BAND + i) * all.n_places,
                    value, zhol_matrix_parts(q->metrics[k]));
            }
        }
    }
    return ok;
}

static zhol_place_set
random_set(prop *p)
{
    zhol_place_set set = { .n_places = 1 + prop_below(p, MAX_ROWS) };

    set.places = ZI_NEW(zhol_ref, MAX_ROWS);
    set.stands_for = ZI_NEW(zhol_ref, MAX_ROWS);
    if (!set.places || !set.stands_for) {
        abort();
    }
    for (uint32_t i = 0; i < set.n_places; i++) {
        set.places[i] = all.places[prop_below(p, all.n_places)];
        set.stands_for[i] = ZHOL_NO_ROW;
    }
    return set;
}

static int
equals_searches(prop *p)
{
    uint32_t n_places, n_passes, n_economies;
    zhol_place_set from = random_set(p);
    zhol_matrix_query q = { .from = &from,
        .to = &all,
        .metrics = { ZHOL_MATRIX_TIME, ZHOL_MATRIX_COST, ZHOL_MATRIX_CO2E,
            ZHOL_MATRIX_GENERALISED },
        .n_metrics = ZHOL_N_MATRIX_METRICS,
        .n_threads = 2 };
    zhol_matrix *m = NULL;
    zi_skim *skim = NULL;
    zhol_error err = { "" };
    int ok = 1;

    (void) zhol_world_places(world, &n_places);
    (void) zhol_world_passes(world, &n_passes);
    (void) zhol_world_economies(world, &n_economies);
    const zhol_ref pass = prop_below(p, n_passes);
    const zhol_scope avoid = { ZHOL_SCOPE_ECONOMY, prop_below(p, n_economies) };
    zhol_scenario_defaults(&q.scenario);
    zhol_consignment_defaults(&q.consignment);
    q.consignment.mass_t = 1 + prop_below(p, 60);
    q.consignment.packing = prop_below(p, 2) ? ZHOL_PACK_AUTO : ZHOL_PACK_FEU;
    q.consignment.n_units = q.consignment.packing == ZHOL_PACK_AUTO ? 0 : 3;
    q.scenario.year = prop_below(p, 2) ? 2013 : 0;
    q.scenario.close_passes = &pass;
    q.scenario.n_close_passes = prop_below(p, 2);
    q.scenario.avoid = &avoid;
    q.scenario.n_avoid = prop_below(p, 2);
    must(zhol_matrix_new(world, &q, &m, &err), &err);
    must(zi_skim_new(book, &q.scenario, &q.consignment, &skim, &err), &err);
    uint32_t *band_value = ZI_NEW(uint32_t, (size_t) 4 * ZHOL_MATRIX_BAND * all.n_places);
    double *value = ZI_NEW(double, n_places);
    for (uint32_t band = 0; band_value && value && ok && band < zhol_matrix_n_bands(m);
         band++) {
        ok = is_band_equal(m, skim, band, band_value, value);
    }
    ok = ok && band_value && value;
    zi_free(band_value);
    zi_free(value);
    zi_skim_free(skim);
    zhol_matrix_free(m);
    zhol_place_set_free(&from);
    return ok;
}

int
main(void)
{
    zhol_error err = { "" };

    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &world, &err), &err);
    must(zi_book_new(world, &book, &err), &err);
    must(zhol_place_set_read(world, "all", &all, &err), &err);
    const int ok =
        prop_holds("equals_searches", getenv("ZHOL_LONG") ? 200 : 6, equals_searches);
    zhol_place_set_free(&all);
    zi_book_free(book);
    zhol_world_free(world);
    return !ok;
}
