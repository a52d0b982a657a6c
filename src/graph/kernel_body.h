/* SPDX-License-Identifier: Apache-2.0 */
/** @file kernel_body.h  The inner loops, for kernel_1.c ... kernel_16.c only, which name
 * ZI_KERNEL and ZI_LANES before they include it.
 *
 * Loops over lanes have a constant count: compilers turn each into a few vector
 * operations of the width they were told.
 */
#include "graph/kernel.h"

#include "graph/lanes.h"

#include <string.h>

/* Both directions of an edge of one metric in one register: with ways, New York takes 23
 * instead of 41 ms. */
#if ZI_LANES > 1 && defined __SSE4_1__
typedef __m128i pair;

ZI_INLINE pair
pair_load(const uint32_t *p)
{
    return _mm_loadl_epi64((const __m128i *) p);
}

ZI_INLINE void
pair_store(uint32_t *p, pair x)
{
    _mm_storel_epi64((__m128i *) p, x);
}

ZI_INLINE pair
pair_of(uint32_t up, uint32_t down)
{
    return _mm_set_epi32(0, 0, (int) down, (int) up);
}

ZI_INLINE pair
pair_add(pair a, pair b)
{
    return _mm_add_epi32(a, b);
}

ZI_INLINE pair
pair_min(pair a, pair b)
{
    return _mm_min_epu32(a, b);
}

ZI_INLINE pair
pair_max(pair a, pair b)
{
    return _mm_max_epu32(a, b);
}

/* yes where a < b, else no. */
ZI_INLINE pair
pair_if_less(pair a, pair b, pair yes, pair no)
{
    return _mm_blendv_epi8(yes, no, _mm_cmpeq_epi32(_mm_min_epu32(a, b), b));
}

ZI_INLINE pair
pair_swap(pair a)
{
    return _mm_shuffle_epi32(a, 0xe1);
}

ZI_INLINE uint32_t
pair_up(pair a)
{
    return (uint32_t) _mm_cvtsi128_si32(a);
}
#else
typedef struct pair {
    uint32_t up, down;
} pair;

ZI_INLINE pair
pair_load(const uint32_t *p)
{
    return (pair){ p[0], p[1] };
}

ZI_INLINE void
pair_store(uint32_t *p, pair x)
{
    p[0] = x.up;
    p[1] = x.down;
}

ZI_INLINE pair
pair_of(uint32_t up, uint32_t down)
{
    return (pair){ up, down };
}

ZI_INLINE pair
pair_add(pair a, pair b)
{
    return (pair){ a.up + b.up, a.down + b.down };
}

/* yes where a < b, else no. */
ZI_INLINE pair
pair_if_less(pair a, pair b, pair yes, pair no)
{
    return (pair){ a.up < b.up ? yes.up : no.up, a.down < b.down ? yes.down : no.down };
}

ZI_INLINE pair
pair_min(pair a, pair b)
{
    return pair_if_less(a, b, a, b);
}

ZI_INLINE pair
pair_max(pair a, pair b)
{
    return pair_if_less(a, b, b, a);
}

ZI_INLINE pair
pair_swap(pair a)
{
    return (pair){ a.down, a.up };
}

ZI_INLINE uint32_t
pair_up(pair a)
{
    return a.up;
}
#endif

/* Lower rows and arcs stand far apart: called for in time, a fifth is saved. */
enum { ARCS_AHEAD = 24, AHEAD = 8, AT_ONCE = 4 };

/* By way of the lower node of edge e: the detour down e and up each edge behind it. Four
 * at once, and one that is not there is the last again: most lists are short, and where
 * each ends is not to be guessed. All are loaded before any is stored. */
ZI_INLINE void
pull_detours(
    const zi_rows *rows, const uint32_t *depth, uint32_t *row, uint32_t e, uint32_t end)
{
    const uint32_t *const w = rows->w;
    const pair down_up = pair_swap(pair_load(w + 2 * (size_t) e));

    for (uint32_t i = e + 1; i < end; i += AT_ONCE) {
        uint32_t *to[AT_ONCE];
        pair best[AT_ONCE];
        for (uint32_t k = 0; k < AT_ONCE; k++) {
            const uint32_t j = i + k < end ? i + k : end - 1;
            const pair sum = pair_add(down_up, pair_load(w + 2 * (size_t) j));
            to[k] = row + 2 * (size_t) depth[j];
            best[k] = pair_min(sum, pair_load(to[k]));
        }
        for (uint32_t k = 0; k < AT_ONCE; k++) {
            pair_store(to[k], best[k]);
        }
    }
}

