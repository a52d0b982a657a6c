/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/front.h"

#include "base/mem.h"

static bool
is_at_most(const uint64_t *a, const uint64_t *b)
{
    return a[0] <= b[0] && a[1] <= b[1] && a[2] <= b[2];
}

/* Whether the block may hold a member that is <= the limit. */
static inline bool
may_hold(const zi_front_block *b, int32_t x, int32_t y, int32_t z)
{
    int32_t any = 0;

    for (int i = 0; i < ZI_BLOCK; i++) {
        any |= (b->low[0][i] <= x) & (b->low[1][i] <= y) & (b->low[2][i] <= z);
    }
    return any;
}

uint32_t
zi_front_find(const zi_front *f, const uint64_t limit[ZI_FRONT_DIMS])
{
    const int32_t x = zi_low(limit[0]), y = zi_low(limit[1]), z = zi_low(limit[2]);

    for (uint32_t begin = 0; begin < f->n; begin += ZI_BLOCK) {
        const zi_front_block *b = &f->block[begin / ZI_BLOCK];
        const bool looks = may_hold(b, x, y, z);
        for (uint32_t i = 0; looks && i < ZI_BLOCK && begin + i < f->n; i++) {
            if (is_at_most(b->value[i], limit)) {
                return b->tag[i];
            }
        }
    }
    return ZI_FRONT_NONE;
}

bool
zi_front_has(const zi_front *f, const uint64_t limit[ZI_FRONT_DIMS])
{
    const int32_t x = zi_low(limit[0]), y = zi_low(limit[1]), z = zi_low(limit[2]);

    if (x == INT32_MAX || y == INT32_MAX || z == INT32_MAX) {
        return zi_front_find(f, limit) != ZI_FRONT_NONE;
    }
    for (uint32_t begin = 0; begin < f->n; begin += ZI_BLOCK) {
        if (may_hold(&f->block[begin / ZI_BLOCK], x, y, z)) {
            return true; /* nothing was cut: no need to look */
        }
    }
    return false;
}

static void
put(zi_front_block *b, uint32_t i, const uint64_t *value, uint32_t tag)
{
    for (int d = 0; d < ZI_FRONT_DIMS; d++) {
        b->low[d][i] = zi_low(value[d]);
        b->value[i][d] = value[d];
    }
    b->tag[i] = tag;
}

/* The last member takes the place of member i. */
static void
drop(zi_front *f, uint32_t i)
{
    zi_front_block *last = &f->block[(f->n - 1) / ZI_BLOCK];
    const uint32_t j = (f->n - 1) % ZI_BLOCK;

    put(&f->block[i / ZI_BLOCK], i % ZI_BLOCK, last->value[j], last->tag[j]);
    for (int d = 0; d < ZI_FRONT_DIMS; d++) {
        last->low[d][j] = INT32_MAX;
    }
    f->n--;
}

static void
drop_worse(zi_front *f, const uint64_t *value)
{
    const int32_t x = zi_low(value[0]), y = zi_low(value[1]), z = zi_low(value[2]);

    for (uint32_t begin = 0; begin < f->n; begin += ZI_BLOCK) {
        const zi_front_block *b = &f->block[begin / ZI_BLOCK];
        int32_t any = 0;
        for (int i = 0; i < ZI_BLOCK; i++) {
            any |= (b->low[0][i] >= x) & (b->low[1][i] >= y) & (b->low[2][i] >= z);
        }
        for (uint32_t i = 0; any && i < ZI_BLOCK && begin + i < f->n;) {
            if (is_at_most(value, b->value[i])) {
                drop(f, begin + i); /* another stands there now: look again */
            } else {
                i++;
            }
        }
    }
}

bool
zi_front_add(zi_front *f, const uint64_t value[ZI_FRONT_DIMS], uint32_t tag)
{
    drop_worse(f, value);
    const uint32_t i = f->n % ZI_BLOCK;
    const size_t n_blocks = f->n / ZI_BLOCK + (size_t) 1;
    if (n_blocks > f->capacity) {
        zi_front_block *blocks =
            zi_realloc(f->block, n_blocks + n_blocks / 2, sizeof *blocks);
        if (!blocks) {
            return false;
        }
        f->block = blocks;
        f->capacity = n_blocks + n_blocks / 2;
    }
    zi_front_block *b = &f->block[f->n / ZI_BLOCK];
    for (uint32_t j = i; i == 0 && j < ZI_BLOCK; j++) { /* a new block */
        for (int d = 0; d < ZI_FRONT_DIMS; d++) {
            b->low[d][j] = INT32_MAX;
        }
    }
    put(b, i, value, tag);
    f->n++;
    return true;
}

void
zi_front_free(zi_front *f)
{
    zi_free(f->block);
    *f = (zi_front){ 0 };
}
