/* SPDX-License-Identifier: Apache-2.0 */
/* Shares of a world of three economies, by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <zhol/skim.h>

#include "base/mem.h"
#include "unit/cost/scenes.h"

/* People: KAZ 20, CHN 70, AZE 10 of vintage v1; an older vintage v0 of another world. */
static const char figures[] = "KAZ,population,2024,20,v1,test_a,A\n"
                              "CHN,population,2024,70,v1,test_a,A\n"
                              "AZE,population,2024,10,v1,test_a,A\n"
                              "KAZ,population,2013,50,v0,test_a,A\n"
                              "CHN,population,2013,40,v0,test_a,A\n"
                              "AZE,population,2013,10,v0,test_a,A\n"
                              "KAZ,gdp_ppp_usd,2024,30,v1,test_a,A\n"
                              "CHN,gdp_ppp_usd,2024,60,v1,test_a,A\n"
                              "AZE,gdp_ppp_usd,2024,10,v1,test_a,A\n";

static zhol_world *
world_with_figures(void)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_FIGURES, figures);
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    return w;
}

static zhol_reach_query
query_of(const zhol_world *w, const char *from)
{
    zhol_reach_query q;
    zhol_error err = { "" };

    zhol_reach_defaults(&q);
    q.figures_year = 2024;
    must(zhol_world_find_scope(w, from, &q.from, &err), &err);
    return q;
}

static zhol_reach *
reach_of(const zhol_world *w, const zhol_reach_query *q)
{
    zhol_reach *r = NULL;
    zhol_error err = { "" };

    must(zhol_reach_new(w, q, &r, &err), &err);
    return r;
}

static void
assert_near(double x, double expected)
{
    if (!(fabs(x - expected) < 1e-9)) {
        print_error("%.12f, not %.12f\n", x, expected);
    }
    assert_true(fabs(x - expected) < 1e-9);
}

/* Cities and seaports of KAZ: almaty 2.2 m, aktau 0.26 m; of CHN: urumqi alone. */
static void
shares_are_spread_by_people(void **state)
{
    zhol_world *w = world_with_figures();
    const zhol_reach_query q = query_of(w, "almaty");
    zhol_reach *r = reach_of(w, &q);
    const zhol_reach_by t = ZHOL_REACH_BY_TIME;
    zhol_ref kaz;

    (void) state;
    must(zhol_world_find_economy(w, "KAZ", &kaz, NULL), &(zhol_error){ "" });
    assert_near(zhol_reach_within(r, ZHOL_REACH_PEOPLE, t, 0), 0.2 * 2200 / 2460);
    assert_near(zhol_reach_within(r, ZHOL_REACH_GDP_PPP, t, 0), 0.3 * 2200 / 2460);
    assert_near(zhol_reach_within(r, ZHOL_REACH_PEOPLE, t, 1e9), 1);
    assert_near(zhol_reach_economy(r, ZHOL_REACH_PEOPLE, t, 1e9, kaz), 0.2);
    assert_near(
        zhol_reach_region(r, ZHOL_REACH_PEOPLE, t, 1e9, ZHOL_REGION_EAST_ASIA), 0.7);
    assert_near(r->sources[ZHOL_REACH_PEOPLE].total, 100);
    assert_near(r->sources[ZHOL_REACH_PEOPLE].coverage, 1);
    assert_string_equal(r->sources[ZHOL_REACH_PEOPLE].vintage, "v1");
    assert_null(r->sources[ZHOL_REACH_IMPORTS].vintage);
    zhol_reach_free(r);
    zhol_world_free(w);
}

/* Both shores of the Caspian have a port: KAZ and AZE, 0.3 of people. */
static void
coasts_and_gateways(void **state)
{
    zhol_world *w = world_with_figures();
    const zhol_reach_query q = query_of(w, "almaty");
    zhol_reach *r = reach_of(w, &q);
    const uint32_t caspian = 1U << ZHOL_OCEAN_CASPIAN;

    (void) state;
    assert_int_equal(zhol_reach_oceans(w), caspian);
    assert_near(
        zhol_reach_coast(r, ZHOL_REACH_PEOPLE, ZHOL_REACH_BY_TIME, 1e9, caspian), 0.3);
    assert_int_equal(r->n_gateways, 2);
    for (uint32_t i = 0; i < 2; i++) {
        const zhol_gateway *g = &r->gateways[i];
        const zhol_place *p = &zhol_world_places(w, NULL)[g->place];
        assert_string_equal(zhol_world_text(w, p->id), "aktau");
        assert_int_equal(g->n_borders, 0);
        assert_int_equal(g->n_economies, 1);
    }
    zhol_reach_free(r);
    zhol_world_free(w);
}

