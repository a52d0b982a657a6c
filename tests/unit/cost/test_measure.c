/* SPDX-License-Identifier: Apache-2.0 */
/* Projects laid over the tiny world and taken out of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/mem.h"
#include "cost/measure.h"
#include "unit/cost/scenes.h"

/* The rail border needs `left` and `right`; `quick` halves hours of rail from Almaty. */
static const char projects[] =
    "left,Left,,KAZ,CHN,hard,,,2009,2012,open,,,,text,test_a,A\n"
    "right,Right,,CHN,KAZ,hard,,,2009,2012,open,,,,text,test_a,A\n"
    "road,Road of 2030,,KAZ,,hard,,,2025,2030,planned,,,,text,test_a,A\n"
    "quick,Quick,,KAZ,,hard,,,2012,2015,open,,,,text,test_b,B\n"
    "soft,Soft,,CHN,,soft,,,2028,2030,planned,,,,text,rule_default,D\n";
static const char effects[] =
    "left,link,altynkol_khorgos_1520,,,,,,,text,test_a,A\n"
    "right,link,altynkol_khorgos_1520,,,,,,,text,test_a,A\n"
    "road,link,nur_zholy_khorgos_2030,,,,,,,text,test_a,A\n"
    "quick,link_time,almaty_altynkol_rail,,,,,,0.5,text,test_b,B\n"
    "quick,link_cost,almaty_altynkol_rail,,,,,,0.8,text,test_b,B\n"
    "soft,procedure_time,,economy:CHN,*,border,any,in,0.25,text,rule_default,D\n";

static zhol_world *
make_world(void)
{
    zi_folder tables = { 0 };
    zhol_world *w = NULL;
    zhol_error err = { "" };

    tables_read(&tables, "tiny");
    tables_add(&tables, ZI_TABLE_PROJECTS, projects);
    tables_add(&tables, ZI_TABLE_EFFECTS, effects);
    must(tables_make(&tables, NULL, NULL, &w, &err), &err);
    zi_folder_free(&tables);
    return w;
}

static zhol_ref
project(const tiny *t, const char *id)
{
    zhol_ref row = ZHOL_NO_ROW;
    zhol_error err = { "" };

    must(zhol_world_find_project(t->world, id, &row, &err), &err);
    return row;
}

/* A scene of a year with and without projects (up to two names each, NULL: none). */
static void
look(tiny *t, uint32_t year, const char *const with[2], const char *const without[2])
{
    zhol_ref rows[4];
    zhol_scenario s;

    zhol_scenario_defaults(&s);
    s.year = year;
    s.with = rows;
    s.without = rows + 2;
    for (uint32_t i = 0; with && i < 2 && with[i]; i++) {
        rows[s.n_with++] = project(t, with[i]);
    }
    for (uint32_t i = 0; without && i < 2 && without[i]; i++) {
        rows[2 + s.n_without++] = project(t, without[i]);
    }
    tiny_look(t, &s, 0);
}

#define NAMES(...) ((const char *const[2]){ __VA_ARGS__ })

static zi_bar
bar(const tiny *t, const char *link)
{
    return zi_scene_link_bar(t->scene, link_of(t, link), false);
}

static void
a_link_of_two_projects_is_there_only_with_both(void **state)
{
    static const char link[] = "altynkol_khorgos_1520";
    tiny t;

    (void) state;
    tiny_of(&t, make_world());
    assert_int_equal(bar(&t, link), ZI_OPEN); /* nothing is named */
    look(&t, 2023, NULL, NAMES("left"));
    assert_int_equal(bar(&t, link), ZI_BAR_PROJECT);
    assert_int_equal(bar(&t, "altynkol_khorgos_1435"), ZI_OPEN); /* of no project */
    look(&t, 2023, NULL, NAMES("right"));
    assert_int_equal(bar(&t, link), ZI_BAR_PROJECT);
    look(&t, 2023, NULL, NAMES("left", "right"));
    assert_int_equal(bar(&t, link), ZI_BAR_PROJECT);
    look(&t, 2023, NAMES("left"), NULL); /* both are there: nothing changes */
    assert_int_equal(bar(&t, link), ZI_OPEN);
    look(&t, 2010, NAMES("left"), NULL); /* the other one is not there yet */
    assert_int_equal(bar(&t, link), ZI_BAR_NOT_YET);
    look(&t, 2010, NAMES("left", "right"), NULL);
    assert_int_equal(bar(&t, link), ZI_OPEN);
    tiny_close(&t);
}

static void
a_planned_link_opens_with_its_project_alone(void **state)
{
    static const char link[] = "nur_zholy_khorgos_2030";
    tiny t;

    (void) state;
    tiny_of(&t, make_world());
    assert_int_equal(bar(&t, link), ZI_BAR_PLANNED);
    look(&t, 2023, NAMES("quick"), NULL);
    assert_int_equal(bar(&t, link), ZI_BAR_PLANNED);
    look(&t, 2023, NAMES("road"), NULL);
    assert_int_equal(bar(&t, link), ZI_OPEN);
    look(&t, 2030, NULL, NAMES("road"));
    assert_int_equal(bar(&t, link), ZI_BAR_PROJECT);
    tiny_close(&t);
}

static zi_item
move(const tiny *t)
{
    const zi_move m = { link_of(t, "almaty_altynkol_rail"), false, ZHOL_CLASS_WAGONLOAD };
    zi_item item;
    zi_fee fee;

    assert_int_equal(zi_item_move(t->scene, &t->load, &m, &item, &fee), ZI_LACKS_NOTHING);
    return item;
}

