/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets about trade by product: every form is written, or memory is told to be out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <zhol/report.h>

#include "base/mem.h"

#define TRADE_DATA ZHOL_TEST_DATA "/trade/"

typedef struct answers {
    zhol_cube *cube;
    zhol_index_options options;
    zhol_complexity *complexity;
    zhol_indices *indices;
    zhol_ranking *ranking;
    zhol_complements *complements;
    zhol_potential *potential;
    zhol_fitted_rows *rows;
    zhol_gaps *gaps;
} answers;

static int
compute(void **state)
{
    static answers a;
    const zhol_cube_options file = { TRADE_DATA "pairs.csv", NULL, 0, NULL };
    const zhol_fitted_options fitted = { TRADE_DATA "panel.csv", TRADE_DATA "fitted.csv",
        "exporter", "importer", NULL, NULL };
    const zhol_potential_options markets = { .exporter = 1, .importer = UINT32_MAX };
    const zhol_complement_options others = { .economy = 1, .n_products = 3 };

    zhol_index_options_defaults(&a.options);
    *state = &a;
    return zhol_cube_read(&file, &a.cube, NULL) != ZHOL_OK
           || zhol_complexity_of(a.cube, &a.options, &a.complexity, NULL) != ZHOL_OK
           || zhol_indices_of(a.cube, a.complexity, 1, &a.indices, NULL) != ZHOL_OK
           || zhol_ranking_of(a.cube, a.complexity, &a.ranking, NULL) != ZHOL_OK
           || zhol_complements_of(a.cube, &others, &a.complements, NULL) != ZHOL_OK
           || zhol_potential_of(a.cube, &markets, &a.potential, NULL) != ZHOL_OK
           || zhol_fitted_rows_read(&fitted, &a.rows, NULL) != ZHOL_OK
           || zhol_gaps_of(a.rows, "KAZ", false, &a.gaps, NULL) != ZHOL_OK;
}

static int
drop(void **state)
{
    answers *a = *state;

    zhol_gaps_free(a->gaps);
    zhol_fitted_rows_free(a->rows);
    zhol_potential_free(a->potential);
    zhol_complements_free(a->complements);
    zhol_ranking_free(a->ranking);
    zhol_indices_free(a->indices);
    zhol_complexity_free(a->complexity);
    zhol_cube_free(a->cube);
    return zi_mem_live() != 0;
}

enum { N_SHEETS = 5 };

static zhol_status
write_sheet(
    const answers *a, int sheet, zhol_format format, zhol_buffer *out, zhol_error *err)
{
    const zhol_cube_view view = { NULL, "folder/file.csv", format, 1 };
    const zhol_index_answer answer = { &a->options, a->complexity, a->indices };

    switch (sheet) {
    case 0:
        return zhol_report_indices(a->cube, &answer, &view, out, err);
    case 1:
        return zhol_report_ranking(a->cube, a->complexity, a->ranking, &view, out, err);
    case 2:
        return zhol_report_complements(a->cube, a->complements, &view, out, err);
    case 3:
        return zhol_report_potential(a->cube, a->potential, &view, out, err);
    default:
        return zhol_report_gaps(a->gaps, "a model", &view, out, err);
    }
}

static void
every_sheet_has_its_form(void **state)
{
    static const struct {
        const char *table, *json, *csv;
    } begins[N_SHEETS] = {
        { "KAZ: structure of exports by product, file.csv\n",
            "{\n  \"schema\": \"zhol.indices/1\",\n",
            "product,exports,imports,share,rca," },
        { "structure of exports by product, 3 of 3 economies, 3 of 3 products, "
          "file.csv\n",
            "{\n  \"schema\": \"zhol.ranking/1\",\n", "economy,eci,eci_rank,diversity," },
        { "KAZ: its exports beside the trade of others, file.csv\n",
            "{\n  \"schema\": \"zhol.complementarity/1\",\n", "economy,partner," },
        { "KAZ: export potential, file.csv (unit of the file)\n",
            "{\n  \"schema\": \"zhol.potential/1\",\n", "exporter,importer,product," },
        { "KAZ: exports and what a gravity model expects, file.csv\na model\n",
            "{\n  \"schema\": \"zhol.potential/1\",\n",
            "economy,partner,actual,fitted," },
    };
    for (int sheet = 0; sheet < N_SHEETS; sheet++) {
        const char *const begin[] = { begins[sheet].table, begins[sheet].json,
            begins[sheet].csv };
        for (int format = ZHOL_FORMAT_TABLE; format <= ZHOL_FORMAT_CSV; format++) {
            zhol_buffer out = { 0 };
            assert_int_equal(
                write_sheet(*state, sheet, (zhol_format) format, &out, NULL), ZHOL_OK);
            assert_int_equal(strncmp(out.data, begin[format], strlen(begin[format])), 0);
            zhol_buffer_free(&out);
        }
    }
}

static void
other_forms_are_refused(void **state)
{
    for (int sheet = 0; sheet < N_SHEETS; sheet++) {
        zhol_buffer out = { 0 };
        zhol_error err = { "" };
        assert_int_equal(
            write_sheet(*state, sheet, ZHOL_FORMAT_GEOJSON, &out, &err), ZHOL_USAGE);
        assert_string_equal(err.message, "trade is written as table, json or csv");
        assert_null(out.data);
    }
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    const long live = zi_mem_live();

    for (int which = 0; which < 3 * N_SHEETS; which++) {
        zhol_status status = ZHOL_LIMIT;
        for (long k = 0; status != ZHOL_OK; k++) {
            zhol_buffer out = { 0 };
            zi_mem_fail_after(k);
            status =
                write_sheet(*state, which / 3, (zhol_format) (which % 3), &out, NULL);
            zi_mem_fail_after(-1);
            assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
            zhol_buffer_free(&out);
            assert_int_equal(zi_mem_live(), live);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sheet_has_its_form),
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("indices", tests, compute, drop);
}
