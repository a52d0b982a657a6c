/* SPDX-License-Identifier: Apache-2.0 */
/* Hours and dollars of OMX files become costs between economies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/mem.h"
#include "io/file.h"
#include "io/omx.h"
#include "worlds.h"

enum { N = 3 };
static const char *const places[N] = { "a_one", "a_two", "b_one" };
static const char *const others[N] = { "a_one", "a_two", "x_one" };
static const char before_path[] = "before.omx", after_path[] = "after.omx";

/* What a file holds. NULL, 0: it does not. */
typedef struct content {
    const char *const *ids;
    const double *hours, *usd, *generalised;
    const char *unit; /* of the first matrix, if it is not the right one */
    const char *consignment;
    double value_usd, pct;
} content;

static void
add_matrices(const content *c, zi_omx_spec *spec, const double **value)
{
    const double *const all[3] = { c->hours, c->usd, c->generalised };
    static const char *const name[3] = { "time", "cost", "generalised" },
                             *const unit[3] = { "h", "USD", "USD" };

    for (uint32_t k = 0; k < 3; k++) {
        if (all[k]) {
            value[spec->n_matrices] = all[k];
            spec->name[spec->n_matrices] = name[k];
            spec->unit[spec->n_matrices++] = unit[k];
        }
    }
    spec->unit[0] = c->unit ? c->unit : spec->unit[0];
}

/* Each matrix in one band. */
static void
write_file(const char *path, const content *c)
{
    zi_omx_fact facts[3];
    zi_omx_spec spec = { .n_rows = N,
        .n_columns = N,
        .band_rows = N,
        .from = c->ids,
        .to = c->ids,
        .none = -1,
        .about = path,
        .facts = facts };
    const double *value[3] = { NULL };
    zi_part *part = NULL;
    zi_omx *omx = NULL;
    char packed[1024];

    add_matrices(c, &spec, value);
    if (c->consignment) {
        facts[spec.n_facts++] = (zi_omx_fact){ "consignment", c->consignment, 0 };
    }
    if (c->value_usd > 0) {
        facts[spec.n_facts++] = (zi_omx_fact){ "value_usd", NULL, c->value_usd };
    }
    if (c->pct > 0) {
        facts[spec.n_facts++] =
            (zi_omx_fact){ "value_of_time_pct_per_day", NULL, c->pct };
    }
    assert_true(zi_omx_packed_max((size_t) N * N) <= sizeof packed);
    assert_int_equal(zi_part_open(path, &part, NULL), ZHOL_OK);
    assert_int_equal(zi_omx_new(ZHOL_MODULES_FOLDER, &spec, part, &omx, NULL), ZHOL_OK);
    for (uint32_t k = 0; k < spec.n_matrices; k++) {
        size_t n = 0;
        assert_int_equal(
            zi_omx_pack(value[k], (size_t) N * N, packed, &n, NULL), ZHOL_OK);
        assert_int_equal(zi_omx_add(omx, k, 0, packed, n, NULL), ZHOL_OK);
    }
    assert_int_equal(zi_omx_finish(omx, NULL), ZHOL_OK);
    zi_omx_free(omx);
    assert_int_equal(zi_part_keep(part, NULL), ZHOL_OK);
    zi_part_free(part);
}

static void
write_omx(
    const char *path, const char *const *ids, const double *hours, const double *usd)
{
    const content c = { .ids = ids, .hours = hours, .usd = usd };

    write_file(path, &c);
}

/* "a_one" lies in E00, "b_one" in E01, and nobody knows "x_one". */
static zhol_status
economy_of(void *user, const char *place, uint32_t *economy, zhol_error *err)
{
    (void) user;
    if (place[0] == 'x') {
        return zi_fail(err, ZHOL_USAGE, "no place '%s'", place);
    }
    *economy = (uint32_t) (place[0] - 'a');
    return ZHOL_OK;
}

static zhol_network_costs
asked_of(void)
{
    return (zhol_network_costs){ .from_path = before_path,
        .to_path = after_path,
        .modules = ZHOL_MODULES_FOLDER,
        .measure = ZHOL_MEASURE_HOURS,
        .time_pct_per_day = 1,
        .economy_of = economy_of };
}

