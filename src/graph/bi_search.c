/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of two criteria, after BOA* (Hernandez Ulloa, Yeoh, Baier, Zhang, Suazo, Koenig:
 * "A Simple and Fast Bi-Objective Search Algorithm", ICAPS 2020): labels leave the queue
 * in lexicographic order, so one that comes to a node is dominated exactly if its second
 * cost is not below that of the last label that left for this node: one comparison.
 *
 * The queue is an array of buckets by the first cost, each a list, and a small heap for
 * the bucket in hand (buckets: Ahmadi, Tack, Harabor, Kilby, "Bi-Objective Search with
 * Bi-Directional A*", 2021). Labels that no corner allows are not made. */
#include "graph/bi.h"

#include "base/fail.h"
#include "base/mem.h"

#include <string.h>

enum { N_BUCKETS = 1 << 16 };

typedef struct heap_entry {
    uint64_t key; /* first cost, second cost */
    uint32_t label;
} heap_entry;

struct zi_bi_search {
    const zi_corridor *c;
    const zi_corners *corners;
    zi_bi_label *label;
    heap_entry *heap;
    uint32_t *bucket;  /* N_BUCKETS lists of labels */
    zi_column least_y; /* by node: second cost of the last label that left */
    zi_column to;      /* [node * ZI_BI_MIXES + k]: least mix k to the target */
    zi_column last;    /* labels at the target */
    size_t label_capacity, heap_capacity;
    uint32_t n_labels, unused, n_heap, n_ways, shift, bucket_in_hand;
    uint64_t n_made;
};

void
zi_bi_search_free(zi_bi_search *s)
{
    if (s) {
        zi_free(s->label);
        zi_free(s->heap);
        zi_free(s->bucket);
        zi_free(s->least_y.at);
        zi_free(s->to.at);
        zi_free(s->last.at);
        zi_free(s);
    }
}

static bool
push_heap(zi_bi_search *s, uint32_t k)
{
    heap_entry *heap =
        zi_grow(s->heap, &s->heap_capacity, (size_t) s->n_heap + 1, sizeof *heap);
    const zi_pair cost = s->label[k].cost;
    const heap_entry entry = { (uint64_t) cost.x << 32 | cost.y, k };
    uint32_t i = s->n_heap;

    if (!heap) {
        return false;
    }
    s->heap = heap;
    s->n_heap++;
    while (i > 0 && entry.key < heap[(i - 1) / 2].key) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = entry;
    return true;
}

static uint32_t
pop_heap(zi_bi_search *s)
{
    heap_entry *heap = s->heap;
    const uint32_t label = heap[0].label;
    const heap_entry entry = heap[--s->n_heap];
    uint32_t i = 0;

    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child + 1 < s->n_heap && heap[child + 1].key < heap[child].key) {
            child++;
        }
        if (child >= s->n_heap || heap[child].key >= entry.key) {
            break;
        }
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = entry;
    return label;
}

static bool
add_label(zi_bi_search *s, const zi_bi_label *label)
{
    uint32_t k = s->unused;

    if (k != ZI_BI_NONE) {
        s->unused = s->label[k].next;
    } else {
        zi_bi_label *more =
            zi_grow(s->label, &s->label_capacity, (size_t) s->n_labels + 1, sizeof *more);
        if (!more) {
            return false;
        }
        s->label = more;
        k = s->n_labels++;
    }
    s->n_made++;
    s->label[k] = *label;
    const uint32_t bucket = label->cost.x >> s->shift;
    if (bucket == s->bucket_in_hand) {
        return push_heap(s, k);
    }
    s->label[k].next = s->bucket[bucket];
    s->bucket[bucket] = k;
    return true;
}

static bool
is_allowed(const zi_bi_search *s, zi_pair cost, uint32_t head)
{
    const zi_corridor *c = s->c;
    const uint32_t *to = &s->to.at[(size_t) head * ZI_BI_MIXES];
    uint32_t mix[ZI_BI_MIXES];

    if (!zi_corners_may_allow(s->corners, cost)) {
        return false;
    }
    for (uint32_t k = 0; k < c->n_mixes; k++) {
        mix[k] = zi_mix_of(&c->mix[k], cost) + to[k];
        if (mix[k] > s->corners->most_mix[k]) {
            return false;
        }
    }
    return zi_corners_allow(s->corners, cost, mix);
}

