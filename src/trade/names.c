/* SPDX-License-Identifier: Apache-2.0 */
#include "trade/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"

static char
lower(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return "abcdefghijklmnopqrstuvwxyz"[c - 'A'];
    }
    return c;
}

int
zi_names_compare(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    const unsigned char x = (unsigned char) lower(*a), y = (unsigned char) lower(*b);
    return (x > y) - (x < y);
}

static uint64_t
hash_of(const char *id)
{
    char text[ZI_NAME_MAX_BYTES];
    size_t n = 0;

    for (; n < sizeof text && id[n]; n++) {
        text[n] = lower(id[n]);
    }
    return zi_hash(text, n, 0);
}

/* The slot of an id, or the free one where it would go. */
static uint32_t
slot_of(const zi_names *names, const char *id)
{
    uint32_t at = (uint32_t) hash_of(id) & (names->n_slots - 1);

    while (names->slot[at] != 0
           && zi_names_compare(names->of[names->slot[at] - 1], id) != 0) {
        at = (at + 1) & (names->n_slots - 1);
    }
    return at;
}

bool
zi_names_find(const zi_names *names, const char *id, uint32_t *out)
{
    const uint32_t number = names->n_slots > 0 ? names->slot[slot_of(names, id)] : 0;

    *out = number > 0 ? number - 1 : 0;
    return number > 0;
}

/* Keeps at least half of the slots free. */
static bool
make_slots(zi_names *names)
{
    const uint32_t n_slots = names->n_slots > 0 ? 2 * names->n_slots : 64;
    uint32_t *slot = ZI_NEW(uint32_t, n_slots);

    if (!slot) {
        return false;
    }
    zi_free(names->slot);
    names->slot = slot;
    names->n_slots = n_slots;
    for (uint32_t i = 0; i < names->n; i++) {
        slot[slot_of(names, names->of[i])] = i + 1;
    }
    return true;
}

static bool
append(zi_names *names, const char *id)
{
    const size_t n = strlen(id) + 1;
    char **more =
        zi_grow(names->of, &names->capacity, (size_t) names->n + 1, sizeof *more);
    char *copy = more ? ZI_NEW(char, n) : NULL;

    names->of = more ? more : names->of;
    if (!copy) {
        return false;
    }
    memcpy(copy, id, n);
    names->of[names->n++] = copy;
    return true;
}

zhol_status
zi_names_add(zi_names *names, const char *id, uint32_t *out, zhol_error *err)
{
    if (zi_names_find(names, id, out)) {
        if (strcmp(id, names->of[*out]) < 0) {
            memcpy(names->of[*out], id, strlen(id));
        }
        return ZHOL_OK;
    }
    if ((2 * (names->n + 1) > names->n_slots && !make_slots(names))
        || !append(names, id)) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u ids", names->n + 1);
    }
    names->slot[slot_of(names, id)] = names->n;
    *out = names->n - 1;
    return ZHOL_OK;
}

typedef struct numbered {
    char *id;
    uint32_t number;
} numbered;

static int
by_id(const void *a, const void *b)
{
    return zi_names_compare(((const numbered *) a)->id, ((const numbered *) b)->id);
}

zhol_status
zi_names_sort(zi_names *names, uint32_t **new_of, zhol_error *err)
{
    numbered *sorted = ZI_NEW(numbered, (size_t) names->n + 1);

    *new_of = ZI_NEW(uint32_t, (size_t) names->n + 1);
    if (!sorted || !*new_of) {
        zi_free(sorted);
        zi_free(*new_of);
        *new_of = NULL;
        return zi_fail(err, ZHOL_LIMIT, "no memory to sort %u ids", names->n);
    }
    for (uint32_t i = 0; i < names->n; i++) {
        sorted[i] = (numbered){ names->of[i], i };
    }
    qsort(sorted, names->n, sizeof *sorted, by_id); /* no two are equal */
    for (uint32_t i = 0; i < names->n; i++) {
        names->of[i] = sorted[i].id;
        (*new_of)[sorted[i].number] = i;
    }
    zi_free(sorted);
    zi_free(names->slot);
    names->slot = NULL;
    names->n_slots = 0;
    return ZHOL_OK;
}

/* Lower case, cut to fit. */
static void
fold_into(char out[ZI_NAME_MAX_BYTES + 1], const char *id)
{
    size_t n = 0;

    for (; n < ZI_NAME_MAX_BYTES && id[n]; n++) {
        out[n] = lower(id[n]);
    }
    out[n] = '\0';
}

zhol_status
zi_names_unknown(
    char *const *of, uint32_t n, const char *what, const char *id, zhol_error *err)
{
    char wanted[ZI_NAME_MAX_BYTES + 1], candidate[ZI_NAME_MAX_BYTES + 1];
    const char *best = NULL;
    uint32_t edits;

    fold_into(wanted, id);
    edits = (uint32_t) (strlen(wanted) + 3) / 4; /* as zi_nearest_to() */
    for (uint32_t i = 0; i < n && !(best && edits == 0); i++) {
        const uint32_t max = best ? edits - 1 : edits;
        fold_into(candidate, of[i]);
        const uint32_t found = zi_edit_distance(wanted, candidate, max);
        if (found <= max) {
            best = of[i];
            edits = found;
        }
    }
    return best
               ? zi_fail(err, ZHOL_USAGE,
                   "there is no %s '%.60s' in the file (did you mean '%.100s'?)", what,
                   id, best)
               : zi_fail(err, ZHOL_USAGE, "there is no %s '%.60s' in the file", what, id);
}

void
zi_names_free(zi_names *names)
{
    for (uint32_t i = 0; i < names->n; i++) {
        zi_free(names->of[i]);
    }
    zi_free(names->of);
    zi_free(names->slot);
    *names = (zi_names){ 0 };
}
