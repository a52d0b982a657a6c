/* SPDX-License-Identifier: Apache-2.0 */
/* Costs of known ways, and which ways may still be worth finding. */
#include "graph/bi.h"

#include "base/mem.h"

#include <string.h>

static const uint64_t MOST_PER_UNIT = UINT64_C(0xffff);

zi_mix
zi_mix_between(zi_pair a, zi_pair b, zi_pair most)
{
    zi_mix m = { .per_x = a.y - b.y, .per_y = b.x - a.x };

    while (m.per_x > MOST_PER_UNIT || m.per_y > MOST_PER_UNIT) {
        m.per_x >>= 1;
        m.per_y >>= 1;
    }
    while ((m.per_x * most.x + m.per_y * most.y) >> m.shift > ZI_BI_MAX) {
        m.shift++;
    }
    return m;
}

/* The first step with x > cost.x. */
static uint32_t
step_after(const zi_stair *s, uint32_t x)
{
    uint32_t low = 0, high = s->n;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (s->cost[middle].x <= x) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool
zi_stair_add(zi_stair *s, zi_pair cost)
{
    uint32_t begin = step_after(s, cost.x), end = begin;

    if (begin > 0 && s->cost[begin - 1].y <= cost.y) {
        return true; /* as good a way is known */
    }
    if (begin > 0 && s->cost[begin - 1].x == cost.x) {
        begin--;
    }
    while (end < s->n && s->cost[end].y >= cost.y) {
        end++;
    }
    zi_pair *costs = zi_grow(s->cost, &s->capacity, (size_t) s->n + 1, sizeof *costs);
    if (!costs) {
        return false;
    }
    s->cost = costs;
    memmove(&costs[begin + 1], &costs[end], (s->n - end) * sizeof *costs);
    costs[begin] = cost;
    s->n = s->n - (end - begin) + 1;
    return true;
}

/* The corner of the steps i .. i + n: what lies between them is below it and left of it.
 * With n = 0 a step is its own corner. */
static zi_pair
corner_of(const zi_stair *s, uint32_t i, uint32_t n)
{
    return (zi_pair){ s->cost[i + n].x, s->cost[i].y };
}

static uint32_t
shift_to_fit(uint32_t most, uint32_t n)
{
    uint32_t shift = 0;

    while (most >> shift >= n) {
        shift++;
    }
    return shift;
}

static void
put_corner(zi_corners *c, zi_pair corner, const zi_mix *mix)
{
    zi_corner_block *block = &c->block[c->n / 4];
    const uint32_t i = c->n % 4;

    block->x[i] = (int32_t) corner.x;
    block->y[i] = (int32_t) corner.y;
    for (uint32_t k = 0; k < c->n_mixes; k++) {
        const uint32_t z = zi_mix_of(&mix[k], corner);
        block->mix[k][i] = (int32_t) z;
        c->most_mix[k] = z > c->most_mix[k] ? z : c->most_mix[k];
    }
    c->n++;
}

static void
find_blocks(zi_corners *c)
{
    uint32_t first = 0, last = c->n - 1;

    c->shift_x = shift_to_fit(c->most.x, ZI_BI_SLOTS);
    c->shift_y = shift_to_fit(c->most.y, ZI_BI_SLOTS);
    for (uint32_t i = 0; i < ZI_BI_SLOTS; i++) {
        const uint64_t x = (uint64_t) i << c->shift_x, y = (uint64_t) i << c->shift_y;
        while (first < c->n - 1 && (uint32_t) c->block[first / 4].x[first % 4] < x) {
            first++;
        }
        while (last > 0 && (uint32_t) c->block[last / 4].y[last % 4] < y) {
            last--;
        }
        c->first_block[i] = (uint8_t) (first / 4);
        c->last_block[i] = (uint8_t) (last / 4);
    }
}

void
zi_corners_make(zi_corners *c, const zi_stair *s, const zi_mix *mix, uint32_t n_mixes)
{
    const uint32_t n_gaps = s->n > 1 ? s->n - 1 : 1;
    const uint32_t n_steps = (n_gaps + ZI_BI_CORNERS - 1) / ZI_BI_CORNERS;

    memset(c, 0xff, sizeof *c); /* what is not used, -1, allows nothing */
    c->n = 0;
    c->n_mixes = n_mixes;
    c->most = (zi_pair){ s->cost[s->n - 1].x, s->cost[0].y };
    memset(c->most_mix, 0, sizeof c->most_mix);
    if (s->n == 1) {
        put_corner(c, s->cost[0], mix);
    }
    for (uint32_t i = 0; i + 1 < s->n; i += n_steps) {
        const uint32_t n = i + n_steps < s->n ? n_steps : s->n - 1 - i;
        put_corner(c, corner_of(s, i, n), mix);
    }
    find_blocks(c);
}

static inline zi_four
all_four(uint32_t x)
{
    const int32_t i = (int32_t) x;

    return (zi_four){ i, i, i, i };
}

static inline bool
is_any(zi_four x)
{
    return x[0] | x[1] | x[2] | x[3];
}

bool
zi_corners_allow(const zi_corners *c, zi_pair e, const uint32_t *mix)
{
    if (e.x > c->most.x || e.y > c->most.y) {
        return false;
    }
    const zi_corner_block *end = &c->block[c->last_block[e.y >> c->shift_y] + 1];
    const zi_corner_block *b = &c->block[c->first_block[e.x >> c->shift_x]];
    const zi_four x = all_four(e.x), y = all_four(e.y);
    for (; b < end; b++) {
        zi_four is_allowed = (b->x >= x) & (b->y >= y);
        for (uint32_t k = 0; k < c->n_mixes; k++) {
            is_allowed &= b->mix[k] >= all_four(mix[k]);
        }
        if (is_any(is_allowed)) {
            return true;
        }
    }
    return false;
}
