/* SPDX-License-Identifier: Apache-2.0 */
/* Hand-made networks beside the tiny world: 550 km of road take 10 h.
 *
 *  series         sp --- sq            s1 brings sa-sp, s2 sq-sb, both sp-sq: 10 h
 *                /         \
 *               sa -- sm -- sb         always there: 20 h
 *
 *  parallel     pa == p1, p2 == pb     each alone: 10 h
 *                \--- pm ---/          always there: 20 h
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <zhol/plan.h>

#include "base/mem.h"
#include "skim/skim.h"
#include "unit/cost/scenes.h"

static const char places[] = "sa,city,Sa,,,,,,KAZ,70,48,,,1000,test_a,A\n"
                             "sb,city,Sb,,,,,,KAZ,71,48,,,1000,test_a,A\n"
                             "sm,junction,Sm,,,,,,KAZ,70.5,48.1,,,,test_a,A\n"
                             "sp,junction,Sp,,,,,,KAZ,70.4,47.9,,,,test_a,A\n"
                             "sq,junction,Sq,,,,,,KAZ,70.6,47.9,,,,test_a,A\n"
                             "pa,city,Pa,,,,,,KAZ,70,49,,,1000,test_a,A\n"
                             "pb,city,Pb,,,,,,KAZ,71,49,,,1000,test_a,A\n"
                             "pm,junction,Pm,,,,,,KAZ,70.5,49.1,,,,test_a,A\n";
static const char links[] =
    "sa_sm,sa,sm,road,550,,,,motorway,,,both,,open,,,test_a,A\n"
    "sm_sb,sm,sb,road,550,,,,motorway,,,both,,open,,,test_a,A\n"
    "sa_sp,sa,sp,road,275,,,,motorway,,,both,,open,2020,,test_a,A\n"
    "sp_sq,sp,sq,road,110,,,,motorway,,,both,,open,2020,,test_a,A\n"
    "sq_sb,sq,sb,road,165,,,,motorway,,,both,,open,2020,,test_a,A\n"
    "pa_pm,pa,pm,road,550,,,,motorway,,,both,,open,,,test_a,A\n"
    "pm_pb,pm,pb,road,550,,,,motorway,,,both,,open,,,test_a,A\n"
    "pa_pb_1,pa,pb,road,550,,,,motorway,,,both,,open,2020,,test_a,A\n"
    "pa_pb_2,pa,pb,road,550,,,,motorway,,,both,,open,2020,,test_a,A\n";
static const char programmes[] = "a,Programme A,KAZ,2013,text,test_a,A\n"
                                 "b,Programme B,CHN,2013,text,test_a,A\n";
static const char projects[] =
    "s1,S1,a;b,KAZ,CHN,hard,s,kz,2018,2020,open,100,USD,2023,text,test_a,A\n"
    "s2,S2,b,CHN,KAZ,hard,s,cn,2018,2020,open,,,,text,test_a,A\n"
    "p1,P1,a,KAZ,,hard,,,2018,2020,open,,,,text,test_a,A\n"
    "p2,P2,b,CHN,,hard,,,2018,2020,open,,,,text,test_a,A\n"
    "none,Without effects,a,KAZ,,hard,,,2018,2020,open,,,,text,test_a,A\n"
    "far,Far away,a,KAZ,,hard,,,2018,2020,open,,,,text,test_a,A\n"
    "soft,Faster border,b,CHN,,soft,,,2028,2030,planned,,,,text,test_a,A\n";
static const char effects[] =
    "s1,link,sa_sp,,,,,,,text,test_a,A\n"
    "s1,link,sp_sq,,,,,,,text,test_a,A\n"
    "s2,link,sp_sq,,,,,,,text,test_a,A\n"
    "s2,link,sq_sb,,,,,,,text,test_a,A\n"
    "p1,link,pa_pb_1,,,,,,,text,test_a,A\n"
    "p2,link,pa_pb_2,,,,,,,text,test_a,A\n"
    "far,link_time,almaty_nur_zholy,,,,,,0.5,text,test_a,A\n"
    "soft,procedure_time,,economy:CHN,*,border,any,in,0.5,text,test_a,A\n";
static const char figures[] = "KAZ,gdp_ppp_usd,2023,10,v,test_a,A\n"
                              "CHN,gdp_ppp_usd,2023,30,v,test_a,A\n"
                              "AZE,gdp_ppp_usd,2023,10,v,test_a,A\n";

static zhol_world *
make_world(void)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_change(&tables, ZI_TABLE_PARAMETERS, "driving_h_per_day_one,9,8,10",
        "driving_h_per_day_one,24,8,24");
    tables_add(&tables, ZI_TABLE_PLACES, places);
    tables_add(&tables, ZI_TABLE_LINKS, links);
    tables_add(&tables, ZI_TABLE_PROGRAMMES, programmes);
    tables_add(&tables, ZI_TABLE_PROJECTS, projects);
    tables_add(&tables, ZI_TABLE_EFFECTS, effects);
    tables_add(&tables, ZI_TABLE_FIGURES, figures);
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    return w;
}

static void
assert_near(double a, double b)
{
    if (!(fabs(a - b) <= 1e-6)) { /* hours are whole seconds: far less than one */
        fail_msg("%.12g is not %.12g", a, b);
    }
}