/* What a test may look at after the texts are gone. */
static struct {
    char about[2][32], outside[64], without[64];
} told;

static void
join(const char *const *names, uint32_t n, char out[64])
{
    out[0] = '\0';
    for (uint32_t k = 0; k < n; k++) {
        const size_t end = strlen(out);
        snprintf(out + end, 64 - end, "%s ", names[k]);
    }
}

static void
keep_texts(zhol_network_found *found)
{
    zhol_network_found counts = *found;

    for (int when = 0; when < 2; when++) {
        snprintf(told.about[when], sizeof told.about[when], "%s",
            found->about[when] ? found->about[when] : "");
        counts.about[when] = NULL;
    }
    join(found->place_outside, found->n_places_outside, told.outside);
    join(found->economy_without, found->n_economies_without, told.without);
    counts.place_outside = counts.economy_without = NULL;
    zhol_network_found_free(found);
    *found = counts;
}

static zhol_status
costs_of(const zhol_network_costs *asked, double *cost, zhol_network_found *found,
    zhol_error *err)
{
    made_world w;

    world_begin(&w, 2);
    for (int k = 0; k < 4; k++) {
        cost[k] = 1;
    }
    const zhol_status status = zhol_network_costs_read(&w.flows, asked, cost, found, err);
    keep_texts(found);
    return status;
}

static void
assert_near(double a, double b)
{
    if (!(fabs(a - b) <= 1e-14 * fabs(b))) {
        print_message("%.17g is not %.17g\n", a, b);
        fail();
    }
}

/*  a_one, a_two ---- 240 h and 480 h ----> b_one         back: 240 h, and none from a_two
 *  after:            120 h and 480 h                     back: the same
 * At 1 % a day: 10 and 20 days are 10 and 20 %, 15 % in the mean; after 5 and 20, 12.5 %.
 */
static const double before_h[N * N] = { 0, 5, 240, 5, 0, 480, 240, -1, 0 },
                                 after_h[N * N] = { 0, 5, 120, 5, 0, 480, 240, -1, 0 };

static void
hours_become_costs(void **state)
{
    (void) state;
    zhol_network_costs asked = asked_of();
    zhol_network_found found;
    double cost[4];

    write_omx(before_path, places, before_h, NULL);
    write_omx(after_path, places, after_h, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_near(cost[1], 1.125 / 1.15);
    assert_near(cost[2], 1);
    assert_near(cost[0], 1);
    assert_int_equal(found.n_places, N);
    assert_int_equal(found.n_economies, 2);
    assert_int_equal(found.n_pairs, 2);
    assert_int_equal(found.n_pairs_changed, 1);
    assert_false(found.has_dollars);
    assert_int_equal(found.n_place_pairs, 3);
    assert_int_equal(found.n_place_pairs_lost + found.n_place_pairs_new, 0);
    assert_string_equal(told.about[0], before_path);
    assert_string_equal(told.about[1], after_path);
    asked.between = ZHOL_BETWEEN_LEAST;
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_near(cost[1], 1.05 / 1.10);
}

/* 4,000 and 8,000 USD of 50,000 are 12 % in the mean; after it is 2,500 and 8,000. */
static const double before_usd[N * N] = { 0, 1, 4000, 1, 0, 8000, 4000, -1, 0 },
                                   after_usd[N * N] = { 0, 1, 2500, 1, 0, 8000, 4000, -1,
                                       0 };

static void
dollars_of_one_way_are_divided_by_the_value_of_the_goods(void **state)
{
    (void) state;
    content c = { .ids = places,
        .generalised = before_usd,
        .consignment = "20 t",
        .value_usd = 50000,
        .pct = 0.7 };
    zhol_network_costs asked = asked_of();
    zhol_network_found found;
    zhol_error err = { "" };
    double cost[4];

    asked.measure = ZHOL_MEASURE_GENERALISED;
    write_file(before_path, &c);
    c.generalised = after_usd;
    write_file(after_path, &c);
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_near(cost[1], 1.105 / 1.12);
    assert_true(found.has_dollars && found.is_consignment_told);
    assert_near(found.value_usd, 50000);
    assert_near(found.time_pct_per_day, 0.7); /* not the one of the question */
    asked.value_usd = 60000;
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "are worth 50000 USD, not 60000"));
    c.value_usd = 0;
    write_file(before_path, &c);
    write_file(after_path, &c);
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_near(found.value_usd, 60000);
    asked.value_usd = 0;
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "does not say what its goods are worth"));
    write_omx(after_path, places, after_h, after_usd);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "after.omx has no matrix generalised"));
}

