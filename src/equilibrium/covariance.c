/* SPDX-License-Identifier: Apache-2.0 */
#include "equilibrium/flows.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "equilibrium/draws.h"

static uint32_t
index_of(const char *name, const char *const *names, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        if (strcmp(names[k], name) == 0) {
            return k;
        }
    }
    return UINT32_MAX;
}

/* column[k]: where the k-th name stands in the file. Other columns are left out. */
static zhol_status
find_columns(const zi_csv *csv, const char *const *names, uint32_t n, uint32_t *column,
    zhol_error *err)
{
    for (uint32_t k = 0; k < n; k++) {
        column[k] = UINT32_MAX;
        for (uint32_t i = 1; i < zi_csv_n_fields(csv); i++) {
            column[k] = strcmp(zi_csv_field(csv, i), names[k]) == 0 ? i : column[k];
        }
        if (column[k] == UINT32_MAX) {
            return zi_csv_fail(csv, err, "there is no column '%.60s'", names[k]);
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_row(
    const zi_csv *csv, const uint32_t *column, uint32_t n, double *out, zhol_error *err)
{
    for (uint32_t k = 0; k < n; k++) {
        const char *text = zi_csv_field(csv, column[k]);
        if (!zi_number_read(text, strlen(text), &out[k])) {
            return zi_csv_fail(csv, err, "%.60s must be a number, not '%.60s'",
                column[k] == 1 ? "an estimate or covariance" : "a covariance", text);
        }
    }
    return ZHOL_OK;
}

static zhol_status
check(const char *path, uint32_t n, const double *c, zhol_error *err)
{
    double l[ZHOL_MAX_COEFFICIENTS * ZHOL_MAX_COEFFICIENTS];

    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < i; j++) {
            const double a = c[i * n + j], b = c[j * n + i];
            if (fabs(a - b) > 1e-8 * sqrt(fabs(c[i * n + i] * c[j * n + j]))) {
                return zi_fail(err, ZHOL_BAD_DATA,
                    "%.200s: the covariance is not symmetric: %.17g and %.17g", path, a,
                    b);
            }
        }
    }
    if (!zi_covariance_root(c, n, l)) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.200s: the covariance is not positive semidefinite: some combination of "
            "the coefficients would have a negative variance",
            path);
    }
    return ZHOL_OK;
}

static zhol_status
read_rows(zi_csv *csv, const char *const *names, uint32_t n, double *out, zhol_error *err)
{
    uint32_t column[ZHOL_MAX_COEFFICIENTS] = { 0 }, n_met = 0;
    bool is_met[ZHOL_MAX_COEFFICIENTS] = { false }, has_row = false;
    zhol_status status = find_columns(csv, names, n, column, err);

    while (status == ZHOL_OK && (status = zi_csv_next(csv, &has_row, err)) == ZHOL_OK
           && has_row) {
        const uint32_t k = index_of(zi_csv_field(csv, 0), names, n);
        if (k != UINT32_MAX && is_met[k]) {
            status = zi_csv_fail(csv, err, "'%.60s' stands twice", names[k]);
        } else if (k != UINT32_MAX) {
            is_met[k] = true;
            n_met++;
            status = read_row(csv, column, n, out + (size_t) k * n, err);
        }
    }
    for (uint32_t k = 0; k < n && status == ZHOL_OK && n_met < n; k++) {
        if (!is_met[k]) {
            status = zi_fail(err, ZHOL_BAD_DATA, "%.200s: there is no row '%.60s'",
                zi_csv_name(csv), names[k]);
        }
    }
    return status;
}

static zhol_status
open_file(const char *path, uint32_t n, zi_table *t, zhol_error *err)
{
    static const zi_table_columns columns = {
        .name = { "name" }, .n = 1, .n_required = 1
    };
    zhol_status status;

    if (n == 0 || n > ZHOL_MAX_COEFFICIENTS) {
        return zi_fail(
            err, ZHOL_USAGE, "there may be 1 to %d coefficients", ZHOL_MAX_COEFFICIENTS);
    }
    status = zi_table_open(path, &columns, t, err);
    if (status == ZHOL_OK && t->column[0] != 0) {
        status = zi_csv_fail(t->csv, err, "the first column must be 'name'");
        zi_table_close(t);
    }
    return status;
}

zhol_status
zhol_covariance_read(const char *path, const char *const *names, uint32_t n,
    double *covariance, zhol_error *err)
{
    zi_table t = { .bytes = NULL };
    zhol_status status = open_file(path, n, &t, err);

    if (status != ZHOL_OK) {
        return status;
    }
    status = read_rows(t.csv, names, n, covariance, err);
    zi_table_close(&t);
    return status == ZHOL_OK ? check(path, n, covariance, err) : status;
}

zhol_status
zhol_estimates_read(const char *path, const char *const *names, uint32_t n,
    double *estimate, zhol_error *err)
{
    zi_table t = { .bytes = NULL };
    bool has_row = false;
    bool is_met[ZHOL_MAX_COEFFICIENTS] = { false };
    zhol_status status = open_file(path, n, &t, err);

    if (status != ZHOL_OK) {
        return status;
    }
    if (zi_csv_n_fields(t.csv) < 2 || strcmp(zi_csv_field(t.csv, 1), "estimate") != 0) {
        status = zi_csv_fail(t.csv, err,
            "the second column must be 'estimate', as `zhol trade estimate --covariance` "
            "writes it, or give the coefficient a number");
    }
    while (status == ZHOL_OK && (status = zi_csv_next(t.csv, &has_row, err)) == ZHOL_OK
           && has_row) {
        const uint32_t k = index_of(zi_csv_field(t.csv, 0), names, n);
        const uint32_t column = 1;
        if (k != UINT32_MAX) {
            is_met[k] = true;
            status = read_row(t.csv, &column, 1, &estimate[k], err);
        }
    }
    for (uint32_t k = 0; k < n && status == ZHOL_OK; k++) {
        if (!is_met[k]) {
            status = zi_fail(
                err, ZHOL_BAD_DATA, "%.200s: there is no row '%.60s'", path, names[k]);
        }
    }
    zi_table_close(&t);
    return status;
}