typedef struct setting {
    zhol_plan_query query;
    zhol_ref projects[ZHOL_PLAN_MAX_PROJECTS + 1];
    zhol_ref economies[4];
    zhol_plan_pair pair;
} setting;

/* Names of projects between blanks. */
static void
name_projects(const zhol_world *w, setting *s, const char *names)
{
    char id[32];
    int n = 0;

    s->query.n_projects = 0;
    while (sscanf(names, "%31s%n", id, &n) == 1) {
        zhol_error err = { "" };
        zhol_ref *row = &s->projects[s->query.n_projects++];
        must(zhol_world_find_project(w, id, row, &err), &err);
        names += n;
    }
}

static zhol_ref
economy(const zhol_world *w, const char *iso3)
{
    zhol_ref row = ZHOL_NO_ROW;
    zhol_error err = { "" };

    must(zhol_world_find_economy(w, iso3, &row, &err), &err);
    return row;
}

static zhol_plan *
plan_of(const zhol_world *w, setting *s)
{
    zhol_plan *plan = NULL;
    zhol_error err = { "" };

    must(zhol_plan_new(w, &s->query, &plan, &err), &err);
    return plan;
}

static void
set_up(const zhol_world *w, setting *s, const char *names)
{
    memset(s, 0, sizeof *s);
    zhol_plan_defaults(&s->query);
    s->query.projects = s->projects;
    s->query.economies = s->economies;
    s->query.pairs = &s->pair;
    name_projects(w, s, names);
}

static zhol_plan *
plan_time(
    const zhol_world *w, setting *s, const char *names, const char *from, const char *to)
{
    set_up(w, s, names);
    s->query.measure = ZHOL_PLAN_TIME;
    s->query.n_pairs = 1;
    s->pair =
        (zhol_plan_pair){ zi_world_place_by_id(w, from), zi_world_place_by_id(w, to) };
    return plan_of(w, s);
}

static void
two_in_series_bring_all_of_it_together(void **state)
{
    zhol_world *w = make_world();
    setting s;
    zhol_plan *plan = plan_time(w, &s, "s1 s2 none far", "sa", "sb");

    (void) state;
    assert_int_equal(plan->n_accounts, 2);
    assert_int_equal(plan->n_networks, 8); /* `none` changes nothing */
    for (uint32_t a = 0; a < 2; a++) {
        assert_near(zhol_plan_value(plan, a, 0), 0);
        assert_near(zhol_plan_value(plan, a, 1), 0);
        assert_near(zhol_plan_value(plan, a, 2), 0);
        assert_near(zhol_plan_value(plan, a, 3), 10);
        assert_near(zhol_plan_value(plan, a, 15), 10);
        assert_near(zhol_plan_synergy(plan, a, 1, 2), 10);
        assert_near(zhol_plan_share_of(plan, a, 0).shapley, 5);
        assert_near(zhol_plan_share_of(plan, a, 0).last, 10);
        assert_near(zhol_plan_share_of(plan, a, 1).alone, 0);
        assert_near(zhol_plan_share_of(plan, a, 2).shapley, 0);
        assert_near(zhol_plan_share_of(plan, a, 3).shapley, 0);
    }
    const zhol_plan_pair_share pair = zhol_plan_pair_of(plan, 1, 0, 1);
    assert_true(pair.is_series);
    assert_true(pair.needs_both);
    assert_near(pair.interaction, 10);
    assert_false(plan->has_effects[2]);
    assert_true(plan->has_effects[3]);
    zhol_plan_free(plan);
    zhol_world_free(w);
}

static void
two_in_parallel_are_substitutes(void **state)
{
    zhol_world *w = make_world();
    setting s;
    zhol_plan *plan = plan_time(w, &s, "p1 p2", "pa", "pb");

    (void) state;
    for (uint32_t subset = 1; subset < 4; subset++) {
        assert_near(zhol_plan_value(plan, 1, subset), 10);
    }
    assert_near(zhol_plan_synergy(plan, 1, 1, 2), -10);
    assert_near(zhol_plan_share_of(plan, 1, 0).shapley, 5);
    assert_near(zhol_plan_share_of(plan, 1, 0).last, 0);
    assert_false(zhol_plan_pair_of(plan, 1, 0, 1).is_series);
    assert_false(zhol_plan_pair_of(plan, 1, 0, 1).needs_both);
    zhol_plan_free(plan);
    zhol_world_free(w);
}

