/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <zhol/report.h>

#include "base/mem.h"

static char path[64];

static int
open_world(void **state)
{
    snprintf(path, sizeof path, "batch-%ld.csv", (long) getpid());
    return zhol_world_open(ZHOL_WORLD_FILE, NULL, (zhol_world **) state, NULL) != ZHOL_OK;
}

static int
close_world(void **state)
{
    remove(path);
    zhol_world_free(*state);
    return zi_mem_live() != 0;
}

static zhol_status
answer(const zhol_world *w, const char *text, uint32_t n_threads, zhol_buffer *out,
    zhol_error *err)
{
    zhol_batch_options options = { .n_threads = n_threads };
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    zhol_route_defaults(&options.base);
    zhol_consignment_defaults(&options.consignment);
    options.base.n_draws = 1024;
    return zhol_report_batch(w, path, &options, out, err);
}

static const char rows[] = "id,from,to,mass_t,goods\n"
                           "a,Almaty,Lianyungang,20,5101\n"
                           "b,Nowhere at all,Almaty,,\n"
                           "c,Altynkol,Aktau,,\n"
                           "d,Shanghai,Rotterdam,,8471\n"
                           "e,Tashkent,Moscow,40,\n";

static void
answers_are_the_same_bytes_for_any_number_of_threads(void **state)
{
    zhol_buffer one = { 0 };
    assert_int_equal(answer(*state, rows, 1, &one, NULL), ZHOL_OK);
    for (uint32_t n = 2; n <= 4; n++) {
        zhol_buffer many = { 0 };
        assert_int_equal(answer(*state, rows, n, &many, NULL), ZHOL_OK);
        assert_string_equal(one.data, many.data);
        zhol_buffer_free(&many);
    }
    zhol_buffer_free(&one);
}

static void
a_row_that_fails_says_why_and_the_others_are_answered(void **state)
{
    zhol_buffer out = { 0 };
    assert_int_equal(answer(*state, rows, 2, &out, NULL), ZHOL_OK);
    assert_non_null(strstr(out.data, "\na,0,,"));
    assert_non_null(strstr(out.data, "\nb,2,"));
    assert_non_null(strstr(out.data, "Nowhere at all"));
    assert_non_null(strstr(out.data, "\ne,0,,"));
    zhol_buffer_free(&out);
}

static void
a_faulty_file_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "id,from\n", ":1: column 'to' is missing" },
        { "id,from,to,colour\n", ":1: column 'colour' is unknown" },
        { "id,from,to,id\n", ":1: column 'id' stands twice" },
        { "id,from,to,mass_t\n1,Almaty,Baku,-3\n", ":2: mass_t must be a number" },
        { "id,from,to,mass_t\n1,Almaty,Baku,0\n", ":2: " },
        { "id,from,to,goods\n1,Almaty,Baku,84711234\n", ":2: goods must be" },
        { "id,from,to,units\n1,Almaty,Baku,3camels\n", ":2: units: " },
        { "id,from,to,depart\n1,Almaty,Baku,2026-02-30\n", ":2: depart must be a date" },
        { "id,from,to,regime\n1,Almaty,Baku,calm\n", ":2: regime must be" },
        { "", ":1: " },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zhol_buffer out = { 0 };
        zhol_error err = { "" };
        assert_int_equal(answer(*state, cases[i].text, 1, &out, &err), ZHOL_BAD_DATA);
        assert_non_null(strstr(err.message, cases[i].message));
        assert_null(out.data);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(a_row_that_fails_says_why_and_the_others_are_answered),
        cmocka_unit_test(a_faulty_file_is_refused_with_its_line),
    };
    return cmocka_run_group_tests_name("batch", tests, open_world, close_world);
}