/* The same, and of each better detour the edge e is kept: of equal ones the first. */
ZI_INLINE void
pull_detours_via(const zi_rows *rows, const uint32_t *depth, const zi_row_scratch *s,
    uint32_t e, uint32_t end)
{
    const uint32_t *const w = rows->w;
    const pair down_up = pair_swap(pair_load(w + 2 * (size_t) e)), edge = pair_of(e, e);

    for (uint32_t i = e + 1; i < end; i++) {
        uint32_t *to = s->w + 2 * (size_t) depth[i],
                 *via = s->via + 2 * (size_t) depth[i];
        const pair old = pair_load(to);
        const pair sum = pair_add(down_up, pair_load(w + 2 * (size_t) i));
        pair_store(to, pair_min(sum, old));
        pair_store(via, pair_if_less(sum, old, edge, pair_load(via)));
    }
}

/* One metric: all lower edges of a part. */
ZI_INLINE void
pull_one(const zi_rows *rows, const zi_row_scratch *s, uint32_t begin, uint32_t end,
    bool has_via)
{
    const zi_rows r =
        *rows; /* copies stay in registers: nothing stored can change them */
    const zi_row_scratch scratch = *s;
    const uint32_t *const down_edge = r.cch->down_edge, *const depth = r.cch->up_depth;
    const uint32_t *const down_end = r.cch->down_end;

    for (uint32_t k = begin; k < end; k++) {
        const uint32_t soon = down_edge[k + AHEAD < end ? k + AHEAD : k];
        __builtin_prefetch(r.w + 2 * (size_t) soon);
        __builtin_prefetch(depth + soon);
        if (has_via) {
            pull_detours_via(&r, depth, &scratch, down_edge[k], down_end[k]);
        } else {
            pull_detours(&r, depth, scratch.w, down_edge[k], down_end[k]);
        }
    }
}

/* A batch: the same with 2 * stride numbers for each edge. */
ZI_INLINE void
pull_lanes(const zi_rows *rows, uint32_t *restrict row, uint32_t e, uint32_t last,
    uint32_t stride)
{
    const uint32_t *depth = rows->cch->up_depth, *w = rows->w;
    uint32_t down_up[2 * ZI_MAX_STRIDE];

    for (uint32_t l = 0; l < stride; l++) {
        down_up[l] = w[(2 * (size_t) e + 1) * stride + l];
        down_up[stride + l] = w[2 * (size_t) e * stride + l];
    }
    for (uint32_t i = e + 1; i < last; i++) {
        const uint32_t *restrict from = w + 2 * (size_t) i * stride;
        uint32_t *restrict to = row + 2 * (size_t) depth[i] * stride;
        for (uint32_t l = 0; l < 2 * stride; l++) {
            const uint32_t sum = from[l] + down_up[l];
            to[l] = sum < to[l] ? sum : to[l];
        }
    }
}

/* A closed arc is ZHOL_INFINITE, all others are below ZI_TOO_LONG. Without branches: each
 * would wait for a weight from far away. With pairs even here: what is written in halves
 * and soon read as a whole is waited for. */
ZI_INLINE void
take_arcs(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t stride)
{
    const zhol_cch *c = rows->cch;
    const uint32_t end = c->first_arc[y + 1], n = c->first_arc[c->n_nodes];

    for (uint32_t i = c->first_arc[y]; i < end; i++) {
        const uint32_t arc = c->arc[i], is_down = c->arc_place[i] & 1;
        const uint32_t soon = c->arc[i + ARCS_AHEAD < n ? i + ARCS_AHEAD : i];
        uint32_t *row = s->w + (size_t) c->arc_place[i] * stride;
        if (stride == 1) {
            __builtin_prefetch(rows->weight[0] + soon);
            const uint32_t w = rows->weight[0][arc];
            const pair old = pair_load(row - is_down);
            const pair new = pair_of(is_down ? ZI_FAR : w, is_down ? w : ZI_FAR);
            pair_store(row - is_down, pair_min(new, old));
            if (rows->via) {
                uint32_t *via = s->via + c->arc_place[i] - is_down;
                const uint32_t by = ZI_IS_ARC | arc;
                pair_store(via, pair_if_less(new, old, pair_of(by, by), pair_load(via)));
            }
            continue;
        }
        for (uint32_t l = 0; l < rows->n_metrics; l++) {
            __builtin_prefetch(rows->weight[l] + soon);
            const uint32_t w = rows->weight[l][arc];
            row[l] = w < row[l] ? w : row[l];
        }
    }
}