/* CHN's border takes 10 h in: planned for 2030, it would take 5; in 2035 the tables' 10 h
 * are those with the project, and without it it would be 20. */
static void
a_soft_measure_depends_on_the_baseline_year(void **state)
{
    zhol_world *w = make_world();
    setting s;
    zhol_plan *plan = plan_time(w, &s, "soft", "almaty", "urumqi");

    (void) state;
    assert_int_equal(plan->year, 2023);
    assert_near(zhol_plan_value(plan, 1, 1), 5);
    zhol_plan_free(plan);
    s.query.scenario.year = 2035;
    plan = plan_of(w, &s);
    assert_near(zhol_plan_value(plan, 1, 1), 10);
    zhol_plan_free(plan);
    zhol_world_free(w);
}

static void
labellings_give_a_range(void **state)
{
    zhol_world *w = make_world();
    setting s;
    zhol_plan *plan = plan_time(w, &s, "s1 s2 p1", "sa", "sb");
    const uint32_t a = zhol_plan_of_programme(plan, "a");
    const uint32_t b = zhol_plan_of_programme(plan, "b");
    const zhol_plan_range range = zhol_plan_labellings(plan, 1, a, b);

    (void) state;
    assert_int_equal(a, 5); /* s1 and p1 */
    assert_int_equal(b, 3); /* s1 and s2 */
    assert_int_equal(zhol_plan_of_owner(plan, economy(w, "KAZ")), a);
    assert_int_equal(zhol_plan_of_owner(plan, economy(w, "CHN")), b);
    assert_int_equal(zhol_plan_of_builder(plan, economy(w, "CHN")), 2);
    assert_int_equal(zhol_plan_of_kind(plan, ZHOL_PROJECT_HARD), 7);
    assert_int_equal(zhol_plan_of_line(plan, "s"), 3);
    assert_true(zhol_project_is_in(w, s.projects[0], "a"));
    assert_false(zhol_project_is_in(w, s.projects[0], "c"));
    assert_int_equal(range.n_labellings, 2);
    assert_near(range.min, 0); /* both halves are B's */
    assert_near(range.max, 10);
    zhol_plan_free(plan);
    zhol_world_free(w);
}

/* GDP of CHN 0.6 and of AZE 0.2 of the world, through urumqi and alat. */
static double
potential(const zhol_world *w, uint32_t year, bool has_project, zhol_ref project)
{
    double value[64], sum = 0;
    zhol_scenario scenario;
    zhol_consignment c;
    zi_book *book = NULL;
    zi_skim *k = NULL;
    zhol_error err = { "" };

    zhol_scenario_defaults(&scenario);
    zhol_consignment_defaults(&c);
    scenario.year = year;
    scenario.with = &project;
    scenario.n_with = has_project;
    must(zi_book_new(w, &book, &err), &err);
    assert_true(book->n_places <= 64);
    must(zi_skim_new(book, &scenario, &c, &k, &err), &err);
    must(zi_skim_from(k, ZI_SKIM_TIME_H, zi_world_place_by_id(w, "almaty"), value, &err),
        &err);
    sum += 0.6 * 24 / value[zi_world_place_by_id(w, "urumqi")];
    sum += 0.2 * 24 / value[zi_world_place_by_id(w, "alat")];
    zi_skim_free(k);
    zi_book_free(book);
    return sum;
}

static void
access_counts_foreign_markets_by_days(void **state)
{
    zhol_world *w = make_world();
    setting s;
    zhol_plan *plan;

    (void) state;
    set_up(w, &s, "soft s1 s2");
    s.economies[0] = economy(w, "KAZ");
    s.query.n_economies = 1;
    s.query.n_cities = 1; /* almaty */
    plan = plan_of(w, &s);
    const double without = potential(w, 0, false, 0);
    const double with = potential(w, 0, true, s.projects[0]);
    assert_true(with > without);
    assert_near(zhol_plan_value(plan, 0, 1), 100 * (with / without - 1));
    assert_near(zhol_plan_value(plan, 1, 7), 100 * (with / without - 1));
    assert_near(zhol_plan_value(plan, 0, 6), 0); /* they lead nowhere abroad */
    assert_near(plan->elasticity, 1);
    zhol_plan_free(plan);
    zhol_world_free(w);
}

