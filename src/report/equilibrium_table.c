/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade simulate` for people: changes in per cent, by real income. */
#include "report/equilibrium.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* Less than what a table shows is no gain and no loss. */
#define SHOWN_PCT 0.0005
/* Names in a list of winners or losers; the table has all. */
enum { MOST_NAMES = 30 };

static double
pct(double hat)
{
    return 100 * (hat - 1);
}

/* Gains that differ by less are equal: rounding is no order. */
#define SAME_GAIN 1e-11

typedef struct gain {
    double steps; /* real income in steps of SAME_GAIN */
    uint32_t i;
} gain;

static int
by_gain(const void *a, const void *b)
{
    const gain *x = a, *y = b;

    if (x->steps < y->steps || x->steps > y->steps) {
        return x->steps > y->steps ? -1 : 1;
    }
    return (x->i > y->i) - (x->i < y->i);
}

uint32_t *
zi_by_real_income(const zhol_simulation *s)
{
    uint32_t *order = ZI_NEW(uint32_t, s->n);
    gain *gains = ZI_NEW(gain, s->n);

    if (!order || !gains) {
        zi_free(order);
        zi_free(gains);
        return NULL;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        const double hat = s->economy[i].hat[ZHOL_HAT_REAL_INCOME];
        gains[i] = (gain){ nearbyint((hat - 1) / SAME_GAIN), i };
    }
    qsort(gains, s->n, sizeof *gains, by_gain);
    for (uint32_t i = 0; i < s->n; i++) {
        order[i] = gains[i].i;
    }
    zi_free(gains);
    return order;
}

static void
write_head(const zhol_simulation *s, const zhol_simulation_view *v, zi_buffer *out)
{
    static const char *const closures[] = {
        "multiplicative: spending stays the same multiple of output, times one number "
        "for all",
        "additive: spending less output stays the same share of world output",
        "zero: changes are relative to a world without imbalances"
    };

    zi_buffer_format(out, "%u economies", s->n);
    if (v->flows->year > 0) {
        zi_buffer_format(out, ", %u", v->flows->year);
    }
    zi_buffer_format(
        out, "; costs of %u pairs change; theta %g", s->n_changed_pairs, s->asked.theta);
    if (s->asked.theta_std_error > 0) {
        zi_buffer_format(out, " (standard error %g)", s->asked.theta_std_error);
    }
    zi_buffer_format(out, ", psi %g; solved by %s, excess demand below %g\n",
        s->asked.psi, zi_solver_name(s), s->asked.tol);
    zi_buffer_format(out, "imbalances %s\n", closures[s->asked.closure]);
    zi_buffer_text(out, "numeraire: world output; amounts and prices are in its units\n");
}

static void
write_notes(const zhol_simulation_view *v, zi_buffer *out)
{
    const uint32_t n_made = v->flows->n_domestic_made;

    if (n_made > 0 && v->read->domestic == ZHOL_DOMESTIC_SHARE) {
        zi_buffer_format(out,
            "ASSUMED (grade D): domestic trade of %u %s is %g of spending\n", n_made,
            n_made == 1 ? "economy" : "economies", v->read->domestic_share);
    } else if (n_made > 0) {
        zi_buffer_format(out,
            "domestic trade of %u %s is gross output of %s less exports\n", n_made,
            n_made == 1 ? "economy" : "economies", v->read->output_path);
    }
    if (v->network) {
        zi_simulation_network(v, out);
    }
    for (uint32_t k = 0; k < v->shock->n_coefficients; k++) {
        const uint32_t n = v->shock->n_coefficients;
        zi_buffer_format(
            out, "coefficient %s %g", v->shock->names[k], v->shock->estimate[k]);
        if (v->shock->covariance) {
            zi_buffer_format(
                out, " (standard error %g)", sqrt(v->shock->covariance[k * n + k]));
        }
        zi_buffer_text(out, "\n");
    }
}

static void
cell_pct(zi_grid *g, double hat)
{
    const double x = pct(hat);

    zi_grid_cell(g, "%+.3f", fabs(x) < SHOWN_PCT ? 0.0 : x);
}

static void
write_line(zi_grid *g, const zhol_simulation *s, uint32_t i)
{
    static const zhol_hat columns[] = { ZHOL_HAT_EXPORTS, ZHOL_HAT_IMPORTS,
        ZHOL_HAT_DOMESTIC, ZHOL_HAT_PRICE, ZHOL_HAT_REAL_INCOME };
    const zhol_economy_change *e = &s->economy[i];

    zi_grid_cell(g, "%s", s->id[i]);
    for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++) {
        cell_pct(g, e->hat[columns[k]]);
    }
    for (int q = 0; q < 3 && s->n_draws > 0; q++) {
        cell_pct(g, e->interval[ZHOL_HAT_REAL_INCOME][q]);
    }
}

static void
write_total(zi_grid *g, const zhol_simulation *s)
{
    zi_grid_cell(g, "world");
    for (int k = 0; k < 4; k++) {
        zi_grid_cell(g, "%s", "");
    }
    cell_pct(g, s->world_real_income_hat);
    for (int q = 0; q < 3 && s->n_draws > 0; q++) {
        cell_pct(g, s->world_interval[q]);
    }
}

/* "KAZ, RUS and 40 more (42)", the most affected first. */
static void
write_names(const zhol_simulation *s, const uint32_t *order, bool is_gain, zi_buffer *out)
{
    uint32_t n = 0;

    for (uint32_t k = 0; k < s->n; k++) {
        const uint32_t i = order[is_gain ? k : s->n - 1 - k];
        const double x = pct(s->economy[i].hat[ZHOL_HAT_REAL_INCOME]);
        if (is_gain ? x < SHOWN_PCT : x > -SHOWN_PCT) {
            break; /* they are sorted */
        }
        if (n < MOST_NAMES) {
            zi_buffer_format(out, "%s%s", n == 0 ? "" : ", ", s->id[i]);
        }
        n++;
    }
    if (n > MOST_NAMES) {
        zi_buffer_format(out, " and %u more", n - MOST_NAMES);
    }
    zi_buffer_format(out, "%s (%u)\n", n == 0 ? "nobody" : "", n);
}

/* Prices of those who hardly trade any more mean little. */
static void
write_autarky(const zhol_simulation *s, zi_buffer *out)
{
    const uint32_t n = zi_near_autarky(s);

    if (n > 0) {
        zi_buffer_format(out,
            "WARNING: prices of %u %s leave 1e-6 to 1e6 of what they were: almost "
            "nothing "
            "is traded, and such prices mean little; real incomes do\n",
            n, n == 1 ? "economy" : "economies");
    }
}

static void
write_draws(const zhol_simulation *s, zi_buffer *out)
{
    if (s->n_draws == 0) {
        return;
    }
    zi_buffer_format(out, "P2.5, P50, P97.5: of real income in %u draws, seed %llu",
        s->n_draws - s->n_failed_draws, (unsigned long long) s->asked.seed);
    if (s->n_fallback_draws > 0) {
        zi_buffer_format(
            out, "; %u of them solved by the fixed point", s->n_fallback_draws);
    }
    zi_buffer_text(out, "\n");
    if (s->n_failed_draws > 0) {
        zi_buffer_format(out,
            "WARNING: %u of %u draws (%.2g %%) have no equilibrium and are left out: the "
            "intervals hold on condition that there is one\n",
            s->n_failed_draws, s->n_draws, 100.0 * s->n_failed_draws / s->n_draws);
    }
}

static void
write_assumptions(const zhol_simulation_view *view, zi_buffer *out)
{
    zi_assumption assumption[ZI_MAX_ASSUMPTIONS];
    const uint32_t n = zi_simulation_assumptions(view, assumption);

    if (n > 0) {
        zi_buffer_text(out, "\nassumptions, with their grades\n");
    }
    for (uint32_t k = 0; k < n; k++) {
        zi_buffer_format(out, "%s  %s\n", assumption[k].grade, assumption[k].text);
    }
}

void
zi_simulation_table(
    const zhol_simulation *s, const zhol_simulation_view *view, zi_buffer *out)
{
    const uint32_t n = view->most > 0 && view->most < s->n ? view->most : s->n;
    uint32_t *order = zi_by_real_income(s);
    zi_grid grid;

    if (!order) {
        out->failed = true;
        return;
    }
    write_head(s, view, out);
    write_notes(view, out);
    zi_buffer_text(out, "\nchange, %\n");
    zi_grid_begin(&grid, s->n_draws > 0 ? "lrrrrrrrr" : "lrrrrr");
    zi_grid_cell(&grid, "%s", "");
    zi_grid_cell(&grid, "exports");
    zi_grid_cell(&grid, "imports");
    zi_grid_cell(&grid, "domestic");
    zi_grid_cell(&grid, "price");
    zi_grid_cell(&grid, "real income");
    if (s->n_draws > 0) {
        zi_grid_cell(&grid, "P2.5");
        zi_grid_cell(&grid, "P50");
        zi_grid_cell(&grid, "P97.5");
    }
    for (uint32_t k = 0; k < n; k++) {
        write_line(&grid, s, order[k]);
    }
    write_total(&grid, s);
    zi_grid_end(&grid, out);
    if (n < s->n) {
        zi_buffer_format(out, "%u of %u shown\n", n, s->n);
    }
    zi_buffer_text(out, "\nreal income rises in: ");
    write_names(s, order, true, out);
    zi_buffer_text(out, "real income falls in: ");
    write_names(s, order, false, out);
    write_autarky(s, out);
    write_draws(s, out);
    write_assumptions(view, out);
    zi_free(order);
}