/* At the time that is told for a share it is reached, just before it is not. */
static void
the_time_of_a_share_is_its_inverse(void **state)
{
    zhol_world *w = world_with_figures();
    const zhol_reach_query q = query_of(w, "almaty");
    zhol_reach *r = reach_of(w, &q);

    (void) state;
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
        for (double share = 0.2; share < 1; share += 0.1) {
            const double at =
                zhol_reach_at(r, ZHOL_REACH_PEOPLE, (zhol_reach_by) by, share);
            assert_true(
                zhol_reach_within(r, ZHOL_REACH_PEOPLE, (zhol_reach_by) by, at) >= share);
            assert_true(
                zhol_reach_within(r, ZHOL_REACH_PEOPLE, (zhol_reach_by) by, 0.999 * at)
                < share);
        }
    }
    assert_true(isinf(zhol_reach_at(r, ZHOL_REACH_PEOPLE, ZHOL_REACH_BY_TIME, 1.01)));
    zhol_reach_free(r);
    zhol_world_free(w);
}

/* An economy is the average of its cities; each place's curve is weighted. */
static void
an_economy_is_the_average_of_its_cities(void **state)
{
    static const char *const from[] = { "economy:KAZ", "almaty", "aktau" };
    zhol_world *w = world_with_figures();
    zhol_reach *r[3];

    (void) state;
    for (int i = 0; i < 3; i++) {
        const zhol_reach_query q = query_of(w, from[i]);
        r[i] = reach_of(w, &q);
    }
    for (double limit_h = 0; limit_h < 500; limit_h += 20) {
        const zhol_reach_by t = ZHOL_REACH_BY_TIME;
        const double almaty = zhol_reach_within(r[1], ZHOL_REACH_PEOPLE, t, limit_h);
        const double aktau = zhol_reach_within(r[2], ZHOL_REACH_PEOPLE, t, limit_h);
        assert_near(zhol_reach_within(r[0], ZHOL_REACH_PEOPLE, t, limit_h),
            (2200 * almaty + 260 * aktau) / 2460);
    }
    for (int i = 0; i < 3; i++) {
        zhol_reach_free(r[i]);
    }
    zhol_world_free(w);
}

static void
the_vintage_follows_the_year(void **state)
{
    zhol_world *w = world_with_figures();
    zhol_reach_query q = query_of(w, "almaty");
    zhol_reach *r;

    (void) state;
    q.figures_year = 2013;
    r = reach_of(w, &q);
    assert_string_equal(r->sources[ZHOL_REACH_PEOPLE].vintage, "v0");
    assert_int_equal(r->sources[ZHOL_REACH_PEOPLE].year, 2013);
    assert_near(zhol_reach_within(r, ZHOL_REACH_PEOPLE, ZHOL_REACH_BY_TIME, 0),
        0.5 * 2200 / 2460);
    zhol_reach_free(r);
    zhol_world_free(w);
}

static void
what_cannot_start_says_so(void **state)
{
    zhol_world *w = world_with_figures();
    zhol_reach_query q = query_of(w, "almaty");
    const zhol_scope here = q.from;
    zhol_reach *r = NULL;
    zhol_error err = { "" };

    (void) state;
    q.scenario.close = &here;
    q.scenario.n_close = 1;
    assert_int_equal(zhol_reach_new(w, &q, &r, &err), ZHOL_NONE);
    assert_null(r);
    assert_non_null(strstr(err.message, "Almaty"));
    q = query_of(w, "almaty");
    q.from = (zhol_scope){ ZHOL_SCOPE_EVERYWHERE, 0 };
    assert_int_equal(zhol_reach_new(w, &q, &r, &err), ZHOL_USAGE);
    zhol_world_free(w);
}

/* almaty has 2.2 m people, aktau 0.26 m; urumqi is alone. */
static void
figures_may_be_spread_otherwise(void **state)
{
    static const double almaty[ZHOL_N_SPREADS] = { 2200.0 / 2460, 0.5, 1 };
    zhol_world *w = world_with_figures();
    zhol_reach_query q = query_of(w, "almaty");

    (void) state;
    for (uint32_t k = 0; k < ZHOL_N_SPREADS; k++) {
        q.spread = (zhol_spread) k;
        zhol_reach *r = reach_of(w, &q);
        assert_near(zhol_reach_within(r, ZHOL_REACH_PEOPLE, ZHOL_REACH_BY_TIME, 0),
            0.2 * almaty[k]);
        assert_near(zhol_reach_within(r, ZHOL_REACH_PEOPLE, ZHOL_REACH_BY_TIME, 1e9), 1);
        zhol_reach_free(r);
    }
    zhol_world_free(w);
}

