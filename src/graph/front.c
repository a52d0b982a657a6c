/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/front.h"

#include "base/mem.h"

#include <string.h>

typedef struct cut_vector {
    int32_t x, y, z, w;
} cut_vector;

static inline cut_vector
cut(const uint64_t *value)
{
    return (cut_vector){ zi_low(value[0]), zi_low(value[1]), zi_low(value[2]),
        zi_low(value[3]) };
}

static inline bool
is_exact(cut_vector c)
{
    return c.x < INT32_MAX && c.y < INT32_MAX && c.z < INT32_MAX && c.w < INT32_MAX;
}

/* Whether the block may hold a member that is <= the limit. No branch inside, a fixed
 * number of turns, comparisons that SSE2 has: so gcc and clang use vectors at -O2. */
static inline bool
may_hold(const zi_front_block *b, cut_vector limit)
{
    int32_t all_above = 1;

    for (int i = 0; i < ZI_BLOCK; i++) {
        all_above &= (b->low[0][i] > limit.x) | (b->low[1][i] > limit.y)
                     | (b->low[2][i] > limit.z) | (b->low[3][i] > limit.w);
    }
    return !all_above;
}

uint32_t
zi_front_find(const zi_front *f, const uint64_t limit[ZI_MAX_CRITERIA])
{
    const cut_vector low = cut(limit);

    for (uint32_t begin = 0; begin < f->n; begin += ZI_BLOCK) {
        const bool looks = may_hold(&f->block[begin / ZI_BLOCK], low);
        for (uint32_t i = begin; looks && i < begin + ZI_BLOCK && i < f->n; i++) {
            if (zi_is_at_most(f->member[i].value, limit)) {
                return f->member[i].tag;
            }
        }
    }
    return ZI_FRONT_NONE;
}

bool
zi_front_has(const zi_front *f, const uint64_t limit[ZI_MAX_CRITERIA])
{
    const cut_vector low = cut(limit);

    if (!is_exact(low)) {
        return zi_front_find(f, limit) != ZI_FRONT_NONE;
    }
    for (uint32_t begin = 0; begin < f->n; begin += ZI_BLOCK) {
        if (may_hold(&f->block[begin / ZI_BLOCK], low)) {
            return true;
        }
    }
    return false;
}

static void
put(zi_front *f, uint32_t i, const zi_front_member *member)
{
    for (int k = 0; k < ZI_MAX_CRITERIA; k++) {
        f->block[i / ZI_BLOCK].low[k][i % ZI_BLOCK] = zi_low(member->value[k]);
    }
    f->member[i] = *member;
}

static void
empty(zi_front *f, uint32_t i)
{
    for (int k = 0; k < ZI_MAX_CRITERIA; k++) {
        f->block[i / ZI_BLOCK].low[k][i % ZI_BLOCK] = INT32_MAX;
    }
}

/* Whether the block may hold a member that is >= the value. */
static inline bool
may_hold_worse(const zi_front_block *b, cut_vector value)
{
    int32_t all_below = 1;

    for (int i = 0; i < ZI_BLOCK; i++) {
        all_below &= (b->low[0][i] < value.x) | (b->low[1][i] < value.y)
                     | (b->low[2][i] < value.z) | (b->low[3][i] < value.w);
    }
    return !all_below;
}

static void
drop_worse(zi_front *f, const uint64_t *value)
{
    const cut_vector low = cut(value);

    for (uint32_t begin = 0; begin < f->n; begin += ZI_BLOCK) {
        const bool looks = may_hold_worse(&f->block[begin / ZI_BLOCK], low);
        for (uint32_t i = begin; looks && i < begin + ZI_BLOCK && i < f->n;) {
            if (zi_is_at_most(value, f->member[i].value)) {
                f->n--; /* the last takes its place: look there again */
                put(f, i, &f->member[f->n]);
                empty(f, f->n);
            } else {
                i++;
            }
        }
    }
}

static bool
make_room(zi_front *f)
{
    const size_t n_blocks = f->n / ZI_BLOCK + (size_t) 1;

    if (n_blocks > f->capacity) {
        const size_t capacity = n_blocks + n_blocks / 2;
        zi_front_block *blocks = zi_realloc(f->block, capacity, sizeof *blocks);
        f->block = blocks ? blocks : f->block;
        zi_front_member *members =
            zi_realloc(f->member, capacity * ZI_BLOCK, sizeof *members);
        f->member = members ? members : f->member;
        if (!blocks || !members) {
            return false;
        }
        f->capacity = capacity;
    }
    for (uint32_t i = f->n; f->n % ZI_BLOCK == 0 && i < f->n + ZI_BLOCK; i++) {
        empty(f, i); /* a block begins: nothing in it counts yet */
    }
    return true;
}

bool
zi_front_add(zi_front *f, const uint64_t value[ZI_MAX_CRITERIA], uint32_t tag)
{
    zi_front_member member = { .tag = tag };

    memcpy(member.value, value, sizeof member.value);
    drop_worse(f, value);
    if (!make_room(f)) {
        return false;
    }
    put(f, f->n, &member);
    f->n++;
    return true;
}

void
zi_front_free(zi_front *f)
{
    zi_free(f->block);
    zi_free(f->member);
    *f = (zi_front){ 0 };
}
