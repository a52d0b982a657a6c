/* SPDX-License-Identifier: Apache-2.0 */
/** @file kernel_body.h  The inner loops, for kernel_1.c ... kernel_16.c only, which name
 * ZI_KERNEL and ZI_LANES before they include it.
 *
 * Loops over lanes have a constant count: compilers turn each into a few vector
 * operations of the width they were told.
 */
#include "graph/kernel.h"

#include <string.h>
#if ZI_LANES > 1 && defined __SSE4_1__
#include <smmintrin.h>
#endif

#define ZI_INLINE static inline __attribute__((always_inline))

/* row[i] = min(row[i], w[i] + c[i]) for the 2 * stride numbers of an edge. */
ZI_INLINE void
add_min(uint32_t *restrict row, const uint32_t *restrict w, const uint32_t *restrict c,
    uint32_t stride)
{
#if ZI_LANES > 1 && defined __SSE4_1__
    if (stride == 1) { /* both directions in one register: 1.9 times as fast as two */
        const __m128i sum = _mm_add_epi32(
            _mm_loadl_epi64((const __m128i *) w), _mm_loadl_epi64((const __m128i *) c));
        _mm_storel_epi64(
            (__m128i *) row, _mm_min_epu32(sum, _mm_loadl_epi64((const __m128i *) row)));
        return;
    }
#endif
    for (uint32_t l = 0; l < 2 * stride; l++) {
        const uint32_t sum = w[l] + c[l];
        row[l] = sum < row[l] ? sum : row[l];
    }
}

/* By way of the lower node of edge e: the detour down e and up each edge behind it. */
ZI_INLINE void
pull_detours(
    const zi_rows *rows, uint32_t *row, uint32_t e, uint32_t end, uint32_t stride)
{
    const uint32_t *depth = rows->cch->up_depth, *w = rows->w;
    uint32_t c[2 * ZI_MAX_STRIDE], least = ZI_FAR;

    for (uint32_t l = 0; l < stride; l++) { /* turned round: down e, then up */
        c[l] = w[(2 * (size_t) e + 1) * stride + l];
        c[stride + l] = w[2 * (size_t) e * stride + l];
        least = c[l] < least ? c[l] : least;
        least = c[stride + l] < least ? c[stride + l] : least;
    }
    if (least == ZI_FAR) {
        return;
    }
    for (uint32_t i = e + 1; i < end; i++) {
        add_min(
            row + 2 * (size_t) depth[i] * stride, w + 2 * (size_t) i * stride, c, stride);
    }
}

/* The same, and of each better detour the edge e is kept: of equal ones the first. */
static void
pull_detours_via(const zi_rows *rows, const zi_row_scratch *s, uint32_t e, uint32_t end)
{
    const uint32_t *w = rows->w, *depth = rows->cch->up_depth;
    const uint32_t up = w[2 * (size_t) e], down = w[2 * (size_t) e + 1];

    if (up == ZI_FAR && down == ZI_FAR) {
        return;
    }
    for (uint32_t i = e + 1; i < end; i++) {
        uint32_t *row = s->w + 2 * (size_t) depth[i];
        uint32_t *via = s->via + 2 * (size_t) depth[i];
        const uint32_t to = w[2 * (size_t) i] + down, from = w[2 * (size_t) i + 1] + up;
        via[0] = to < row[0] ? e : via[0];
        row[0] = to < row[0] ? to : row[0];
        via[1] = from < row[1] ? e : via[1];
        row[1] = from < row[1] ? from : row[1];
    }
}

ZI_INLINE void
clear_row(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t stride)
{
    const zhol_cch *c = rows->cch;

    for (uint32_t e = c->first_up[y]; e < c->first_up[y + 1]; e++) {
        for (uint32_t l = 0; l < 2 * stride; l++) {
            s->w[2 * (size_t) c->up_depth[e] * stride + l] = ZI_FAR;
        }
        if (rows->via) {
            s->via[2 * (size_t) c->up_depth[e]] = ZHOL_NO_ARC;
            s->via[2 * (size_t) c->up_depth[e] + 1] = ZHOL_NO_ARC;
        }
    }
}

/* A closed arc is ZHOL_INFINITE, all others are below ZI_TOO_LONG. */
ZI_INLINE void
take_arcs(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t stride)
{
    const zhol_cch *c = rows->cch;

    for (uint32_t i = c->first_arc[y]; i < c->first_arc[y + 1]; i++) {
        uint32_t *row = s->w + (size_t) c->arc_place[i] * stride;
        for (uint32_t l = 0; l < rows->n_metrics; l++) {
            const uint32_t w = rows->weight[l][c->arc[i]];
            if (w < row[l]) {
                row[l] = w;
                if (rows->via) {
                    s->via[c->arc_place[i]] = ZI_IS_ARC | c->arc[i];
                }
            }
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
            2 * stride * sizeof *s->w);
        if (rows->via) {
            memcpy(s->via + place, rows->via + 2 * (size_t) e, 2 * sizeof *s->via);
        }
    }
}

