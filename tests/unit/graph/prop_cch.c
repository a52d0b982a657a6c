/* SPDX-License-Identifier: Apache-2.0 */
/* The shortcuts of a hierarchy against the elimination game on a matrix. */
#include "graph/cch.h"

#include "base/mem.h"
#include "prop.h"

#include <string.h>

enum { MAX_NODES = 30, MAX_ARCS = 70 };

typedef struct instance {
    zhol_graph *graph;
    uint32_t n_nodes, n_arcs, tail[MAX_ARCS], head[MAX_ARCS], order[MAX_NODES];
    bool is_joined[MAX_NODES][MAX_NODES]; /* by node, shortcuts included */
    uint32_t n_edges;
    uint64_t n_triangles;
} instance;

/* Nodes go in the order; the later neighbours of each are joined with one another. */
static void
eliminate(instance *x)
{
    x->n_edges = 0;
    x->n_triangles = 0;
    memset(x->is_joined, 0, sizeof x->is_joined);
    for (uint32_t a = 0; a < x->n_arcs; a++) {
        x->is_joined[x->tail[a]][x->head[a]] = true;
        x->is_joined[x->head[a]][x->tail[a]] = true;
    }
    for (uint32_t r = 0; r < x->n_nodes; r++) {
        const uint32_t v = x->order[r];
        for (uint32_t i = r + 1; i < x->n_nodes; i++) {
            const uint32_t y = x->order[i];
            x->n_edges += x->is_joined[v][y];
            for (uint32_t j = i + 1; j < x->n_nodes; j++) {
                const uint32_t z = x->order[j];
                if (x->is_joined[v][y] && x->is_joined[v][z]) {
                    x->n_triangles++;
                    x->is_joined[y][z] = x->is_joined[z][y] = true;
                }
            }
        }
    }
}

static int
make(prop *p, instance *x)
{
    x->graph = NULL;
    x->n_nodes = 1 + prop_below(p, MAX_NODES);
    x->n_arcs = prop_below(p, MAX_ARCS + 1); /* few: often disconnected */
    for (uint32_t a = 0; a < x->n_arcs; a++) {
        x->tail[a] = prop_below(p, x->n_nodes); /* loops and parallel arcs, too */
        x->head[a] = prop_below(p, x->n_nodes);
    }
    for (uint32_t r = 0; r < x->n_nodes; r++) {
        const uint32_t at = prop_below(p, r + 1);
        x->order[r] = x->order[at];
        x->order[at] = r;
    }
    eliminate(x);
    const zhol_arcs arcs = { x->n_nodes, x->n_arcs, x->tail, x->head };
    return zhol_graph_new(&arcs, NULL, &x->graph, NULL) == ZHOL_OK;
}

/* Each edge is one of the game's, leads to an ancestor, and stands in both lists. */
static int
edges_are_right(const instance *x, const zhol_cch *c)
{
    uint32_t n_down = 0, n_with_more = 0; /* edges with another behind them */

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        for (uint32_t e = c->first_up[v]; e < c->first_up[v + 1]; e++) {
            const uint32_t y = c->up[e];
            n_with_more += e + 1 < c->first_up[v + 1];
            if (y <= v || y >= c->n_nodes || (e > c->first_up[v] && c->up[e - 1] >= y)
                || !x->is_joined[c->node[v]][c->node[y]] || c->up_depth[e] != c->depth[y]
                || v + c->size[y] <= y) {
                return 0;
            }
        }
        for (uint32_t i = c->first_down[v]; i < c->first_down[v + 1]; i++, n_down++) {
            const uint32_t e = c->down_edge[i], lower = c->low[e];
            const bool is_top = zi_cch_is_top(c, lower), is_second = i >= c->top_down[v];
            const bool is_first_of_part = i == c->first_down[v] || i == c->top_down[v];
            if (c->up[e] != v || e < c->first_up[lower] || e + 1 >= c->first_up[lower + 1]
                || c->down_end[i] != c->first_up[lower + 1] || is_top != is_second
                || (!is_first_of_part && c->down_edge[i - 1] >= e)) {
                return 0;
            }
        }
    }
    return n_down == n_with_more;
}

