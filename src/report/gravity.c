/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade estimate`: which form, what the forms share, and the plain lists. */
#include "report/gravity.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "math/normal.h"
#include "math/student.h"

const char *
zi_estimate_method(const zhol_fit *fit)
{
    return fit->method == ZHOL_FIT_OLS ? "ols" : "ppml";
}

const char *
zi_estimate_errors(const zhol_fit *fit)
{
    static const char *const names[] = { "none", "iid", "hc1", "cluster" };

    return names[fit->errors];
}

const char *
zi_estimate_small(const zhol_fit *fit)
{
    static const char *const names[] = { "fixest", "stata", "none" };

    return names[fit->small_sample];
}

const char *
zi_row_state(uint32_t state)
{
    static const char *const names[] = { "used", "singleton", "separated", "left_out" };

    return names[state];
}

double
zi_estimate_share(double x)
{
    return fabs(x) < 5e-7 ? 0 : x;
}

double
zi_estimate_reach(const zhol_fit *fit)
{
    return fit->df_t > 0 ? zi_student_critical(0.05, fit->df_t)
                         : zi_normal_quantile(0.975);
}

/* Of "log(trade)" or "ln(trade)" what stands in the brackets, if nothing stands behind
 * them. */
static bool
find_argument(const char *text, const char **begin, size_t *length)
{
    int depth = 1;

    if (strncmp(text, "log(", 4) != 0 && strncmp(text, "ln(", 3) != 0) {
        return false;
    }
    *begin = strchr(text, '(') + 1;
    for (*length = 0; (*begin)[*length] != '\0'; (*length)++) {
        const char c = (*begin)[*length];
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) {
            return (*begin)[*length + 1] == '\0';
        }
    }
    return false;
}

bool
zi_estimate_subject(const zhol_estimate *e, const char **begin, size_t *length)
{
    *begin = e->dependent;
    *length = strlen(e->dependent);
    return e->fit->method == ZHOL_FIT_PPML || find_argument(e->dependent, begin, length);
}

void
zi_estimate_cluster(
    const zhol_estimate *e, uint32_t way, const char **name, size_t *length)
{
    *name = e->cluster ? e->cluster : "";
    for (; way > 0 && **name != '\0'; way--) {
        *name += strcspn(*name, ",");
        *name += **name == ',';
    }
    *name += strspn(*name, " ");
    *length = strcspn(*name, ",");
    while (*length > 0 && (*name)[*length - 1] == ' ') {
        (*length)--;
    }
}

/* A comma, and the number unless there is none. */
static void
next_number(zi_buffer *out, double x)
{
    zi_buffer_text(out, ",");
    if (isfinite(x)) {
        zi_report_csv_number(out, x);
    }
}

void
zi_estimate_csv(const zhol_estimate *e, zi_buffer *out)
{
    const double reach = zi_estimate_reach(e->fit);

    zi_buffer_text(out, "name,estimate,std_error,z,p,low_95,high_95,is_collinear\n");
    for (uint32_t i = 0; i < e->fit->n_coefficients; i++) {
        const zhol_coefficient *c = &e->fit->coefficient[i];
        const double half = reach * c->std_error;
        zi_report_csv_text(out, e->names[i]);
        if (c->is_collinear) {
            zi_buffer_text(out, ",,,,,,,1\n");
            continue;
        }
        next_number(out, c->estimate);
        next_number(out, c->std_error);
        next_number(out, c->z);
        next_number(out, c->p);
        next_number(out, c->estimate - half);
        next_number(out, c->estimate + half);
        zi_buffer_text(out, ",0\n");
    }
}

static zhol_status
write_effects(const zhol_estimate *e, zi_buffer *out, zhol_error *err)
{
    char level[512];

    if (e->n_effects > 0 && !e->fit->effect) {
        return zi_fail(
            err, ZHOL_USAGE, "effects were not asked for when it was estimated");
    }
    zi_buffer_text(out, "effect,level,value\n");
    for (uint32_t f = 0; f < e->n_effects; f++) {
        for (uint32_t k = 0; k < e->n_levels[f]; k++) {
            if (isnan(e->fit->effect[f][k])) {
                continue; /* no row of it was used */
            }
            zhol_estimate_level(e, f, k, level, sizeof level);
            zi_report_csv_text(out, e->effect_names[f]);
            zi_buffer_text(out, ",");
            zi_report_csv_text(out, level);
            next_number(out, e->fit->effect[f][k]);
            zi_buffer_text(out, "\n");
        }
    }
    return ZHOL_OK;
}

static void
write_rows(const zhol_estimate *e, zi_buffer *out)
{
    const zhol_fit *fit = e->fit;

    zi_buffer_text(out, "row,state,y,fitted,residual,certificate\n");
    for (uint32_t r = 0; r < fit->n_rows; r++) {
        const bool is_left_out = fit->row[r] == ZHOL_ROW_LEFT_OUT;
        zi_buffer_format(out, "%u,%s", r + 1, zi_row_state(fit->row[r]));
        next_number(out, e->y[r]);
        next_number(out, fit->fitted[r]);
        next_number(out, e->y[r] - fit->fitted[r]);
        next_number(out, fit->certificate && !is_left_out ? fit->certificate[r] : NAN);
        zi_buffer_text(out, "\n");
    }
}

static void
write_covariance(const zhol_estimate *e, zi_buffer *out)
{
    const zhol_fit *fit = e->fit;
    const uint32_t n = fit->n_coefficients;

    zi_buffer_text(out, "name,estimate");
    for (uint32_t i = 0; i < n; i++) {
        if (!fit->coefficient[i].is_collinear) {
            zi_buffer_text(out, ",");
            zi_report_csv_text(out, e->names[i]);
        }
    }
    zi_buffer_text(out, "\n");
    for (uint32_t i = 0; i < n; i++) {
        if (fit->coefficient[i].is_collinear) {
            continue;
        }
        zi_report_csv_text(out, e->names[i]);
        next_number(out, fit->coefficient[i].estimate);
        for (uint32_t k = 0; k < n; k++) {
            if (!fit->coefficient[k].is_collinear) {
                next_number(out, fit->covariance[(size_t) i * n + k]);
            }
        }
        zi_buffer_text(out, "\n");
    }
}

static zhol_status
check_format(const zhol_estimate_view *view, zhol_error *err)
{
    const bool is_csv = view->format == ZHOL_FORMAT_CSV;

    if (view->part != ZHOL_ESTIMATE_COEFFICIENTS && !is_csv) {
        return zi_fail(
            err, ZHOL_USAGE, "effects, rows and covariances are written as csv");
    }
    if (view->format == ZHOL_FORMAT_GEOJSON || view->format == ZHOL_FORMAT_MD) {
        return zi_fail(
            err, ZHOL_USAGE, "estimates are written as table, json, csv or tex");
    }
    return ZHOL_OK;
}

zhol_status
zhol_report_estimate(const zhol_estimate *estimate, const zhol_estimate_view *view,
    zhol_buffer *out, zhol_error *err)
{
    zi_buffer made = zi_report_take_over(out);
    zhol_status status = check_format(view, err);

    if (status == ZHOL_OK && view->part == ZHOL_ESTIMATE_EFFECTS) {
        status = write_effects(estimate, &made, err);
    } else if (status == ZHOL_OK && view->part == ZHOL_ESTIMATE_ROWS) {
        write_rows(estimate, &made);
    } else if (status == ZHOL_OK && view->part == ZHOL_ESTIMATE_COVARIANCE) {
        write_covariance(estimate, &made);
    } else if (status == ZHOL_OK && view->format == ZHOL_FORMAT_JSON) {
        zi_estimate_json(estimate, &made);
    } else if (status == ZHOL_OK && view->format == ZHOL_FORMAT_CSV) {
        zi_estimate_csv(estimate, &made);
    } else if (status == ZHOL_OK && view->format == ZHOL_FORMAT_TEX) {
        zi_estimate_tex(estimate, &made);
    } else if (status == ZHOL_OK) {
        zi_estimate_table(estimate, view, &made);
    }
    if (status != ZHOL_OK) {
        zi_buffer_free(&made);
        return status;
    }
    return zi_report_hand_over(&made, out, err);
}