static void
values_do_not_depend_on_threads(void **state)
{
    zhol_world *w = make_world();
    setting s;
    zhol_plan *one, *three;

    (void) state;
    set_up(w, &s, "soft s1 s2 p1 p2 far");
    s.economies[0] = economy(w, "KAZ");
    s.economies[1] = economy(w, "CHN");
    s.query.n_economies = 2;
    one = plan_of(w, &s);
    s.query.n_threads = 3;
    three = plan_of(w, &s);
    assert_int_equal(one->n_networks, 64);
    assert_memory_equal(
        one->values, three->values, 64 * one->n_accounts * sizeof *one->values);
    zhol_plan_free(one);
    zhol_plan_free(three);
    zhol_world_free(w);
}

static void
assert_refused(const zhol_world *w, setting *s, zhol_status right, const char *words)
{
    zhol_plan *plan = NULL;
    zhol_error err = { "" };

    assert_int_equal(zhol_plan_new(w, &s->query, &plan, &err), right);
    assert_null(plan);
    if (!strstr(err.message, words)) {
        fail_msg("'%s' does not say '%s'", err.message, words);
    }
}

static void
what_cannot_be_valued_is_refused(void **state)
{
    zhol_world *w = make_world();
    setting s;

    (void) state;
    set_up(w, &s, "s1 s1");
    s.economies[0] = economy(w, "KAZ");
    s.query.n_economies = 1;
    assert_refused(w, &s, ZHOL_USAGE, "s1 is named twice");
    s.query.n_projects = ZHOL_PLAN_MAX_PROJECTS + 1;
    assert_refused(w, &s, ZHOL_USAGE, "17 projects: from 1 to 16");
    set_up(w, &s, "s1 s2");
    s.query.measure = ZHOL_PLAN_TIME;
    assert_refused(w, &s, ZHOL_USAGE, "name from 1 to 32 pairs");
    s.query.n_pairs = 1;
    s.pair = (zhol_plan_pair){ zi_world_place_by_id(w, "sa"),
        zi_world_place_by_id(w, "urumqi") };
    assert_refused(w, &s, ZHOL_NONE, "no pair has a way in 2023");
    s.query.scenario.with = s.projects;
    s.query.scenario.n_with = 1;
    assert_refused(w, &s, ZHOL_USAGE, "s1 is to be valued");
    zhol_world_free(w);
}

static void
sides_of_lines_are_chosen_first(void **state)
{
    zhol_world *w = make_world();
    zhol_ref chosen[ZHOL_PLAN_MAX_CHOSEN];
    setting s;

    (void) state;
    set_up(w, &s, "s1 s2");
    assert_int_equal(
        zhol_plan_choose(w, economy(w, "KAZ"), economy(w, "CHN"), chosen), 2);
    assert_memory_equal(chosen, s.projects, sizeof chosen[0] * 2);
    zhol_world_free(w);
}

/* Where a hierarchy finds no memory the subsets are searched: the same values; where
 * nothing helps, the failure is told. */
static void
memory_may_run_out(void **state)
{
    zhol_world *w = make_world();
    setting s;
    uint32_t n_failed = 0;
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    set_up(w, &s, "s1 soft");
    s.query.measure = ZHOL_PLAN_TIME;
    s.query.n_pairs = 1;
    s.pair =
        (zhol_plan_pair){ zi_world_place_by_id(w, "sa"), zi_world_place_by_id(w, "sb") };
    zhol_plan *right = plan_of(w, &s);
    const long live = zi_mem_live();
    for (long k = 0; k < 3000; k += 7) {
        zhol_plan *plan = NULL;
        zhol_error err = { "" };
        zi_mem_fail_after(k);
        status = zhol_plan_new(w, &s.query, &plan, &err);
        zi_mem_fail_after(-1);
        n_failed += status == ZHOL_LIMIT;
        assert_true(status == ZHOL_OK || (status == ZHOL_LIMIT && err.message[0]));
        if (plan) {
            assert_memory_equal(plan->values, right->values, 8 * sizeof(double));
        }
        zhol_plan_free(plan);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    assert_true(n_failed > 10);
    zhol_plan_free(right);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_in_series_bring_all_of_it_together),
        cmocka_unit_test(two_in_parallel_are_substitutes),
        cmocka_unit_test(a_soft_measure_depends_on_the_baseline_year),
        cmocka_unit_test(labellings_give_a_range),
        cmocka_unit_test(access_counts_foreign_markets_by_days),
        cmocka_unit_test(values_do_not_depend_on_threads),
        cmocka_unit_test(what_cannot_be_valued_is_refused),
        cmocka_unit_test(sides_of_lines_are_chosen_first),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
