/* SPDX-License-Identifier: Apache-2.0 */
#include "world/berths.h"

#include <zhol/graph.h>

#include "base/fail.h"
#include "base/mem.h"
#include "world/draft.h"
#include "world/inside.h"

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
}

static zhol_berth
end_of(const zhol_link *l, bool is_to)
{
    return (zhol_berth){ is_to ? l->to : l->from, l->mode, l->gauge_mm };
}

/* An index of berths */

zhol_status
zi_berth_index_make(const zhol_world *w, zi_berth_index *out, zhol_error *err)
{
    uint32_t n;
    const zhol_berth *berths = zhol_world_berths(w, &n);

    *out = (zi_berth_index){ .berths = berths };
    (void) zhol_world_places(w, &out->n_places);
    out->first = ZI_NEW(uint32_t, (size_t) out->n_places + 2);
    out->at = ZI_NEW(uint32_t, (size_t) n + 1);
    if (!out->first || !out->at) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < n; i++) {
        out->first[berths[i].place + 2]++;
    }
    for (uint32_t p = 0; p < out->n_places; p++) {
        out->first[p + 2] += out->first[p + 1];
    }
    for (uint32_t i = 0; i < n; i++) {
        out->at[out->first[berths[i].place + 1]++] = i;
    }
    return ZHOL_OK;
}

void
zi_berth_index_free(zi_berth_index *index)
{
    zi_free(index->first);
    zi_free(index->at);
    *index = (zi_berth_index){ 0 };
}

uint32_t
zi_berth_rank(const zi_berth_index *index, const zhol_berth *berth)
{
    for (uint32_t i = index->first[berth->place]; i < index->first[berth->place + 1];
         i++) {
        const zhol_berth *b = &index->berths[index->at[i]];
        if (b->mode == berth->mode && b->gauge_mm == berth->gauge_mm) {
            return index->at[i];
        }
    }
    return UINT32_MAX;
}

/* Berths of the links, by place, mode and gauge */

static int
compare_ends(const void *links, uint32_t i, uint32_t j)
{
    const zhol_link *all = links;
    const zhol_berth a = end_of(&all[i / 2], i % 2), b = end_of(&all[j / 2], j % 2);

    return a.place != b.place ? zi_compare_u32(a.place, b.place)
           : a.mode != b.mode ? zi_compare_u32(a.mode, b.mode)
                              : zi_compare_u32(a.gauge_mm, b.gauge_mm);
}

static zhol_status
collect(zhol_world *w, zhol_error *err)
{
    uint32_t n_links, n = 0;
    const zhol_link *links = zhol_world_links(w, &n_links);
    uint32_t *ends = ZI_NEW(uint32_t, 2 * (size_t) n_links + 1);
    zhol_berth *berths = ZI_NEW(zhol_berth, 2 * (size_t) n_links + 1);
    zhol_status status = ends && berths ? ZHOL_OK : no_memory(err);

    for (uint32_t i = 0; i < 2 * n_links && status == ZHOL_OK; i++) {
        ends[i] = i;
    }
    if (status == ZHOL_OK) {
        status = zi_sort(ends, 2 * n_links, compare_ends, links, err);
    }
    if (status != ZHOL_OK) {
        zi_free(berths);
        zi_free(ends);
        return status;
    }
    for (uint32_t i = 0; i < 2 * n_links; i++) {
        if (i == 0 || compare_ends(links, ends[i - 1], ends[i]) != 0) {
            berths[n++] = end_of(&links[ends[i] / 2], ends[i] % 2);
        }
    }
    zi_free(ends);
    w->owned[ZI_SECTION_BERTHS] = berths;
    w->section[ZI_SECTION_BERTHS] = (zi_section){ berths, n };
    return ZHOL_OK;
}

/* Orders */

/* Links of any state: a scenario may open them. What stands at one place is joined. */
static zhol_status
graph_of_berths(
    const zhol_world *w, const zi_berth_index *index, zhol_graph **out, zhol_error *err)
{
    uint32_t n_links, n_berths, n = 0;
    const zhol_link *links = zhol_world_links(w, &n_links);
    const zhol_berth *berths = zhol_world_berths(w, &n_berths);
    size_t n_most = n_links;
    uint32_t *tail, *head;
    zhol_status status;

    for (uint32_t i = 0; i < n_berths; i++) {
        n_most += index->first[berths[i].place + 1] - index->first[berths[i].place];
    }
    tail = ZI_NEW(uint32_t, n_most + 1);
    head = ZI_NEW(uint32_t, n_most + 1);
    if (tail && head && n_most < UINT32_MAX) {
        for (uint32_t i = 0; i < n_links; i++) {
            const zhol_berth from = end_of(&links[i], false),
                             to = end_of(&links[i], true);
            tail[n] = zi_berth_rank(index, &from);
            head[n++] = zi_berth_rank(index, &to);
        }
        for (uint32_t i = 0; i < n_berths; i++) {
            const zhol_ref place = berths[i].place;
            for (uint32_t k = index->first[place]; k < index->first[place + 1]; k++) {
                tail[n] = i;
                head[n++] = index->at[k];
            }
        }
        status = zhol_graph_new(&(zhol_arcs){ n_berths, n, tail, head }, NULL, out, err);
    } else {
        status = no_memory(err);
    }
    zi_free(tail);
    zi_free(head);
    return status;
}

