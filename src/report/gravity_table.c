/* SPDX-License-Identifier: Apache-2.0 */
/* An estimate for people: what a regressor does, how sure that is, which rows it rests on
 * and how well the equations are solved. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/gravity.h"

/* Of long names, and of many. */
enum { HEAD_BYTES = 32, TAIL_BYTES = 14, CUT_BYTES = 64, MAX_LISTED = 10 };

/* Six places behind the point where that shows something, else powers of ten. */
static void
cell_estimate(zi_grid *g, double x)
{
    const double size = fabs(x);

    if (!isfinite(x)) {
        zi_grid_cell(g, "%s", "");
    } else if (size > 0 && (size < 1e-3 || size >= 1e6)) {
        zi_grid_cell(g, "%.5e", x);
    } else {
        zi_grid_cell(g, "%.6f", x);
    }
}

static void
cell_z(zi_grid *g, double z)
{
    if (isnan(z)) {
        zi_grid_cell(g, "%s", "");
    } else {
        zi_grid_cell(g, "%.2f", z);
    }
}

static void
cell_chance(zi_grid *g, double p)
{
    if (isnan(p)) {
        zi_grid_cell(g, "%s", "");
    } else if (p < 1e-16) {
        zi_grid_cell(g, "<1e-16");
    } else if (p < 1e-4) {
        zi_grid_cell(g, "%.1e", p);
    } else {
        zi_grid_cell(g, "%.4f", p);
    }
}

/* A name of a term may be as long as an expression: its middle is left out. */
static const char *
cut(const char *name, char out[CUT_BYTES])
{
    size_t head = HEAD_BYTES, n = strlen(name), tail = n - TAIL_BYTES;

    if (n <= HEAD_BYTES + TAIL_BYTES + 2) {
        return name;
    }
    while (((unsigned char) name[head] & 0xC0U) == 0x80U) { /* never half a letter */
        head--;
    }
    while (((unsigned char) name[tail] & 0xC0U) == 0x80U) {
        tail++;
    }
    snprintf(out, CUT_BYTES, "%.*s..%s", (int) head, name, name + tail);
    return out;
}

static void
write_coefficient(
    const zhol_estimate *e, uint32_t i, double reach, bool has_percent, zi_grid *g)
{
    const zhol_coefficient *c = &e->fit->coefficient[i];
    const double half = reach * c->std_error;
    char name[CUT_BYTES];

    zi_grid_cell(g, "%s", cut(e->names[i], name));
    cell_estimate(g, c->estimate);
    cell_estimate(g, c->std_error);
    cell_z(g, c->z);
    cell_chance(g, c->p);
    cell_estimate(g, c->estimate - half);
    cell_estimate(g, c->estimate + half);
    if (has_percent && c->is_indicator) {
        zi_grid_cell(g, "%+.1f %%", 100 * expm1(c->estimate));
    } else if (has_percent) {
        zi_grid_cell(g, "%s", "");
    }
}

static uint32_t
n_kept(const zhol_fit *fit)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < fit->n_coefficients; i++) {
        n += !fit->coefficient[i].is_collinear;
    }
    return n;
}

static void
list_collinear(const zhol_estimate *e, zi_buffer *out)
{
    char number[48], name[CUT_BYTES];
    uint32_t n = 0;

    for (uint32_t i = 0; i < e->fit->n_coefficients; i++) {
        if (e->fit->coefficient[i].is_collinear && n++ < MAX_LISTED) {
            zi_buffer_format(out, "%s%s",
                n > 1 ? ", " : "left out, since others span it: ",
                cut(e->names[i], name));
        }
    }
    if (n > MAX_LISTED) {
        zi_buffer_format(out, " and %s more (--format csv lists all)",
            zi_grid_number(n - (uint32_t) MAX_LISTED, 0, number));
    }
    zi_buffer_text(out, n > 0 ? "\n" : "");
}

static void
write_coefficients(const zhol_estimate *e, zi_buffer *out)
{
    const zhol_fit *fit = e->fit;
    const double reach = zi_estimate_reach(fit);
    const char *subject = NULL;
    size_t length = 0;
    const bool is_log = zi_estimate_subject(e, &subject, &length);
    bool has_percent = false;
    zi_grid g;

    for (uint32_t i = 0; i < fit->n_coefficients; i++) {
        has_percent = has_percent
                      || (is_log && fit->coefficient[i].is_indicator
                          && !fit->coefficient[i].is_collinear);
    }
    zi_grid_begin(&g, has_percent ? "lrrrrrrr" : "lrrrrrr");
    zi_grid_cell(&g, "%s", "");
    zi_grid_cell(&g, "estimate");
    zi_grid_cell(&g, "std. error");
    zi_grid_cell(&g, fit->df_t > 0 ? "t" : "z");
    zi_grid_cell(&g, "p");
    zi_grid_cell(&g, "95 %% from");
    zi_grid_cell(&g, "to");
    if (has_percent) {
        zi_grid_cell(&g, "0 to 1");
    }
    for (uint32_t i = 0; i < fit->n_coefficients; i++) {
        if (!fit->coefficient[i].is_collinear) {
            write_coefficient(e, i, reach, has_percent, &g);
        }
    }
    zi_grid_end(&g, out);
    list_collinear(e, out);
    if (has_percent) {
        zi_buffer_format(out,
            "0 to 1: so much larger is %.*s where the regressor is 1 and not 0, "
            "exp(estimate) - 1\n",
            (int) length, subject);
    }
}

