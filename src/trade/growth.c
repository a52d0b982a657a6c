/* SPDX-License-Identifier: Apache-2.0 */
/* Growth between two years, and who made it: shift-share (Dunn 1960) with the reporter's
 * own total as the standard, and the margins of trade as far as the rows list them. */
#include "trade/slice.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

/* A year that lists so much of its total lists all that matters: what is not in it was
 * not traded. */
static const double full_coverage = 0.995;

/* One year that growth may begin or end with. */
typedef struct end {
    zi_slice slice;
    uint32_t n_members;
    bool is_half; /* its members make at least half of its total */
} end;

typedef struct ends {
    end *of;
    uint32_t n;
    size_t capacity;
} ends;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the growth of trade");
}

static zhol_status
members_of(const zi_slice *slice, const zhol_trade_options *options, uint32_t digits,
    zi_members *out, zhol_error *err)
{
    return options->by == ZHOL_BY_PARTNER
               ? zi_slice_partners(slice, out, err)
               : zi_slice_products(slice, options->partner, digits, out, err);
}

static double
sum_of(const zi_members *m)
{
    double sum = 0;

    for (uint32_t k = 0; k < m->n; k++) {
        sum += m->of[k].usd;
    }
    return sum;
}

/* The partner whose goods are divided by product, or the world. */
static zhol_ref
partner_of(const zhol_trade_options *options)
{
    return options->by == ZHOL_BY_PRODUCT ? options->partner : ZHOL_NO_ROW;
}

static zhol_status
collect(const zhol_panel *panel, const zhol_trade_options *options, ends *out,
    zhol_error *err)
{
    uint32_t at = 0;
    zi_slice slice;

    while (zi_slice_next(panel, options, options->flow, &at, &slice)) {
        zi_members members = { 0 };
        zhol_trade_cell total;
        end *more = zi_grow(out->of, &out->capacity, (size_t) out->n + 1, sizeof *more);
        zhol_status status = members_of(&slice, options, 0, &members, err);
        const end here = { slice, members.n, false };
        const double listed = sum_of(&members);
        zi_members_free(&members);
        if (status == ZHOL_OK) {
            status = zi_slice_total(&slice, partner_of(options), &total, err);
        }
        if (more) {
            out->of = more;
        }
        if (status != ZHOL_OK || !more) {
            return status != ZHOL_OK ? status : no_memory(err);
        }
        if (total.usd > 0) {
            out->of[out->n] = here;
            out->of[out->n++].is_half = listed >= 0.5 * total.usd;
        }
    }
    return ZHOL_OK;
}

/* How good a pair of years is, in this order: of one publication; both with members, that
 * make half of the total; far apart; with many members. */
typedef struct merit {
    uint32_t of[5];
} merit;

static merit
merit_of(const end *from, const end *to)
{
    return (merit){ { from->slice.vintage == to->slice.vintage,
        from->n_members > 0 && to->n_members > 0, from->is_half && to->is_half,
        to->slice.year - from->slice.year, from->n_members + to->n_members } };
}

static bool
is_better(merit a, merit b)
{
    for (int k = 0; k < 5; k++) {
        if (a.of[k] != b.of[k]) {
            return a.of[k] > b.of[k];
        }
    }
    return false;
}

/* The best pair that has the years asked for; false: there is none. */
static bool
choose(const ends *e, const zhol_trade_options *options, const zi_slice *pair[2])
{
    merit best = { { 0 } };
    bool has_pair = false;

    for (uint32_t i = 0; i < e->n; i++) {
        for (uint32_t k = 0; k < e->n; k++) {
            const end *from = &e->of[i], *to = &e->of[k];
            if (from->slice.year >= to->slice.year
                || (options->from > 0 && from->slice.year != options->from)
                || (options->to > 0 && to->slice.year != options->to)) {
                continue;
            }
            const merit here = merit_of(from, to);
            if (!has_pair || is_better(here, best)) {
                best = here;
                pair[0] = &from->slice;
                pair[1] = &to->slice;
                has_pair = true;
            }
        }
    }
    return has_pair;
}

static bool
is_beginning(const char *of, const char *code)
{
    return strncmp(of, code, strlen(of)) == 0;
}

/* Do both years divide goods in the same way? Not if one lists a heading of a chapter
 * that the other lists whole. Members are in the order of codes. */
