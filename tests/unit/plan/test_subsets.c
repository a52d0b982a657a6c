/* SPDX-License-Identifier: Apache-2.0 */
/* Networks of all subsets as weights of one graph, against the network that is built for
 * each: on the tiny world with projects of every kind of effect, and on the default one.
 *
 *    almaty ---- altynkol ==== khorgos_rail ---- urumqi      rail
 *    almaty ---- nur_zholy --- khorgos --------- urumqi      road
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/mem.h"
#include "plan/relevance.h"
#include "plan/valuer.h"
#include "prop.h"
#include "unit/cost/scenes.h"

static const char projects[] =
    "line,Line,a,KAZ,,hard,,,2018,2020,open,,,,text,test_a,A\n"
    "fast,Faster line,a,KAZ,,hard,,,2018,2030,planned,,,,text,test_a,A\n"
    "cheap,Cheaper road,a,KAZ,,hard,,,2018,2020,open,,,,text,test_a,A\n"
    "border,Faster border,a,CHN,,soft,,,2028,2030,planned,,,,text,test_a,A\n"
    "border2,Faster yet,a,CHN,,soft,,,2018,2020,open,,,,text,test_a,A\n"
    "lift,Faster lifts,a,KAZ,,soft,,,2028,2030,planned,,,,text,test_a,A\n"
    "road,Road,a,KAZ,,hard,,,2018,2020,open,,,,text,test_a,A\n"
    "none,Nothing,a,KAZ,,hard,,,2018,2020,open,,,,text,test_a,A\n";
static const char effects[] =
    "line,link,almaty_altynkol_rail,,,,,,,text,test_a,A\n"
    "fast,link_time,almaty_altynkol_rail,,,,,,0.5,text,test_a,A\n"
    "cheap,link_cost,almaty_nur_zholy,,,,,,0.7,text,test_a,A\n"
    "border,procedure_time,,economy:CHN,*,border,any,in,0.5,text,test_a,A\n"
    "border2,procedure_cost,,economy:CHN,economy:KAZ,border,any,any,0.9,text,test_a,A\n"
    "lift,procedure_time,,*,*,,any,any,0.3,text,test_a,A\n"
    "road,link,almaty_nur_zholy,,,,,,,text,test_a,A\n";
static const char programmes[] = "a,Programme A,KAZ,2013,text,test_a,A\n";
static const char *const names[] = { "line", "fast", "cheap", "border", "border2", "lift",
    "road", "none" };

static const char *const two_cities[] = { "almaty", "urumqi" };

enum { N_NAMES = 8 };

typedef struct setting {
    zhol_world *world;
    zi_book *book;
    zhol_plan_query query;
    zhol_ref rows[ZHOL_PLAN_MAX_PROJECTS];
    uint32_t n_places;
    zi_skim_metric metric;
} setting;

static void
open_setting(setting *s, zhol_world *w, const char *const *ids, uint32_t n)
{
    zhol_error err = { "" };

    memset(s, 0, sizeof *s);
    s->world = w;
    zhol_plan_defaults(&s->query);
    s->query.projects = s->rows;
    s->query.n_projects = n;
    for (uint32_t i = 0; i < n; i++) {
        must(zhol_world_find_project(w, ids[i], &s->rows[i], &err), &err);
    }
    (void) zhol_world_places(w, &s->n_places);
    must(zi_book_new(w, &s->book, &err), &err);
}

static void
close_setting(setting *s)
{
    zi_book_free(s->book);
    zhol_world_free(s->world);
}

static zhol_world *
world_with_projects(void)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_PROGRAMMES, programmes);
    tables_add(&tables, ZI_TABLE_PROJECTS, projects);
    tables_add(&tables, ZI_TABLE_EFFECTS, effects);
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    return w;
}

static void
assert_same(const zi_skim *whole, zhol_ref to, uint32_t distance, double value,
    zi_skim_metric metric)
{
    const double x =
        zi_skim_gate(whole, to, true) == ZHOL_NO_NODE || distance == ZHOL_INFINITE
            ? (double) INFINITY
            : distance * zi_skim_unit(metric);

    assert_true(x == value || (isinf(x) && isinf(value))); /* NOLINT: exactly */
}

