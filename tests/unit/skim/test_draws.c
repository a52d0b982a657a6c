/* SPDX-License-Identifier: Apache-2.0 */
/* Joint draws on the tiny world, against slow ways to the same numbers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "skim/draws.h"
#include "skim/luck.h"
#include "unit/cost/scenes.h"
#include "unit/route/questions.h"

enum { N_DRAWS = 256, MAX_PLACES = 32 };

typedef struct drawn {
    question q;
    zi_book *book;
    zi_skim *skim;
    const zi_network *net;
    uint32_t n_places;
} drawn;

static void
open_drawn_of(drawn *s, zhol_world *w)
{
    question_of(&s->q, w);
    must(zi_book_new(s->q.world, &s->book, &s->q.err), &s->q.err);
    must(zi_skim_new(s->book, &s->q.options.scenario, &s->q.goods, &s->skim, &s->q.err),
        &s->q.err);
    s->net = zi_skim_network(s->skim);
    s->n_places = s->book->n_places;
}

static void
open_drawn(drawn *s)
{
    open_drawn_of(s, tiny_world());
    assert_in_range(s->n_places, 1, MAX_PLACES);
}

static void
close_drawn(drawn *s)
{
    zi_skim_free(s->skim);
    zi_book_free(s->book);
    question_close(&s->q);
}

/* hours[draw x n_arcs + arc] of all arcs; the caller frees it. */
static double *
hours_of_all(const drawn *s, uint64_t seed, const uint32_t *arc, uint32_t n_arcs)
{
    const zi_luck_options o = { seed, N_DRAWS, arc, n_arcs };
    const uint32_t n = arc ? n_arcs : s->net->n_arcs;
    double *hours = calloc((size_t) n * N_DRAWS + 1, sizeof *hours);
    zhol_error err = { "" };
    zi_luck *luck = NULL;

    must(zi_luck_new(s->net, &o, &luck, &err), &err);
    double *scratch = calloc((size_t) zi_luck_n_events(luck) + 1, sizeof *scratch);
    for (uint32_t d = 0; d < N_DRAWS; d++) {
        zi_luck_hours(luck, d, scratch, &hours[(size_t) d * n]);
    }
    free(scratch);
    zi_luck_free(luck);
    return hours;
}

/* A hypercube of 256 draws: what is certain is exact, the rest within 3 %. */
static void
draws_have_the_mean_of_the_arc(void **state)
{
    drawn s;

    (void) state;
    open_drawn(&s);
    const uint32_t n = s.net->n_arcs;
    double *hours = hours_of_all(&s, 1, NULL, 0);
    for (uint32_t a = 0; a < n; a++) {
        const double mean_h =
            s.net->weights[(size_t) a * ZI_N_WEIGHTS + ZI_WEIGHT_TIME_S] / 3600.0;
        double sum = 0;
        for (uint32_t d = 0; d < N_DRAWS; d++) {
            assert_true(hours[(size_t) d * n + a] >= 0);
            sum += hours[(size_t) d * n + a];
        }
        assert_true(fabs(sum / N_DRAWS - mean_h) <= 0.03 * mean_h + 1.0 / 3600);
    }
    free(hours);
    close_drawn(&s);
}

/* The same event has the same luck among all arcs and among few, and in each run; another
 * seed gives another. */
static void
an_event_has_its_own_luck(void **state)
{
    static const uint32_t some[] = { 5, 0, 17 };
    drawn s;

    (void) state;
    open_drawn(&s);
    const uint32_t n = s.net->n_arcs;
    double *all = hours_of_all(&s, 1, NULL, 0), *few = hours_of_all(&s, 1, some, 3);
    double *other = hours_of_all(&s, 2, NULL, 0);
    bool differs = false;
    for (uint32_t d = 0; d < N_DRAWS; d++) {
        for (uint32_t i = 0; i < 3; i++) {
            assert_memory_equal(&few[d * 3 + i], &all[(size_t) d * n + some[i]], 8);
        }
        differs = differs || memcmp(&all[d * n], &other[d * n], n * sizeof *all) != 0;
    }
    assert_true(differs);
    free(all);
    free(few);
    free(other);
    close_drawn(&s);
}