/* Of Kazakhstan half is in Almaty itself; of China all is in Urumqi. */
static void
half_of_an_economy_is_reached_with_its_largest_places(void **state)
{
    zhol_world *w = world_with_figures();
    const zhol_reach_query q = query_of(w, "almaty");
    zhol_reach *r = reach_of(w, &q);
    double half[16] = { 0 };
    zhol_ref kaz, chn;
    uint32_t n;

    (void) state;
    (void) zhol_world_economies(w, &n);
    assert_in_range(n, 1, 16);
    must(zhol_world_find_economy(w, "KAZ", &kaz, NULL), &(zhol_error){ "" });
    must(zhol_world_find_economy(w, "CHN", &chn, NULL), &(zhol_error){ "" });
    for (uint32_t by = 0; by < ZHOL_N_REACH_BYS; by++) {
        must(zhol_reach_halves(r, (zhol_reach_by) by, half, &(zhol_error){ "" }),
            &(zhol_error){ "" });
        assert_near(half[kaz], 0);
        for (uint32_t i = 0; i < r->n_points; i++) {
            const zhol_place *p = &zhol_world_places(w, NULL)[r->points[i].place];
            if (p->economy == chn) {
                assert_near(half[chn], r->points[i].limit[by]);
            }
        }
    }
    zhol_reach_free(r);
    zhol_world_free(w);
}

/* What is told of the draws against the points that were drawn one by one. */
static void
shares_with_a_probability(void **state)
{
    zhol_world *w = world_with_figures();
    zhol_reach_query q = query_of(w, "economy:KAZ");
    const zhol_reach_figure f = ZHOL_REACH_PEOPLE;

    (void) state;
    q.probability = 0.9;
    zhol_reach *r = reach_of(w, &q);
    q.probability = 0.5;
    zhol_reach *even = reach_of(w, &q);
    for (double h = 0; h < 900; h += 10) {
        const double mean = zhol_reach_within(r, f, ZHOL_REACH_BY_TIME, h);
        const double sure = zhol_reach_within(r, f, ZHOL_REACH_BY_CHANCE, h);
        const double p10 = zhol_reach_drawn(r, f, h, 0.1);
        const double p90 = zhol_reach_drawn(r, f, h, 0.9);
        assert_true(sure <= zhol_reach_within(even, f, ZHOL_REACH_BY_CHANCE, h) + 1e-9);
        assert_true(p10 <= p90 && p90 <= 1 + 1e-6);
        assert_true(sure <= mean + 1e-9);
        /* the same draws, whatever the probability */
        assert_true(p10 >= zhol_reach_drawn(even, f, h, 0.1) - 1e-9);
        assert_true(p10 <= zhol_reach_drawn(even, f, h, 0.1) + 1e-9);
    }
    for (double share = 0.25; share < 1; share += 0.25) {
        const double at = zhol_reach_drawn_at(r, f, share, 0.9);
        assert_true(zhol_reach_drawn(r, f, at, 0.1) >= share);
        assert_true(
            at < 2 || zhol_reach_drawn(r, f, at - ZHOL_REACH_STEP_H, 0.1) < share);
    }
    assert_true(isinf(zhol_reach_drawn_at(r, f, 1.01, 0.5)));
    for (uint32_t i = 0; i < r->n_gateways; i++) {
        const zhol_gateway *g = &r->gateways[i];
        assert_true(g->time_p10_h < g->time_p50_h && g->time_p50_h < g->time_p90_h);
        assert_true(fabs(g->time_p50_h - g->time_h) < 0.15 * g->time_h);
    }
    zhol_reach_free(r);
    zhol_reach_free(even);
    zhol_world_free(w);
}

