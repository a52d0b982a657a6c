/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers computed by hand from the rows of tests/data/tiny. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/mem.h"
#include "unit/route/questions.h"

/* 1e-9 relative: a few roundings and decimals written out here */
static void
assert_near(double found, double right)
{
    if (!(fabs(found - right) <= 1e-9 * fmax(1, fabs(right)))) {
        fail_msg("%.12g is not %.12g", found, right);
    }
}

static void
assert_asked(question *q, const char *from, const char *to)
{
    if (ask(q, from, to) != ZHOL_OK) {
        fail_msg("%s", q->err.message);
    }
}

static void
the_cheapest_way_is_the_sum_of_its_rows(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    assert_asked(&q, "Almaty", "Urumqi");
    const zhol_alternative *a = labelled(&q, ZHOL_LABEL_CHEAPEST);
    assert_non_null(a);
    /* origin, wait, 370 km, lift, border out, 14 km, border in, 660 km, destination */
    assert_int_equal(a->n_legs, 9);
    assert_near(a->length_km, 370 + 14 + 660);
    assert_near(a->time_mean_h, 24 + 36 + 8.88 + 5 + 6 + 0.336 + 10 + 13.2 + 24);
    assert_near(
        a->cost_usd, 100 + 80 / 456.3 + 384 * 290 / 456.3 + 120 + 100 + 100 + 462 + 100);
    assert_near(a->co2e_wtw_kg, 177.6 + 19.2 + 20 * 14 * 7.5 * 0.0039 + 198);
    assert_int_equal(a->n_modes, 1);
    assert_int_equal(a->modes[0], ZHOL_MODE_RAIL);
    assert_int_equal(a->n_gauge_changes, 1);
    assert_int_equal(a->gauge_changes[0].from_mm, 1520);
    assert_int_equal(a->gauge_changes[0].what, ZHOL_WHAT_CONTAINER_LIFT);
    assert_int_equal(a->n_borders, 1);
    assert_near(a->borders[0].time_h, 16);
    assert_near(a->borders[0].cost_usd, 200);
    assert_int_equal(a->borders[0].from, zi_world_place_by_id(q.world, "altynkol"));
    assert_true(a->time_p10_h < a->time_p50_h && a->time_p50_h < a->time_p90_h);
    assert_int_equal(q.routes->year, 2023);
    assert_int_equal(q.routes->oldest_year, 2022);
    assert_int_equal(q.routes->newest_year, 2023);
    assert_int_equal(q.routes->n_mine, 0);
    question_close(&q);
}

/* 1e-9 relative: sums of fewer than a hundred terms */
static void
legs_add_up_to_their_way(void **state)
{
    static const char *const ends[][2] = { { "Almaty", "Urumqi" }, { "Urumqi", "Alat" },
        { "Alat", "Khorgos" }, { "Aktau", "Altynkol" }, { "76.9,43.3", "87.7,43.9" } };
    question q;

    (void) state;
    question_of(&q, tiny_world());
    for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++) {
        assert_asked(&q, ends[e][0], ends[e][1]);
        for (uint32_t i = 0; i < q.routes->n_alternatives; i++) {
            const zhol_alternative *a = &q.routes->alternatives[i];
            double km = 0, h = 0, h2 = 0, usd = 0, wtw = 0, ttw = 0;
            for (uint32_t k = 0; k < a->n_legs; k++) {
                const zhol_leg *leg = &a->legs[k];
                km += leg->length_km;
                h += leg->time_h;
                h2 += leg->kind == ZHOL_LEG_LINK ? 48 * sqrt(leg->variance_h2)
                                                 : leg->variance_h2;
                usd += leg->cost_usd;
                wtw += leg->co2e_wtw_kg;
                ttw += leg->co2e_ttw_kg;
                if (k > 0) { /* each begins where the one before it ended */
                    assert_int_equal(leg->from, a->legs[k - 1].to);
                }
                assert_true(leg->n_reasons > 0);
            }
            assert_near(a->length_km, km);
            assert_near(a->time_mean_h, h);
            assert_near(a->risk_h2, h2);
            assert_near(a->cost_usd, usd);
            assert_near(a->co2e_wtw_kg, wtw);
            assert_near(a->co2e_ttw_kg, ttw);
            assert_true(a->share_hours_cd >= 0 && a->share_hours_cd <= 1 + 1e-12);
        }
    }
    question_close(&q);
}

