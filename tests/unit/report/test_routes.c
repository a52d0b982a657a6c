/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of an answer, on the real world: the same numbers in each of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include <math.h>

#include <zhol/report.h>

#include "base/mem.h"

/* cmocka compares floats; a double needs its own */
static void
assert_near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) {
        fail_msg("%.17g is not %.17g", a, b);
    }
}

typedef struct answer {
    zhol_world *world;
    zhol_router *router;
    zhol_routes *routes;
} answer;

static int
ask(void **state)
{
    static answer a;
    zhol_end from, to;
    zhol_consignment c;
    zhol_route_options o;

    zhol_consignment_defaults(&c);
    zhol_route_defaults(&o);
    *state = &a;
    return zhol_world_open(ZHOL_WORLD_FILE, NULL, &a.world, NULL) != ZHOL_OK
           || zhol_end_read(a.world, "Almaty", &from, NULL) != ZHOL_OK
           || zhol_end_read(a.world, "Lianyungang", &to, NULL) != ZHOL_OK
           || zhol_router_new(a.world, &a.router, NULL) != ZHOL_OK
           || zhol_router_find(a.router, &from, &to, &c, &o, &a.routes, NULL) != ZHOL_OK;
}

static int
forget(void **state)
{
    answer *a = *state;
    zhol_routes_free(a->routes);
    zhol_router_free(a->router);
    zhol_world_free(a->world);
    return zi_mem_live() != 0;
}

static zhol_buffer
in_form(const answer *a, zhol_format format, bool has_explanation)
{
    const zhol_report_options options = { .format = format,
        .has_explanation = has_explanation };
    zhol_buffer out = { 0 };
    assert_int_equal(zhol_report_routes(a->routes, &options, &out, NULL), ZHOL_OK);
    return out;
}

static void
every_leg_adds_up_to_its_way(void **state)
{
    const answer *a = *state;
    for (uint32_t i = 0; i < a->routes->n_alternatives; i++) {
        const zhol_alternative *way = &a->routes->alternatives[i];
        double km = 0, time_h = 0, usd = 0, co2e = 0;
        for (uint32_t k = 0; k < way->n_legs; k++) {
            km += way->legs[k].length_km;
            time_h += way->legs[k].time_h;
            usd += way->legs[k].cost_usd;
            co2e += way->legs[k].co2e_wtw_kg;
        }
        /* 1e-9 relative: sums of a hundred doubles in another order */
        assert_near(km, way->length_km, 1e-9 * km);
        assert_near(time_h, way->time_mean_h, 1e-9 * time_h);
        assert_near(usd, way->cost_usd, 1e-9 * usd);
        assert_near(co2e, way->co2e_wtw_kg, 1e-9 * co2e);
    }
}

static void
the_table_begins_with_what_the_answer_rests_on(void **state)
{
    zhol_buffer out = in_form(*state, ZHOL_FORMAT_TABLE, false);
    assert_int_equal(strncmp(out.data, "data of ", 8), 0);
    assert_non_null(strstr(out.data, "grades C and D"));
    assert_non_null(strstr(out.data, "sanctions not checked"));
    zhol_buffer_free(&out);
}

static void
json_and_csv_hold_the_numbers_of_the_result(void **state)
{
    const answer *a = *state;
    zhol_buffer json = in_form(a, ZHOL_FORMAT_JSON, true);
    zhol_buffer csv = in_form(a, ZHOL_FORMAT_CSV, false);
    char key[64];

    snprintf(key, sizeof key, "\"cost_usd\": %.15g", a->routes->alternatives[0].cost_usd);
    key[20] = '\0'; /* enough digits to be this number and no other */
    assert_non_null(strstr(json.data, key));
    assert_non_null(strstr(json.data, "\"schema\": \"zhol.route/1\""));
    assert_non_null(strstr(json.data, "\"reasons\""));
    uint32_t n_lines = 0;
    for (const char *c = csv.data; *c; c++) {
        n_lines += *c == '\n';
    }
    assert_int_equal(n_lines, a->routes->n_alternatives + 1);
    zhol_buffer_free(&json);
    zhol_buffer_free(&csv);
}

static void
geojson_has_one_line_for_each_way(void **state)
{
    const answer *a = *state;
    zhol_buffer out = in_form(a, ZHOL_FORMAT_GEOJSON, false);
    uint32_t n = 0;
    for (const char *at = out.data; (at = strstr(at, "\"MultiLineString\"")); at++) {
        n++;
    }
    assert_int_equal(n, a->routes->n_alternatives);
    zhol_buffer_free(&out);
}

static void
an_alternative_that_is_not_there_is_refused(void **state)
{
    const answer *a = *state;
    const zhol_report_options options = { .alternative = 99 };
    zhol_buffer out = { 0 };
    zhol_error err = { "" };
    assert_int_equal(zhol_report_routes(a->routes, &options, &out, &err), ZHOL_USAGE);
    assert_non_null(strstr(err.message, "alternative 99"));
    assert_null(out.data);
}

static void
every_failed_allocation_of_a_report_is_survived(void **state)
{
    const answer *a = *state;
    const long live = zi_mem_live();
    for (uint32_t format = ZHOL_FORMAT_TABLE; format <= ZHOL_FORMAT_GEOJSON; format++) {
        const zhol_report_options options = { .format = format, .has_explanation = true };
        zhol_status status = ZHOL_LIMIT;
        for (long k = 0; status == ZHOL_LIMIT; k++) {
            zhol_buffer out = { 0 };
            zi_mem_fail_after(k);
            status = zhol_report_routes(a->routes, &options, &out, NULL);
            zi_mem_fail_after(-1);
            zhol_buffer_free(&out);
            assert_int_equal(zi_mem_live(), live);
        }
        assert_int_equal(status, ZHOL_OK);
    }
}

static void
the_network_goes_out_as_geojson_and_gmns(void **state)
{
    const answer *a = *state;
    zhol_buffer geojson = { 0 }, nodes = { 0 }, links = { 0 };
    uint32_t n_links = 0, n_lines = 0;

    (void) zhol_world_links(a->world, &n_links);
    assert_int_equal(zhol_report_network_geojson(a->world, &geojson, NULL), ZHOL_OK);
    assert_int_equal(zhol_report_gmns(a->world, false, &nodes, NULL), ZHOL_OK);
    assert_int_equal(zhol_report_gmns(a->world, true, &links, NULL), ZHOL_OK);
    assert_int_equal(strncmp(nodes.data, "node_id,name,x_coord,y_coord,", 29), 0);
    for (const char *c = links.data; *c; c++) {
        n_lines += *c == '\n';
    }
    assert_int_equal(n_lines, n_links + 1);
    zhol_buffer_free(&geojson);
    zhol_buffer_free(&nodes);
    zhol_buffer_free(&links);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_leg_adds_up_to_its_way),
        cmocka_unit_test(the_table_begins_with_what_the_answer_rests_on),
        cmocka_unit_test(json_and_csv_hold_the_numbers_of_the_result),
        cmocka_unit_test(geojson_has_one_line_for_each_way),
        cmocka_unit_test(an_alternative_that_is_not_there_is_refused),
        cmocka_unit_test(every_failed_allocation_of_a_report_is_survived),
        cmocka_unit_test(the_network_goes_out_as_geojson_and_gmns),
    };
    return cmocka_run_group_tests_name("routes", tests, ask, forget);
}