static bool
expand(zi_bi_search *s, uint32_t k)
{
    const zi_corridor *c = s->c;
    const zi_bi_label label = s->label[k];

    for (uint32_t i = c->first[label.node]; i < c->first[label.node + 1]; i++) {
        const zi_bi_arc *arc = &c->arc[i];
        const zi_pair cost = { label.cost.x + arc->cost.x, label.cost.y + arc->cost.y };
        if (cost.y < s->least_y.at[arc->head] && cost.y < s->least_y.at[c->target]
            && is_allowed(s, cost, arc->head)) {
            const zi_bi_label child = {
                .cost = cost, .node = arc->head, .parent = k, .link = arc->link
            };
            if (!add_label(s, &child)) {
                return false;
            }
        }
    }
    return true;
}

/* Takes a label out of the queue: false if memory is out. */
static bool
close_label(zi_bi_search *s, uint32_t k)
{
    zi_bi_label *label = &s->label[k];
    uint32_t *least_y = s->least_y.at;

    if (label->cost.y >= least_y[label->node] || label->cost.y >= least_y[s->c->target]) {
        label->next = s->unused;
        s->unused = k;
        return true;
    }
    least_y[label->node] = label->cost.y;
    if (label->node != s->c->target) {
        return expand(s, k);
    }
    if (!zi_column_reserve(&s->last, (size_t) s->n_ways + 1)) {
        return false;
    }
    s->last.at[s->n_ways++] = k;
    return true;
}

/* Empty but for a label at the source. */
static bool
begin(zi_bi_search *s)
{
    const zi_corridor *c = s->c;
    const zi_bi_label root = {
        .node = c->source, .parent = ZI_BI_NONE, .link = ZI_BI_NONE
    };

    s->bucket = s->bucket ? s->bucket : ZI_NEW(uint32_t, N_BUCKETS);
    if (!s->bucket || !zi_column_reserve(&s->least_y, c->n_nodes)
        || !zi_column_reserve(&s->to, (size_t) c->n_nodes * ZI_BI_MIXES)) {
        return false;
    }
    memset(s->bucket, 0xff, N_BUCKETS * sizeof *s->bucket);
    memset(s->least_y.at, 0xff, c->n_nodes * sizeof *s->least_y.at);
    for (uint32_t v = 0; v < c->n_nodes; v++) {
        for (uint32_t k = 0; k < c->n_mixes; k++) {
            s->to.at[(size_t) v * ZI_BI_MIXES + k] = c->bound[k].to.at[v];
        }
    }
    s->shift = 0;
    while (s->corners->most.x >> s->shift >= N_BUCKETS) {
        s->shift++;
    }
    s->n_labels = 0;
    s->n_made = 0;
    s->unused = ZI_BI_NONE;
    s->n_heap = 0;
    s->n_ways = 0;
    s->bucket_in_hand = 0;
    return add_label(s, &root);
}

static bool
take_bucket_in_hand(zi_bi_search *s, uint32_t bucket)
{
    s->bucket_in_hand = bucket;
    for (uint32_t k = s->bucket[bucket]; k != ZI_BI_NONE; k = s->label[k].next) {
        if (!push_heap(s, k)) {
            return false;
        }
    }
    return true;
}

zhol_status
zi_bi_search_run(zi_bi_search **scratch, const zi_corridor *c, const zi_corners *corners,
    const zhol_pareto_options *o, zi_bi_found *out, zhol_error *err)
{
    zi_bi_search *s = *scratch = *scratch ? *scratch : ZI_NEW(zi_bi_search, 1);
    zhol_status status = ZHOL_OK;
    uint64_t reported = 0;
    bool has_memory = s != NULL;

    if (s) {
        s->c = c;
        s->corners = corners;
        has_memory = begin(s);
    }
    for (uint32_t b = 0; has_memory && b <= corners->most.x >> s->shift; b++) {
        has_memory = take_bucket_in_hand(s, b);
        while (has_memory && s->n_heap > 0) {
            has_memory = close_label(s, pop_heap(s));
            status = zi_pareto_watch(o, s->n_made, &reported, err);
            if (status != ZHOL_OK) {
                return status;
            }
        }
    }
    if (!has_memory) {
        return zi_fail(err, ZHOL_LIMIT, "no memory after %llu labels",
            (unsigned long long) (s ? s->n_made : 0));
    }
    *out = (zi_bi_found){ s->label, s->last.at, s->n_ways, s->n_made };
    return ZHOL_OK;
}