static void
labels_are_the_best_of_their_kind(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    q.options.within = 0;
    q.options.n_alternatives = 20;
    assert_asked(&q, "Urumqi", "Alat");
    const zhol_alternative *fastest = labelled(&q, ZHOL_LABEL_FASTEST);
    const zhol_alternative *cheapest = labelled(&q, ZHOL_LABEL_CHEAPEST);
    const zhol_alternative *cleanest = labelled(&q, ZHOL_LABEL_CLEANEST);
    assert_true(fastest && cheapest && cleanest);
    assert_non_null(labelled(&q, ZHOL_LABEL_BALANCED));
    assert_non_null(labelled(&q, ZHOL_LABEL_MOST_RELIABLE));
    for (uint32_t i = 0; i < q.routes->n_alternatives; i++) {
        const zhol_alternative *a = &q.routes->alternatives[i];
        assert_true(fastest->time_mean_h <= a->time_mean_h + 0.01); /* whole seconds */
        assert_true(cheapest->cost_usd <= a->cost_usd + 0.05);
        assert_true(cleanest->co2e_wtw_kg <= a->co2e_wtw_kg + 0.01);
    }
    assert_true(q.routes->n_front >= q.routes->n_alternatives);
    question_close(&q);
}

static double
measure(const zhol_alternative *a, zhol_order order)
{
    const double values[] = { a->time_mean_h, a->cost_usd, a->co2e_wtw_kg,
        a->time_p90_h - a->time_p50_h };

    return values[order];
}

static void
alternatives_stand_in_the_order_asked_for(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    q.options.n_alternatives = 8;
    for (uint32_t order = 0; order <= ZHOL_ORDER_RISK; order++) {
        q.options.order = (zhol_order) order;
        assert_asked(&q, "Urumqi", "Alat");
        assert_true(q.routes->n_alternatives > 2);
        for (uint32_t i = 1; i < q.routes->n_alternatives; i++) {
            const zhol_alternative *a = q.routes->alternatives;
            assert_true(
                measure(&a[i - 1], q.options.order)
                <= measure(&a[i], q.options.order) + 0.05); /* whole cents of arcs */
        }
    }
    q.options.n_alternatives = 1;
    assert_asked(&q, "Urumqi", "Alat");
    assert_int_equal(q.routes->n_alternatives, 1);
    assert_true(labelled(&q, ZHOL_LABEL_MOST_RELIABLE) != NULL);
    question_close(&q);
}

static void
the_same_question_has_the_same_bytes_in_its_answer(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    assert_asked(&q, "Urumqi", "Alat");
    char *first = json_of(&q);
    for (int i = 0; i < 3; i++) {
        if (i == 1) { /* other questions leave no trace */
            assert_asked(&q, "Alat", "Khorgos");
        }
        assert_asked(&q, "Urumqi", "Alat");
        char *again = json_of(&q);
        assert_string_equal(first, again);
        zi_free(again);
    }
    zi_free(first);
    question_close(&q);
}

static void
places_to_go_by_are_visited_in_their_order(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    const zhol_scope via[] = { { ZHOL_SCOPE_PLACE,
                                   zi_world_place_by_id(q.world, "aktau") },
        { ZHOL_SCOPE_PLACE, zi_world_place_by_id(q.world, "almaty") } };
    q.options.via = via;
    q.options.n_via = 2;
    assert_asked(&q, "Altynkol", "Urumqi"); /* the wrong way first, then back */
    for (uint32_t i = 0; i < q.routes->n_alternatives; i++) {
        const zhol_alternative *a = &q.routes->alternatives[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < a->n_legs; k++) {
            n += n < 2 && a->legs[k].to == via[n].ref;
        }
        assert_int_equal(n, 2);
        assert_true(a->length_km > 2 * 2900);
    }
    assert_int_equal(q.routes->options.n_via, 0); /* nothing is borrowed */
    assert_null(q.routes->options.via);
    assert_asked(&q, "Almaty", "Almaty"); /* there and back */
    question_close(&q);
}

static void
a_point_is_reached_from_the_places_near_it(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    assert_asked(&q, "76.95, 43.70", "Urumqi"); /* 51 km north of Almaty */
    for (uint32_t i = 0; i < q.routes->n_alternatives; i++) {
        const zhol_leg *leg = &q.routes->alternatives[i].legs[0];
        assert_int_equal(leg->kind, ZHOL_LEG_ACCESS);
        assert_int_equal(leg->from, ZHOL_NO_ROW);
        assert_int_equal(leg->to, zi_world_place_by_id(q.world, "almaty"));
        assert_true(leg->length_km > 66 && leg->length_km < 67.5); /* detour 1.3 */
        assert_near(leg->time_h, leg->length_km / 45);
        assert_near(leg->cost_usd, leg->length_km * 1.5);
        assert_near(leg->co2e_wtw_kg, 20 * leg->length_km * 22 * 0.0039);
        assert_near(leg->share_time_cd, 1);
    }
    assert_int_equal(q.routes->from.place, ZHOL_NO_ROW);
    assert_asked(&q, "Almaty", "80.3,44.3"); /* among four border stations */
    const zhol_alternative *a = &q.routes->alternatives[0];
    assert_int_equal(a->legs[a->n_legs - 1].to, ZHOL_NO_ROW);
    question_close(&q);
}

