/* SPDX-License-Identifier: Apache-2.0 */
/* The edges of a hierarchy are the fill of a symbolic Cholesky factorization: the upper
 * neighbours of v are its own and those of its children in the elimination tree. */
#include "graph/cch.h"

#include "base/fail.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

typedef struct builder {
    const zhol_graph *graph, *reverse;
    zhol_cch *cch;
    uint32_t *mark, *child, *sibling; /* trees, by rank */
    size_t capacity;
} builder;

static int
ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;

    return (x > y) - (x < y);
}

/* Liu's elimination tree with path compression: @p mark holds short cuts to roots. */
static void
find_parents(builder *b)
{
    const zhol_cch *c = b->cch;

    memset(c->parent, 0xff, c->n_nodes * sizeof *c->parent);
    memset(b->mark, 0xff, c->n_nodes * sizeof *b->mark);
    for (uint32_t r = 0; r < c->n_nodes; r++) {
        const zhol_graph *both[] = { b->graph, b->reverse };
        const uint32_t v = c->node[r];
        for (int side = 0; side < 2; side++) {
            for (uint32_t a = both[side]->first[v]; a < both[side]->first[v + 1]; a++) {
                uint32_t x = c->rank[both[side]->head[a]];
                while (x < r && x != ZHOL_NO_NODE) {
                    const uint32_t next = b->mark[x];
                    b->mark[x] = r;
                    if (next == ZHOL_NO_NODE) {
                        c->parent[x] = r;
                    }
                    x = next;
                }
            }
        }
    }
}

/* Ranks anew, so that each subtree's are consecutive; children in their old order. */
static void
make_postorder(builder *b, uint32_t *stack)
{
    zhol_cch *c = b->cch;
    const uint32_t n = c->n_nodes;
    uint32_t next_rank = n, n_stack = 0;

    memset(b->child, 0xff, n * sizeof *b->child);
    for (uint32_t r = 0; r < n; r++) { /* lists of children, largest rank first */
        if (c->parent[r] != ZHOL_NO_NODE) {
            b->sibling[r] = b->child[c->parent[r]];
            b->child[c->parent[r]] = r;
        } else {
            stack[n_stack++] = r;
        }
    }
    /* Numbered from the top down: a reversed preorder that visits large ranks first. */
    while (n_stack > 0) {
        const uint32_t r = stack[--n_stack];
        uint32_t *begin = stack + n_stack;
        b->mark[r] = --next_rank;
        for (uint32_t x = b->child[r]; x != ZHOL_NO_NODE; x = b->sibling[x]) {
            stack[n_stack++] = x;
        }
        qsort(begin, (size_t) (stack + n_stack - begin), sizeof *begin, ascending);
    }
    for (uint32_t v = 0; v < n; v++) {
        c->rank[v] = b->mark[c->rank[v]];
    }
    for (uint32_t v = 0; v < n; v++) {
        c->node[c->rank[v]] = v;
    }
    memcpy(stack, c->parent, n * sizeof *stack);
    for (uint32_t r = 0; r < n; r++) {
        c->parent[b->mark[r]] = stack[r] == ZHOL_NO_NODE ? stack[r] : b->mark[stack[r]];
    }
}

static void
measure_tree(zhol_cch *c)
{
    c->height = 0;
    for (uint32_t r = 0; r < c->n_nodes; r++) {
        c->size[r]++;
        if (c->parent[r] != ZHOL_NO_NODE) {
            c->size[c->parent[r]] += c->size[r];
        }
    }
    for (uint32_t r = c->n_nodes; r-- > 0;) {
        const bool is_root = c->parent[r] == ZHOL_NO_NODE;
        c->depth[r] = is_root ? 0 : c->depth[c->parent[r]] + 1;
        c->height = c->depth[r] + 1 > c->height ? c->depth[r] + 1 : c->height;
    }
}

/* Adds x to v's upper neighbours unless it is there, or not above v. */
static void
add_up(builder *b, uint32_t v, uint32_t x)
{
    zhol_cch *c = b->cch;

    if (x > v && b->mark[x] != v) {
        b->mark[x] = v;
        c->up[c->n_edges++] = x;
    }
}

