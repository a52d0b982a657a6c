/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "route/choose.h"

enum { N_LINKS = 6, MAX_WAYS = 8 };

/* A front written by hand: each way moves along some of six links of 100 km, by rail
 * (arc i) or by road (arc N_LINKS + i). */
typedef struct hand {
    zhol_link links[N_LINKS];
    zi_node nodes[2];
    zi_arc arcs[2 * N_LINKS];
    uint32_t meaning[2 * N_LINKS];
    zi_book book;
    zi_scene scene;
    zi_network net;
    zi_search search;
    zhol_front front;
    uint64_t cost[MAX_WAYS * ZI_N_WEIGHTS];
    uint32_t first_arc[MAX_WAYS + 1], arc[MAX_WAYS * N_LINKS];
} hand;

static void
hand_start(hand *h)
{
    *h = (hand){ .front = { .n_criteria = ZI_N_WEIGHTS } };
    for (uint32_t i = 0; i < 2 * N_LINKS; i++) {
        h->links[i % N_LINKS].length_km = 100;
        h->nodes[i / N_LINKS].layer = i / N_LINKS;
        h->arcs[i] =
            (zi_arc){ .kind = ZI_ARC_MOVE, .link = i % N_LINKS, .tail = i / N_LINKS };
        h->meaning[i] = i;
    }
    h->book.links = h->links;
    h->scene.book = &h->book;
    h->net.scene = &h->scene;
    h->net.arcs = h->arcs;
    h->net.nodes = h->nodes;
    h->search.net = &h->net;
    h->search.meaning = h->meaning;
    h->front.cost = h->cost;
    h->front.first_arc = h->first_arc;
    h->front.arc = h->arc;
}

/* Links as letters: "abc" by rail, "ABC" by road. */
static void
add_way(hand *h, const uint64_t cost[ZI_N_WEIGHTS], const char *links)
{
    const uint32_t w = h->front.n_ways++;
    uint32_t n = h->first_arc[w];

    for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
        h->cost[w * ZI_N_WEIGHTS + k] = cost[k];
    }
    for (; *links; links++) {
        h->arc[n++] = *links >= 'a' ? (uint32_t) (*links - 'a')
                                    : N_LINKS + (uint32_t) (*links - 'A');
    }
    h->first_arc[w + 1] = n;
}

static uint32_t
labels_of(const zi_choices *c, uint32_t way)
{
    for (uint32_t i = 0; i < c->n; i++) {
        if (c->at[i].way == way) {
            return c->at[i].labels;
        }
    }
    return 0;
}

#define COST(...) ((const uint64_t[]){ __VA_ARGS__ })

static void
extremes_and_the_knee_are_labelled(void **state)
{
    zi_choices c;
    hand h;

    (void) state;
    hand_start(&h);
    add_way(&h, COST(100, 9000, 5000, 900), "A");
    add_way(&h, COST(200, 3000, 2500, 500), "b"); /* fair in everything */
    add_way(&h, COST(900, 1000, 4000, 900), "c");
    add_way(&h, COST(950, 8000, 1000, 800), "d");
    assert_int_equal(zi_choose(&h.front, &h.search, 5, &c, NULL), ZHOL_OK);
    assert_int_equal(labels_of(&c, 0), ZHOL_LABEL_FASTEST);
    assert_int_equal(labels_of(&c, 1), ZHOL_LABEL_BALANCED);
    assert_int_equal(labels_of(&c, 2), ZHOL_LABEL_CHEAPEST);
    assert_int_equal(labels_of(&c, 3), ZHOL_LABEL_CLEANEST);
    assert_int_equal(c.n, 4);
    assert_int_equal(c.n_labelled, 4);
}