static void
begin_line(zi_grid *g, const char *label)
{
    zi_grid_cell(g, "%s", label);
}

static void
write_errors(const zhol_estimate *e, zi_grid *g)
{
    static const char *const kinds[] = { "", "IID", "HC1 (heteroskedasticity)", "" };
    static const char *const small[] = { "as fixest", "as Stata", "not corrected" };
    const zhol_fit *fit = e->fit;
    char number[48];

    begin_line(g, "standard errors");
    if (fit->errors != ZHOL_ERRORS_CLUSTER) {
        zi_grid_cell(g, "%s", kinds[fit->errors]);
    }
    for (uint32_t way = 0;
         fit->errors == ZHOL_ERRORS_CLUSTER && way < fit->n_cluster_ways; way++) {
        const char *name = NULL;
        size_t length = 0;
        zi_estimate_cluster(e, way, &name, &length);
        if (way > 0) {
            begin_line(g, "");
        }
        zi_grid_cell(g, "%s %.*s: %s clusters", way > 0 ? "and by" : "clustered by",
            (int) length, name, zi_grid_number(fit->n_clusters[way], 0, number));
    }
    begin_line(g, "");
    if (fit->df_t > 0) {
        zi_grid_cell(g, "small samples %s; p by Student's t, %s degrees of freedom",
            small[fit->small_sample], zi_grid_number(fit->df_t, 0, number));
    } else {
        zi_grid_cell(g, "small samples %s; p by the normal distribution",
            small[fit->small_sample]);
    }
    if (fit->covariance_rank < n_kept(fit)) {
        begin_line(g, "");
        zi_grid_cell(g,
            "THE COVARIANCE IS SINGULAR: rank %u of %u; no joint test is possible",
            fit->covariance_rank, n_kept(fit));
    }
    if (fit->is_made_semidefinite) {
        begin_line(g, "");
        zi_grid_cell(g,
            "THE COVARIANCE WAS MENDED: its negative eigenvalues were set to 0 "
            "(Cameron, Gelbach and Miller 2011)");
    }
}

static void
write_rows(const zhol_estimate *e, zi_grid *g)
{
    const zhol_fit *fit = e->fit;
    char number[48], other[48];

    begin_line(g, "rows");
    zi_grid_cell(g, "%s used of %s", zi_grid_number(fit->n_used, 0, number),
        zi_grid_number(e->n_file_rows, 0, other));
    if (e->n_left_out > 0) {
        begin_line(g, "");
        zi_grid_cell(
            g, "%s left out by a condition", zi_grid_number(e->n_left_out, 0, number));
    }
    if (e->n_missing > 0) {
        begin_line(g, "");
        zi_grid_cell(g, "%s with a %s", zi_grid_number(e->n_missing, 0, number),
            e->n_notes > 0 ? "value that is missing or cannot be computed"
                           : "missing value");
    }
    for (uint32_t c = 0; c < e->n_columns; c++) {
        if (e->missing_by[c] > 0) {
            begin_line(g, "");
            zi_grid_cell(g, "  %s in %s", zi_grid_number(e->missing_by[c], 0, number),
                e->columns[c]);
        }
    }
    if (fit->n_singletons > 0) {
        begin_line(g, "");
        zi_grid_cell(g, "%s dropped: the only row of a level of an effect",
            zi_grid_number(fit->n_singletons, 0, number));
    }
    if (fit->n_separated > 0) {
        begin_line(g, "");
        zi_grid_cell(g, "%s dropped: separated, zeros that only minus infinity fits",
            zi_grid_number(fit->n_separated, 0, number));
    }
    if (fit->n_in_zero_levels > 0) {
        begin_line(g, "");
        zi_grid_cell(g, "  %s as a level of an effect has zeros only",
            zi_grid_number(fit->n_in_zero_levels, 0, number));
    }
}

/* "377,332,502.254", "0.0351927" */
static const char *
amount(double x, char out[48])
{
    if (fabs(x) >= 1e4 && fabs(x) < 1e15) {
        return zi_grid_number(x, 3, out);
    }
    snprintf(out, 48, "%.6g", x);
    return out;
}

/* Below @p least there is only rounding, which is not the same on every processor: tables
 * are. */
