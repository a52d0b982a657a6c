/* SPDX-License-Identifier: Apache-2.0 */
/* How a flow is divided among partners and among products. */
#include "trade/slice.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

typedef struct making {
    const zhol_panel *panel;
    const zhol_trade_options *options;
    zhol_structures *out;
    size_t capacity;
} making;

/* How far the goods of a code are worked: the row with the longest beginning. */
static const zhol_processing *
processing_of(const zhol_world *w, const char *hs)
{
    uint32_t n;
    const zhol_processing *rows = zhol_world_processing(w, &n), *best = NULL;
    size_t longest = 0;

    for (uint32_t i = 0; i < n; i++) {
        const char *prefix = zhol_world_text(w, rows[i].hs);
        const size_t length = strlen(prefix);
        if (length > longest && strncmp(hs, prefix, length) == 0) {
            longest = length;
            best = &rows[i];
        }
    }
    return best;
}

/* By the codes as they are listed, whatever they are cut to for the members. */
static zhol_status
add_stages(const making *m, const zi_slice *slice, zhol_structure *s, zhol_error *err)
{
    zi_members products = { 0 };
    const zhol_status status =
        zi_slice_products(slice, m->options->partner, 0, &products, err);

    for (uint32_t k = 0; k < products.n; k++) {
        const zhol_processing *row = processing_of(m->panel->world, products.of[k].hs);
        s->stage_usd[row ? row->stage : ZHOL_STAGE_UNKNOWN] += products.of[k].usd;
        if (row && row->origin.grade > s->stage_grade) {
            s->stage_grade = row->origin.grade;
        }
    }
    zi_members_free(&products);
    return status;
}

static zhol_status
set_index(zhol_structure *s, double total, zhol_error *err)
{
    double *values = ZI_NEW(double, s->n_members);
    zhol_status status;

    if (!values) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the members of a flow");
    }
    for (uint32_t k = 0; k < s->n_members; k++) {
        values[k] = s->members[k].usd;
    }
    status = zhol_concentration_of(values, s->n_members, total, &s->index, err);
    zi_free(values);
    return status;
}

/* Adds one sheet, unless it has no members. */
static zhol_status
add(making *m, const zi_slice *slice, zhol_trade_by by, zhol_error *err)
{
    const zhol_ref partner = by == ZHOL_BY_PRODUCT ? m->options->partner : ZHOL_NO_ROW;
    zi_members members = { 0 };
    zhol_trade_cell total = { 0 };
    zhol_structure *more;
    zhol_status status = by == ZHOL_BY_PARTNER ? zi_slice_partners(slice, &members, err)
                                               : zi_slice_products(slice, partner,
                                                   m->options->digits, &members, err);

    if (status == ZHOL_OK) {
        status = zi_slice_total(slice, partner, &total, err);
    }
    zi_members_rank(&members, total.usd);
    while (members.n > 0 && !(members.of[members.n - 1].usd > 0)) {
        members.n--; /* a partner of no trade is no member */
    }
    if (status != ZHOL_OK || members.n == 0) {
        zi_members_free(&members);
        return status;
    }
    more = zi_grow(m->out->of, &m->capacity, (size_t) m->out->n + 1, sizeof *more);
    if (!more) {
        zi_members_free(&members);
        return zi_fail(err, ZHOL_LIMIT, "no memory for the structure of trade");
    }
    m->out->of = more;
    m->out->of[m->out->n++] = (zhol_structure){ .flow = slice->flow,
        .year = slice->year,
        .vintage = zhol_panel_vintage(m->panel, slice->vintage),
        .by = by,
        .is_total_sum = total.is_sum,
        .excess_usd = members.excess_usd,
        .n_members = members.n,
        .members = members.of };
    status = set_index(&more[m->out->n - 1], total.usd, err);
    if (status == ZHOL_OK && by == ZHOL_BY_PRODUCT) {
        status = add_stages(m, slice, &more[m->out->n - 1], err);
    }
    return status;
}

zhol_status
zhol_trade_structure(const zhol_panel *panel, const zhol_trade_options *options,
    zhol_structures **out, zhol_error *err)
{
    making m = { panel, options, ZI_NEW(zhol_structures, 1), 0 };
    zhol_status status = ZHOL_OK;
    uint32_t at = 0;
    zi_slice slice;

    *out = NULL;
    if (!m.out) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the structure of trade");
    }
    if (options->flow >= ZHOL_N_FLOWS) {
        status = zi_fail(err, ZHOL_USAGE, "the structure is that of one flow");
    }
    while (
        status == ZHOL_OK && zi_slice_next(panel, options, options->flow, &at, &slice)) {
        if (options->partner == ZHOL_NO_ROW) {
            status = add(&m, &slice, ZHOL_BY_PARTNER, err);
        }
        if (status == ZHOL_OK) {
            status = add(&m, &slice, ZHOL_BY_PRODUCT, err);
        }
    }
    if (status == ZHOL_OK && m.out->n == 0) {
        status = zi_no_rows(panel, options, err);
    }
    if (status == ZHOL_OK) {
        *out = m.out;
    } else {
        zhol_structures_free(m.out);
    }
    return status;
}

void
zhol_structures_free(zhol_structures *s)
{
    for (uint32_t i = 0; s && i < s->n; i++) {
        zi_free(s->of[i].members);
    }
    if (s) {
        zi_free(s->of);
        zi_free(s);
    }
}
