/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gravity/codes.h"
#include "prop.h"

enum { N = 400, N_COLUMNS = 3 };

/* Rows of numbers of different kinds, and of words that are not sorted. */
typedef struct rows {
    double value[N_COLUMNS][N];
    uint32_t code[N];
    zi_column column[N_COLUMNS + 1];
} rows;

static const char *const words[] = { "b", "a", "\xC3\xA9", "aa", "a" /* twice */ };

static void
make_rows(rows *r, prop *p)
{
    const double scale[N_COLUMNS] = { 1, 1e9, 0.3 };
    const uint32_t n_values = 1 + prop_below(p, 30);

    memset(r, 0, sizeof *r);
    for (uint32_t c = 0; c < N_COLUMNS; c++) {
        for (uint32_t i = 0; i < N; i++) {
            const int whole = (int) prop_below(p, n_values) - 5;
            r->value[c][i] = whole * scale[c];
        }
        r->column[c].value = r->value[c];
    }
    for (uint32_t i = 0; i < N; i++) {
        r->code[i] = prop_below(p, 5);
    }
    r->column[N_COLUMNS].is_text = true;
    r->column[N_COLUMNS].code = r->code;
    r->column[N_COLUMNS].word = words;
    r->column[N_COLUMNS].n_words = 5;
}

static int
compare_values(const zi_column *c, uint32_t i, uint32_t j)
{
    if (c->is_text) {
        return strcmp(c->word[c->code[i]], c->word[c->code[j]]);
    }
    return (c->value[i] > c->value[j]) - (c->value[i] < c->value[j]);
}

static int
compare_rows(const zi_column *const *columns, uint32_t n, uint32_t i, uint32_t j)
{
    for (uint32_t k = 0; k < n; k++) {
        const int order = compare_values(columns[k], i, j);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

/* Codes order rows as their columns do, have no gaps, and parts name the values. */
static int
codes_sort_as_columns_do(prop *p)
{
    static rows r;
    static uint32_t chosen[N];
    const zi_column *columns[3];
    const uint32_t n_columns = 1 + prop_below(p, 3), n_chosen = 1 + prop_below(p, N);
    zi_coder *coder = NULL;
    zi_level_codes codes;
    uint8_t occurs[N] = { 0 };
    int holds = 1;

    make_rows(&r, p);
    for (uint32_t k = 0; k < n_columns; k++) {
        columns[k] = &r.column[prop_below(p, N_COLUMNS + 1)];
    }
    for (uint32_t i = 0; i < n_chosen; i++) {
        chosen[i] = prop_below(p, N);
    }
    if (zi_coder_new(chosen, n_chosen, &coder, NULL) != ZHOL_OK
        || zi_coder_codes(coder, columns, n_columns, &codes, NULL) != ZHOL_OK) {
        return 0;
    }
    for (uint32_t i = 0; i < n_chosen; i++) {
        const uint32_t code = codes.code[i];
        holds = holds && code < codes.n_levels;
        occurs[code] = 1;
        for (uint32_t j = 0; j < i; j++) {
            const int by_code = (code > codes.code[j]) - (code < codes.code[j]);
            const int order = compare_rows(columns, n_columns, chosen[i], chosen[j]);
            holds = holds && by_code == (order > 0) - (order < 0);
        }
        for (uint32_t k = 0; k < n_columns; k++) {
            const zi_distinct *d = zi_coder_distinct(coder, columns[k]);
            const uint32_t part = codes.part[code * n_columns + k];
            holds =
                holds
                && (d->word ? strcmp(d->word[part],
                                  columns[k]->word[columns[k]->code[chosen[i]]])
                                  == 0
                            : !(d->value[part] < columns[k]->value[chosen[i]])
                                  && !(d->value[part] > columns[k]->value[chosen[i]]));
        }
    }
    for (uint32_t l = 0; l < codes.n_levels; l++) {
        holds = holds && occurs[l];
    }
    zi_level_codes_free(&codes);
    zi_coder_free(coder);
    return holds && zi_mem_live() == 0;
}

static void
codes_of_random_columns_sort_as_they_do(void **state)
{
    (void) state;
    assert_true(prop_holds("codes sort as columns do", 200, codes_sort_as_columns_do));
}

/* More pairs than a table takes: 100,000 rows of which each is a level. */
static void
many_levels_are_hashed_and_sorted(void **state)
{
    enum { MANY = 100000 };
    static double a[MANY], b[MANY];
    zi_column columns[2] = { { .value = a }, { .value = b } };
    const zi_column *both[] = { &columns[0], &columns[1] };
    zi_coder *coder = NULL;
    zi_level_codes codes;

    (void) state;
    for (uint32_t i = 0; i < MANY; i++) {
        const uint32_t j = (uint32_t) ((uint64_t) i * 7919 % MANY); /* a permutation */
        a[i] = j / 4;
        b[i] = j;
    }
    assert_int_equal(zi_coder_new(NULL, MANY, &coder, NULL), ZHOL_OK);
    assert_int_equal(zi_coder_codes(coder, both, 2, &codes, NULL), ZHOL_OK);
    assert_int_equal(codes.n_levels, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_true(codes.code[i] == (uint32_t) b[i]);
    }
    zi_level_codes_free(&codes);
    zi_coder_free(coder);
}

static void
every_failed_allocation_is_survived(void **state)
{
    static rows r;
    prop p = { 5, 5 };
    const zi_column *columns[] = { &r.column[2], &r.column[3], &r.column[0] };
    zhol_status status = ZHOL_LIMIT;

    (void) state;
    make_rows(&r, &p);
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zi_coder *coder = NULL;
        zi_level_codes codes = { 0 };
        zhol_error err = { "" };
        zi_mem_fail_after(k);
        status = zi_coder_new(NULL, N, &coder, &err);
        if (status == ZHOL_OK) {
            status = zi_coder_codes(coder, columns, 3, &codes, &err);
        }
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || err.message[0]);
        assert_true(status == ZHOL_OK || !codes.code);
        zi_level_codes_free(&codes);
        zi_coder_free(coder);
        assert_int_equal(zi_mem_live(), 0);
    }
    assert_int_equal(status, ZHOL_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_of_random_columns_sort_as_they_do),
        cmocka_unit_test(many_levels_are_hashed_and_sorted),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("codes", tests, NULL, NULL);
}