static bool
find_edges(builder *b)
{
    zhol_cch *c = b->cch;

    memset(b->child, 0xff, c->n_nodes * sizeof *b->child);
    memset(b->mark, 0xff, c->n_nodes * sizeof *b->mark);
    for (uint32_t r = 0; r < c->n_nodes; r++) {
        const zhol_graph *both[] = { b->graph, b->reverse };
        const uint32_t v = c->node[r];
        size_t most = c->n_edges;
        for (int side = 0; side < 2; side++) {
            most += both[side]->first[v + 1] - both[side]->first[v];
        }
        for (uint32_t x = b->child[r]; x != ZHOL_NO_NODE; x = b->sibling[x]) {
            most += c->first_up[x + 1] - c->first_up[x];
        }
        uint32_t *up = most < ZI_GRAPH_MAX
                           ? zi_grow(c->up, &b->capacity, most + 1, sizeof *up)
                           : NULL;
        if (!up) {
            return false;
        }
        c->up = up;
        c->first_up[r] = c->n_edges;
        for (int side = 0; side < 2; side++) {
            for (uint32_t a = both[side]->first[v]; a < both[side]->first[v + 1]; a++) {
                add_up(b, r, c->rank[both[side]->head[a]]);
            }
        }
        for (uint32_t x = b->child[r]; x != ZHOL_NO_NODE; x = b->sibling[x]) {
            for (uint32_t e = c->first_up[x]; e < c->first_up[x + 1]; e++) {
                add_up(b, r, up[e]);
            }
        }
        qsort(up + c->first_up[r], c->n_edges - c->first_up[r], sizeof *up, ascending);
        c->first_up[r + 1] = c->n_edges;
        if (c->parent[r] != ZHOL_NO_NODE) {
            b->sibling[r] = b->child[c->parent[r]];
            b->child[c->parent[r]] = r;
        }
    }
    return true;
}

/* The edges of nodes that are top nodes or not, dealt out to their upper ends from the
 * front, so that each part is ascending. */
static void
deal_out(zhol_cch *c, uint32_t *next, bool to_top)
{
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        for (uint32_t e = c->first_up[v]; e + 1 < c->first_up[v + 1]; e++) {
            if (zi_cch_is_top(c, v) == to_top) {
                c->down_end[next[c->up[e]]] = c->first_up[v + 1];
                c->down_edge[next[c->up[e]]++] = e;
            }
        }
    }
}

static void
turn_edges(zhol_cch *c, uint32_t *next)
{
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        const uint64_t n_up = c->first_up[v + 1] - c->first_up[v];
        c->n_triangles += n_up * (n_up - (n_up > 0)) / 2;
        for (uint32_t e = c->first_up[v]; e < c->first_up[v + 1]; e++) {
            c->first_down[c->up[e] + 1] += e + 1 < c->first_up[v + 1];
            c->up_depth[e] = c->depth[c->up[e]];
            c->low[e] = v;
        }
    }
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        c->first_down[v + 1] += c->first_down[v];
        next[v] = c->first_down[v];
    }
    deal_out(c, next, false);
    memcpy(c->top_down, next, c->n_nodes * sizeof *next);
    deal_out(c, next, true);
}

static void
sort_arcs(const zhol_graph *g, zhol_cch *c, uint32_t *next)
{
    for (int pass = 0; pass < 2; pass++) { /* count, then fill in the order of arcs */
        for (uint32_t v = 0; v < g->n_nodes; v++) {
            for (uint32_t a = g->first[v]; a < g->first[v + 1]; a++) {
                const uint32_t r = c->rank[v], s = c->rank[g->head[a]];
                const uint32_t low = r < s ? r : s, high = r < s ? s : r;
                if (pass == 0) {
                    c->first_arc[low + 1] += low != high;
                } else if (low != high) {
                    c->arc[next[low]] = a;
                    c->arc_place[next[low]++] = 2 * c->depth[high] + (r > s);
                }
            }
        }
        for (uint32_t v = 0; v < g->n_nodes && pass == 0; v++) {
            c->first_arc[v + 1] += c->first_arc[v];
            next[v] = c->first_arc[v];
        }
    }
}

static void
divide(zhol_cch *c)
{
    const uint32_t most = c->n_nodes / ZI_CCH_TASK_SHARE + ZI_CCH_MIN_TASK;

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        const uint32_t parent = c->parent[v], begin = v + 1 - c->size[v];
        if (zi_cch_is_top(c, v)) {
            c->top[c->n_top++] = v;
        } else if (parent == ZHOL_NO_NODE || zi_cch_is_top(c, parent)) {
            const uint32_t n = c->n_tasks;
            const bool joins = n > 0 && c->task[n - 1].end == begin
                               && v + 1 - c->task[n - 1].begin <= most;
            c->n_tasks = joins ? n : n + 1;
            c->task[c->n_tasks - 1].begin = joins ? c->task[n - 1].begin : begin;
            c->task[c->n_tasks - 1].end = v + 1;
        }
    }
}

static bool
read_order(const zhol_graph *g, const uint32_t *order, zhol_cch *c)
{
    memset(c->rank, 0xff, g->n_nodes * sizeof *c->rank);
    for (uint32_t r = 0; r < g->n_nodes; r++) {
        if (order[r] >= g->n_nodes || c->rank[order[r]] != ZHOL_NO_NODE) {
            return false;
        }
        c->rank[order[r]] = r;
        c->node[r] = order[r];
    }
    return true;
}