static void
chances_count_the_days_that_there_are(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    assert_asked(&q, "Almaty", "Urumqi");
    assert_true(q.routes->alternatives[0].chance_in_time < 0); /* not given */
    q.options.depart = 20230701;
    q.options.deliver_by = 20230704; /* 96 h; the lorry takes 106 on average */
    assert_asked(&q, "Almaty", "Urumqi");
    const double four = q.routes->alternatives[0].chance_in_time;
    q.options.deliver_by = 20230705;
    assert_asked(&q, "Almaty", "Urumqi");
    const double five = q.routes->alternatives[0].chance_in_time;
    assert_true(0 < four && four < 0.5 && 0.5 < five && five < 1);
    q.options.deliver_by = 20240101;
    assert_asked(&q, "Almaty", "Urumqi");
    for (uint32_t i = 0; i < q.routes->n_alternatives; i++) {
        const zhol_alternative *a = &q.routes->alternatives[i];
        assert_near(a->chance_in_time, 1);
        assert_true(a->chance_faster >= 0 && a->chance_faster <= 1);
    }
    assert_near(q.routes->alternatives[0].chance_faster, 0); /* than itself */
    question_close(&q);
}

static void
the_year_2010_has_no_rail_to_khorgos(void **state)
{
    question q;

    (void) state;
    question_of(&q, tiny_world());
    q.options.scenario.year = 2010;
    assert_asked(&q, "Almaty", "Urumqi");
    for (uint32_t i = 0; i < q.routes->n_alternatives; i++) {
        const zhol_alternative *a = &q.routes->alternatives[i];
        for (uint32_t k = 0; k < a->n_legs; k++) {
            assert_int_equal(a->legs[k].mode, ZHOL_MODE_ROAD);
        }
    }
    assert_int_equal(q.routes->year, 2010);
    question_close(&q);
}