static double
correlation(const double *hours, uint32_t n, uint32_t a, uint32_t b)
{
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    for (uint32_t d = 0; d < N_DRAWS; d++) {
        const double u = hours[(size_t) d * n + a], v = hours[(size_t) d * n + b];
        x += u / N_DRAWS;
        y += v / N_DRAWS;
        xx += u * u / N_DRAWS;
        yy += v * v / N_DRAWS;
        xy += u * v / N_DRAWS;
    }
    return (xy - x * y) / sqrt((xx - x * x) * (yy - y * y));
}

/* Of the default world, whose land modes share a factor. */
static void
links_of_a_mode_share_their_luck(void **state)
{
    drawn s;
    zhol_world *w = NULL;
    uint32_t arc[2], n_found = 0;

    (void) state;
    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &s.q.err), &s.q.err);
    open_drawn_of(&s, w);
    const zi_network *net = s.net;
    double *hours = hours_of_all(&s, 1, NULL, 0);
    for (uint32_t a = 0; a < net->n_arcs && n_found < 2; a++) { /* domestic rail */
        const zhol_link *l = &s.book->links[net->arcs[a].link];
        if (net->arcs[a].kind == ZI_ARC_MOVE && l->mode == ZHOL_MODE_RAIL
            && s.book->places[l->from].economy == s.book->places[l->to].economy
            && (n_found == 0 || net->arcs[arc[0]].link != net->arcs[a].link)) {
            arc[n_found++] = a;
        }
    }
    assert_int_equal(n_found, 2);
    const double r = zi_book_parameter(s.book, ZI_PARAM_CORRELATION_LAND);
    assert_true(r > 0.3);
    assert_true(fabs(correlation(hours, net->n_arcs, arc[0], arc[1]) - r) < 0.15);
    free(hours);
    close_drawn(&s);
}

/* One start and one way to draw it: seconds[place x N_DRAWS + draw]. */
static uint32_t *
seconds_from(const drawn *s, zhol_ref place, bool is_informed)
{
    const zi_draws_options o = {
        .seed = 1, .n_draws = N_DRAWS, .is_informed = is_informed
    };
    uint32_t *seconds = calloc((size_t) MAX_PLACES * N_DRAWS, sizeof *seconds);
    zhol_error err = { "" };
    zi_draws *d = NULL;

    must(zi_draws_new(s->skim, &o, &d, &err), &err);
    must(zi_draws_from(d, place, seconds, &err), &err);
    zi_draws_free(d);
    return seconds;
}

/* Along the arcs that the skim names, added up one by one. */
static void
goods_go_the_ways_that_are_fastest_by_their_means(void **state)
{
    drawn s;
    double value[MAX_PLACES];
    uint32_t n_compared = 0;

    (void) state;
    open_drawn(&s);
    const uint32_t n = s.net->n_arcs;
    uint32_t *arc = calloc(s.net->n_nodes + 1, sizeof *arc);
    double *hours = hours_of_all(&s, 1, NULL, 0);
    for (zhol_ref from = 0; from < s.n_places; from++) {
        uint32_t *seconds = seconds_from(&s, from, false);
        must(zi_skim_from(s.skim, ZI_SKIM_TIME_H, from, value, &s.q.err), &s.q.err);
        for (zhol_ref to = 0; to < s.n_places; to++) {
            const uint32_t n_way = zi_skim_way_arcs(s.skim, to, arc);
            for (uint32_t d = 0; d < N_DRAWS; d++) {
                double sum = 0;
                for (uint32_t i = 0; i < n_way; i++) {
                    sum += round(3600 * hours[(size_t) d * n + arc[i]]);
                }
                if (isinf(value[to])) {
                    assert_true(seconds[to * N_DRAWS + d] == ZHOL_INFINITE);
                } else {
                    assert_true(fabs(seconds[to * N_DRAWS + d] - sum) < 0.5);
                    n_compared++;
                }
            }
        }
        free(seconds);
    }
    assert_true(n_compared > 10000);
    free(hours);
    free(arc);
    close_drawn(&s);
}

/* Bellman and Ford: the slowest way to the least seconds of one draw. */
static void
relax_all(const drawn *s, const double *hours, double *least)
{
    const zi_network *net = s->net;

    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t a = 0; a < net->n_arcs; a++) {
            const double sum = least[net->arcs[a].tail] + round(3600 * hours[a]);
            if (sum < least[net->arcs[a].head]) {
                least[net->arcs[a].head] = sum;
                changed = true;
            }
        }
    }
}

