/* SPDX-License-Identifier: Apache-2.0 */
/* The same goods as both sides report them. */
#include "trade/slice.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

/* What one side says of all goods with the other. */
typedef struct said {
    double usd;
    uint32_t flow, year, vintage;
    bool has_answer; /* the other side's row of that year was set beside it */
} said;

typedef struct side {
    said *of;
    uint32_t n;
    size_t capacity;
} side;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for both sides' reports");
}

static zhol_status
collect(const zhol_panel *panel, const zhol_trade_options *options, uint32_t flow,
    side *out, zhol_error *err)
{
    uint32_t at = 0;
    zi_slice slice;

    while (zi_slice_next(panel, options, flow, &at, &slice)) {
        zhol_trade_cell cell;
        const zhol_status status = zi_slice_total(&slice, options->partner, &cell, err);
        said *more = zi_grow(out->of, &out->capacity, (size_t) out->n + 1, sizeof *more);
        if (status != ZHOL_OK || !more) {
            return status != ZHOL_OK ? status : no_memory(err);
        }
        out->of = more;
        if (cell.usd >= 0) {
            out->of[out->n++] =
                (said){ cell.usd, flow, slice.year, slice.vintage, false };
        }
    }
    return ZHOL_OK;
}

static zhol_status
add_line(zhol_mirror *m, size_t *capacity, const zhol_panel *panel, const said *pair[2],
    zhol_error *err)
{
    const said *own = pair[0], *theirs = pair[1];
    zhol_mirror_line *more =
        zi_grow(m->lines, capacity, (size_t) m->n_lines + 1, sizeof *more);

    assert(own || theirs);
    zhol_mirror_line line = { .own_usd = ZHOL_NOT_GIVEN,
        .mirror_usd = ZHOL_NOT_GIVEN,
        .year = own ? own->year : theirs->year,
        .flow = own                                ? own->flow
                : theirs->flow == ZHOL_FLOW_EXPORT ? (uint32_t) ZHOL_FLOW_IMPORT
                                                   : (uint32_t) ZHOL_FLOW_EXPORT };

    if (!more) {
        return no_memory(err);
    }
    if (own) {
        line.own_usd = own->usd;
        line.vintage = zhol_panel_vintage(panel, own->vintage);
    }
    if (theirs) {
        line.mirror_usd = theirs->usd;
        line.mirror_vintage = zhol_panel_vintage(panel, theirs->vintage);
    }
    if (own && theirs) {
        line.difference_usd = theirs->usd - own->usd;
        line.difference_share = own->usd > 0 ? line.difference_usd / own->usd : 0;
    }
    m->lines = more;
    m->lines[m->n_lines++] = line;
    return ZHOL_OK;
}

/* Each own row with the other side's of its vintage, or with each of the other vintages;
 * then what only the other side says. */
static zhol_status
pair_up(const zhol_panel *panel, const side *own, side *theirs, zhol_mirror *m,
    zhol_error *err)
{
    size_t capacity = 0;
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < own->n && status == ZHOL_OK; i++) {
        bool has_same = false, has_line = false;
        for (uint32_t k = 0; k < theirs->n; k++) {
            has_same = has_same
                       || (theirs->of[k].year == own->of[i].year
                           && theirs->of[k].vintage == own->of[i].vintage);
        }
        for (uint32_t k = 0; k < theirs->n && status == ZHOL_OK; k++) {
            said *their = &theirs->of[k];
            if (their->year == own->of[i].year
                && (!has_same || their->vintage == own->of[i].vintage)) {
                status = add_line(
                    m, &capacity, panel, (const said *[]){ &own->of[i], their }, err);
                their->has_answer = has_line = true;
            }
        }
        if (!has_line && status == ZHOL_OK) {
            status =
                add_line(m, &capacity, panel, (const said *[]){ &own->of[i], NULL }, err);
        }
    }
    for (uint32_t k = 0; k < theirs->n && status == ZHOL_OK; k++) {
        if (!theirs->of[k].has_answer) {
            status = add_line(
                m, &capacity, panel, (const said *[]){ NULL, &theirs->of[k] }, err);
        }
    }
    return status;
}

