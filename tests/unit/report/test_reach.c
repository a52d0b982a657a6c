/* SPDX-License-Identifier: Apache-2.0 */
/* What is written of a reach, on the default world. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/reach.h"

static void
must(zhol_status status, const zhol_error *err)
{
    if (status != ZHOL_OK) {
        print_error("%s\n", err->message);
    }
    assert_int_equal(status, ZHOL_OK);
}

static zhol_world *
open_world(void)
{
    zhol_world *w = NULL;
    zhol_error err = { "" };

    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    return w;
}

/* From Almaty, the canal closed or not. */
static zhol_reach *
reach_of(const zhol_world *w, bool is_closed, double probability)
{
    zhol_reach_query q;
    zhol_reach *r = NULL;
    zhol_error err = { "" };
    zhol_ref suez;

    zhol_reach_defaults(&q);
    must(zhol_world_find_scope(w, "almaty", &q.from, &err), &err);
    must(zhol_world_find_pass(w, "suez", &suez, &err), &err);
    q.probability = probability;
    q.n_draws = 64;
    if (is_closed) {
        q.scenario.close_passes = &suez;
        q.scenario.n_close_passes = 1;
    }
    must(zhol_reach_new(w, &q, &r, &err), &err);
    return r;
}

static void
a_change_in_total_is_the_sum_of_its_economies(void **state)
{
    zhol_world *w = open_world();
    zhol_reach *base = reach_of(w, false, 0), *r = reach_of(w, true, 0);
    const zhol_reach_figure f = ZHOL_REACH_GDP_PPP;
    const zhol_reach_by t = ZHOL_REACH_BY_TIME;
    zi_reach_sheet s = { .r = r, .base = base };
    zhol_error err = { "" };
    double share = 0, before = 0, now = 0;

    (void) state;
    (void) zhol_world_economies(w, &s.n_economies);
    s.half[t] = calloc(s.n_economies, sizeof *s.half[t]);
    s.base_half[t] = calloc(s.n_economies, sizeof *s.base_half[t]);
    s.gdp = calloc(s.n_economies, sizeof *s.gdp);
    must(zhol_reach_halves(r, t, s.half[t], &err), &err);
    must(zhol_reach_halves(base, t, s.base_half[t], &err), &err);
    for (uint32_t e = 0; e < s.n_economies; e++) {
        s.gdp[e] = zhol_reach_economy(r, f, t, (double) INFINITY, e);
        if (s.half[t][e] < (double) INFINITY && s.base_half[t][e] < (double) INFINITY) {
            share += s.gdp[e];
            before += s.gdp[e] * s.base_half[t][e];
            now += s.gdp[e] * s.half[t][e];
        }
    }
    const zi_reach_total total = zi_reach_add_up(&s, t);
    assert_true(fabs(total.share - share) < 1e-12);
    assert_true(fabs(total.before - before / share) < 1e-9);
    assert_true(fabs(total.now - now / share) < 1e-9);
    assert_true(total.now > total.before); /* a closed canal brings nobody nearer */
    for (int days = 5; days < 50; days += 5) {
        const double limit_h = 24.0 * days;
        double sum = 0;
        for (uint32_t e = 0; e < s.n_economies; e++) {
            sum += zhol_reach_economy(r, f, t, limit_h, e)
                   - zhol_reach_economy(base, f, t, limit_h, e);
        }
        assert_true(fabs(sum
                         - (zhol_reach_within(r, f, t, limit_h)
                             - zhol_reach_within(base, f, t, limit_h)))
                    < 1e-9);
    }
    free(s.half[t]);
    free(s.base_half[t]);
    free(s.gdp);
    zhol_reach_free(base);
    zhol_reach_free(r);
    zhol_world_free(w);
}

static uint32_t
count(const char *text, const char *what)
{
    uint32_t n = 0;

    while ((text = strstr(text, what)) != NULL) {
        n++;
        text += strlen(what);
    }
    return n;
}