/* Where a tour is, from some places to all. */
static void
compare(const setting *s, zi_tour *tour, const zi_skim *whole, const zhol_ref *from,
    uint32_t n_from, uint32_t subset)
{
    const zi_skim_metric metric = s->metric;
    uint32_t gates[8];
    double *value = ZI_NEW(double, s->n_places);
    const uint32_t *distance = NULL;
    zi_skim *k = NULL;
    zhol_error err = { "" };

    assert_non_null(value);
    assert_in_range(n_from, 1, 8);
    for (uint32_t i = 0; i < n_from; i++) {
        gates[i] = zi_skim_gate(whole, from[i], false);
    }
    must(zi_tour_distances(tour, gates, n_from, &distance, &err), &err);
    must(zi_subset_skim(s->book, &s->query, subset, &k, &err), &err);
    for (uint32_t i = 0; i < n_from; i++) {
        uint32_t column = 0;
        must(zi_skim_from(k, metric, from[i], value, &err), &err);
        for (zhol_ref to = 0; to < s->n_places; to++) {
            assert_int_equal(zi_skim_has(k, to), zi_skim_has(whole, to));
            if (zi_skim_has(whole, to)) {
                if (to != from[i]) {
                    assert_same(whole, to, distance[column], value[to], metric);
                }
                column++;
            }
        }
        distance += column;
    }
    zi_skim_free(k);
    zi_free(value);
}

/* From the first subset to the others; from places to all. */
static void
tour(setting *s, const zhol_ref *from, uint32_t n_from, const uint32_t *subsets,
    uint32_t n_subsets, zi_skim_metric metric)
{
    s->metric = metric;
    uint32_t *gates = ZI_NEW(uint32_t, 2 * (size_t) s->n_places);
    zi_tour_ends ends = { gates, gates + s->n_places, n_from, 0 };
    zi_subsets *all = NULL;
    zi_tour *t = NULL;
    const zhol_cch *cch = NULL;
    zhol_error err = { "" };

    must(zi_subsets_new(s->book, &s->query, metric, &all, &err), &err);
    must(zi_skim_hierarchy(all->skim, &cch, &err), &err);
    for (uint32_t i = 0; i < n_from; i++) {
        gates[i] = zi_skim_gate(all->skim, from[i], false);
    }
    for (zhol_ref to = 0; to < s->n_places; to++) {
        const uint32_t gate = zi_skim_gate(all->skim, to, true);
        if (gate != ZHOL_NO_NODE) {
            gates[s->n_places + ends.n_ends++] = gate;
        }
    }
    must(zi_tour_new(all, cch, &ends, subsets[0], &t, &err), &err);
    for (uint32_t i = 0; i < n_subsets; i++) {
        must(zi_tour_go(t, subsets[i], &err), &err);
        compare(s, t, all->skim, from, n_from, subsets[i]);
    }
    zi_tour_free(t);
    zi_subsets_free(all);
    zi_free(gates);
}

static void
every_subset_of_the_tiny_world_is_its_own_network(void **state)
{
    setting s;
    uint32_t subsets[1U << N_NAMES];
    zhol_ref from[2];

    (void) state;
    open_setting(&s, world_with_projects(), names, N_NAMES);
    from[0] = zi_world_place_by_id(s.world, "almaty");
    from[1] = zi_world_place_by_id(s.world, "urumqi");
    for (uint32_t i = 0; i < 1U << N_NAMES; i++) {
        subsets[i] = i * 37 % (1U << N_NAMES); /* far leaps */
    }
    tour(&s, from, 2, subsets, 1U << N_NAMES, ZI_SKIM_TIME_H);
    tour(&s, from, 2, subsets, 1U << N_NAMES, ZI_SKIM_COST_USD);
    s.query.scenario.year = 2015;
    tour(&s, from, 2, subsets, 1U << N_NAMES, ZI_SKIM_GENERALISED_USD);
    close_setting(&s);
}

static void
subsets_of_the_default_world_are_their_own_networks(void **state)
{
    static const char *const ids[] = { "khorgos_rail_kz", "khorgos_rail_cn",
        "dostyk_rail_kz", "dostyk_rail_cn", "wewc_road_kz", "customs_union_2011",
        "khorgos_gateway_2025", "e_queue", "kti_rail_kz", "caspian_kuryk_kz", "cim_smgs",
        "nur_zholy_24h" };
    static const char *const cities[] = { "Almaty", "Istanbul", "Xi'an", "Moscow" };
    enum { N_IDS = sizeof ids / sizeof *ids, N_CITIES = sizeof cities / sizeof *cities };
    setting s;
    zhol_world *w = NULL;
    zhol_error err = { "" };
    zhol_ref from[N_CITIES];
    uint32_t subsets[6] = { 0, (1U << N_IDS) - 1 };
    prop p = { 5, 5 };

    (void) state;
    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    open_setting(&s, w, ids, N_IDS);
    for (uint32_t i = 0; i < N_CITIES; i++) {
        must(zhol_world_find_place(w, cities[i], &from[i], &err), &err);
    }
    for (int i = 2; i < 6; i++) {
        subsets[i] = prop_below(&p, 1U << N_IDS);
    }
    tour(&s, from, N_CITIES, subsets, 6, ZI_SKIM_TIME_H);
    s.query.scenario.year = 2013;
    tour(&s, from, N_CITIES, subsets, 6, ZI_SKIM_COST_USD);
    close_setting(&s);
}

