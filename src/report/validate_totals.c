/* SPDX-License-Identifier: Apache-2.0 */
#include "report/validate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "math/quantile.h"

/* One group of cases: what is not asked is NULL or ZHOL_NO_ROW. */
typedef struct group {
    uint32_t score, class_of_time;
    const char *mode;
    zhol_ref economy;
} group;

typedef struct summer {
    const zhol_ledger *ledger;
    double *errors, *widths; /* one a case */
    zi_ledger_totals *out;
} summer;

static bool
is_scored(const zhol_score *s)
{
    return s->verdict == ZHOL_VERDICT_INSIDE || s->verdict == ZHOL_VERDICT_OUTSIDE;
}

static bool
is_member(const zhol_case *c, const group *g)
{
    return is_scored(&c->score[g->score])
           && (g->class_of_time == ZHOL_NO_ROW || c->class_of_time == g->class_of_time)
           && (!g->mode || strcmp(c->mode, g->mode) == 0)
           && (g->economy == ZHOL_NO_ROW || c->economy == g->economy);
}

static void
add_case(zi_ledger_total *t, const zhol_score *s)
{
    t->n++;
    t->n_inside += s->verdict == ZHOL_VERDICT_INSIDE;
    t->n_covered += s->lo <= s->p90 && s->hi >= s->p10;
    t->mean_absolute += fabs(s->error);
    if (fabs(s->error) > fabs(t->worst)) {
        t->worst = s->error;
    }
}

static zhol_status
sum_group(summer *x, const group *g, const char *name, zhol_error *err)
{
    zi_ledger_total t = { .score = g->score };

    for (uint32_t i = 0; i < x->ledger->n_cases; i++) {
        const zhol_case *c = &x->ledger->cases[i];
        const zhol_score *s = &c->score[g->score];
        if (is_member(c, g)) {
            x->errors[t.n] = s->error;
            x->widths[t.n] = s->model > 0 ? (s->p90 - s->p10) / s->model : 0;
            add_case(&t, s);
        }
    }
    if (t.n == 0) {
        return ZHOL_OK;
    }
    if (x->out->n == ZI_LEDGER_MAX_TOTALS) {
        return zi_fail(err, ZHOL_LIMIT, "more than %d groups of cases have no room",
            ZI_LEDGER_MAX_TOTALS);
    }
    t.mean_absolute /= t.n;
    t.median_error = zi_quantile_of(x->errors, t.n, 0.5);
    t.median_width = zi_quantile_of(x->widths, t.n, 0.5);
    (void) snprintf(t.name, sizeof t.name, "%s", name);
    x->out->total[x->out->n++] = t;
    return ZHOL_OK;
}

static bool
is_first_of_mode(const zhol_ledger *ledger, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++) {
        if (strcmp(ledger->cases[k].mode, ledger->cases[i].mode) == 0) {
            return false;
        }
    }
    return true;
}

static zhol_status
sum_score(summer *x, const zhol_world *w, uint32_t score, zhol_error *err)
{
    const group all = { score, ZHOL_NO_ROW, NULL, ZHOL_NO_ROW };
    uint32_t n_economies;
    const zhol_economy *economies = zhol_world_economies(w, &n_economies);
    zhol_status status = sum_group(x, &all, "all", err);

    for (uint32_t k = 0;
         score == ZHOL_SCORE_TIME && status == ZHOL_OK && k < ZHOL_N_CASE_CLASSES; k++) {
        group g = all;
        g.class_of_time = k;
        status = sum_group(x, &g, zhol_case_class_word(k), err);
    }
    for (uint32_t i = 0; status == ZHOL_OK && i < x->ledger->n_cases; i++) {
        group g = all;
        g.mode = x->ledger->cases[i].mode;
        if (is_first_of_mode(x->ledger, i)) {
            status = sum_group(x, &g, g.mode, err);
        }
    }
    for (uint32_t e = 0; status == ZHOL_OK && e < n_economies; e++) {
        group g = all;
        char name[32];
        g.economy = e;
        (void) snprintf(
            name, sizeof name, "from %s", zhol_world_text(w, economies[e].iso3));
        status = sum_group(x, &g, name, err);
    }
    return status;
}

zhol_status
zi_ledger_sum(const zhol_world *w, const zhol_ledger *ledger, zi_ledger_totals *out,
    zhol_error *err)
{
    summer x = { .ledger = ledger,
        .errors = ZI_NEW(double, ledger->n_cases + 1),
        .widths = ZI_NEW(double, ledger->n_cases + 1),
        .out = out };
    zhol_status status = ZHOL_OK;

    out->n = 0;
    if (x.errors && x.widths) {
        for (uint32_t k = 0; status == ZHOL_OK && k < ZHOL_N_SCORES; k++) {
            status = sum_score(&x, w, k, err);
        }
    } else {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for the totals");
    }
    zi_free(x.errors);
    zi_free(x.widths);
    return status;
}