/* Each rank is what a reach of that economy says; the total is their average by GDP. */
static void
each_economy_is_ranked_by_its_own_reach(void **state)
{
    static const double gdp[] = { 0.3, 0.6, 0.1 }; /* KAZ CHN AZE */
    static const char *const iso3[] = { "KAZ", "CHN", "AZE" };
    zhol_world *w = world_with_figures();
    zhol_reach_query q = query_of(w, "almaty");
    const zhol_reach_goal goal = { ZHOL_REACH_BY_TIME, 120, ZHOL_REACH_PEOPLE };
    zhol_reach_ranks *ranks = NULL;
    zhol_error err = { "" };
    double average = 0;

    (void) state;
    must(zhol_reach_each(w, &q, &goal, &ranks, &err), &err);
    assert_int_equal(ranks->n_ranks, 3);
    for (uint32_t i = 0; i < ranks->n_ranks; i++) {
        const zhol_reach_rank *rank = &ranks->ranks[i];
        q.from = (zhol_scope){ ZHOL_SCOPE_ECONOMY, rank->economy };
        zhol_reach *r = reach_of(w, &q);
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
            assert_near(rank->share[f],
                zhol_reach_within(r, (zhol_reach_figure) f, goal.by, goal.limit));
        }
        assert_true(
            fabs(rank->half - zhol_reach_at(r, ZHOL_REACH_GDP_PPP, goal.by, 0.5 - 1e-9))
            < 0.01);
        assert_true(
            i == 0 || ranks->ranks[i - 1].share[goal.first] >= rank->share[goal.first]);
        zhol_reach_free(r);
        for (int k = 0; k < 3; k++) {
            zhol_ref e;
            must(zhol_world_find_economy(w, iso3[k], &e, &err), &err);
            if (e == rank->economy) {
                assert_near(rank->gdp_share, gdp[k]);
                average += gdp[k] * rank->share[ZHOL_REACH_PEOPLE];
            }
        }
    }
    assert_near(ranks->average[ZHOL_REACH_PEOPLE], average);
    assert_near(ranks->start_share, 1);
    zhol_reach_ranks_free(ranks);
    q.probability = 0.5;
    assert_int_equal(zhol_reach_each(w, &q, &goal, &ranks, &err), ZHOL_USAGE);
    assert_null(ranks);
    zhol_world_free(w);
}

static void
nonsense_is_refused(void **state)
{
    zhol_world *w = world_with_figures();
    const zhol_reach_query good = query_of(w, "almaty");
    zhol_reach_query bad[5] = { good, good, good, good, good };
    zhol_reach *r = NULL;

    (void) state;
    bad[0].probability = 1;
    bad[1].probability = -0.1;
    bad[2].n_draws = ZHOL_REACH_MAX_DRAWS + 1;
    bad[3].n_draws = 1;
    bad[4].spread = ZHOL_N_SPREADS;
    for (int i = 0; i < 5; i++) {
        zhol_error err = { "" };
        assert_int_equal(zhol_reach_new(w, &bad[i], &r, &err), ZHOL_USAGE);
        assert_null(r);
        assert_true(err.message[0] != '\0');
    }
    zhol_world_free(w);
}

static void
memory_for_ranks_may_run_out(void **state)
{
    zhol_world *w = world_with_figures();
    const zhol_reach_query q = query_of(w, "almaty");
    const zhol_reach_goal goal = { ZHOL_REACH_BY_COST, 1000, ZHOL_REACH_GDP_PPP };
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_reach_ranks *ranks = NULL;
        assert_true(k < 5000);
        zi_mem_fail_after(k);
        status = zhol_reach_each(w, &q, &goal, &ranks, NULL);
        zi_mem_fail_after(-1);
        zhol_reach_ranks_free(ranks);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    zhol_world_free(w);
}

static void
memory_may_run_out(void **state)
{
    zhol_world *w = world_with_figures();
    zhol_reach_query q = query_of(w, "economy:KAZ");
    q.probability = 0.5;
    q.n_draws = 4;
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_reach *r = NULL;
        zhol_error err = { "" };
        assert_true(k < 5000);
        zi_mem_fail_after(k);
        status = zhol_reach_new(w, &q, &r, &err);
        zi_mem_fail_after(-1);
        zhol_reach_free(r);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_spread_by_people),
        cmocka_unit_test(coasts_and_gateways),
        cmocka_unit_test(the_time_of_a_share_is_its_inverse),
        cmocka_unit_test(an_economy_is_the_average_of_its_cities),
        cmocka_unit_test(the_vintage_follows_the_year),
        cmocka_unit_test(what_cannot_start_says_so),
        cmocka_unit_test(figures_may_be_spread_otherwise),
        cmocka_unit_test(half_of_an_economy_is_reached_with_its_largest_places),
        cmocka_unit_test(shares_with_a_probability),
        cmocka_unit_test(each_economy_is_ranked_by_its_own_reach),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(memory_for_ranks_may_run_out),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