static void
one_way_carries_all_labels(void **state)
{
    zi_choices c;
    hand h;

    (void) state;
    hand_start(&h);
    add_way(&h, COST(0, 0, 0, 0), "");
    assert_int_equal(zi_choose(&h.front, &h.search, 5, &c, NULL), ZHOL_OK);
    assert_int_equal(c.n, 1);
    assert_int_equal(c.at[0].labels, ZHOL_LABEL_FASTEST | ZHOL_LABEL_CHEAPEST
                                         | ZHOL_LABEL_CLEANEST | ZHOL_LABEL_BALANCED);
}

static void
ties_go_to_the_way_that_is_better_in_the_rest(void **state)
{
    zi_choices c;
    hand h;

    (void) state;
    hand_start(&h);
    add_way(&h, COST(100, 20, 30, 9), "a");
    add_way(&h, COST(100, 20, 29, 9), "b");
    assert_int_equal(zi_choose(&h.front, &h.search, 2, &c, NULL), ZHOL_OK);
    assert_true(labels_of(&c, 1) & ZHOL_LABEL_FASTEST);
    assert_true(labels_of(&c, 1) & ZHOL_LABEL_CHEAPEST);
}

static void
the_ways_of_small_risk_are_kept_for_the_draws(void **state)
{
    zi_choices c;
    hand h;

    (void) state;
    hand_start(&h);
    add_way(&h, COST(100, 100, 100, 900), "abc");
    for (uint32_t i = 1; i <= 6; i++) {
        add_way(&h, COST(100 + i, 101, 101, 800 - 100 * i), "abc");
    }
    assert_int_equal(zi_choose(&h.front, &h.search, 1, &c, NULL), ZHOL_OK);
    assert_true(c.n_with_reliable - c.n_labelled >= ZI_N_RELIABLE - 1);
    bool has[7] = { false };
    for (uint32_t i = 0; i < c.n_with_reliable; i++) {
        has[c.at[i].way] = true;
    }
    assert_true(has[6] && has[5] && has[4] && has[3]);
}

static void
filling_takes_what_differs_most_and_twins_last(void **state)
{
    zi_choices c;
    hand h;

    (void) state;
    hand_start(&h);
    add_way(&h, COST(100, 100, 100, 100), "abcd"); /* best of all: every label */
    add_way(&h, COST(101, 101, 101, 990), "abcd"); /* a twin, but for its risk */
    add_way(&h, COST(102, 102, 102, 300), "abce"); /* 2 of 5 links differ */
    add_way(&h, COST(103, 103, 103, 301), "ABCD"); /* the same links by road: half */
    add_way(&h, COST(104, 104, 104, 302), "ef");   /* altogether other */
    add_way(&h, COST(102, 102, 102, 103), "abcd"); /* a twin in everything */
    assert_int_equal(zi_choose(&h.front, &h.search, 6, &c, NULL), ZHOL_OK);
    /* the reliable ones (100, 103, 300, 301) are in already; then by difference */
    assert_int_equal(c.n, 6);
    assert_int_equal(c.at[c.n_with_reliable].way, 4);
    assert_int_equal(c.at[c.n_with_reliable + 1].way, 1);
}

static void
failed_allocations_are_reported(void **state)
{
    zhol_status status = ZHOL_LIMIT;
    zi_choices c;
    hand h;

    (void) state;
    hand_start(&h);
    add_way(&h, COST(1, 1, 1, 1), "a");
    const long before = zi_mem_live();
    for (long k = 0; status != ZHOL_OK; k++) {
        zi_mem_fail_after(k);
        status = zi_choose(&h.front, &h.search, 5, &c, NULL);
        zi_mem_fail_after(-1);
        assert_int_equal(zi_mem_live(), before);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extremes_and_the_knee_are_labelled),
        cmocka_unit_test(one_way_carries_all_labels),
        cmocka_unit_test(ties_go_to_the_way_that_is_better_in_the_rest),
        cmocka_unit_test(the_ways_of_small_risk_are_kept_for_the_draws),
        cmocka_unit_test(filling_takes_what_differs_most_and_twins_last),
        cmocka_unit_test(failed_allocations_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