/* What an earlier part left. */
ZI_INLINE void
load_row(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t stride)
{
    const zhol_cch *c = rows->cch;

    for (uint32_t e = c->first_up[y]; e < c->first_up[y + 1]; e++) {
        const size_t place = 2 * (size_t) c->up_depth[e];
        memcpy(s->w + place * stride, rows->w + 2 * (size_t) e * stride,
            2 * (size_t) stride * sizeof *s->w);
        if (rows->via) {
            memcpy(s->via + place, rows->via + 2 * (size_t) e, 2 * sizeof *s->via);
        }
    }
}

/* Leaves the row far again, as rows are found. @return the largest weight that is not
 * ZI_FAR. */
ZI_INLINE uint32_t
store_row(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t stride)
{
    const uint32_t *const depth = rows->cch->up_depth;
    const uint32_t end = rows->cch->first_up[y + 1];
    const pair far = pair_of(ZI_FAR, ZI_FAR), none = pair_of(ZHOL_NO_ARC, ZHOL_NO_ARC);
    pair largest = pair_of(0, 0);
    uint32_t most = 0;

    for (uint32_t e = rows->cch->first_up[y]; e < end; e++) {
        uint32_t *restrict w = rows->w + 2 * (size_t) e * stride;
        uint32_t *restrict row = s->w + 2 * (size_t) depth[e] * stride;
        if (stride == 1) {
            const pair x = pair_load(row);
            pair_store(w, x);
            pair_store(row, far);
            largest = pair_max(largest, pair_if_less(x, far, x, largest));
            if (rows->via) {
                uint32_t *via = s->via + 2 * (size_t) depth[e];
                pair_store(rows->via + 2 * (size_t) e, pair_load(via));
                pair_store(via, none);
            }
            continue;
        }
        for (uint32_t l = 0; l < 2 * stride; l++) {
            const uint32_t x = row[l] == ZI_FAR ? 0 : row[l];
            w[l] = row[l];
            row[l] = ZI_FAR;
            most = most > x ? most : x;
        }
    }
    largest = pair_max(largest, pair_swap(largest));
    return stride == 1 ? pair_up(largest) : most;
}

ZI_INLINE uint32_t
pull_row(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t parts,
    uint32_t stride)
{
    const zhol_cch *c = rows->cch;
    const uint32_t begin = parts & ZI_FROM_TASKS ? c->first_down[y] : c->top_down[y];
    const uint32_t end = parts & ZI_FROM_TOP ? c->first_down[y + 1] : c->top_down[y];

    if (parts & ZI_FROM_ARCS) {
        take_arcs(rows, s, y, stride);
    } else {
        load_row(rows, s, y, stride);
    }
    if (stride == 1 && rows->via) {
        pull_one(rows, s, begin, end, true);
    } else if (stride == 1) {
        pull_one(rows, s, begin, end, false);
    } else {
        for (uint32_t i = begin; i < end; i++) {
            pull_lanes(rows, s->w, c->down_edge[i], c->down_end[i], stride);
        }
    }
    return store_row(rows, s, y, stride);
}

static uint32_t
pull(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t parts)
{
    switch (rows->stride) {
    case 1:
        return pull_row(rows, s, y, parts, 1);
    case 4:
        return pull_row(rows, s, y, parts, 4);
    default:
        return pull_row(rows, s, y, parts, ZI_MAX_STRIDE);
    }
}

static uint32_t
largest(const uint32_t *x, size_t n, uint32_t none)
{
    uint32_t most = 0;

    for (size_t i = 0; i < n; i++) {
        const uint32_t y = x[i] == none ? 0 : x[i];
        most = y > most ? y : most;
    }
    return most;
}

/* Of lower node x with edge e to y: x to z by way of y, and x to y by way of each z that
 * is above y; in both directions. `w` are the weights of customization, which hold all
 * detours below; `far` the shortest distances from y. */
ZI_INLINE void
push_detours(const zi_rows *rows, const uint32_t *restrict far, uint32_t e, uint32_t end,
    uint32_t *restrict perfect)
{
    const uint32_t *const w = rows->w, *const depth = rows->cch->up_depth;
    const pair up_down = pair_load(w + 2 * (size_t) e);
    pair best = pair_load(perfect + 2 * (size_t) e);

    for (uint32_t i = e + 1; i < end; i++) {
        const pair between = pair_load(far + 2 * (size_t) depth[i]);
        const pair sum = pair_add(up_down, between);
        uint32_t *to = perfect + 2 * (size_t) i;
        pair_store(to, pair_min(sum, pair_load(to)));
        best =
            pair_min(best, pair_add(pair_load(w + 2 * (size_t) i), pair_swap(between)));
    }
    pair_store(perfect + 2 * (size_t) e, best);
}