static void
hours_and_dollars_of_two_ways_count_if_they_are_asked_for(void **state)
{
    (void) state;
    static const double usd[N * N] = { 0, 1, 2000, 1, 0, 4000, 2000, -1, 0 };
    zhol_network_costs asked = asked_of();
    zhol_network_found found;
    zhol_error err = { "" };
    double cost[4];

    asked.measure = ZHOL_MEASURE_TWO_WAYS;
    asked.value_usd = 50000; /* 3,000 USD in the mean are 6 % */
    write_omx(before_path, places, before_h, usd);
    write_omx(after_path, places, after_h, usd);
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_true(found.has_dollars);
    assert_false(found.is_consignment_told);
    assert_near(cost[1], (1 + 0.125 + 0.06) / (1 + 0.15 + 0.06));
    write_omx(after_path, places, after_h, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "after.omx has no matrix cost"));
}

static void
two_networks_carry_the_same_goods_in_the_same_units(void **state)
{
    (void) state;
    const content before = { .ids = places,
        .hours = before_h,
        .consignment = "20 t",
        .value_usd = 50000,
        .pct = 1 };
    content after = before;
    const zhol_network_costs asked = asked_of();
    zhol_network_found found;
    zhol_error err = { "" };
    double cost[4];

    write_file(before_path, &before);
    after.consignment = "25 t";
    write_file(after_path, &after);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "before.omx carries 20 t, after.omx 25 t"));
    after = before;
    after.value_usd = 40000;
    write_file(after_path, &after);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "worth USD 50000, after.omx 40000"));
    after = before;
    after.pct = 2;
    write_file(after_path, &after);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "a day of 1, after.omx 2"));
    after = before;
    after.unit = "min";
    write_file(after_path, &after);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "after.omx: the unit of time is 'min'"));
}

/* a_two has no way to b_one any more, or has one only after: of the mean 240 to 240 h are
 * left; the least is of each network: 240 before, and after that of a_two.
 */