/* Few networks say what all subsets weigh: effects of different places do not mix. */
static void
as_many_networks_as_the_busiest_place_needs(void **state)
{
    setting s;
    zi_subsets *all = NULL;
    zhol_error err = { "" };

    (void) state;
    open_setting(&s, world_with_projects(), names, N_NAMES);
    must(zi_subsets_new(s.book, &s.query, ZI_SKIM_TIME_H, &all, &err), &err);
    assert_true(all->n_colors < N_NAMES);
    for (uint32_t g = 0; g < all->n_groups; g++) {
        uint32_t colors = 0;
        assert_true(all->mask[g] != 0 && !(all->mask[g] & 1U << 7)); /* none */
        for (uint32_t rest = all->mask[g]; rest; rest &= rest - 1) {
            const uint32_t color = 1U << all->color[__builtin_ctz(rest)];
            assert_true(!(colors & color));
            colors |= color;
        }
    }
    zi_subsets_free(all);
    close_setting(&s);
}

/* A valuer of starts in some economies, every third place a market: what it gives for all
 * subsets, and what searches give for each `step`-th. */
static void
look_and_search(const setting *s, zhol_plan_measure measure, const char *const *cities,
    uint32_t n_cities, uint32_t step)
{
    const uint32_t n = 1U << s->query.n_projects;
    zhol_ref economies[4] = { 0 };
    zhol_plan_pair pairs[4];
    zi_start starts[4];
    double *raw = ZI_NEW(double, (size_t) n_cities *n);
    double *again = ZI_NEW(double, (size_t) n_cities *n);
    double *mass = ZI_NEW(double, s->n_places);
    uint32_t *tasks = ZI_NEW(uint32_t, n);
    zhol_plan_query query = s->query;
    zhol_plan plan = { .world = s->world,
        .measure = measure,
        .economies = economies,
        .n_starts = n_cities,
        .elasticity = 1.3,
        .limit_days = 20 };
    zi_valuer x = { &plan, &query, s->book, n, s->n_places, tasks, n, n - 1, starts,
        n_cities, raw, mass, NULL };

    assert_true(raw && again && mass && tasks && n_cities <= 4);
    for (uint32_t i = 0; i < n_cities; i++) {
        starts[i] = (zi_start){ zi_world_place_by_id(s->world, cities[i]), i, 0.75 };
        assert_true(starts[i].place < s->n_places);
        economies[i] = s->book->places[starts[i].place].economy;
        pairs[i].from = starts[i].place;
        pairs[(i + 1) % n_cities].to = starts[i].place;
    }
    query.pairs = pairs;
    query.n_pairs = n_cities;
    for (uint32_t p = 0; p < s->n_places; p++) {
        mass[p] = p % 3 == 0 ? 0 : 0.01 * (p + 1);
    }
    for (uint32_t i = 0; i < n; i++) {
        tasks[i] = i ^ i >> 1;
    }
    must(zi_valuer_look(&x, NULL), &(zhol_error){ "looked" });
    memcpy(again, raw, (size_t) n_cities * n * sizeof *raw);
    for (uint32_t i = 0; i < n; i += step) {
        must(zi_valuer_search(&x, tasks[i], NULL), &(zhol_error){ "searched" });
    }
    assert_memory_equal(again, raw, (size_t) n_cities * n * sizeof *raw);
    zi_free(raw);
    zi_free(again);
    zi_free(mass);
    zi_free(tasks);
}

static void
assert_too_large(const setting *s)
{
    const uint32_t node = 0;
    const zi_tour_ends ends = { &node, &node, 1, 1 };
    const zhol_cch *cch = NULL;
    zi_subsets *all = NULL;
    zi_tour *t = NULL;
    zhol_error err = { "" };

    must(zi_subsets_new(s->book, &s->query, ZI_SKIM_COST_USD, &all, &err), &err);
    must(zi_skim_hierarchy(all->skim, &cch, &err), &err);
    assert_int_equal(zi_tour_new(all, cch, &ends, 0, &t, &err), ZHOL_BAD_DATA);
    zi_subsets_free(all);
}

static void
sums_of_a_tour_are_those_of_searches_to_the_bit(void **state)
{
    setting s;

    (void) state;
    open_setting(&s, world_with_projects(), names, N_NAMES);
    for (uint32_t measure = 0; measure < ZHOL_N_PLAN_MEASURES; measure++) {
        s.query.n_threads = 1 + measure;
        look_and_search(&s, (zhol_plan_measure) measure, two_cities, 2, 3);
    }
    s.query.consignment.packing = ZHOL_PACK_AUTO; /* more than 31 bits of cents */
    s.query.consignment.n_units = 0;
    s.query.consignment.mass_t = 40000;
    assert_too_large(&s);
    look_and_search(&s, ZHOL_PLAN_MONEY, two_cities, 2, 3);
    close_setting(&s);
}