static bool
are_alike(const zi_members *a, const zi_members *b)
{
    for (uint32_t i = 0, k = 0; i < a->n && k < b->n;) {
        const zhol_trade_member *x = &a->of[i], *y = &b->of[k];
        const int o = strcmp(x->hs, y->hs);
        if (o == 0 && x->is_rest != y->is_rest) {
            return false;
        }
        if (o != 0 && (is_beginning(x->hs, y->hs) || is_beginning(y->hs, x->hs))) {
            return false;
        }
        i += o <= 0;
        k += o >= 0;
    }
    return true;
}

static int
order_of(const zhol_trade_member *a, const zhol_trade_member *b)
{
    const int o = strcmp(a->hs, b->hs);

    return o ? o : (a->partner > b->partner) - (a->partner < b->partner);
}

static zhol_growth_line
line_of(const zhol_growth *g, const zhol_trade_member *from, const zhol_trade_member *to)
{
    const zhol_trade_member *member = from ? from : to;

    assert(member);
    const double total_growth = g->from_usd > 0 ? g->to_usd / g->from_usd - 1 : 0;
    zhol_growth_line line = { .partner = member->partner,
        .is_rest = member->is_rest,
        .margin = from && to                                ? ZHOL_MARGIN_INTENSIVE
                  : to && g->from_coverage >= full_coverage ? ZHOL_MARGIN_ENTRY
                  : from && g->to_coverage >= full_coverage ? ZHOL_MARGIN_EXIT
                                                            : ZHOL_MARGIN_UNKNOWN,
        .from_usd = from ? from->usd : ZHOL_NOT_GIVEN,
        .to_usd = to ? to->usd : ZHOL_NOT_GIVEN,
        .annual = ZHOL_NOT_GIVEN };

    memcpy(line.hs, member->hs, sizeof line.hs);
    if (line.margin != ZHOL_MARGIN_UNKNOWN) {
        line.change_usd = (to ? to->usd : 0) - (from ? from->usd : 0);
        line.contribution = g->from_usd > 0 ? line.change_usd / g->from_usd : 0;
        line.as_total_usd = from ? from->usd * total_growth : 0;
        line.shift_usd = line.change_usd - line.as_total_usd;
    }
    if (from && to && from->usd > 0 && to->usd > 0) {
        line.annual = pow(to->usd / from->usd, 1.0 / (g->to - g->from)) - 1;
    }
    return line;
}

static int
by_change(const void *x, const void *y)
{
    const zhol_growth_line *a = x, *b = y;
    const bool a_unknown = a->margin == ZHOL_MARGIN_UNKNOWN;
    const bool b_unknown = b->margin == ZHOL_MARGIN_UNKNOWN;
    const double p = a_unknown ? fmax(a->from_usd, a->to_usd) : fabs(a->change_usd);
    const double q = b_unknown ? fmax(b->from_usd, b->to_usd) : fabs(b->change_usd);

    if (a_unknown != b_unknown) {
        return a_unknown ? 1 : -1;
    }
    if (p > q || p < q) {
        return p > q ? -1 : 1;
    }
    const int o = strcmp(a->hs, b->hs);
    return o ? o : (a->partner > b->partner) - (a->partner < b->partner);
}

/* Both lists are in the same order: merges them. */
static zhol_status
compare(zhol_growth *g, const zi_members *from, const zi_members *to, zhol_error *err)
{
    g->lines = ZI_NEW(zhol_growth_line, (size_t) from->n + to->n + 1);
    if (!g->lines) {
        return no_memory(err);
    }
    for (uint32_t i = 0, k = 0; i < from->n || k < to->n;) {
        const int o = i == from->n ? 1
                      : k == to->n ? -1
                                   : order_of(&from->of[i], &to->of[k]);
        const zhol_growth_line line =
            line_of(g, o <= 0 ? &from->of[i] : NULL, o >= 0 ? &to->of[k] : NULL);
        g->lines[g->n_lines++] = line;
        g->margin_usd[line.margin] += line.change_usd;
        i += o <= 0;
        k += o >= 0;
    }
    g->margin_usd[ZHOL_MARGIN_UNKNOWN] =
        g->to_usd - g->from_usd - g->margin_usd[ZHOL_MARGIN_INTENSIVE]
        - g->margin_usd[ZHOL_MARGIN_ENTRY] - g->margin_usd[ZHOL_MARGIN_EXIT];
    if (g->n_lines > 0) {
        qsort(g->lines, g->n_lines, sizeof *g->lines, by_change);
    }
    return ZHOL_OK;
}

