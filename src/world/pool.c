/* SPDX-License-Identifier: Apache-2.0 */
#include "world/pool.h"

#include <assert.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/mem.h"

void
zi_pool_free(zi_pool *p)
{
    zi_free(p->data);
    zi_free(p->start);
    zi_free(p->slot);
    memset(p, 0, sizeof *p);
}

const char *
zi_pool_text(const zi_pool *p, uint32_t number)
{
    assert(number <= p->n_texts);
    return number == 0 ? "" : p->data + p->start[number];
}

/* The slot where this text is, or where it would go. At least half the slots are empty.
 */
static size_t
slot_of(const zi_pool *p, const char *text, size_t n)
{
    size_t i = (size_t) zi_hash(text, n, 0) & (p->n_slots - 1);

    while (p->slot[i] != 0) {
        const char *other = p->data + p->start[p->slot[i]];
        if (strlen(other) == n && memcmp(other, text, n) == 0) {
            break;
        }
        i = (i + 1) & (p->n_slots - 1);
    }
    return i;
}

static bool
grow_slots(zi_pool *p)
{
    const size_t n_slots = p->n_slots ? p->n_slots * 2 : 64;
    uint32_t *slot = ZI_NEW(uint32_t, n_slots);

    if (!slot) {
        return false;
    }
    zi_free(p->slot);
    p->slot = slot;
    p->n_slots = n_slots;
    for (uint32_t i = 1; i <= p->n_texts; i++) {
        const char *text = zi_pool_text(p, i);
        slot[slot_of(p, text, strlen(text))] = i;
    }
    return true;
}

static bool
reserve(zi_pool *p, size_t n)
{
    char *data = zi_grow(p->data, &p->capacity, p->n + n + 1, 1);

    if (!data) {
        return false;
    }
    p->data = data;
    const size_t wanted = (size_t) p->n_texts + 2; /* number 0 is not used */
    size_t *start = zi_grow(p->start, &p->start_capacity, wanted, sizeof *start);
    if (!start) {
        return false;
    }
    p->start = start;
    return ((size_t) p->n_texts + 1) * 2 <= p->n_slots || grow_slots(p);
}

zhol_status
zi_pool_add(zi_pool *p, const char *text, size_t n, uint32_t *out, zhol_error *err)
{
    *out = 0;
    if (n == 0) {
        return ZHOL_OK;
    }
    if (p->n + n + 1 > UINT32_MAX) {
        return zi_fail(err, ZHOL_LIMIT, "the texts of a world may have 4 GiB together");
    }
    if (!reserve(p, n)) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    const size_t slot = slot_of(p, text, n);
    if (p->slot[slot] == 0) {
        p->n_texts++;
        p->start[p->n_texts] = p->n;
        memcpy(p->data + p->n, text, n);
        p->data[p->n + n] = '\0';
        p->n += n + 1;
        p->slot[slot] = p->n_texts;
    }
    *out = p->slot[slot];
    return ZHOL_OK;
}
