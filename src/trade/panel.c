/* SPDX-License-Identifier: Apache-2.0 */
#include "trade/panel.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the rows of trade");
}

zhol_panel *
zi_panel_new(const zhol_world *w, zhol_error *err)
{
    zhol_panel *p = ZI_NEW(zhol_panel, 1);

    if (!p) {
        (void) no_memory(err);
        return NULL;
    }
    p->world = w;
    return p;
}

zhol_status
zi_panel_add(zhol_panel *p, const zhol_panel_row *row, zhol_error *err)
{
    zhol_panel_row *more;

    if (p->n_rows == ZI_PANEL_MAX_ROWS) {
        return zi_fail(
            err, ZHOL_LIMIT, "more than %d rows of trade", (int) ZI_PANEL_MAX_ROWS);
    }
    more = zi_grow(p->rows, &p->capacity, (size_t) p->n_rows + 1, sizeof *more);
    if (!more) {
        return no_memory(err);
    }
    p->rows = more;
    p->rows[p->n_rows++] = *row;
    return ZHOL_OK;
}

zhol_status
zi_panel_vintage_of(zhol_panel *p, const char *vintage, uint32_t *out, zhol_error *err)
{
    const size_t size = strlen(vintage) + 1;

    /* Rows of one publication stand together: the last one first. */
    for (*out = p->n_vintages; *out > 0; (*out)--) {
        if (strcmp(p->vintages[*out - 1], vintage) == 0) {
            (*out)--;
            return ZHOL_OK;
        }
    }
    if (p->n_vintages == ZI_PANEL_MAX_VINTAGES) {
        return zi_fail(
            err, ZHOL_LIMIT, "more than %d vintages", (int) ZI_PANEL_MAX_VINTAGES);
    }
    if (!p->vintages && !(p->vintages = ZI_NEW(char *, ZI_PANEL_MAX_VINTAGES))) {
        return no_memory(err);
    }
    char *copy = ZI_NEW(char, size);
    if (!copy) {
        return no_memory(err);
    }
    memcpy(copy, vintage, size);
    *out = p->n_vintages;
    p->vintages[p->n_vintages++] = copy;
    return ZHOL_OK;
}

static int
order(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int
zi_panel_compare(const zhol_panel_row *a, const zhol_panel_row *b)
{
    int o = order(a->reporter, b->reporter);

    o = o ? o : order(a->flow, b->flow);
    o = o ? o : order(a->year, b->year);
    o = o ? o : order(a->vintage, b->vintage);
    o = o ? o : order(a->partner, b->partner);
    return o ? o : strcmp(a->hs, b->hs);
}

static int
by_row(const void *x, const void *y)
{
    const zhol_panel_row *a = x, *b = y;
    const int o = zi_panel_compare(a, b);

    return o ? o : order(a->line, b->line);
}

static int
by_text(const void *x, const void *y)
{
    return strcmp(*(char *const *) x, *(char *const *) y);
}

zhol_status
zi_panel_finish(zhol_panel *p, zhol_error *err)
{
    char **before = ZI_NEW(char *, (size_t) p->n_vintages + 1);
    uint32_t *rank = ZI_NEW(uint32_t, (size_t) p->n_vintages + 1);

    if (!before || !rank) {
        zi_free(before);
        zi_free(rank);
        return no_memory(err);
    }
    for (uint32_t v = 0; v < p->n_vintages; v++) {
        before[v] = p->vintages[v];
    }
    if (p->n_vintages > 0) {
        qsort(p->vintages, p->n_vintages, sizeof *p->vintages, by_text);
    }
    for (uint32_t v = 0; v < p->n_vintages; v++) {
        while (p->vintages[rank[v]] != before[v]) {
            rank[v]++;
        }
    }
    for (uint32_t i = 0; i < p->n_rows; i++) {
        p->rows[i].vintage = rank[p->rows[i].vintage];
    }
    if (p->n_rows > 0) {
        qsort(p->rows, p->n_rows, sizeof *p->rows, by_row);
    }
    zi_free(before);
    zi_free(rank);
    return ZHOL_OK;
}

static zhol_status
add_rows(zhol_panel *p, zhol_error *err)
{
    const zhol_world *w = p->world;
    uint32_t n;
    const zhol_trade_row *rows = zhol_world_trade(w, &n);
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        zhol_panel_row row = { .value_usd = rows[i].value_usd,
            .reporter = rows[i].reporter,
            .partner = rows[i].partner,
            .flow = rows[i].flow,
            .year = rows[i].year,
            .grade = rows[i].origin.grade,
            .source = rows[i].origin.source };
        const char *hs = zhol_world_text(w, rows[i].hs);
        assert(strlen(hs) < sizeof row.hs);
        memcpy(row.hs, hs, strlen(hs) + 1);
        status = zi_panel_vintage_of(
            p, zhol_world_text(w, rows[i].vintage), &row.vintage, err);
        if (status == ZHOL_OK) {
            status = zi_panel_add(p, &row, err);
        }
    }
    return status;
}

zhol_status
zhol_panel_of_world(const zhol_world *w, zhol_panel **out, zhol_error *err)
{
    zhol_panel *p = zi_panel_new(w, err);
    zhol_status status = p ? add_rows(p, err) : ZHOL_LIMIT;

    if (status == ZHOL_OK) {
        status = zi_panel_finish(p, err);
    }
    if (status != ZHOL_OK) {
        zhol_panel_free(p);
        p = NULL;
    }
    *out = p;
    return status;
}

void
zhol_panel_free(zhol_panel *p)
{
    if (p) {
        for (uint32_t v = 0; v < p->n_vintages; v++) {
            zi_free(p->vintages[v]);
        }
        zi_free(p->vintages);
        zi_free(p->rows);
        zi_free(p);
    }
}

const zhol_panel_row *
zhol_panel_rows(const zhol_panel *p, uint32_t *n)
{
    *n = p->n_rows;
    return p->rows;
}

const char *
zhol_panel_vintage(const zhol_panel *p, uint32_t vintage)
{
    assert(vintage < p->n_vintages);
    return p->vintages[vintage];
}

const zhol_world *
zhol_panel_world(const zhol_panel *p)
{
    return p->world;
}