static void
pairs_of_places_with_a_way_in_one_network_are_counted(void **state)
{
    (void) state;
    static const double lost[N * N] = { 0, 5, 240, 5, 0, -1, 240, -1, 0 },
                                 other[N * N] = { 0, 5, -1, 5, 0, 120, 240, -1, 0 };
    zhol_network_costs asked = asked_of();
    zhol_network_found found;
    double cost[4];

    write_omx(before_path, places, before_h, NULL);
    write_omx(after_path, places, lost, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_near(cost[1], 1);
    assert_int_equal(found.n_place_pairs, 2);
    assert_int_equal(found.n_place_pairs_lost, 1);
    assert_int_equal(found.n_place_pairs_new, 0);
    write_omx(before_path, places, lost, NULL);
    write_omx(after_path, places, before_h, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_int_equal(found.n_place_pairs_new, 1);
    write_omx(after_path, places, other, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_BAD_DATA);
    asked.between = ZHOL_BETWEEN_LEAST;
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_near(cost[1], 1.05 / 1.10);
    assert_int_equal(found.n_place_pairs_lost, 1);
    assert_int_equal(found.n_place_pairs_new, 1);
}

/* Three economies, one without a place; one place of an economy that is none of them. */
static void
who_is_left_out_is_named(void **state)
{
    (void) state;
    static const char *const ids[N] = { "a_one", "z_one", "b_one" };
    const zhol_network_costs asked = asked_of();
    zhol_network_found found;
    made_world w;
    double cost[9];

    world_begin(&w, 3);
    for (int k = 0; k < 9; k++) {
        cost[k] = 1;
    }
    write_omx(before_path, ids, before_h, NULL);
    write_omx(after_path, ids, after_h, NULL);
    assert_int_equal(
        zhol_network_costs_read(&w.flows, &asked, cost, &found, NULL), ZHOL_OK);
    keep_texts(&found);
    assert_string_equal(told.outside, "z_one ");
    assert_string_equal(told.without, "E02 ");
    assert_int_equal(found.n_economies, 2);
    assert_int_equal(found.n_pairs, 2);
    assert_int_equal(found.n_pairs_without_place, 4);
    assert_int_equal(found.n_pairs_without_way, 0);
}

static void
what_is_no_change_of_costs_is_refused(void **state)
{
    (void) state;
    static const double closed[N * N] = { 0, 5, -1, 5, 0, -1, 240, -1, 0 };
    zhol_network_costs asked = asked_of();
    zhol_network_found found;
    zhol_error err = { "" };
    double cost[4];

    write_omx(before_path, places, before_h, NULL);
    write_omx(after_path, places, closed, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(
        strstr(err.message, "before.omx: from 'E00' to 'E01' there is a way"));
    write_omx(after_path, others, after_h, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "are of different places"));
    write_omx(before_path, others, after_h, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_USAGE);
    asked.from_path = "no-such.omx";
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_IO);
    assert_non_null(strstr(err.message, "no-such.omx: there is no such file"));
    asked.modules = "/nowhere";
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_IO);
    assert_non_null(strstr(err.message, "libhdf5-dev"));
}

static void
a_file_that_is_cut_off_is_told(void **state)
{
    (void) state;
    const zhol_network_costs asked = asked_of();
    zhol_network_found found;
    double cost[4];
    char *bytes = NULL;
    size_t n = 0;

    write_omx(before_path, places, before_h, NULL);
    write_omx(after_path, places, after_h, NULL);
    assert_int_equal(zi_file_read_all(after_path, 1 << 20, &bytes, &n, NULL), ZHOL_OK);
    for (size_t keep = 0; keep < n; keep += 61) {
        zhol_error err = { "" };
        assert_int_equal(zi_file_write_atomic(after_path, bytes, keep, NULL), ZHOL_OK);
        const zhol_status status = costs_of(&asked, cost, &found, &err);
        assert_true(status == ZHOL_IO || status == ZHOL_BAD_DATA);
        assert_non_null(strstr(err.message, "after.omx"));
    }
    zi_free(bytes);
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    (void) state;
    const zhol_network_costs asked = asked_of();
    const long live = zi_mem_live();
    zhol_network_found found;
    zhol_status status = ZHOL_LIMIT;
    double cost[4];

    write_omx(before_path, places, before_h, NULL);
    write_omx(after_path, places, after_h, NULL);
    for (long k = 0; status != ZHOL_OK; k++) {
        zi_mem_fail_after(k);
        status = costs_of(&asked, cost, &found, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        assert_int_equal(zi_mem_live(), live);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_become_costs),
        cmocka_unit_test(dollars_of_one_way_are_divided_by_the_value_of_the_goods),
        cmocka_unit_test(hours_and_dollars_of_two_ways_count_if_they_are_asked_for),
        cmocka_unit_test(two_networks_carry_the_same_goods_in_the_same_units),
        cmocka_unit_test(pairs_of_places_with_a_way_in_one_network_are_counted),
        cmocka_unit_test(who_is_left_out_is_named),
        cmocka_unit_test(what_is_no_change_of_costs_is_refused),
        cmocka_unit_test(a_file_that_is_cut_off_is_told),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    char folder[] = "/tmp/zhol-costs-XXXXXX";

    if (!mkdtemp(folder) || chdir(folder) != 0) {
        return 1;
    }
    const int wrong = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(before_path);
    unlink(after_path);
    return rmdir(folder) != 0 || wrong;
}
