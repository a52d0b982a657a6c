/* SPDX-License-Identifier: Apache-2.0 */
/* An estimate as a table of LaTeX, with the rules of the package booktabs. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/gravity.h"

/* Text as it is meant: what LaTeX takes for commands is escaped. */
static void
tex_text(zi_buffer *out, const char *text, size_t n)
{
    static const char special[] = "&%$#_{}~^\\";
    static const char *const means[] = { "\\&", "\\%", "\\$", "\\#", "\\_", "\\{", "\\}",
        "\\textasciitilde{}", "\\textasciicircum{}", "\\textbackslash{}" };

    for (size_t i = 0; i < n; i++) {
        const char *at = text[i] ? strchr(special, text[i]) : NULL;
        if (at) {
            zi_buffer_text(out, means[at - special]);
        } else {
            zi_buffer_add(out, &text[i], 1);
        }
    }
}

/* "-0.8409", "1.234 \times 10^{-5}" */
static void
tex_number(zi_buffer *out, double x)
{
    const double size = fabs(x);
    const int power = size > 0 ? (int) floor(log10(size)) : 0;

    if (size > 0 && (power < -3 || power > 5)) {
        zi_buffer_format(out, "%.4f \\times 10^{%d}", x / pow(10, power), power);
    } else {
        zi_buffer_format(out, "%.4f", x);
    }
}

static void
write_coefficients(const zhol_estimate *e, zi_buffer *out)
{
    for (uint32_t i = 0; i < e->fit->n_coefficients; i++) {
        const zhol_coefficient *c = &e->fit->coefficient[i];
        tex_text(out, e->names[i], strlen(e->names[i]));
        if (c->is_collinear) {
            zi_buffer_text(out, e->fit->n_used > 0 ? " & spanned by others \\\\\n"
                                                   : " & no row is left \\\\\n");
            continue;
        }
        zi_buffer_text(out, " & $");
        tex_number(out, c->estimate);
        zi_buffer_text(out, "$ \\\\\n");
        if (isfinite(c->std_error)) {
            zi_buffer_text(out, " & $(");
            tex_number(out, c->std_error);
            zi_buffer_text(out, ")$ \\\\\n");
        }
    }
}

static void
write_errors(const zhol_estimate *e, zi_buffer *out)
{
    const zhol_fit *fit = e->fit;
    char number[48];

    zi_buffer_text(
        out, "\\multicolumn{2}{l}{\\footnotesize Standard errors in brackets: ");
    if (fit->errors != ZHOL_ERRORS_CLUSTER) {
        zi_buffer_text(out, fit->errors == ZHOL_ERRORS_IID ? "IID" : "HC1");
    }
    for (uint32_t way = 0;
         fit->errors == ZHOL_ERRORS_CLUSTER && way < fit->n_cluster_ways; way++) {
        const char *name = NULL;
        size_t length = 0;
        zi_estimate_cluster(e, way, &name, &length);
        zi_buffer_text(out, way == 0 ? "clustered by " : " and ");
        tex_text(out, name, length);
        zi_buffer_format(out, " (%s)", zi_grid_number(fit->n_clusters[way], 0, number));
    }
    zi_buffer_format(out, ", small samples: %s.} \\\\\n", zi_estimate_small(fit));
}

void
zi_estimate_tex(const zhol_estimate *e, zi_buffer *out)
{
    const zhol_fit *fit = e->fit;
    char number[48];

    zi_buffer_text(out, "% \\usepackage{booktabs}\n\\begin{tabular}{lr}\n\\toprule\n & ");
    tex_text(out, e->dependent, strlen(e->dependent));
    zi_buffer_text(out, " \\\\\n\\midrule\n");
    if (fit->n_coefficients > 0) {
        write_coefficients(e, out);
        zi_buffer_text(out, "\\midrule\n");
    }
    for (uint32_t f = 0; f < fit->n_effects; f++) {
        zi_buffer_text(out, "Effects of ");
        tex_text(out, e->effect_names[f], strlen(e->effect_names[f]));
        zi_buffer_format(
            out, " & %s \\\\\n", zi_grid_number(fit->n_levels[f], 0, number));
    }
    zi_buffer_format(out, "Method & %s \\\\\nRows & %s \\\\\n",
        fit->method == ZHOL_FIT_OLS ? "OLS" : "PPML",
        zi_grid_number(fit->n_used, 0, number));
    if (isfinite(fit->pseudo_r2)) {
        zi_buffer_format(out, "%s & %.4f \\\\\n",
            fit->method == ZHOL_FIT_OLS ? "$R^2$" : "Pseudo $R^2$",
            zi_estimate_share(fit->pseudo_r2));
    }
    if (fit->errors != ZHOL_ERRORS_AUTO) { /* there are standard errors */
        zi_buffer_text(out, "\\midrule\n");
        write_errors(e, out);
    }
    zi_buffer_text(out, "\\bottomrule\n\\end{tabular}\n");
}