/* What is joined, or will be once others are taken: bits, by berth. */
typedef struct neighbours {
    uint64_t *bits;
    uint32_t *degree; /* ZHOL_NO_NODE: taken */
    uint32_t n_words;
} neighbours;

static void
join(neighbours *x, uint32_t a, uint32_t b)
{
    uint64_t *word = &x->bits[(size_t) a * x->n_words + b / 64];
    const uint64_t bit = UINT64_C(1) << b % 64;

    x->degree[a] += !(*word & bit);
    *word |= bit;
}

/* What v was between becomes neighbours of each other. */
static void
take(neighbours *x, uint32_t v)
{
    const uint64_t *mine = &x->bits[(size_t) v * x->n_words];

    x->degree[v] = ZHOL_NO_NODE;
    for (uint32_t i = 0; i < x->n_words; i++) {
        for (uint64_t rest = mine[i]; rest; rest &= rest - 1) {
            const uint32_t a = 64 * i + (uint32_t) __builtin_ctzll(rest);
            uint64_t *row = &x->bits[(size_t) a * x->n_words];
            uint32_t degree = 0;
            for (uint32_t k = 0; k < x->n_words; k++) {
                row[k] |= mine[k];
            }
            row[v / 64] &= ~(UINT64_C(1) << v % 64);
            row[a / 64] &= ~(UINT64_C(1) << a % 64);
            for (uint32_t k = 0; k < x->n_words; k++) {
                degree += (uint32_t) __builtin_popcountll(row[k]);
            }
            x->degree[a] = degree;
        }
    }
}

/* Always the one with the fewest neighbours, the first of equals. O(n^2) bits of memory.
 * After Tinney and Walker, Direct solutions of sparse network equations (1967). */
static zhol_status
order_by_degree(const zhol_graph *g, uint32_t *order, zhol_error *err)
{
    const uint32_t n = zhol_graph_n_nodes(g);
    neighbours x = { .n_words = (n + 63) / 64 };
    zhol_status status = ZHOL_OK;

    x.bits = ZI_NEW(uint64_t, (size_t) n * x.n_words + 1);
    x.degree = ZI_NEW(uint32_t, (size_t) n + 1);
    if (!x.bits || !x.degree) {
        status = no_memory(err);
        goto out;
    }
    for (uint32_t v = 0; v < n; v++) {
        for (uint32_t a = zhol_graph_first_arc(g, v); a < zhol_graph_first_arc(g, v + 1);
             a++) {
            if (zhol_graph_head(g, a) != v) {
                join(&x, v, zhol_graph_head(g, a));
                join(&x, zhol_graph_head(g, a), v);
            }
        }
    }
    for (uint32_t rank = 0; rank < n; rank++) {
        uint32_t best = 0;
        for (uint32_t v = 1; v < n; v++) {
            best = x.degree[v] < x.degree[best] ? v : best;
        }
        order[rank] = best;
        take(&x, best);
    }
out:
    zi_free(x.bits);
    zi_free(x.degree);
    return status;
}

static zhol_status
order_by_dissection(const zhol_graph *g, uint32_t *order, zhol_error *err)
{
#if ZHOL_METIS
    return zhol_graph_order(g, order, err);
#else
    (void) g;
    (void) order;
    return zi_fail(err, ZHOL_LIMIT,
        "built without METIS (ZHOL_METIS=OFF): nothing dissects the network here; "
        "'zhol net build --order degree' makes another order, which searches slower");
#endif
}

/* Puts berth order[i] where i is. */
static zhol_status
arrange(zhol_world *w, const uint32_t *order, zhol_error *err)
{
    uint32_t n;
    const zhol_berth *now = zhol_world_berths(w, &n);
    zhol_berth *berths = ZI_NEW(zhol_berth, (size_t) n + 1);

    if (!berths) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < n; i++) {
        berths[i] = now[order[i]];
    }
    zi_free(w->owned[ZI_SECTION_BERTHS]);
    w->owned[ZI_SECTION_BERTHS] = berths;
    w->section[ZI_SECTION_BERTHS] = (zi_section){ berths, n };
    return ZHOL_OK;
}