static bool
allocate_nodes(builder *b)
{
    zhol_cch *c = b->cch;
    const size_t n = (size_t) c->n_nodes + 1;

    c->rank = ZI_NEW(uint32_t, n);
    c->node = ZI_NEW(uint32_t, n);
    c->parent = ZI_NEW(uint32_t, n);
    c->depth = ZI_NEW(uint32_t, n);
    c->size = ZI_NEW(uint32_t, n);
    c->first_up = ZI_NEW(uint32_t, n);
    c->first_down = ZI_NEW(uint32_t, n);
    c->top_down = ZI_NEW(uint32_t, n);
    c->top = ZI_NEW(uint32_t, n);
    c->task = ZI_NEW(zi_cch_task, n);
    c->first_arc = ZI_NEW(uint32_t, n);
    c->arc = ZI_NEW(uint32_t, (size_t) c->n_arcs + 1);
    c->arc_place = ZI_NEW(uint32_t, (size_t) c->n_arcs + 1);
    b->mark = ZI_NEW(uint32_t, n);
    b->child = ZI_NEW(uint32_t, n);
    b->sibling = ZI_NEW(uint32_t, n);
    return c->rank && c->node && c->parent && c->depth && c->size && c->first_up
           && c->first_down && c->top_down && c->top && c->task && c->first_arc && c->arc
           && c->arc_place && b->mark && b->child && b->sibling;
}

static bool
build(builder *b)
{
    zhol_cch *c = b->cch;

    find_parents(b);
    make_postorder(b, c->depth); /* its stack: depths are not known yet */
    measure_tree(c);
    if (!find_edges(b)) {
        return false;
    }
    const size_t m = (size_t) c->n_edges + 1;
    c->low = ZI_NEW(uint32_t, m);
    c->up_depth = ZI_NEW(uint32_t, m);
    c->down_edge = ZI_NEW(uint32_t, m);
    c->down_end = ZI_NEW(uint32_t, m);
    if (!c->low || !c->up_depth || !c->down_edge || !c->down_end) {
        return false;
    }
    turn_edges(c, b->mark);
    sort_arcs(b->graph, c, b->mark);
    divide(c);
    return true;
}

zhol_status
zhol_cch_new(const zhol_graph *g, const uint32_t *order, zhol_cch **out, zhol_error *err)
{
    builder b = { .graph = g };
    zhol_graph *reverse = NULL;
    zhol_status status = zhol_graph_reverse(g, NULL, &reverse, err);

    *out = NULL;
    if (status != ZHOL_OK) {
        return status;
    }
    b.reverse = reverse;
    b.cch = ZI_NEW(zhol_cch, 1);
    if (b.cch) {
        b.cch->n_nodes = g->n_nodes;
        b.cch->n_arcs = g->n_arcs;
    }
    if (!b.cch || !allocate_nodes(&b)) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory for a hierarchy");
    } else if (!read_order(g, order, b.cch)) {
        status = zi_fail(err, ZHOL_BAD_DATA,
            "an order must name each of the %u nodes once", g->n_nodes);
    } else if (!build(&b)) {
        status = zi_fail(err, ZHOL_LIMIT,
            "no memory for the edges of a hierarchy (or more than %u)", ZI_GRAPH_MAX);
    }
    zi_free(b.mark);
    zi_free(b.child);
    zi_free(b.sibling);
    zhol_graph_free(reverse);
    if (status != ZHOL_OK) {
        zhol_cch_free(b.cch);
        return status;
    }
    *out = b.cch;
    return ZHOL_OK;
}

void
zhol_cch_free(zhol_cch *c)
{
    if (c) {
        zi_free(c->rank);
        zi_free(c->node);
        zi_free(c->parent);
        zi_free(c->depth);
        zi_free(c->size);
        zi_free(c->first_up);
        zi_free(c->up);
        zi_free(c->low);
        zi_free(c->up_depth);
        zi_free(c->first_down);
        zi_free(c->top_down);
        zi_free(c->down_edge);
        zi_free(c->down_end);
        zi_free(c->first_arc);
        zi_free(c->arc);
        zi_free(c->arc_place);
        zi_free(c->top);
        zi_free(c->task);
        zi_free(c);
    }
}

uint32_t
zhol_cch_n_nodes(const zhol_cch *c)
{
    return c->n_nodes;
}

uint32_t
zhol_cch_n_edges(const zhol_cch *c)
{
    return c->n_edges;
}

uint64_t
zhol_cch_n_triangles(const zhol_cch *c)
{
    return c->n_triangles;
}

uint32_t
zhol_cch_height(const zhol_cch *c)
{
    return c->height;
}