/* A side that says nothing stands last. */
static const char *
name_of(const char *vintage)
{
    return vintage ? vintage : "~";
}

static int
by_year(const void *x, const void *y)
{
    const zhol_mirror_line *a = x, *b = y;
    int o = (a->year > b->year) - (a->year < b->year);

    o = o ? o : (a->flow > b->flow) - (a->flow < b->flow);
    o = o ? o : strcmp(name_of(a->vintage), name_of(b->vintage));
    return o ? o : strcmp(name_of(a->mirror_vintage), name_of(b->mirror_vintage));
}

static zhol_status
mirror_flow(const zhol_panel *panel, const zhol_trade_options *options, uint32_t flow,
    zhol_mirror *m, zhol_error *err)
{
    zhol_trade_options turned = *options;
    side own = { 0 }, theirs = { 0 };
    zhol_mirror part = { 0 };
    zhol_status status = collect(panel, options, flow, &own, err);

    turned.economy = options->partner;
    turned.partner = options->economy;
    turned.vintage = NULL; /* it says which own rows are asked for */
    if (status == ZHOL_OK) {
        status = collect(panel, &turned,
            flow == ZHOL_FLOW_EXPORT ? ZHOL_FLOW_IMPORT : ZHOL_FLOW_EXPORT, &theirs, err);
    }
    if (status == ZHOL_OK) {
        status = pair_up(panel, &own, &theirs, &part, err);
    }
    if (status == ZHOL_OK && part.n_lines > 0) {
        zhol_mirror_line *more =
            zi_realloc(m->lines, (size_t) m->n_lines + part.n_lines, sizeof *m->lines);
        if (more) {
            m->lines = more;
            memcpy(more + m->n_lines, part.lines, part.n_lines * sizeof *more);
            m->n_lines += part.n_lines;
        } else {
            status = no_memory(err);
        }
    }
    zi_free(part.lines);
    zi_free(own.of);
    zi_free(theirs.of);
    return status;
}

zhol_status
zhol_trade_mirror(const zhol_panel *panel, const zhol_trade_options *options,
    zhol_mirror **out, zhol_error *err)
{
    zhol_mirror *m = NULL;
    zhol_status status = ZHOL_OK;

    *out = NULL;
    if (options->partner == ZHOL_NO_ROW) {
        return zi_fail(err, ZHOL_USAGE, "two sides need a partner");
    }
    if (options->flow != ZHOL_FLOW_GOODS && options->flow != ZHOL_FLOW_EXPORT
        && options->flow != ZHOL_FLOW_IMPORT) {
        return zi_fail(err, ZHOL_USAGE,
            "%s has no opposite flow that the partner reports: only exports and imports "
            "do",
            zhol_flow_word(options->flow));
    }
    m = ZI_NEW(zhol_mirror, 1);
    if (!m) {
        return no_memory(err);
    }
    if (options->flow != ZHOL_FLOW_IMPORT) {
        status = mirror_flow(panel, options, ZHOL_FLOW_EXPORT, m, err);
    }
    if (status == ZHOL_OK && options->flow != ZHOL_FLOW_EXPORT) {
        status = mirror_flow(panel, options, ZHOL_FLOW_IMPORT, m, err);
    }
    if (status == ZHOL_OK && m->n_lines == 0) {
        status = zi_no_rows(panel, options, err);
    }
    if (status != ZHOL_OK) {
        zhol_mirror_free(m);
        return status;
    }
    qsort(m->lines, m->n_lines, sizeof *m->lines, by_year);
    *out = m;
    return ZHOL_OK;
}

void
zhol_mirror_free(zhol_mirror *m)
{
    if (m) {
        zi_free(m->lines);
        zi_free(m);
    }
}