zhol_status
zhol_world_order_berths(zhol_world *w, zhol_berth_order how, zhol_error *err)
{
    uint32_t n;
    zhol_graph *g = NULL;
    zi_berth_index index = { 0 };
    uint32_t *order = NULL;
    zhol_status status = zi_berth_index_make(w, &index, err);

    (void) zhol_world_berths(w, &n);
    if (status == ZHOL_OK) {
        status = graph_of_berths(w, &index, &g, err);
    }
    zi_berth_index_free(&index);
    if (status != ZHOL_OK) {
        return status;
    }
    order = ZI_NEW(uint32_t, (size_t) n + 1);
    if (!order) {
        status = no_memory(err);
    } else if (how == ZHOL_BERTHS_BY_DISSECTION) {
        status = order_by_dissection(g, order, err);
    } else {
        status = order_by_degree(g, order, err);
    }
    if (status == ZHOL_OK) {
        status = arrange(w, order, err);
    }
    if (status == ZHOL_OK) {
        w->berth_order = how;
    }
    zi_free(order);
    zhol_graph_free(g);
    return status;
}

/* New berths first, by place, mode and gauge; then those of the base as they are there.
 */
static zhol_status
inherit(zhol_world *w, const zhol_world *base, zhol_error *err)
{
    uint32_t n, n_base, n_new = 0, n_known = 0;
    const zhol_berth *berths = zhol_world_berths(w, &n);
    const zhol_place *places = zhol_world_places(w, NULL);
    zi_berth_index index = { 0 };
    uint32_t *order = ZI_NEW(uint32_t, (size_t) n + 1), *here = NULL;
    zhol_status status = zi_berth_index_make(base, &index, err);

    (void) zhol_world_berths(base, &n_base);
    here =
        ZI_NEW(uint32_t, (size_t) n_base + 1); /* of each of the base: 1 + its number */
    if (status == ZHOL_OK && (!order || !here)) {
        status = no_memory(err);
    }
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        zhol_berth there = berths[i];
        uint32_t rank = UINT32_MAX;
        there.place =
            zi_world_place_by_id(base, zhol_world_text(w, places[there.place].id));
        if (there.place != ZHOL_NO_ROW) {
            rank = zi_berth_rank(&index, &there);
        }
        if (rank == UINT32_MAX) {
            order[n_new++] = i;
        } else {
            here[rank] = 1 + i;
        }
    }
    for (uint32_t rank = 0; rank < n_base && status == ZHOL_OK; rank++) {
        if (here[rank] > 0) {
            order[n_new + n_known++] = here[rank] - 1;
        }
    }
    if (status == ZHOL_OK) {
        w->berth_order = base->berth_order;
        status = arrange(w, order, err);
    }
    zi_berth_index_free(&index);
    zi_free(here);
    zi_free(order);
    return status;
}

zhol_status
zi_berths_make(zhol_world *w, const zhol_world *base, zhol_error *err)
{
#if ZHOL_METIS
    const zhol_berth_order how = ZHOL_BERTHS_BY_DISSECTION;
#else
    const zhol_berth_order how = ZHOL_BERTHS_BY_DEGREE;
#endif
    const zhol_status status = collect(w, err);

    if (status != ZHOL_OK) {
        return status;
    }
    return base ? inherit(w, base, err) : zhol_world_order_berths(w, how, err);
}

/* Looking at the section of a file */

static bool
are_at_places(const zhol_berth *berths, uint32_t n, uint32_t n_places)
{
    bool are_right = true;

    for (uint32_t i = 0; i < n && are_right; i++) {
        are_right = berths[i].place < n_places;
    }
    return are_right;
}

/* Each berth is found by itself, so it is there once; each end of a link is found, and
 * all that is there is the end of one. */
static bool
are_ends_of_links(const zhol_world *w, const zi_berth_index *index, bool *is_end)
{
    uint32_t n, n_links;
    const zhol_berth *berths = zhol_world_berths(w, &n);
    const zhol_link *links = zhol_world_links(w, &n_links);
    bool are_right = true;

    for (uint32_t i = 0; i < 2 * n_links && are_right; i++) {
        const zhol_berth end = end_of(&links[i / 2], i % 2);
        const uint32_t rank = zi_berth_rank(index, &end);
        are_right = rank != UINT32_MAX;
        is_end[are_right ? rank : n] = true;
    }
    for (uint32_t i = 0; i < n && are_right; i++) {
        are_right = is_end[i] && zi_berth_rank(index, &berths[i]) == i;
    }
    return are_right;
}

zhol_status
zi_berths_check(const zhol_world *w, bool *is_right, zhol_error *err)
{
    uint32_t n, n_places;
    const zhol_berth *berths = zhol_world_berths(w, &n);
    zi_berth_index index = { 0 };
    bool *is_end;
    zhol_status status;

    (void) zhol_world_places(w, &n_places);
    *is_right = are_at_places(berths, n, n_places);
    if (!*is_right) {
        return ZHOL_OK;
    }
    status = zi_berth_index_make(w, &index, err);
    is_end = ZI_NEW(bool, (size_t) n + 1);
    if (status == ZHOL_OK && !is_end) {
        status = no_memory(err);
    }
    if (status == ZHOL_OK) {
        *is_right = are_ends_of_links(w, &index, is_end);
    }
    zi_free(is_end);
    zi_berth_index_free(&index);
    return status;
}