static void
assert_near(double found, double right)
{
    if (!(fabs(found - right) <= 1e-9 * fmax(1, fabs(right)))) {
        fail_msg("%.12g is not %.12g", found, right);
    }
}

/* `now` is `base` with its hours and dollars times the factors. */
static void
assert_times(const zi_item *now, const zi_item *base, double hours, double dollars)
{
    assert_near(now->leg.time_h, base->leg.time_h * hours);
    assert_near(now->leg.variance_h2, base->leg.variance_h2 * hours * hours);
    assert_near(now->leg.cost_usd, base->leg.cost_usd * dollars);
}

static void
factors_multiply_with_a_project_and_divide_without(void **state)
{
    tiny t;
    zi_item base, now;

    (void) state;
    tiny_of(&t, make_world());
    base = move(&t);
    assert_true(base.leg.time_h > 0 && base.leg.cost_usd > 0);
    look(&t, 2023, NULL, NAMES("quick")); /* the tables of 2023 have it */
    now = move(&t);
    assert_times(&now, &base, 2, 1.25);
    assert_int_equal(now.leg.n_reasons, base.leg.n_reasons + 2);
    look(&t, 2023, NAMES("quick"), NULL);
    now = move(&t);
    assert_times(&now, &base, 1, 1);
    look(&t, 2010, NULL, NULL);
    base = move(&t);
    look(&t, 2010, NAMES("quick"), NULL); /* those of 2010 do not */
    now = move(&t);
    assert_times(&now, &base, 0.5, 0.8);
    look(&t, 2010, NULL, NAMES("quick"));
    now = move(&t);
    assert_times(&now, &base, 1, 1);
    tiny_close(&t);
}

static zi_item
cross(const tiny *t, const char *at, const char *other, uint32_t direction)
{
    const zi_step step = { .what = ZHOL_WHAT_BORDER,
        .mode = ZHOL_MODE_ROAD,
        .direction = direction,
        .at = place(t, at),
        .other = place(t, other) };
    zi_item item;

    assert_true(zi_item_step(t->scene, &t->load, &step, &item));
    return item;
}

static void
a_procedure_changes_where_and_which_way_the_effect_says(void **state)
{
    tiny t;
    zi_item in, out, elsewhere, now;

    (void) state;
    tiny_of(&t, make_world());
    in = cross(&t, "khorgos", "nur_zholy", ZHOL_DIRECTION_IN);
    out = cross(&t, "khorgos", "nur_zholy", ZHOL_DIRECTION_OUT);
    elsewhere = cross(&t, "nur_zholy", "khorgos", ZHOL_DIRECTION_IN);
    look(&t, 2023, NAMES("soft"), NULL);
    now = cross(&t, "khorgos", "nur_zholy", ZHOL_DIRECTION_IN);
    assert_times(&now, &in, 0.25, 1);
    assert_near(in.leg.share_time_cd, 0);
    assert_near(now.leg.share_time_cd, 1); /* an assumption, grade D */
    now = cross(&t, "khorgos", "nur_zholy", ZHOL_DIRECTION_OUT);
    assert_times(&now, &out, 1, 1);
    now = cross(&t, "nur_zholy", "khorgos", ZHOL_DIRECTION_IN);
    assert_times(&now, &elsewhere, 1, 1);
    tiny_close(&t);
}

static void
what_cannot_be_is_told(void **state)
{
    zhol_scenario s;
    zhol_ref row;
    zi_scene *scene = NULL;
    zhol_error err = { "" };
    tiny t;

    (void) state;
    tiny_of(&t, make_world());
    zhol_scenario_defaults(&s);
    row = project(&t, "quick");
    s.with = s.without = &row;
    s.n_with = s.n_without = 1;
    assert_int_equal(zi_scene_new(t.book, &s, 0, &scene, &err), ZHOL_USAGE);
    assert_null(scene);
    assert_string_equal(
        err.message, "project quick cannot be both with and without: choose one");
    row = 5;
    s.n_without = 0;
    assert_int_equal(zi_scene_new(t.book, &s, 0, &scene, &err), ZHOL_USAGE);
    assert_string_equal(
        err.message, "the scenario names a project that the world does not have");
    tiny_close(&t);
}

static void
memory_may_run_out(void **state)
{
    zhol_scenario s;
    zhol_ref row;
    zhol_status status = ZHOL_LIMIT;
    tiny t;

    (void) state;
    tiny_of(&t, make_world());
    zhol_scenario_defaults(&s);
    row = project(&t, "quick");
    s.with = &row;
    s.n_with = 1;
    const long live = zi_mem_live();
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zi_scene *scene = NULL;
        zhol_error err = { "" };
        assert_true(k < 100);
        zi_mem_fail_after(k);
        status = zi_scene_new(t.book, &s, 0, &scene, &err);
        zi_mem_fail_after(-1);
        zi_scene_free(scene);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    tiny_close(&t);
    assert_int_equal(zi_mem_live(), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_of_two_projects_is_there_only_with_both),
        cmocka_unit_test(a_planned_link_opens_with_its_project_alone),
        cmocka_unit_test(factors_multiply_with_a_project_and_divide_without),
        cmocka_unit_test(a_procedure_changes_where_and_which_way_the_effect_says),
        cmocka_unit_test(what_cannot_be_is_told),
        cmocka_unit_test(memory_may_run_out),
    };

    return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}