static void
the_informed_take_the_fastest_way_of_each_draw(void **state)
{
    drawn s;
    bool is_faster = false;

    (void) state;
    open_drawn(&s);
    const zi_network *net = s.net;
    const zhol_ref from = zi_world_place_by_id(s.q.world, "almaty");
    double *hours = hours_of_all(&s, 1, NULL, 0);
    double *least = calloc(net->n_nodes, sizeof *least);
    uint32_t *best = seconds_from(&s, from, true),
             *planned = seconds_from(&s, from, false);
    for (uint32_t d = 0; d < N_DRAWS; d++) {
        for (uint32_t v = 0; v < net->n_nodes; v++) {
            least[v] = (double) INFINITY;
        }
        least[zi_skim_gate(s.skim, from, false)] = 0;
        relax_all(&s, &hours[(size_t) d * net->n_arcs], least);
        for (zhol_ref to = 0; to < s.n_places; to++) {
            const uint32_t x = best[to * N_DRAWS + d], y = planned[to * N_DRAWS + d];
            if (to == from || !zi_skim_has(s.skim, to)) {
                continue;
            }
            const double expected = least[zi_skim_gate(s.skim, to, true)];
            assert_true(isinf(expected) ? x == ZHOL_INFINITE : fabs(x - expected) < 0.5);
            assert_true(x <= y);
            is_faster = is_faster || x < y;
        }
    }
    assert_true(is_faster);
    free(hours);
    free(least);
    free(best);
    free(planned);
    close_drawn(&s);
}

/* Batches of 16 draws in lanes, the last one not full, equal searches one by one; on any
 * processor and with any number of threads. */
static void
draws_in_lanes_equal_searches(void **state)
{
    static const uint32_t lanes[] = { 0, 1, 4, 8, 16 };
    enum { N_FEW = 20 };
    drawn s;
    zhol_world *w = NULL;

    (void) state;
    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &s.q.err), &s.q.err);
    open_drawn_of(&s, w);
    const zhol_ref from = zi_world_place_by_id(w, "almaty");
    const size_t n = (size_t) s.n_places * N_FEW;
    uint32_t *expected = calloc(n, sizeof *expected),
             *seconds = calloc(n, sizeof *seconds);
    for (size_t k = 0; k < 1 + sizeof lanes / sizeof lanes[0]; k++) {
        const zi_draws_options o = { .seed = 3,
            .n_draws = N_FEW,
            .is_informed = true,
            .is_searched = k == 0,
            .lanes = k == 0 ? 0 : lanes[k - 1],
            .n_threads = (uint32_t) k % 3 };
        zi_draws *d = NULL;
        must(zi_draws_new(s.skim, &o, &d, &s.q.err), &s.q.err);
        must(zi_draws_from(d, from, k == 0 ? expected : seconds, &s.q.err), &s.q.err);
        zi_draws_free(d);
        if (k > 0) {
            assert_memory_equal(seconds, expected, n * sizeof *seconds);
        }
    }
    free(expected);
    free(seconds);
    close_drawn(&s);
}

static void
memory_may_run_out(void **state)
{
    drawn s;
    uint32_t seconds[MAX_PLACES * 4];

    (void) state;
    open_drawn(&s);
    const zhol_cch *cch = NULL; /* the skim keeps it */
    must(zi_skim_hierarchy(s.skim, &cch, &s.q.err), &s.q.err);
    const long live = zi_mem_live();
    for (int informed = 0; informed < 2; informed++) {
        zhol_status status = ZHOL_LIMIT;
        for (long k = 0; status == ZHOL_LIMIT; k++) {
            const zi_draws_options o = {
                .seed = 1, .n_draws = 4, .is_informed = informed == 1
            };
            zi_draws *d = NULL;
            assert_true(k < 5000);
            zi_mem_fail_after(k);
            status = zi_draws_new(s.skim, &o, &d, &s.q.err);
            if (status == ZHOL_OK) {
                status = zi_draws_from(d, 0, seconds, &s.q.err);
            }
            zi_mem_fail_after(-1);
            zi_draws_free(d);
            assert_int_equal(zi_mem_live(), live);
        }
        assert_int_equal(status, ZHOL_OK);
    }
    close_drawn(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_have_the_mean_of_the_arc),
        cmocka_unit_test(an_event_has_its_own_luck),
        cmocka_unit_test(links_of_a_mode_share_their_luck),
        cmocka_unit_test(goods_go_the_ways_that_are_fastest_by_their_means),
        cmocka_unit_test(the_informed_take_the_fastest_way_of_each_draw),
        cmocka_unit_test(draws_in_lanes_equal_searches),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