/* Two runs, one picture; a band only where there are draws. */
static void
a_picture_has_the_same_bytes_each_time(void **state)
{
    const zhol_reach_view view = { .format = ZHOL_FORMAT_TABLE };
    zhol_world *w = open_world();
    zhol_error err = { "" };

    (void) state;
    for (int k = 0; k < 2; k++) {
        zhol_buffer once = { 0 }, again = { 0 };
        zhol_reach *a = reach_of(w, false, k * 0.9), *b = reach_of(w, false, k * 0.9);
        must(zhol_report_reach_plot(a, NULL, &view, &once, &err), &err);
        must(zhol_report_reach_plot(b, NULL, &view, &again, &err), &err);
        assert_string_equal(once.data, again.data);
        assert_int_equal(count(once.data, "<polygon"), k);
        assert_int_equal(count(once.data, "in 90 % of cases"), 2 * (uint32_t) k);
        assert_true(count(once.data, ">China<") >= 1);
        zhol_buffer_free(&once);
        zhol_buffer_free(&again);
        zhol_reach_free(a);
        zhol_reach_free(b);
    }
    zhol_world_free(w);
}

/* The figures asked for are drawn, the limit asked for is marked and told. */
static void
a_picture_shows_what_is_asked_for(void **state)
{
    const uint32_t figures = 1U << ZHOL_REACH_PEOPLE | 1U << ZHOL_REACH_CONSUMPTION;
    const zhol_reach_view days = {
        .figures = figures, .within = 300, .within_by = ZHOL_REACH_BY_TIME
    };
    const zhol_reach_view dollars = { .within = 3000, .within_by = ZHOL_REACH_BY_COST };
    zhol_world *w = open_world();
    zhol_reach *r = reach_of(w, false, 0);
    zhol_buffer out = { 0 };
    zhol_error err = { "" };

    (void) state;
    must(zhol_report_reach_plot(r, NULL, &days, &out, &err), &err);
    assert_int_equal(count(out.data, "<polyline"), 4);
    assert_int_equal(count(out.data, ">consumption<"), 2);
    assert_int_equal(count(out.data, "GDP"), 0);
    assert_int_equal(count(out.data, "of people: 12.5 days"), 1);
    assert_int_equal(count(out.data, "of the world's people within 12.5 days"), 2);
    zhol_buffer_free(&out);
    must(zhol_report_reach_plot(r, NULL, &dollars, &out, &err), &err);
    assert_int_equal(count(out.data, "<polyline"), 6);
    assert_int_equal(count(out.data, "of GDP (PPP): 3,000 USD"), 1);
    assert_int_equal(count(out.data, "65 % of GDP (PPP)"), 1); /* of the other axis */
    zhol_buffer_free(&out);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        r->sources[f].vintage = NULL;
    }
    assert_int_equal(zhol_report_reach_plot(r, NULL, &dollars, &out, &err), ZHOL_NONE);
    zhol_reach_free(r);
    zhol_world_free(w);
}

/* Every form, also with a base, however memory runs out: the first hundred failures. */
static void
memory_may_run_out(void **state)
{
    zhol_world *w = open_world();
    zhol_reach *base = reach_of(w, false, 0), *r = reach_of(w, true, 0.5);
    const long live = zi_mem_live();

    (void) state;
    for (int format = ZHOL_FORMAT_TABLE; format <= ZHOL_FORMAT_CSV; format++) {
        const zhol_reach_view view = { .format = (zhol_format) format };
        zhol_status status = ZHOL_LIMIT;
        for (long k = 0; status == ZHOL_LIMIT && k < 100; k++) {
            zhol_buffer out = { 0 };
            zi_mem_fail_after(k);
            status = zhol_report_reach(r, base, &view, &out, NULL);
            zi_mem_fail_after(-1);
            zhol_buffer_free(&out);
            assert_int_equal(zi_mem_live(), live);
        }
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
    }
    zhol_reach_free(base);
    zhol_reach_free(r);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_in_total_is_the_sum_of_its_economies),
        cmocka_unit_test(a_picture_has_the_same_bytes_each_time),
        cmocka_unit_test(a_picture_shows_what_is_asked_for),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