static void
push(const zi_rows *rows, const uint32_t *far, uint32_t begin, uint32_t end,
    uint32_t *perfect)
{
    const zhol_cch *c = rows->cch;

    for (uint32_t i = begin; i < end; i++) {
        push_detours(rows, far, c->down_edge[i], c->down_end[i], perfect);
    }
}

ZI_INLINE void
climb_lanes(const zi_climb *k, uint32_t v, uint32_t end, uint32_t *d, uint32_t stride)
{
    for (; v != end && v != ZHOL_NO_NODE; v = k->parent[v]) {
        const uint32_t *from = d + (size_t) k->depth[v] * stride;
        for (uint32_t i = k->side.first[v]; i < k->side.first[v + 1]; i++) {
            const uint32_t *w = k->side.weight + (size_t) i * k->side.step;
            uint32_t *restrict to = d + (size_t) k->side.head[i] * stride;
            for (uint32_t l = 0; l < stride; l++) {
                const uint32_t sum = from[l] + w[l];
                to[l] = sum < to[l] ? sum : to[l];
            }
        }
    }
}

/* One lane, in steps of 1 or 2. What is not reached does not go on. */
ZI_INLINE void
climb_one(const zi_climb *k, uint32_t v, uint32_t end, uint32_t *d, uint32_t step)
{
    for (; v != end && v != ZHOL_NO_NODE; v = k->parent[v]) {
        const uint32_t from = d[k->depth[v]];
        const uint32_t last = from == ZI_FAR ? 0 : k->side.first[v + 1];
        for (uint32_t i = k->side.first[v]; i < last; i++) {
            const uint32_t sum = from + k->side.weight[(size_t) i * step];
            uint32_t *to = d + k->side.head[i];
            *to = sum < *to ? sum : *to;
        }
    }
}

static void
climb(const zi_climb *k, uint32_t v, uint32_t end, uint32_t *d)
{
    switch (k->stride) {
    case 1:
        if (k->side.step == 1) {
            climb_one(k, v, end, d, 1);
        } else {
            climb_one(k, v, end, d, 2);
        }
        return;
    case 4:
        climb_lanes(k, v, end, d, 4);
        return;
    default:
        climb_lanes(k, v, end, d, ZI_MAX_STRIDE);
    }
}

/* Nodes in an order in which children come before their parents; the rows of their
 * edges' heads are there. */
ZI_INLINE void
rise_lanes(const zi_rise *r, uint32_t stride, bool is_batch)
{
    for (uint32_t k = r->n; k-- > 0;) {
        const uint32_t v = r->node[k];
        const uint32_t *from = r->start + (size_t) r->slot[v] * stride;
        for (uint32_t i = r->side.first[v]; i < r->side.first[v + 1]; i++) {
            const uint32_t *w = r->side.weight + (size_t) i * r->side.step;
            uint32_t *restrict to = r->start + (size_t) r->slot[r->side.up[i]] * stride;
            for (uint32_t l = 0; l < stride; l++) {
                const uint32_t sum = from[l] + w[is_batch ? l : 0];
                to[l] = sum < to[l] ? sum : to[l];
            }
        }
    }
}

static void
rise(const zi_rise *r)
{
    switch (r->stride) {
    case 1:
        rise_lanes(r, 1, false);
        return;
    case 4:
        if (r->is_batch) {
            rise_lanes(r, 4, true);
        } else {
            rise_lanes(r, 4, false);
        }
        return;
    case ZI_MAX_LANES:
        rise_lanes(r, ZI_MAX_LANES, false);
        return;
    default:
        if (r->is_batch) {
            rise_lanes(r, ZI_MAX_STRIDE, true);
        } else {
            rise_lanes(r, ZI_MAX_STRIDE, false);
        }
    }
}

/* One position: the node's own start, or by way of an ancestor. */
ZI_INLINE void
fall_to(const zi_fall *f, uint32_t i, uint32_t row, uint32_t stride, bool is_batch)
{
    const uint32_t at = f->is_by_node ? f->n_nodes - 1 - i : i;
    const uint32_t *begin = f->start + (size_t) f->slot[at] * stride;
    uint32_t best[ZI_MAX_STRIDE];

    for (uint32_t l = 0; l < stride; l++) {
        best[l] = begin[l];
    }
    for (uint32_t e = f->side.first[at]; e < f->side.first[at + 1]; e++) {
        const uint32_t *far = f->by_depth + (size_t) f->side.head[e] * stride;
        const size_t edge = is_batch && f->side.edge ? f->side.edge[e] : e;
        const uint32_t *w = f->side.weight + edge * f->side.step;
        for (uint32_t l = 0; l < stride; l++) {
            const uint32_t sum = far[l] + w[is_batch ? l : 0];
            best[l] = sum < best[l] ? sum : best[l];
        }
    }
    memcpy(f->by_depth + (size_t) f->depth[at] * stride, best, stride * sizeof *best);
    for (uint32_t l = 0; row != ZHOL_NO_NODE && l < stride; l++) {
        f->out[(size_t) row * stride + l] = best[l] == ZI_FAR ? ZHOL_INFINITE : best[l];
    }
}

