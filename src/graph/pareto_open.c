/* SPDX-License-Identifier: Apache-2.0 */
/* Open labels: a 4-ary heap over all of them, a list of them at each node.
 *
 * Merging is the heart of A*pex: two labels at one node become one whose apex is the
 * smaller of both in each criterion, as long as one of the two ways stays within
 * (1 + within) of that apex. The way is real, the apex a bound, and what lies between
 * them is the whole error: it is spent once, not once per arc. */
#include "graph/pareto.h"

#include "base/mem.h"

bool
zi_open_new(zi_open *o, uint32_t n_nodes)
{
    o->at = ZI_NEW(zi_open_list, n_nodes);
    return o->at != NULL;
}

void
zi_open_free(zi_open *o, uint32_t n_nodes)
{
    for (uint32_t v = 0; o->at && v < n_nodes; v++) {
        zi_free(o->at[v].label);
    }
    zi_free(o->at);
    zi_free(o->label);
    zi_free(o->heap);
    zi_free(o->free);
}

void
zi_open_reset(zi_open *o, uint32_t n_nodes, uint32_t n_criteria)
{
    for (uint32_t v = 0; v < n_nodes; v++) {
        o->at[v].n = 0;
    }
    o->n_labels = 0;
    o->n_heap = 0;
    o->n_free = 0;
    o->n_criteria = n_criteria;
}

/* Lexicographic by apex, then way, then node: no order of arcs or of memory enters. */
static bool
is_before(const zi_open *o, zi_heap_entry a, zi_heap_entry b)
{
    const zi_label *x = &o->label[a.label], *y = &o->label[b.label];

    if (a.key != b.key) {
        return a.key < b.key;
    }
    for (uint32_t k = 1; k < o->n_criteria; k++) {
        if (x->apex[k] != y->apex[k]) {
            return x->apex[k] < y->apex[k];
        }
    }
    for (uint32_t k = 0; k < o->n_criteria; k++) {
        if (x->way[k] != y->way[k]) {
            return x->way[k] < y->way[k];
        }
    }
    return x->node != y->node ? x->node < y->node : a.label < b.label;
}

static void
put(zi_open *o, uint32_t slot, zi_heap_entry entry)
{
    o->heap[slot] = entry;
    o->label[entry.label].heap_slot = slot;
}

static void
move_up(zi_open *o, uint32_t slot, zi_heap_entry entry)
{
    while (slot > 0) {
        const uint32_t above = (slot - 1) / 4;
        if (!is_before(o, entry, o->heap[above])) {
            break;
        }
        put(o, slot, o->heap[above]);
        slot = above;
    }
    put(o, slot, entry);
}

static void
move_down(zi_open *o, uint32_t slot, zi_heap_entry entry)
{
    for (;;) {
        const uint32_t begin = 4 * slot + 1;
        const uint32_t end = begin + 4 < o->n_heap ? begin + 4 : o->n_heap;
        uint32_t best = begin;
        for (uint32_t child = begin + 1; child < end; child++) {
            if (is_before(o, o->heap[child], o->heap[best])) {
                best = child;
            }
        }
        if (begin >= o->n_heap || !is_before(o, o->heap[best], entry)) {
            break;
        }
        put(o, slot, o->heap[best]);
        slot = best;
    }
    put(o, slot, entry);
}

static bool
fits(const uint64_t *way, const uint64_t *limit, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        if (way[k] > limit[k]) {
            return false;
        }
    }
    return true;
}

/* Merges `from` into `to`, which is in the heap: their apexes become one. */
static void
merge(zi_open *o, uint32_t to, const zi_label *from, bool takes_way)
{
    zi_label *label = &o->label[to];

    for (uint32_t k = 0; k < o->n_criteria; k++) {
        if (from->apex[k] < label->apex[k]) {
            label->apex[k] = from->apex[k];
            label->limit[k] = from->limit[k];
        }
        if (takes_way) {
            label->way[k] = from->way[k];
        }
    }
    if (takes_way) {
        label->parent = from->parent;
        label->arc = from->arc;
    }
    move_up(o, label->heap_slot, (zi_heap_entry){ label->apex[0], to });
    if (takes_way) { /* a larger way comes later among equal apexes */
        move_down(o, label->heap_slot, (zi_heap_entry){ label->apex[0], to });
    }
}

static bool
merge_with_any(zi_open *o, const zi_label *label)
{
    const zi_open_list *list = &o->at[label->node];
    const uint32_t n = o->n_criteria;

    for (uint32_t i = 0; i < list->n; i++) {
        const zi_label *other = &o->label[list->label[i]];
        if (fits(other->way, label->limit, n)) {
            merge(o, list->label[i], label, false);
            return true;
        }
        if (fits(label->way, other->limit, n)) {
            merge(o, list->label[i], label, true);
            return true;
        }
    }
    return false;
}

static bool
reserve(zi_open *o, zi_open_list *list)
{
    zi_label *labels =
        zi_grow(o->label, &o->label_capacity, (size_t) o->n_labels + 1, sizeof *labels);
    o->label = labels ? labels : o->label;
    zi_heap_entry *heap =
        zi_grow(o->heap, &o->heap_capacity, (size_t) o->n_heap + 1, sizeof *heap);
    o->heap = heap ? heap : o->heap;
    uint32_t *unused =
        zi_grow(o->free, &o->free_capacity, (size_t) o->n_labels + 1, sizeof *unused);
    o->free = unused ? unused : o->free;
    uint32_t *members =
        zi_grow(list->label, &list->capacity, (size_t) list->n + 1, sizeof *members);
    list->label = members ? members : list->label;
    return labels && heap && unused && members;
}

bool
zi_open_add(zi_open *o, const zi_label *label)
{
    zi_open_list *list = &o->at[label->node];
    uint32_t i = 0;

    if (merge_with_any(o, label)) {
        return true;
    }
    if (!reserve(o, list)) {
        return false;
    }
    if (o->n_free > 0) {
        i = o->free[--o->n_free];
    } else {
        i = o->n_labels++;
    }
    o->label[i] = *label;
    o->label[i].node_slot = list->n;
    list->label[list->n++] = i;
    o->n_heap++;
    move_up(o, o->n_heap - 1, (zi_heap_entry){ label->apex[0], i });
    return true;
}

bool
zi_open_take(zi_open *o, zi_label *out)
{
    if (o->n_heap == 0) {
        return false;
    }
    const uint32_t i = o->heap[0].label;
    *out = o->label[i];
    o->n_heap--;
    if (o->n_heap > 0) {
        move_down(o, 0, o->heap[o->n_heap]);
    }
    zi_open_list *list = &o->at[out->node];
    const uint32_t last = list->label[--list->n];
    list->label[out->node_slot] = last;
    o->label[last].node_slot = out->node_slot;
    o->free[o->n_free++] = i; /* reserve() made room for every label */
    return true;
}