/* Post-order; a parent is the lowest upper neighbour, one deeper than nothing else. */
static int
tree_is_right(const zhol_cch *c)
{
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        const bool is_root = c->first_up[v] == c->first_up[v + 1];
        const uint32_t parent = is_root ? ZHOL_NO_NODE : c->up[c->first_up[v]];
        if (c->parent[v] != parent || c->rank[c->node[v]] != v || c->size[v] > v + 1
            || c->depth[v] != (is_root ? 0 : c->depth[parent] + 1)
            || c->depth[v] >= c->height
            || (!is_root && parent + 1 - c->size[parent] > v + 1 - c->size[v])) {
            return 0;
        }
    }
    return 1;
}

/* Each arc that is no loop stands once at its lower end. */
static int
arcs_are_right(const instance *x, const zhol_cch *c)
{
    uint32_t n_loops = 0, n_seen[MAX_ARCS] = { 0 };

    for (uint32_t v = 0; v < c->n_nodes; v++) {
        for (uint32_t i = c->first_arc[v]; i < c->first_arc[v + 1]; i++) {
            const uint32_t a = c->arc[i], r = c->rank[zhol_graph_tail(x->graph, a)];
            const uint32_t s = c->rank[zhol_graph_head(x->graph, a)];
            const uint32_t low = r < s ? r : s, high = r < s ? s : r;
            if (low != v || low == high || n_seen[a]++ > 0
                || c->arc_place[i] != 2 * c->depth[high] + (r > s)) {
                return 0;
            }
        }
    }
    for (uint32_t a = 0; a < c->n_arcs; a++) {
        n_loops += zhol_graph_tail(x->graph, a) == zhol_graph_head(x->graph, a);
    }
    return c->first_arc[c->n_nodes] + n_loops == c->n_arcs;
}

/* Tasks and top nodes are all nodes, each once, and no edge leads from task to task. */
static int
tasks_are_right(const zhol_cch *c)
{
    uint32_t n = c->n_top;

    for (uint32_t i = 0; i < c->n_tasks; i++) {
        const zi_cch_task t = c->task[i];
        n += t.end - t.begin;
        for (uint32_t v = t.begin; v < t.end; v++) {
            for (uint32_t e = c->first_up[v]; e < c->first_up[v + 1]; e++) {
                if (zi_cch_is_top(c, v)
                    || (c->up[e] >= t.end && !zi_cch_is_top(c, c->up[e]))) {
                    return 0;
                }
            }
        }
    }
    return n == c->n_nodes;
}

static int
a_hierarchy_is_the_elimination_game(prop *p)
{
    instance x;
    zhol_cch *c = NULL;
    int ok = make(p, &x) && zhol_cch_new(x.graph, x.order, &c, NULL) == ZHOL_OK;

    ok = ok && zhol_cch_n_edges(c) == x.n_edges
         && zhol_cch_n_triangles(c) == x.n_triangles && edges_are_right(&x, c)
         && tree_is_right(c) && arcs_are_right(&x, c) && tasks_are_right(c);
    zhol_cch_free(c);
    c = NULL;
    if (ok && x.n_nodes > 1) { /* a node named twice */
        x.order[0] = x.order[1];
        ok = zhol_cch_new(x.graph, x.order, &c, NULL) == ZHOL_BAD_DATA && !c;
    }
    zhol_graph_free(x.graph);
    return ok;
}

/* Whichever allocation fails, nothing is lost and the answer is ZHOL_LIMIT. */
static int
no_memory_is_told(prop *p)
{
    instance x;
    zhol_cch *c = NULL;
    zhol_status status = ZHOL_LIMIT;
    int ok = make(p, &x);
    const long live = zi_mem_live();

    for (long k = 0; ok && status != ZHOL_OK; k++) {
        zi_mem_fail_after(k);
        status = zhol_cch_new(x.graph, x.order, &c, NULL);
        zi_mem_fail_after(-1);
        ok = status == ZHOL_OK
             || (status == ZHOL_LIMIT && !c && zi_mem_live() == live && k < 100);
    }
    zhol_cch_free(c);
    zhol_graph_free(x.graph);
    return ok;
}

int
main(void)
{
    const int a = prop_holds(
        "a_hierarchy_is_the_elimination_game", 3000, a_hierarchy_is_the_elimination_game);
    const int b = prop_holds("no_memory_is_told", 20, no_memory_is_told);

    return !(a && b);
}
