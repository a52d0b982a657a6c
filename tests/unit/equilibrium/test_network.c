/* SPDX-License-Identifier: Apache-2.0 */
/* Hours and dollars of OMX files become costs between economies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

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

/* Writes a matrix of hours, and one of dollars if there are any, in one band. */
static void
write_omx(
    const char *path, const char *const *ids, const double *hours, const double *usd)
{
    const zi_omx_spec spec = { .n_rows = N,
        .n_columns = N,
        .band_rows = N,
        .from = ids,
        .to = ids,
        .n_matrices = usd ? 2 : 1,
        .name = { "time", "cost" },
        .unit = { "h", "USD" },
        .none = -1,
        .about = "a test" };
    const double *const value[2] = { hours, usd };
    zi_part *part = NULL;
    zi_omx *omx = NULL;
    char packed[1024];

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
        .time_pct_per_day = 1,
        .economy_of = economy_of };
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
    return zhol_network_costs_read(&w.flows, asked, cost, found, err);
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
    asked.between = ZHOL_BETWEEN_LEAST;
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_near(cost[1], 1.05 / 1.10);
}

static void
dollars_count_if_the_value_of_the_goods_is_given(void **state)
{
    (void) state;
    static const double usd[N * N] = { 0, 1, 2000, 1, 0, 4000, 2000, -1, 0 };
    zhol_network_costs asked = asked_of();
    zhol_network_found found;
    zhol_error err = { "" };
    double cost[4];

    asked.value_usd = 50000; /* 3,000 USD in the mean are 6 % */
    write_omx(before_path, places, before_h, usd);
    write_omx(after_path, places, after_h, usd);
    assert_int_equal(costs_of(&asked, cost, &found, NULL), ZHOL_OK);
    assert_true(found.has_dollars);
    assert_near(cost[1], (1 + 0.125 + 0.06) / (1 + 0.15 + 0.06));
    write_omx(after_path, places, after_h, NULL);
    assert_int_equal(costs_of(&asked, cost, &found, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message, "after.omx has no matrix of dollars"));
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
        cmocka_unit_test(dollars_count_if_the_value_of_the_goods_is_given),
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