ZI_INLINE void
fall_lanes(const zi_fall *f, uint32_t begin, uint32_t end, uint32_t stride, bool is_batch)
{
    for (uint32_t i = begin; i < end; i++) {
        fall_to(f, i, f->is_by_node ? i - begin : f->row[i], stride, is_batch);
    }
}

/* best = min(best, by way of edge e), in n_wide * 16 lanes. */
ZI_INLINE void
fall_by(const zi_fall *f, lanes *best, uint32_t e, uint32_t n_wide, bool is_batch)
{
    const uint32_t *far = f->by_depth + (size_t) f->side.head[e] * n_wide * ZI_MAX_STRIDE;
    const size_t edge = is_batch && f->side.edge ? f->side.edge[e] : e;
    const uint32_t *w = f->side.weight + edge * f->side.step;
    const lanes add = is_batch ? lanes_load(w) : lanes_all(*w);

    for (uint32_t k = 0; k < n_wide; k++) {
        best[k] = lanes_nearer(best[k], far + (size_t) k * ZI_MAX_STRIDE, add);
    }
}

/* The same as fall_lanes() of n_wide * 16 lanes, in registers.
 *
 * The first four edges, of more than three quarters of all nodes the only ones, go
 * without a branch: one that is not there is the last one again. The parent's comes at
 * the end: its distances have just been written and are waited for as late as can be.
 * Together a fifth faster than a loop. */
ZI_INLINE void
fall_wide(const zi_fall *f, uint32_t begin, uint32_t end, uint32_t n_wide, bool is_batch,
    bool is_by_node)
{
    const size_t stride = (size_t) n_wide * ZI_MAX_STRIDE;

    for (uint32_t i = begin; i < end; i++) {
        const uint32_t at = is_by_node ? f->n_nodes - 1 - i : i;
        const uint32_t row = is_by_node ? i - begin : f->row[i];
        const uint32_t first = f->side.first[at], last = f->side.first[at + 1] - 1;
        lanes best[ZI_MAX_LANES / ZI_MAX_STRIDE];
        for (uint32_t k = 0; k < n_wide; k++) {
            best[k] =
                lanes_load(f->start + f->slot[at] * stride + (size_t) k * ZI_MAX_STRIDE);
        }
        if (first != last + 1) {
            for (uint32_t e = last; e > first + 3; e--) {
                fall_by(f, best, e, n_wide, is_batch);
            }
            for (uint32_t k = 3; k > 0; k--) {
                const uint32_t e = first + k < last ? first + k : last;
                fall_by(f, best, e, n_wide, is_batch);
            }
            fall_by(f, best, first, n_wide, is_batch);
        }
        for (uint32_t k = 0; k < n_wide; k++) {
            const size_t lane = (size_t) k * ZI_MAX_STRIDE;
            lanes_store(f->by_depth + f->depth[at] * stride + lane, best[k]);
            if (is_by_node || row != ZHOL_NO_NODE) {
                lanes_store_out(f->out + row * stride + lane, best[k]);
            }
        }
    }
}

static void
fall(const zi_fall *f, uint32_t begin, uint32_t end)
{
    switch (f->stride) {
    case 1:
        fall_lanes(f, begin, end, 1, false);
        return;
    case 4:
        if (f->is_batch) {
            fall_lanes(f, begin, end, 4, true);
        } else {
            fall_lanes(f, begin, end, 4, false);
        }
        return;
    case ZI_MAX_LANES:
        fall_wide(f, begin, end, 2, false, false);
        return;
    default:
        if (f->is_batch && f->is_by_node) {
            fall_wide(f, begin, end, 1, true, true);
        } else if (f->is_batch) {
            fall_wide(f, begin, end, 1, true, false);
        } else if (f->is_by_node) {
            fall_wide(f, begin, end, 1, false, true);
        } else {
            fall_wide(f, begin, end, 1, false, false);
        }
    }
}

const zi_kernel ZI_KERNEL = { ZI_LANES, pull, largest, push, climb, rise, fall };
