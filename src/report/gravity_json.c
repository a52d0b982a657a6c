/* SPDX-License-Identifier: Apache-2.0 */
/* An estimate for programs: zhol.estimate/1. */
#include <math.h>
#include <string.h>

#include "report/gravity.h"

static void
word(zi_json *j, const char *key, const char *text)
{
    zi_json_key(j, key);
    zi_json_text(j, text);
}

static void
count(zi_json *j, const char *key, uint32_t n)
{
    zi_json_key(j, key);
    zi_json_integer(j, n);
}

static void
number_or_null(zi_json *j, double x)
{
    if (isfinite(x)) {
        zi_json_number(j, x);
    } else {
        zi_json_null(j);
    }
}

static void
number(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    number_or_null(j, x);
}

static void
write_coefficients(const zhol_estimate *e, zi_json *j)
{
    zi_json_key(j, "coefficients");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < e->fit->n_coefficients; i++) {
        const zhol_coefficient *c = &e->fit->coefficient[i];
        zi_json_begin_object_line(j);
        word(j, "name", e->names[i]);
        number(j, "estimate", c->is_collinear ? NAN : c->estimate);
        number(j, "std_error", c->is_collinear ? NAN : c->std_error);
        number(j, "z", c->is_collinear ? NAN : c->z);
        number(j, "p", c->is_collinear ? NAN : c->p);
        if (c->is_collinear) {
            zi_json_key(j, "collinear");
            zi_json_bool(j, true);
        }
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_covariance(const zhol_fit *fit, zi_json *j)
{
    zi_json_key(j, "covariance");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < fit->n_coefficients; i++) {
        zi_json_begin_array_line(j);
        for (uint32_t k = 0; k < fit->n_coefficients; k++) {
            number_or_null(j, fit->covariance[(size_t) i * fit->n_coefficients + k]);
        }
        zi_json_end_array(j);
    }
    zi_json_end_array(j);
}

static void
write_errors(const zhol_estimate *e, zi_json *j)
{
    const zhol_fit *fit = e->fit;

    zi_json_key(j, "standard_errors");
    zi_json_begin_object(j);
    word(j, "kind", zi_estimate_errors(fit));
    word(j, "small_sample", zi_estimate_small(fit));
    if (fit->errors == ZHOL_ERRORS_CLUSTER) {
        zi_json_key(j, "clusters");
        zi_json_begin_array(j);
        for (uint32_t way = 0; way < fit->n_cluster_ways; way++) {
            char name[256] = "";
            const char *from = NULL;
            size_t length = 0;
            zi_estimate_cluster(e, way, &from, &length);
            length = length < sizeof name ? length : sizeof name - 1;
            memcpy(name, from, length);
            zi_json_begin_object_line(j);
            word(j, "name", name);
            count(j, "n_clusters", fit->n_clusters[way]);
            zi_json_end_object(j);
        }
        zi_json_end_array(j);
    }
    count(j, "n_parameters", fit->df);
    zi_json_key(j, "t_degrees_of_freedom");
    if (fit->df_t > 0) {
        zi_json_integer(j, fit->df_t);
    } else {
        zi_json_null(j);
    }
    number(j, "dispersion", fit->errors == ZHOL_ERRORS_AUTO ? NAN : fit->dispersion);
    count(j, "rank", fit->covariance_rank);
    zi_json_key(j, "made_semidefinite");
    zi_json_bool(j, fit->is_made_semidefinite);
    zi_json_end_object(j);
}

static void
list_rows(const zhol_fit *fit, const char *key, zhol_row_state state, zi_json *j)
{
    zi_json_key(j, key);
    zi_json_begin_array_line(j);
    for (uint32_t r = 0; r < fit->n_rows; r++) {
        if (fit->row[r] == state) {
            zi_json_integer(j, (int64_t) r + 1);
        }
    }
    zi_json_end_array(j);
}

static void
write_rows(const zhol_estimate *e, zi_json *j)
{
    const zhol_fit *fit = e->fit;

    count(j, "n_rows", e->n_file_rows);
    count(j, "n_used", fit->n_used);
    count(j, "n_left_out", e->n_left_out);
    count(j, "n_missing", e->n_missing);
    zi_json_key(j, "missing");
    zi_json_begin_array(j);
    for (uint32_t c = 0; c < e->n_columns; c++) {
        if (e->missing_by[c] > 0) {
            zi_json_begin_object_line(j);
            word(j, "column", e->columns[c]);
            count(j, "n", e->missing_by[c]);
            zi_json_end_object(j);
        }
    }
    zi_json_end_array(j);
    count(j, "n_singletons", fit->n_singletons);
    count(j, "n_separated", fit->n_separated);
    count(j, "n_separated_by_levels", fit->n_in_zero_levels);
    list_rows(fit, "separated_rows", ZHOL_ROW_SEPARATED, j);
    if (fit->certificate) {
        zi_json_key(j, "separated_certificates");
        zi_json_begin_array_line(j);
        for (uint32_t r = 0; r < fit->n_rows; r++) {
            if (fit->row[r] == ZHOL_ROW_SEPARATED) {
                number_or_null(j, fit->certificate[r]);
            }
        }
        zi_json_end_array(j);
    }
    list_rows(fit, "singleton_rows", ZHOL_ROW_SINGLETON, j);
}

static void
write_effects(const zhol_estimate *e, zi_json *j)
{
    zi_json_key(j, "effects");
    zi_json_begin_array(j);
    for (uint32_t f = 0; f < e->fit->n_effects; f++) {
        zi_json_begin_object_line(j);
        word(j, "name", e->effect_names[f]);
        count(j, "n_levels", e->fit->n_levels[f]);
        count(j, "n_redundant", e->fit->n_redundant[f]);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_fit(const zhol_fit *fit, zi_json *j)
{
    const bool is_ols = fit->method == ZHOL_FIT_OLS;

    number(j, "deviance", fit->deviance);
    number(j, "null_deviance", fit->null_deviance);
    number(j, "log_likelihood", fit->log_likelihood);
    number(j, "null_log_likelihood", fit->null_log_likelihood);
    number(j, is_ols ? "r2" : "pseudo_r2", fit->pseudo_r2);
    if (is_ols) {
        number(j, "within_r2", fit->within_r2);
    }
    number(j, "score_norm", fit->score_norm);
    number(j, "deviance_change", fit->deviance_change);
    count(j, "iterations", fit->iterations);
    count(j, "inner_iterations", fit->inner_iterations);
}

void
zi_estimate_json(const zhol_estimate *e, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    word(&j, "schema", "zhol.estimate/1");
    word(&j, "file", e->path);
    word(&j, "formula", e->formula);
    word(&j, "method", zi_estimate_method(e->fit));
    word(&j, "dependent", e->dependent);
    write_coefficients(e, &j);
    write_covariance(e->fit, &j);
    write_errors(e, &j);
    write_rows(e, &j);
    write_effects(e, &j);
    write_fit(e->fit, &j);
    zi_json_key(&j, "notes");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < e->n_notes; i++) {
        zi_json_text(&j, e->notes[i]);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}
