/* SPDX-License-Identifier: Apache-2.0 */
/* Mutation over all claims: the row that a figure says it rests on is changed, and the
 * figure must change with it. So no figure stands in the code. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/claims.h"
#include "world/inside.h"

/* The number of a row that a computation reads, by table. */
static const struct {
    const char *table, *column;
} read_columns[] = { { "figures", "value" }, { "trade", "value_usd" },
    { "links", "length_km" }, { "projects", "cost" }, { "effects", "factor" },
    { "projects", "open_year" }, { "duties", "duty_pct" }, { "duties", "vat_pct" },
    { "parcels", "free_value" }, { "agreements", "signed" }, { "rules", "valid_to" },
    { "rules", "valid_from" }, { "services", "headway_h" } };

static const zi_column *
column_of(const char *table, uint32_t which, uint32_t *t)
{
    for (*t = 0; *t < ZI_N_TABLES; (*t)++) {
        const zi_schema *s = zi_schema_of(*t);
        for (size_t k = 0; k < sizeof read_columns / sizeof read_columns[0]; k++) {
            if (strcmp(s->name, table) == 0 && strcmp(read_columns[k].table, table) == 0
                && which-- == 0) {
                return &s->columns[zi_schema_column(s, read_columns[k].column)];
            }
        }
    }
    return NULL;
}

/* A figure and how it came about, as they can be compared. */
typedef struct shown {
    bool is_known;
    double value;
    char text[1024];
} shown;

static void
show(const zi_finding *f, shown *out)
{
    *out = (shown){ .is_known = f->is_known, .value = f->value };
    snprintf(out->text, sizeof out->text, "%s", f->text.data ? f->text.data : "");
}

static bool
differs(const shown *a, const shown *b)
{
    return a->is_known != b->is_known
           || fabs(a->value - b->value) > 1e-12 * fabs(b->value)
           || strcmp(a->text, b->text) != 0;
}

/* The figure of one check of one claim now. */
static bool
figure_now(const zhol_world *w, uint32_t number, uint32_t step, shown *out)
{
    zi_claimed *claims = NULL;
    uint32_t n = 0;
    zhol_error err = { "" };

    *out = (shown){ .is_known = false };
    if (zi_claims_run(w, number, &claims, &n, &err) != ZHOL_OK) {
        printf("claim %u: %s\n", number, err.message);
        return false;
    }
    for (uint32_t i = 0; i < claims[0].n_checks; i++) {
        if (claims[0].checks[i].check->step == step) {
            show(&claims[0].checks[i].finding, out);
        }
    }
    zi_claims_free(claims, n);
    return true;
}

/* Writes another value into the row, sees whether the figure moves, writes it back. */
static bool
moves(const zhol_world *w, uint32_t number, uint32_t step, const zi_finding *f)
{
    static const double factors[] = { 1.5, 0.5, 4, 0.1 };
    shown was, now;
    bool has_moved = false;
    uint32_t t;
    const zi_column *c;

    show(f, &was);
    for (uint32_t which = 0; (c = column_of(f->table, which, &t)) && !has_moved;
         which++) {
        char *row = (char *) w->owned[t] + (size_t) f->row * zi_section_record_size(t);
        if (c->kind == ZI_COLUMN_NUMBER) {
            const double before = zi_double_of(row, c->at);
            for (int k = 0; k < 4 && !has_moved; k++) {
                *zi_double_at(row, c->at) =
                    before > 0 ? before * factors[k] : 10 * (k + 1);
                has_moved = figure_now(w, number, step, &now) && differs(&now, &was);
            }
            *zi_double_at(row, c->at) = before;
        } else {
            const uint32_t before = zi_u32_of(row, c->at);
            static const uint32_t dates[] = { 19910101, 20991231 };
            for (int k = 0; k < 2 && !has_moved; k++) {
                *zi_u32_at(row, c->at) = dates[k];
                has_moved = figure_now(w, number, step, &now) && differs(&now, &was);
            }
            *zi_u32_at(row, c->at) = before;
        }
    }
    return has_moved;
}

int
main(void)
{
    zhol_world *w = NULL;
    zi_claimed *claims = NULL;
    uint32_t n = 0, n_checks = 0, n_stuck = 0, n_unknown = 0;
    zhol_error err = { "" };

    if (zhol_world_read(ZHOL_WORLD_FOLDER, NULL, NULL, &w, &err) != ZHOL_OK
        || zi_claims_run(w, 0, &claims, &n, &err) != ZHOL_OK) {
        printf("%s\n", err.message);
        return 1;
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < claims[i].n_checks; k++) {
            const zi_finding *f = &claims[i].checks[k].finding;
            const uint32_t number = claims[i].claim->number;
            const uint32_t step = claims[i].checks[k].check->step;
            n_checks++;
            if (!f->is_known) {
                n_unknown++;
            } else if (!f->table || !moves(w, number, step, f)) {
                printf("claim %u, step %u: its figure does not move with %s, row %u\n",
                    number, step, f->table ? f->table : "(no row)", f->row);
                n_stuck++;
            }
        }
    }
    printf("%u claims, %u checks: %u without a figure, %u that do not move\n", n,
        n_checks, n_unknown, n_stuck);
    zi_claims_free(claims, n);
    zhol_world_free(w);
    return n_stuck > 0 || n_checks == 0;
}
