/* SPDX-License-Identifier: Apache-2.0 */
#include "trade/slice.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"

/* Deepest nesting of codes: 2, 4, 6 digits. */
enum { MAX_DEPTH = 3 };

/* A rest smaller than this share of its chapter is rounding. */
static const double no_rest = 1e-9;

/* The first row of a reporter and flow, or of what comes after them. */
static uint32_t
first_row(const zhol_panel *p, zhol_ref reporter, uint32_t flow)
{
    uint32_t low = 0, high = p->n_rows;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const zhol_panel_row *row = &p->rows[middle];
        if (row->reporter < reporter || (row->reporter == reporter && row->flow < flow)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
is_asked(const zhol_panel *p, const zhol_trade_options *o, const zhol_panel_row *row)
{
    return row->year >= o->from && (o->to == 0 || row->year <= o->to)
           && (!o->vintage || strcmp(p->vintages[row->vintage], o->vintage) == 0);
}

bool
zi_slice_next(const zhol_panel *p, const zhol_trade_options *options, uint32_t flow,
    uint32_t *at, zi_slice *out)
{
    uint32_t i = *at > 0 ? *at : first_row(p, options->economy, flow);

    while (i < p->n_rows && p->rows[i].reporter == options->economy
           && p->rows[i].flow == flow) {
        const zhol_panel_row *first = &p->rows[i];
        uint32_t end = i + 1;
        while (end < p->n_rows && p->rows[end].reporter == options->economy
               && p->rows[end].flow == flow && p->rows[end].year == first->year
               && p->rows[end].vintage == first->vintage) {
            end++;
        }
        if (is_asked(p, options, first)) {
            *out = (zi_slice){ first, end - i, flow, first->year, first->vintage };
            *at = end;
            return true;
        }
        i = end;
    }
    return false;
}

void
zi_members_free(zi_members *m)
{
    zi_free(m->of);
    *m = (zi_members){ 0 };
}

static zhol_status
make_room(zi_members *m, size_t n, zhol_error *err)
{
    *m = (zi_members){ .of = ZI_NEW(zhol_trade_member, n + 1) };
    return m->of ? ZHOL_OK
                 : zi_fail(err, ZHOL_LIMIT, "no memory for the members of a flow");
}

/* The first row of a partner that is not before this one. */
static uint32_t
first_of(const zi_slice *s, uint64_t partner)
{
    uint32_t low = 0, high = s->n_rows;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (s->rows[middle].partner < partner) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The rows of one partner: [*first, returned). */
static uint32_t
rows_of(const zi_slice *s, zhol_ref partner, uint32_t *first)
{
    *first = first_of(s, partner);
    return first_of(s, (uint64_t) partner + 1);
}

static uint32_t
worse(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static bool
is_inside(const char *code, const char *of)
{
    return strlen(code) > strlen(of) && strncmp(code, of, strlen(of)) == 0;
}

/* Adds products of the rows [first, end) of one partner, sorted by code, so that a
 * chapter stands before its headings: each finer row is taken out of the one it lies in.
 */
static void
add_disjoint(const zi_slice *s, uint32_t first, uint32_t end, zi_members *m)
{
    uint32_t open[MAX_DEPTH], depth = 0;
    const uint32_t begin = m->n;

    for (uint32_t i = first; i < end; i++) {
        const zhol_panel_row *row = &s->rows[i];
        zhol_trade_member *member = &m->of[m->n];
        if (row->hs[0] == '\0') {
            continue;
        }
        *member = (zhol_trade_member){
            .partner = ZHOL_NO_ROW, .grade = row->grade, .usd = row->value_usd
        };
        memcpy(member->hs, row->hs, sizeof member->hs);
        while (depth > 0 && !is_inside(row->hs, m->of[open[depth - 1]].hs)) {
            depth--;
        }
        if (depth > 0) {
            zhol_trade_member *holds = &m->of[open[depth - 1]];
            holds->usd -= row->value_usd;
            holds->is_rest = true;
            holds->grade = worse(holds->grade, row->grade);
        }
        assert(depth < MAX_DEPTH);
        open[depth++] = m->n++;
    }
    for (uint32_t k = begin; k < m->n; k++) {
        if (m->of[k].usd < 0) {
            m->excess_usd -= m->of[k].usd;
            m->of[k].usd = 0;
        }
    }
}

static int
by_code(const void *x, const void *y)
{
    return strcmp(
        ((const zhol_trade_member *) x)->hs, ((const zhol_trade_member *) y)->hs);
}

/* Cuts codes and joins equal ones; @p m is in no order then before. */
static void
join_codes(zi_members *m, uint32_t digits)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < m->n; i++) {
        zhol_trade_member *member = &m->of[i];
        if (digits > 0 && strlen(member->hs) > digits) {
            member->hs[digits] = '\0';
            member->is_sum = true;
        }
        if (digits > 0 && strlen(member->hs) == digits) {
            member->is_rest = false; /* its finer codes join it again */
        }
    }
    qsort(m->of, m->n, sizeof *m->of, by_code);
    for (uint32_t i = 0; i < m->n; i++) {
        zhol_trade_member *last = n > 0 ? &m->of[n - 1] : NULL;
        if (last && strcmp(last->hs, m->of[i].hs) == 0) {
            last->usd += m->of[i].usd;
            last->is_rest = last->is_rest || m->of[i].is_rest;
            last->is_sum = last->is_sum && m->of[i].is_sum;
            last->grade = worse(last->grade, m->of[i].grade);
        } else {
            m->of[n++] = m->of[i];
        }
    }
    m->n = n;
}

/* Leaves out what is nothing, as the rest of a chapter whose headings are all there. */
static void
drop_nothing(zi_members *m)
{
    double largest = 0;
    uint32_t n = 0;

    for (uint32_t i = 0; i < m->n; i++) {
        largest = m->of[i].usd > largest ? m->of[i].usd : largest;
    }
    for (uint32_t i = 0; i < m->n; i++) {
        const double least = m->of[i].is_rest ? no_rest * largest : 0;
        if (m->of[i].usd > least) {
            m->of[n++] = m->of[i];
        }
    }
    m->n = n;
}

zhol_status
zi_slice_products(const zi_slice *s, zhol_ref partner, uint32_t digits, zi_members *out,
    zhol_error *err)
{
    uint32_t first, end = rows_of(s, partner, &first);
    zhol_status status = make_room(out, s->n_rows, err);

    if (status != ZHOL_OK) {
        return status;
    }
    add_disjoint(s, first, end, out);
    /* A file may list products by partner only: then the world is their sum. */
    if (partner == ZHOL_NO_ROW && first == end) {
        for (first = 0; first < s->n_rows; first = end) {
            end = rows_of(s, s->rows[first].partner, &first);
            add_disjoint(s, first, end, out);
        }
        for (uint32_t k = 0; k < out->n; k++) {
            out->of[k].is_sum = true;
        }
    }
    if (out->n > 0) {
        join_codes(out, digits);
        drop_nothing(out);
    }
    return ZHOL_OK;
}

/* All goods with one partner, whose rows are [first, end): its own row, else the sum of
 * the products that lie in no other. */
static zhol_trade_cell
value_of(const zi_slice *s, uint32_t first, uint32_t end)
{
    zhol_trade_cell cell = { .usd = ZHOL_NOT_GIVEN };
    const char *last = NULL;
    zi_sum sum = { 0 };

    if (first < end && s->rows[first].hs[0] == '\0') {
        cell.usd = s->rows[first].value_usd;
        cell.grade = s->rows[first].grade;
        return cell;
    }
    for (uint32_t i = first; i < end; i++) {
        if (!last || !is_inside(s->rows[i].hs, last)) {
            last = s->rows[i].hs;
            zi_sum_add(&sum, s->rows[i].value_usd);
            cell.grade = worse(cell.grade, s->rows[i].grade);
        }
    }
    if (last) {
        cell.usd = zi_sum_value(&sum);
        cell.is_sum = true;
    }
    return cell;
}

zhol_status
zi_slice_partners(const zi_slice *s, zi_members *out, zhol_error *err)
{
    zhol_status status = make_room(out, s->n_rows, err);

    for (uint32_t first = 0, end; status == ZHOL_OK && first < s->n_rows; first = end) {
        const zhol_ref partner = s->rows[first].partner;
        end = rows_of(s, partner, &first);
        if (partner != ZHOL_NO_ROW) {
            const zhol_trade_cell cell = value_of(s, first, end);
            out->of[out->n++] = (zhol_trade_member){ .partner = partner,
                .is_sum = cell.is_sum,
                .grade = cell.grade,
                .usd = cell.usd };
        }
    }
    return status;
}

zhol_status
zi_slice_total(const zi_slice *s, zhol_ref partner, zhol_trade_cell *out, zhol_error *err)
{
    uint32_t first, end = rows_of(s, partner, &first);
    zhol_trade_cell partners = { .usd = 0, .is_sum = true };
    zi_members members = { 0 };
    zhol_status status;

    *out = value_of(s, first, end);
    if (partner != ZHOL_NO_ROW || (out->usd >= 0 && !out->is_sum)) {
        return ZHOL_OK;
    }
    /* No row for the world: the partners' sum, or the products' if they make more. */
    status = zi_slice_partners(s, &members, err);
    for (uint32_t k = 0; k < members.n; k++) {
        partners.usd += members.of[k].usd;
        partners.grade = worse(partners.grade, members.of[k].grade);
    }
    if (members.n > 0 && partners.usd > out->usd) {
        *out = partners;
    }
    zi_members_free(&members);
    return status;
}

static int
by_value(const void *x, const void *y)
{
    const zhol_trade_member *a = x, *b = y;

    if (a->usd > b->usd || a->usd < b->usd) {
        return a->usd > b->usd ? -1 : 1;
    }
    return a->partner != b->partner ? (a->partner < b->partner ? -1 : 1) : by_code(a, b);
}

void
zi_members_rank(zi_members *m, double total)
{
    if (m->n > 0) {
        qsort(m->of, m->n, sizeof *m->of, by_value);
    }
    for (uint32_t k = 0; k < m->n; k++) {
        m->of[k].share = total > 0 ? m->of[k].usd / total : 0;
    }
}

zhol_status
zi_no_rows(const zhol_panel *p, const zhol_trade_options *options, zhol_error *err)
{
    const zhol_economy *economies = zhol_world_economies(p->world, NULL);
    const char *iso3 = zhol_world_text(p->world, economies[options->economy].iso3);
    uint32_t first = 0, last = 0, n = 0;

    for (uint32_t i = 0; i < p->n_rows; i++) {
        if (p->rows[i].reporter == options->economy) {
            first = n == 0 || p->rows[i].year < first ? p->rows[i].year : first;
            last = p->rows[i].year > last ? p->rows[i].year : last;
            n++;
        }
    }
    if (n == 0) {
        return zi_fail(err, ZHOL_NONE, "%s reports no trade in these tables", iso3);
    }
    return zi_fail(err, ZHOL_NONE,
        "no row fits: %s has %u rows of the years %u to %u, of other flows, partners, "
        "vintages or years than asked for",
        iso3, n, first, last);
}

void
zhol_trade_options_defaults(zhol_trade_options *options)
{
    *options = (zhol_trade_options){ .economy = ZHOL_NO_ROW,
        .partner = ZHOL_NO_ROW,
        .flow = ZHOL_FLOW_GOODS,
        .by = ZHOL_BY_PARTNER };
}