static void
own_rows_are_used_and_counted(void **state)
{
    zi_folder base = { 0 }, mine = { .path = "mine" };
    question q;
    zhol_world *w = NULL;
    zhol_error err = { "" };

    (void) state;
    tables_read(&base, "tiny");
    tables_set(&mine, ZI_TABLE_SOURCES,
        "key,citation,address,licence,seen\nown,me,see citation,facts,2026-01-01\n");
    tables_set(&mine, ZI_TABLE_RATES,
        "id,mode,class,at,line_class,direction,unit,year,fixed,per_km,per_h,currency,"
        "source,grade\nmy_rail,rail,,*,,both,feu,2023,,0.01,,USD,own,A\n");
    if (tables_make(&base, &mine, NULL, &w, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    question_of(&q, w);
    assert_asked(&q, "Almaty", "Urumqi");
    const zhol_alternative *a = labelled(&q, ZHOL_LABEL_CHEAPEST);
    assert_near(a->cost_usd, 100 + 1044 * 0.01 + 120 + 100 + 100 + 100);
    assert_int_equal(q.routes->n_mine, 1);
    bool uses_mine = false;
    for (uint32_t k = 0; k < a->n_legs; k++) {
        uses_mine = uses_mine || a->legs[k].uses_mine;
    }
    assert_true(uses_mine);
    question_close(&q);
    zi_folder_free(&base);
    zi_folder_free(&mine);
}

static void
assert_usage(question *q, const char *from, const char *to, const char *words)
{
    assert_int_equal(ask(q, from, to), ZHOL_USAGE);
    assert_null(q->routes);
    if (!strstr(q->err.message, words)) {
        fail_msg("'%s' does not say '%s'", q->err.message, words);
    }
}

static void
bad_questions_are_refused_by_name(void **state)
{
    const zhol_end nowhere = { .place = ZHOL_NO_ROW, .lat = 91 };
    const zhol_end far_row = { .place = 1000000 };
    const zhol_end almaty = { .place = 2 };
    question q;

    (void) state;
    question_of(&q, tiny_world());
    assert_usage(&q, "Almaty", "Almaty", "same place");
    assert_usage(&q, "200,10", "Almaty", "longitude first");
    assert_usage(&q, "caspian_mid", "Almaty", "point at sea");
    assert_usage(&q, "Atlantis", "Almaty", "Atlantis");
    assert_int_equal(zhol_router_find(q.router, &nowhere, &almaty, &q.goods, &q.options,
                         &q.routes, &q.err),
        ZHOL_USAGE);
    assert_int_equal(zhol_router_find(q.router, &almaty, &far_row, &q.goods, &q.options,
                         &q.routes, &q.err),
        ZHOL_USAGE);
    q.goods.mass_t = 0;
    assert_usage(&q, "Almaty", "Urumqi", "mass");
    q.goods.mass_t = 20;
    q.options.n_draws = 1000;
    assert_usage(&q, "Almaty", "Urumqi", "draws 1000");
    q.options.n_draws = 4096;
    q.options.n_alternatives = 0;
    assert_usage(&q, "Almaty", "Urumqi", "alternatives 0");
    q.options.n_alternatives = 5;
    q.options.within = 1.5;
    assert_usage(&q, "Almaty", "Urumqi", "within 1.5");
    q.options.within = (double) NAN;
    assert_usage(&q, "Almaty", "Urumqi", "within");
    q.options.within = 0.01;
    q.options.order = (zhol_order) 9;
    assert_usage(&q, "Almaty", "Urumqi", "order 9");
    q.options.order = ZHOL_ORDER_TIME;
    q.options.deliver_by = 20230705;
    assert_usage(&q, "Almaty", "Urumqi", "needs a day of departure");
    q.options.depart = 20230706;
    assert_usage(&q, "Almaty", "Urumqi", "before departure");
    q.options.deliver_by = 20230732;
    assert_usage(&q, "Almaty", "Urumqi", "20230732");
    q.options.depart = 20231301;
    assert_usage(&q, "Almaty", "Urumqi", "20231301");
    question_close(&q);
}

static bool
stop_at_once(void *user, uint64_t n_labels)
{
    (void) n_labels;
    *(bool *) user = true;
    return false;
}

static void
the_budget_and_the_caller_end_a_search(void **state)
{
    bool was_called = false;
    question q;

    (void) state;
    question_of(&q, tiny_world());
    q.options.budget = 1;
    assert_int_equal(ask(&q, "Urumqi", "Alat"), ZHOL_LIMIT);
    assert_null(q.routes);
    q.options.budget = 5000000;
    q.options.progress = stop_at_once;
    q.options.user = &was_called;
    const zhol_status status = ask(&q, "Urumqi", "Alat");
    assert_int_equal(status, was_called ? ZHOL_LIMIT : ZHOL_OK);
    question_close(&q);
}

static void
every_failed_allocation_is_reported_and_nothing_leaks(void **state)
{
    zhol_status status = ZHOL_LIMIT;
    zhol_end from, to;
    zhol_routes *routes = NULL;
    question q;
    long k = 0;

    (void) state;
    question_of(&q, tiny_world());
    assert_int_equal(zhol_end_read(q.world, "76.9,43.3", &from, NULL), ZHOL_OK);
    assert_int_equal(zhol_end_read(q.world, "Urumqi", &to, NULL), ZHOL_OK);
    q.options.n_draws = 16;
    const long before = zi_mem_live();
    for (; status != ZHOL_OK; k++) {
        zi_mem_fail_after(k);
        status =
            zhol_router_find(q.router, &from, &to, &q.goods, &q.options, &routes, &q.err);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        assert_true(status == ZHOL_OK || (!routes && zi_mem_live() == before));
    }
    assert_true(k > 50);
    zhol_routes_free(routes);
    assert_int_equal(zi_mem_live(), before);
    zi_mem_fail_after(0);
    zhol_router *router = NULL;
    assert_int_equal(zhol_router_new(q.world, &router, NULL), ZHOL_LIMIT);
    zi_mem_fail_after(1);
    assert_int_equal(zhol_router_new(q.world, &router, NULL), ZHOL_LIMIT);
    zi_mem_fail_after(-1);
    assert_null(router);
    question_close(&q);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cheapest_way_is_the_sum_of_its_rows),
        cmocka_unit_test(legs_add_up_to_their_way),
        cmocka_unit_test(labels_are_the_best_of_their_kind),
        cmocka_unit_test(alternatives_stand_in_the_order_asked_for),
        cmocka_unit_test(the_same_question_has_the_same_bytes_in_its_answer),
        cmocka_unit_test(places_to_go_by_are_visited_in_their_order),
        cmocka_unit_test(a_point_is_reached_from_the_places_near_it),
        cmocka_unit_test(chances_count_the_days_that_there_are),
        cmocka_unit_test(the_year_2010_has_no_rail_to_khorgos),
        cmocka_unit_test(own_rows_are_used_and_counted),
        cmocka_unit_test(bad_questions_are_refused_by_name),
        cmocka_unit_test(the_budget_and_the_caller_end_a_search),
        cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
