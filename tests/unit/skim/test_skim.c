/* SPDX-License-Identifier: Apache-2.0 */
/* One place and all others on the tiny world, against what `route` says of each pair. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "skim/skim.h"
#include "unit/cost/scenes.h"
#include "unit/route/questions.h"

enum { MAX_PLACES = 32 };

typedef struct skimmed {
    question q;
    zi_book *book;
    zi_skim *skim;
    uint32_t n_places;
} skimmed;

static void
open_skim(skimmed *s)
{
    question_of(&s->q, tiny_world());
    (void) zhol_world_places(s->q.world, &s->n_places);
    assert_in_range(s->n_places, 1, MAX_PLACES);
    must(zi_book_new(s->q.world, &s->book, &s->q.err), &s->q.err);
    must(zi_skim_new(s->book, &s->q.options.scenario, &s->q.goods, &s->skim, &s->q.err),
        &s->q.err);
}

static void
close_skim(skimmed *s)
{
    zi_skim_free(s->skim);
    zi_book_free(s->book);
    question_close(&s->q);
}

static zhol_ref
row_of(const skimmed *s, const char *id)
{
    return zi_world_place_by_id(s->q.world, id);
}

static const zhol_alternative *
best_way(skimmed *s, zhol_ref from, zhol_ref to, uint32_t label)
{
    const zhol_end ends[2] = { { .place = from }, { .place = to } };

    zhol_routes_free(s->q.routes);
    s->q.routes = NULL;
    s->q.options.within = 0;
    return zhol_router_find(s->q.router, &ends[0], &ends[1], &s->q.goods, &s->q.options,
               &s->q.routes, &s->q.err)
                   == ZHOL_OK
               ? labelled(&s->q, label)
               : NULL;
}

/* Each leg of an answer is rounded by half a unit at most when it is weighed. */
static void
compare_pair(skimmed *s, zhol_ref from, zhol_ref to, zi_skim_metric metric, double value)
{
    const bool is_time = metric == ZI_SKIM_TIME_H;
    const zhol_alternative *a =
        best_way(s, from, to, is_time ? ZHOL_LABEL_FASTEST : ZHOL_LABEL_CHEAPEST);
    zi_skim_way way = { .economies = NULL };

    if (!a) {
        assert_true(isinf(value));
        assert_false(zi_skim_describe(s->skim, to, &way));
        return;
    }
    const double unit = is_time ? 3600 : 100;
    const double found = is_time ? a->time_mean_h : a->cost_usd;
    assert_true(fabs(found - value) * unit <= 0.5 * a->n_legs + 0.5);
    assert_true(zi_skim_describe(s->skim, to, &way));
    assert_true(fabs((is_time ? way.time_h : way.cost_usd) - value) < 1e-6);
}

static void
every_pair_equals_the_router(void **state)
{
    skimmed s;
    double value[MAX_PLACES];

    (void) state;
    open_skim(&s);
    for (uint32_t metric = 0; metric < ZI_SKIM_GENERALISED_USD; metric++) {
        for (zhol_ref from = 0; from < s.n_places; from++) {
            if (!zi_skim_has(s.skim, from)) {
                continue;
            }
            must(zi_skim_from(s.skim, metric, from, value, &s.q.err), &s.q.err);
            assert_true(value[from] == 0); /* NOLINT: exactly */
            for (zhol_ref to = 0; to < s.n_places; to++) {
                if (to != from) {
                    compare_pair(&s, from, to, (zi_skim_metric) metric, value[to]);
                }
            }
        }
    }
    close_skim(&s);
}

/* Nothing is better in dollars and hours' worth than the two bests together say. */
static void
generalised_lies_between(void **state)
{
    skimmed s;
    double both[MAX_PLACES], hours[MAX_PLACES], usd[MAX_PLACES];

    (void) state;
    open_skim(&s);
    s.q.goods.value_usd = 50000;
    zi_skim_free(s.skim);
    must(zi_skim_new(s.book, &s.q.options.scenario, &s.q.goods, &s.skim, &s.q.err),
        &s.q.err);
    const double per_h =
        50000 * zi_book_parameter(s.book, ZI_PARAM_VALUE_OF_TIME_PCT_PER_DAY) / 2400;
    const zhol_ref almaty = row_of(&s, "almaty"), urumqi = row_of(&s, "urumqi");
    zi_skim_way way = { .economies = NULL };
    must(zi_skim_from(s.skim, ZI_SKIM_TIME_H, almaty, hours, &s.q.err), &s.q.err);
    assert_true(zi_skim_describe(s.skim, urumqi, &way));
    const double fastest = way.cost_usd + way.time_h * per_h;
    must(zi_skim_from(s.skim, ZI_SKIM_COST_USD, almaty, usd, &s.q.err), &s.q.err);
    must(zi_skim_from(s.skim, ZI_SKIM_GENERALISED_USD, almaty, both, &s.q.err), &s.q.err);
    assert_true(both[urumqi] >= usd[urumqi] + hours[urumqi] * per_h - 0.5);
    assert_true(both[urumqi] <= fastest + 0.5);
    close_skim(&s);
}

/* almaty - altynkol = khorgos_rail - urumqi or by road: one border either way. */
static void
a_way_is_described(void **state)
{
    skimmed s;
    double value[MAX_PLACES];
    zhol_ref economies[MAX_PLACES];
    zi_skim_way way = { .economies = economies };

    (void) state;
    open_skim(&s);
    must(zi_skim_from(s.skim, ZI_SKIM_TIME_H, row_of(&s, "almaty"), value, &s.q.err),
        &s.q.err);
    assert_true(zi_skim_describe(s.skim, row_of(&s, "urumqi"), &way));
    assert_int_equal(way.n_borders, 1);
    assert_int_equal(way.n_economies, 2);
    zhol_ref kaz, chn;
    must(zhol_world_find_economy(s.q.world, "KAZ", &kaz, &s.q.err), &s.q.err);
    must(zhol_world_find_economy(s.q.world, "CHN", &chn, &s.q.err), &s.q.err);
    assert_int_equal(economies[0], kaz);
    assert_int_equal(economies[1], chn);
    assert_true(zi_skim_passes(s.skim, row_of(&s, "urumqi"), kaz));
    assert_false(zi_skim_has(s.skim, row_of(&s, "caspian_mid")));
    assert_int_equal(
        zi_skim_from(s.skim, ZI_SKIM_TIME_H, 999, value, &s.q.err), ZHOL_USAGE);
    assert_false(zi_skim_describe(s.skim, row_of(&s, "urumqi"), &way));
    close_skim(&s);
}

static void
memory_may_run_out(void **state)
{
    question q;
    zi_book *book = NULL;
    zi_skim *skim = NULL;
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    question_of(&q, tiny_world());
    must(zi_book_new(q.world, &book, &q.err), &q.err);
    const long live = zi_mem_live();
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        double value[MAX_PLACES];
        assert_true(k < 5000);
        zi_mem_fail_after(k);
        status = zi_skim_new(book, &q.options.scenario, &q.goods, &skim, &q.err);
        if (status == ZHOL_OK) {
            status = zi_skim_from(skim, ZI_SKIM_TIME_H, 0, value, &q.err);
        }
        zi_mem_fail_after(-1);
        zi_skim_free(skim);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    zi_book_free(book);
    question_close(&q);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_equals_the_router),
        cmocka_unit_test(generalised_lies_between),
        cmocka_unit_test(a_way_is_described),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