static void
share(double x, double least, char out[48])
{
    if (x < least) {
        snprintf(out, 48, "less than %.0e", least);
    } else {
        snprintf(out, 48, "%.1e", x);
    }
}

static void
write_convergence(const zhol_fit *fit, zi_grid *g)
{
    char text[48];

    begin_line(g, "convergence");
    share(fit->score_norm, 1e-12, text);
    zi_grid_cell(g, "first-order conditions are missed by %s of what they add up", text);
    begin_line(g, "");
    share(fit->deviance_change, 1e-15, text);
    zi_grid_cell(g, "another step would change the fit by %s of its scale", text);
}

static void
write_fit(const zhol_fit *fit, zi_grid *g)
{
    const bool is_ols = fit->method == ZHOL_FIT_OLS;
    char one[48], two[48];

    begin_line(g, "fit");
    if (is_ols && isfinite(fit->within_r2)) {
        zi_grid_cell(g, "R2 %.6f, within the effects %.6f, sum of squared residuals %s",
            zi_estimate_share(fit->pseudo_r2), zi_estimate_share(fit->within_r2),
            amount(fit->deviance, one));
    } else if (is_ols) {
        zi_grid_cell(g, "R2 %.6f, sum of squared residuals %s",
            zi_estimate_share(fit->pseudo_r2), amount(fit->deviance, one));
    } else {
        zi_grid_cell(g, "pseudo R2 %.6f, deviance %s, log likelihood %s",
            zi_estimate_share(fit->pseudo_r2), amount(fit->deviance, one),
            amount(fit->log_likelihood, two));
    }
    write_convergence(fit, g);
}

static void
write_effects(const zhol_estimate *e, zi_grid *g)
{
    char one[48], two[48];

    for (uint32_t f = 0; f < e->fit->n_effects; f++) {
        begin_line(g, f == 0 ? "effects" : "");
        zi_grid_cell(g, "%s: %s level%s%s%s", e->effect_names[f],
            zi_grid_number(e->fit->n_levels[f], 0, one),
            e->fit->n_levels[f] == 1 ? "" : "s",
            e->fit->n_redundant[f] > 0 ? ", spanned by others: " : "",
            e->fit->n_redundant[f] > 0 ? zi_grid_number(e->fit->n_redundant[f], 0, two)
                                       : "");
    }
}

static void
list_separated(const zhol_fit *fit, zi_buffer *out)
{
    zi_grid g;

    if (fit->n_separated == 0) {
        zi_buffer_text(out, "\nno row is separated\n");
        return;
    }
    zi_buffer_text(
        out, "\nseparated rows of the data, the first below the names being 1\n");
    zi_grid_begin(&g, "rr");
    zi_grid_cell(&g, "row");
    zi_grid_cell(&g, "%s", fit->certificate ? "certificate" : "");
    for (uint32_t r = 0; r < fit->n_rows; r++) {
        if (fit->row[r] == ZHOL_ROW_SEPARATED) {
            zi_grid_cell(&g, "%u", r + 1);
            if (fit->certificate) {
                zi_grid_cell(&g, "%.6g", fit->certificate[r]);
            } else {
                zi_grid_cell(&g, "%s", "");
            }
        }
    }
    zi_grid_end(&g, out);
    if (fit->certificate) {
        zi_buffer_text(out, "certificate: a sum of regressors and effects that is 0 in "
                            "every row used, above 0 in these\n");
    }
}

void
zi_estimate_table(const zhol_estimate *e, const zhol_estimate_view *view, zi_buffer *out)
{
    zi_grid g;

    zi_buffer_format(out, "%s\n%s of %s\n\n", e->formula,
        e->fit->method == ZHOL_FIT_OLS ? "least squares"
                                       : "Poisson pseudo-maximum likelihood",
        e->path);
    if (n_kept(e->fit) > 0) {
        write_coefficients(e, out);
    } else {
        zi_buffer_text(out, e->fit->n_used == 0 ? "NOTHING IS ESTIMATED: no row is left\n"
                            : e->fit->n_coefficients > 0
                                ? "NO COEFFICIENT IS ESTIMATED: in the rows used no "
                                  "regressor varies beyond the effects\n"
                                : "no regressor: effects only\n");
    }
    zi_buffer_text(out, "\n");
    zi_grid_begin(&g, "ll");
    if (n_kept(e->fit) > 0) {
        write_errors(e, &g);
    }
    write_rows(e, &g);
    write_effects(e, &g);
    if (e->fit->n_used > 0) {
        write_fit(e->fit, &g);
    }
    zi_grid_end(&g, out);
    for (uint32_t i = 0; i < e->n_notes; i++) {
        zi_buffer_format(out, "note: %s\n", e->notes[i]);
    }
    if (view->lists_separated) {
        list_separated(e->fit, out);
    }
}