static void
sums_on_the_default_world_are_those_of_searches(void **state)
{
    static const char *const ids[] = { "dostyk_rail_kz", "customs_union_2011", "e_queue",
        "khorgos_rail_kz", "khorgos_rail_cn", "kti_rail_kz", "tir_china" };
    static const char *const cities[] = { "almaty", "moscow", "tehran", "sao_paulo" };
    setting s;
    zhol_world *w = NULL;
    zhol_error err = { "" };

    (void) state;
    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    open_setting(&s, w, ids, 7);
    look_and_search(&s, ZHOL_PLAN_ACCESS, cities, 4, 19);
    look_and_search(&s, ZHOL_PLAN_MONEY, cities, 4, 31);
    close_setting(&s);
}

/* Far from a border nobody's best way crosses it: few projects matter there. */
static void
fewer_projects_matter_far_away(void **state)
{
    static const char *const ids[] = { "khorgos_rail_kz", "khorgos_rail_cn",
        "kti_rail_kz", "dostyk_road_cn" };
    static const char *const cities[] = { "almaty", "sao_paulo", "urumqi" };
    setting s;
    zhol_world *w = NULL;
    zi_subsets *all = NULL;
    const zhol_cch *cch = NULL;
    uint32_t starts[3], ends[3], only[2] = { 1, 2 }, mask[2];
    zhol_error err = { "" };

    (void) state;
    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    open_setting(&s, w, ids, 4);
    must(zi_subsets_new(s.book, &s.query, ZI_SKIM_TIME_H, &all, &err), &err);
    must(zi_skim_hierarchy(all->skim, &cch, &err), &err);
    for (uint32_t i = 0; i < 3; i++) {
        const zhol_ref place = zi_world_place_by_id(w, cities[i]);
        starts[i] = zi_skim_gate(all->skim, place, false);
        ends[i] = zi_skim_gate(all->skim, place, true);
    }
    const zi_tour_ends asked = { starts, ends, 2, 3 };
    must(zi_relevance(all, cch, &asked, NULL, mask, &err), &err);
    assert_int_equal(mask[0] & 1U, 1); /* out by way of Khorgos to the sea */
    const uint32_t of_almaty = mask[0];
    must(zi_relevance(all, cch, &asked, only, mask, &err), &err);
    assert_int_equal(mask[0] & ~of_almaty, 0);
    assert_int_equal(mask[0] & 1U, 1);
    assert_int_equal(mask[1] & 7U, 0); /* from the sea to Urumqi by other ways */
    zi_subsets_free(all);
    close_setting(&s);
}

static void
memory_may_run_out(void **state)
{
    setting s;
    zhol_status status = ZHOL_LIMIT;
    uint32_t n_failed = 0;

    (void) state;
    open_setting(&s, world_with_projects(), names, 3);
    const long live = zi_mem_live();
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zi_subsets *all = NULL;
        zi_tour *t = NULL;
        const zhol_cch *cch = NULL;
        const uint32_t *distance = NULL;
        uint32_t start = 0, end = 0;
        zhol_error err = { "" };
        zi_mem_fail_after(k);
        status = zi_subsets_new(s.book, &s.query, ZI_SKIM_TIME_H, &all, &err);
        if (status == ZHOL_OK) {
            status = zi_skim_hierarchy(all->skim, &cch, &err);
        }
        if (status == ZHOL_OK) {
            const zi_tour_ends ends = { &start, &end, 1, 1 };
            status = zi_tour_new(all, cch, &ends, 0, &t, &err);
        }
        if (status == ZHOL_OK) {
            status = zi_tour_go(t, 5, &err);
        }
        if (status == ZHOL_OK) {
            status = zi_tour_distances(t, &start, 1, &distance, &err);
        }
        zi_mem_fail_after(-1);
        n_failed += status == ZHOL_LIMIT;
        zi_tour_free(t);
        zi_subsets_free(all);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    assert_true(n_failed > 20);
    close_setting(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_subset_of_the_tiny_world_is_its_own_network),
        cmocka_unit_test(subsets_of_the_default_world_are_their_own_networks),
        cmocka_unit_test(as_many_networks_as_the_busiest_place_needs),
        cmocka_unit_test(sums_of_a_tour_are_those_of_searches_to_the_bit),
        cmocka_unit_test(sums_on_the_default_world_are_those_of_searches),
        cmocka_unit_test(fewer_projects_matter_far_away),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests_name("subsets", tests, NULL, NULL);
}
