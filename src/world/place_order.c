/* SPDX-License-Identifier: Apache-2.0 */
#include "world/place_order.h"

#include <string.h>
#include <zhol/graph.h>

#include "base/fail.h"
#include "base/mem.h"

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
}

/* Takes @p ranks over. */
static void
keep(zhol_world *w, uint32_t *ranks)
{
    zi_free(w->owned[ZI_SECTION_ORDER]);
    w->owned[ZI_SECTION_ORDER] = ranks;
    w->section[ZI_SECTION_ORDER] =
        (zi_section){ ranks, w->section[ZI_TABLE_PLACES].n + 1 };
}

/* All links, whatever their state: a scenario may open any of them. */
static zhol_status
graph_of_places(const zhol_world *w, zhol_graph **out, zhol_error *err)
{
    uint32_t n_places, n_links;
    const zhol_link *links = zhol_world_links(w, &n_links);
    uint32_t *tail = ZI_NEW(uint32_t, (size_t) n_links + 1);
    uint32_t *head = ZI_NEW(uint32_t, (size_t) n_links + 1);
    zhol_status status;

    (void) zhol_world_places(w, &n_places);
    if (tail && head) {
        for (uint32_t i = 0; i < n_links; i++) {
            tail[i] = links[i].from;
            head[i] = links[i].to;
        }
        status =
            zhol_graph_new(&(zhol_arcs){ n_places, n_links, tail, head }, NULL, out, err);
    } else {
        status = no_memory(err);
    }
    zi_free(tail);
    zi_free(head);
    return status;
}

/* Places that are neighbours, or will be once others are taken: bits, by row. */
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

/* What place v was between becomes neighbours of each other. */
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

/* Always the place with the fewest neighbours, the first of equals. O(n_places^2) bits of
 * memory. After Tinney and Walker, Direct solutions of sparse network equations (1967).
 */
static zhol_status
order_by_degree(const zhol_graph *g, uint32_t *ranks, zhol_error *err)
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
        ranks[best] = rank;
        take(&x, best);
    }
out:
    zi_free(x.bits);
    zi_free(x.degree);
    return status;
}

#if ZHOL_METIS
static zhol_status
order_by_dissection(const zhol_graph *g, uint32_t *ranks, zhol_error *err)
{
    const uint32_t n = zhol_graph_n_nodes(g);
    uint32_t *order = ZI_NEW(uint32_t, (size_t) n + 1);
    zhol_status status = order ? zhol_graph_order(g, order, err) : no_memory(err);

    for (uint32_t rank = 0; rank < n && status == ZHOL_OK; rank++) {
        ranks[order[rank]] = rank;
    }
    zi_free(order);
    return status;
}
#else
static zhol_status
order_by_dissection(const zhol_graph *g, uint32_t *ranks, zhol_error *err)
{
    (void) g;
    (void) ranks;
    return zi_fail(err, ZHOL_LIMIT,
        "built without METIS (ZHOL_METIS=OFF): nothing dissects the network here; "
        "'zhol net build --order degree' makes another order, which searches slower");
}
#endif

zhol_status
zhol_world_order(zhol_world *w, zhol_place_order order, zhol_error *err)
{
    uint32_t n;
    zhol_graph *g = NULL;
    uint32_t *ranks = NULL;
    zhol_status status = graph_of_places(w, &g, err);

    (void) zhol_world_places(w, &n);
    if (status != ZHOL_OK) {
        return status;
    }
    ranks = ZI_NEW(uint32_t, (size_t) n + 1);
    if (!ranks) {
        status = no_memory(err);
    } else if (order == ZHOL_PLACE_ORDER_DISSECTION) {
        status = order_by_dissection(g, ranks + 1, err);
    } else {
        status = order_by_degree(g, ranks + 1, err);
    }
    zhol_graph_free(g);
    if (status != ZHOL_OK) {
        zi_free(ranks);
        return status;
    }
    ranks[0] = order;
    keep(w, ranks);
    return ZHOL_OK;
}

/* Own new places first, in the order of rows, then those of the base as there. */
static zhol_status
inherit(zhol_world *w, const zhol_world *base, zhol_error *err)
{
    uint32_t n, n_base, n_new = 0;
    const zhol_place *places = zhol_world_places(w, &n);
    const uint32_t *base_ranks = zhol_world_place_ranks(base, &n_base);
    uint32_t *ranks = ZI_NEW(uint32_t, (size_t) n + 1);

    if (!ranks) {
        return no_memory(err);
    }
    for (uint32_t p = 0; p < n; p++) {
        const zhol_ref there =
            zi_world_place_by_id(base, zhol_world_text(w, places[p].id));
        ranks[1 + p] = there == ZHOL_NO_ROW ? n_new++ : n - n_base + base_ranks[there];
    }
    ranks[0] = zhol_world_place_order(base);
    keep(w, ranks);
    return ZHOL_OK;
}

zhol_status
zi_place_order_make(zhol_world *w, const zhol_world *base, zhol_error *err)
{
#if ZHOL_METIS
    const zhol_place_order order = ZHOL_PLACE_ORDER_DISSECTION;
#else
    const zhol_place_order order = ZHOL_PLACE_ORDER_DEGREE;
#endif

    return base ? inherit(w, base, err) : zhol_world_order(w, order, err);
}

zhol_status
zi_place_order_check(const zhol_world *w, bool *is_right, zhol_error *err)
{
    const uint32_t *ranks = w->section[ZI_SECTION_ORDER].rows;
    const uint32_t n = w->section[ZI_TABLE_PLACES].n;
    bool *is_taken = ZI_NEW(bool, (size_t) n + 1);

    if (!is_taken) {
        return no_memory(err);
    }
    *is_right = w->section[ZI_SECTION_ORDER].n == n + 1 && ranks[0] < ZHOL_N_PLACE_ORDERS;
    for (uint32_t p = 0; p < n && *is_right; p++) {
        *is_right = ranks[1 + p] < n && !is_taken[ranks[1 + p]];
        if (*is_right) {
            is_taken[ranks[1 + p]] = true;
        }
    }
    zi_free(is_taken);
    return ZHOL_OK;
}

const uint32_t *
zhol_world_place_ranks(const zhol_world *w, uint32_t *n)
{
    const uint32_t *ranks = w->section[ZI_SECTION_ORDER].rows;

    if (n) {
        *n = w->section[ZI_TABLE_PLACES].n;
    }
    return ranks + 1;
}

zhol_place_order
zhol_world_place_order(const zhol_world *w)
{
    const uint32_t *ranks = w->section[ZI_SECTION_ORDER].rows;

    return (zhol_place_order) ranks[0];
}