ZI_INLINE uint32_t
store_row(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t stride)
{
    const zhol_cch *c = rows->cch;
    uint32_t most[2 * ZI_MAX_STRIDE] = { 0 };

    for (uint32_t e = c->first_up[y]; e < c->first_up[y + 1]; e++) {
        const size_t place = 2 * (size_t) c->up_depth[e];
        uint32_t *restrict w = rows->w + 2 * (size_t) e * stride;
        const uint32_t *restrict row = s->w + place * stride;
        for (uint32_t l = 0; l < 2 * stride; l++) {
            const uint32_t x = row[l] == ZI_FAR ? 0 : row[l];
            w[l] = row[l];
            most[l] = most[l] > x ? most[l] : x;
        }
        if (rows->via) {
            memcpy(rows->via + 2 * (size_t) e, s->via + place, 2 * sizeof *s->via);
        }
    }
    for (uint32_t l = 1; l < 2 * stride; l++) {
        most[0] = most[0] > most[l] ? most[0] : most[l];
    }
    return most[0];
}

ZI_INLINE uint32_t
pull_row(const zi_rows *rows, const zi_row_scratch *s, uint32_t y, uint32_t parts,
    uint32_t stride)
{
    const zhol_cch *c = rows->cch;
    const uint32_t begin = parts & ZI_FROM_TASKS ? c->first_down[y] : c->top_down[y];
    const uint32_t end = parts & ZI_FROM_TOP ? c->first_down[y + 1] : c->top_down[y];

    if (parts & ZI_FROM_ARCS) {
        clear_row(rows, s, y, stride);
        take_arcs(rows, s, y, stride);
    } else {
        load_row(rows, s, y, stride);
    }
    for (uint32_t i = begin; i < end; i++) {
        if (stride == 1 && rows->via) {
            pull_detours_via(rows, s, c->down_edge[i], c->down_end[i]);
        } else {
            pull_detours(rows, s->w, c->down_edge[i], c->down_end[i], stride);
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

/* Of lower node x with edge e to y: x to z by way of y, and x to y by way of each z that
 * is above y; in both directions. `w` are the weights of customization, which hold all
 * detours below; `far` the shortest distances from y. */
static void
push_detours(
    const zi_rows *rows, const uint32_t *far, uint32_t e, uint32_t end, uint32_t *perfect)
{
    const uint32_t *w = rows->w, *depth = rows->cch->up_depth;
    const uint32_t up = w[2 * (size_t) e], down = w[2 * (size_t) e + 1];
    uint32_t best_up = perfect[2 * (size_t) e], best_down = perfect[2 * (size_t) e + 1];

    for (uint32_t i = e + 1; i < end; i++) {
        const uint32_t *to = far + 2 * (size_t) depth[i];
        uint32_t *p = perfect + 2 * (size_t) i;
        const uint32_t x = up + to[0], y = to[1] + down;
        const uint32_t a = w[2 * (size_t) i] + to[1], b = to[0] + w[2 * (size_t) i + 1];
        p[0] = x < p[0] ? x : p[0];
        p[1] = y < p[1] ? y : p[1];
        best_up = a < best_up ? a : best_up;
        best_down = b < best_down ? b : best_down;
    }
    perfect[2 * (size_t) e] = best_up;
    perfect[2 * (size_t) e + 1] = best_down;
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

/* One position: the node's own start, or by way of an ancestor. */
ZI_INLINE void
fall_to(const zi_fall *f, uint32_t i, uint32_t row, uint32_t stride, bool is_batch)
{
    const uint32_t at = f->is_by_node ? f->n_nodes - 1 - i : i;
    const uint32_t *begin = f->start + (size_t) f->slot[i] * stride;
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
    if (row != ZHOL_NO_NODE) {
        memcpy(f->out + (size_t) row * stride, best, stride * sizeof *best);
    }
}

ZI_INLINE void
fall_lanes(const zi_fall *f, uint32_t begin, uint32_t end, uint32_t stride, bool is_batch)
{
    for (uint32_t i = begin; i < end; i++) {
        fall_to(f, i, f->is_by_node ? i - begin : f->row[i], stride, is_batch);
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
    default:
        if (f->is_batch) {
            fall_lanes(f, begin, end, ZI_MAX_STRIDE, true);
        } else {
            fall_lanes(f, begin, end, ZI_MAX_STRIDE, false);
        }
    }
}

const zi_kernel ZI_KERNEL = { ZI_LANES, pull, push, climb, fall };