static zhol_status
set_totals(zhol_growth *g, const zi_slice *const pair[2],
    const zhol_trade_options *options, zhol_error *err)
{
    const zhol_ref partner = partner_of(options);
    zhol_trade_cell from, to;
    zhol_status status = zi_slice_total(pair[0], partner, &from, err);

    if (status == ZHOL_OK) {
        status = zi_slice_total(pair[1], partner, &to, err);
    }
    if (status == ZHOL_OK && !(from.usd > 0 && to.usd > 0)) {
        status = zi_fail(err, ZHOL_NONE,
            "there is no growth to speak of: %u or %u has no value above 0", g->from,
            g->to);
    }
    if (status == ZHOL_OK) {
        g->from_usd = from.usd;
        g->to_usd = to.usd;
        g->is_total_sum = from.is_sum || to.is_sum;
        g->annual = pow(to.usd / from.usd, 1.0 / (g->to - g->from)) - 1;
    }
    return status;
}

static zhol_status
fill_in(zhol_growth *g, const zi_slice *const pair[2], const zhol_trade_options *options,
    zhol_error *err)
{
    zi_members from = { 0 }, to = { 0 };
    zhol_status status = set_totals(g, pair, options, err);

    /* the second time with chapters only, if the codes listed differ */
    for (bool is_done = false; status == ZHOL_OK && !is_done;) {
        status = members_of(pair[0], options, g->digits, &from, err);
        if (status == ZHOL_OK) {
            status = members_of(pair[1], options, g->digits, &to, err);
        }
        is_done = g->digits == 2 || options->by == ZHOL_BY_PARTNER
                  || (status == ZHOL_OK && are_alike(&from, &to));
        if (!is_done) {
            g->digits = 2;
            zi_members_free(&from);
            zi_members_free(&to);
        }
    }
    if (status == ZHOL_OK) {
        g->from_coverage = sum_of(&from) / g->from_usd;
        g->to_coverage = sum_of(&to) / g->to_usd;
        status = compare(g, &from, &to, err);
    }
    zi_members_free(&from);
    zi_members_free(&to);
    return status;
}

static zhol_status
no_pair(const zhol_panel *panel, const zhol_trade_options *options, zhol_error *err)
{
    const zhol_status status = zi_no_rows(panel, options, err);

    if (err && options->from > 0 && options->to > 0) {
        return zi_fail(err, ZHOL_NONE,
            "the tables have no %s of both %u and %u for this economy",
            zhol_flow_word(options->flow), options->from, options->to);
    }
    return status;
}

static zhol_status
check(const zhol_trade_options *options, zhol_error *err)
{
    if (options->flow >= ZHOL_N_FLOWS) {
        return zi_fail(err, ZHOL_USAGE, "growth is that of one flow");
    }
    if (options->to > 0 && options->from >= options->to) {
        return zi_fail(err, ZHOL_USAGE,
            "growth needs a first year before the last: %u is "
            "not before %u",
            options->from, options->to);
    }
    if (options->by == ZHOL_BY_PARTNER && options->partner != ZHOL_NO_ROW) {
        return zi_fail(
            err, ZHOL_USAGE, "growth with one partner is divided by product only");
    }
    return ZHOL_OK;
}

zhol_status
zhol_trade_growth(const zhol_panel *panel, const zhol_trade_options *options,
    zhol_growth **out, zhol_error *err)
{
    const zi_slice *pair[2] = { NULL, NULL };
    ends e = { 0 };
    zhol_growth *g = NULL;
    zhol_status status = check(options, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = collect(panel, options, &e, err);
    }
    if (status == ZHOL_OK && !choose(&e, options, pair)) {
        status = no_pair(panel, options, err);
    }
    if (status == ZHOL_OK) {
        assert(pair[0] && pair[1]);
        g = ZI_NEW(zhol_growth, 1);
        status = g ? ZHOL_OK : no_memory(err);
    }
    if (status == ZHOL_OK) {
        *g = (zhol_growth){ .flow = options->flow,
            .from = pair[0]->year,
            .to = pair[1]->year,
            .from_vintage = zhol_panel_vintage(panel, pair[0]->vintage),
            .to_vintage = zhol_panel_vintage(panel, pair[1]->vintage),
            .by = options->by,
            .digits = options->digits };
        status = fill_in(g, pair, options, err);
    }
    if (status == ZHOL_OK) {
        *out = g;
    } else {
        zhol_growth_free(g);
    }
    zi_free(e.of);
    return status;
}

void
zhol_growth_free(zhol_growth *g)
{
    if (g) {
        zi_free(g->lines);
        zi_free(g);
    }
}
