/* SPDX-License-Identifier: Apache-2.0 */
#include "world/figures.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

static const double enough = 0.85; /* of the best vintage's coverage */

static uint32_t
gap(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* Is figure a the better one for its economy: own, then nearer, then later? */
static bool
is_better(const zhol_figure *a, const zhol_figure *b, uint32_t year)
{
    if (a->origin.is_mine != b->origin.is_mine) {
        return a->origin.is_mine;
    }
    if (gap(a->year, year) != gap(b->year, year)) {
        return gap(a->year, year) < gap(b->year, year);
    }
    return a->year > b->year;
}

static bool
make(const zhol_world *w, zi_series *s)
{
    uint32_t n;

    (void) zhol_world_economies(w, &n);
    s->value = ZI_NEW(double, (size_t) n + 1);
    s->row = ZI_NEW(zhol_ref, (size_t) n + 1);
    for (uint32_t e = 0; s->row && s->value && e < n; e++) {
        s->value[e] = ZHOL_NOT_GIVEN;
        s->row[e] = ZHOL_NO_ROW;
    }
    return s->value && s->row;
}

void
zi_series_free(zi_series *s)
{
    zi_free(s->value);
    zi_free(s->row);
    *s = (zi_series){ .indicator = NULL };
}

/* The year that most of the chosen rows are of; the later on a tie. */
static uint32_t
usual_year(const zhol_world *w, const zi_series *s, uint32_t n_economies)
{
    const zhol_figure *figures = zhol_world_figures(w, NULL);
    uint32_t best = 0, n_best = 0;

    for (uint32_t e = 0; e < n_economies; e++) {
        uint32_t n = 0;
        if (s->row[e] == ZHOL_NO_ROW) {
            continue;
        }
        const uint32_t year = figures[s->row[e]].year;
        for (uint32_t k = 0; k < n_economies; k++) {
            n += s->row[k] != ZHOL_NO_ROW && figures[s->row[k]].year == year;
        }
        if (n > n_best || (n == n_best && year > best)) {
            best = year;
            n_best = n;
        }
    }
    return best;
}

/* All of one vintage. */
static void
fill(const zhol_world *w, uint32_t year, const double *weight, zi_series *s)
{
    uint32_t n, n_economies;
    const zhol_figure *figures = zhol_world_figures(w, &n);
    double of = 0, all = 0;

    (void) zhol_world_economies(w, &n_economies);
    for (uint32_t i = 0; i < n; i++) {
        const zhol_figure *f = &figures[i];
        if (f->vintage == s->vintage
            && strcmp(zhol_world_text(w, f->indicator), s->indicator) == 0
            && (s->row[f->economy] == ZHOL_NO_ROW
                || is_better(f, &figures[s->row[f->economy]], year))) {
            s->row[f->economy] = i;
        }
    }
    for (uint32_t e = 0; e < n_economies; e++) {
        const double share = weight ? weight[e] : 1;
        all += share > 0 ? share : 0;
        if (s->row[e] != ZHOL_NO_ROW) {
            s->value[e] = figures[s->row[e]].value;
            s->total += s->value[e];
            s->n++;
            of += share > 0 ? share : 0;
        }
    }
    s->coverage = all > 0 ? of / all : 0;
    s->year = usual_year(w, s, n_economies);
}

/* Is series a to be taken rather than b? */
static bool
is_preferred(const zhol_world *w, const zi_series *a, const zi_series *b, uint32_t year)
{
    if (gap(a->year, year) != gap(b->year, year)) {
        return gap(a->year, year) < gap(b->year, year);
    }
    if (a->year != b->year) {
        return a->year > b->year;
    }
    if (a->n != b->n) {
        return a->n > b->n;
    }
    return strcmp(zhol_world_text(w, a->vintage), zhol_world_text(w, b->vintage)) < 0;
}

enum { MAX_VINTAGES = 64 };

/* What is asked, and one series for each vintage of the indicator. */
typedef struct vintages {
    const zhol_world *w;
    const char *indicator;
    uint32_t year, n;
    const double *weight; /* of each economy, or NULL */
    zi_series of[MAX_VINTAGES];
} vintages;

static zhol_status
list_vintages(vintages *v, zhol_error *err)
{
    uint32_t n;
    const zhol_figure *figures = zhol_world_figures(v->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = 0;
        if (strcmp(zhol_world_text(v->w, figures[i].indicator), v->indicator) != 0) {
            continue;
        }
        while (k < v->n && v->of[k].vintage != figures[i].vintage) {
            k++;
        }
        if (k < v->n) {
            continue;
        }
        if (k == MAX_VINTAGES) {
            return zi_fail(err, ZHOL_LIMIT, "more than %d vintages of %s", MAX_VINTAGES,
                v->indicator);
        }
        v->of[k] =
            (zi_series){ .indicator = v->indicator, .vintage = figures[i].vintage };
        v->n++;
        if (!make(v->w, &v->of[k])) {
            return zi_fail(err, ZHOL_LIMIT, "no memory for the figures");
        }
        fill(v->w, v->year, v->weight, &v->of[k]);
    }
    return ZHOL_OK;
}

static zhol_status
choose(vintages *v, zi_series *out, zhol_error *err)
{
    uint32_t best = UINT32_MAX;
    double most = 0;
    zhol_status status = list_vintages(v, err);

    for (uint32_t k = 0; k < v->n; k++) {
        most = v->of[k].coverage > most ? v->of[k].coverage : most;
    }
    for (uint32_t k = 0; k < v->n; k++) {
        if (v->of[k].coverage >= enough * most
            && (best == UINT32_MAX
                || is_preferred(v->w, &v->of[k], &v->of[best], v->year))) {
            best = k;
        }
    }
    if (status == ZHOL_OK && best == UINT32_MAX) {
        status =
            zi_fail(err, ZHOL_NONE, "the tables have no figures of %s", v->indicator);
    }
    for (uint32_t k = 0; k < v->n; k++) {
        if (status == ZHOL_OK && k == best) {
            *out = v->of[k];
        } else {
            zi_series_free(&v->of[k]);
        }
    }
    return status;
}

zhol_status
zi_series_choose(const zhol_world *w, const char *indicator, uint32_t year,
    zi_series *out, zhol_error *err)
{
    vintages sizes = { .w = w, .indicator = "gdp_ppp_usd", .year = year };
    vintages asked = { .w = w, .indicator = indicator, .year = year };
    zi_series size = { .indicator = NULL };
    zhol_status status;

    *out = (zi_series){ .indicator = NULL };
    status = choose(&sizes, &size, err);
    if (status == ZHOL_OK || status == ZHOL_NONE) {
        asked.weight = size.value;
        status = choose(&asked, out, err);
    }
    zi_series_free(&size);
    return status;
}
