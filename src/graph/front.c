/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/front.h"

#include "base/mem.h"

uint32_t
zi_front_find(const zi_front *f, const uint64_t *limit)
{
    const uint64_t *v = f->value;

    switch (f->n_dims) {
    case 3:
        for (uint32_t i = 0; i < f->n; i++, v += 3) {
            if ((v[0] <= limit[0]) & (v[1] <= limit[1]) & (v[2] <= limit[2])) {
                return f->tag[i];
            }
        }
        return ZI_FRONT_NONE;
    case 2:
        for (uint32_t i = 0; i < f->n; i++, v += 2) {
            if ((v[0] <= limit[0]) & (v[1] <= limit[1])) {
                return f->tag[i];
            }
        }
        return ZI_FRONT_NONE;
    case 1:
        for (uint32_t i = 0; i < f->n; i++) {
            if (v[i] <= limit[0]) {
                return f->tag[i];
            }
        }
        return ZI_FRONT_NONE;
    default:
        return f->n > 0 ? f->tag[0] : ZI_FRONT_NONE;
    }
}

static bool
is_at_least(const uint64_t *a, const uint64_t *b, uint32_t n)
{
    bool result = true;

    for (uint32_t i = 0; i < n; i++) {
        result = result && a[i] >= b[i];
    }
    return result;
}

static void
copy(uint64_t *to, const uint64_t *from, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        to[i] = from[i];
    }
}

bool
zi_front_add(zi_front *f, const uint64_t *value, uint32_t tag)
{
    const uint32_t d = f->n_dims;
    uint32_t n = 0;

    for (uint32_t i = 0; i < f->n; i++) {
        if (!is_at_least(&f->value[(size_t) i * d], value, d)) {
            if (n < i) {
                copy(&f->value[(size_t) n * d], &f->value[(size_t) i * d], d);
                f->tag[n] = f->tag[i];
            }
            n++;
        }
    }
    f->n = n;
    uint64_t *values =
        zi_grow(f->value, &f->value_capacity, ((size_t) n + 1) * 3, sizeof *values);
    if (!values) {
        return false;
    }
    f->value = values;
    uint32_t *tags = zi_grow(f->tag, &f->tag_capacity, (size_t) n + 1, sizeof *tags);
    if (!tags) {
        return false;
    }
    f->tag = tags;
    copy(&f->value[(size_t) n * d], value, d);
    f->tag[n] = tag;
    f->n++;
    return true;
}

void
zi_front_free(zi_front *f)
{
    zi_free(f->value);
    zi_free(f->tag);
    *f = (zi_front){ .n_dims = f->n_dims };
}
