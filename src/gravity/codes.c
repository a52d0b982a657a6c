/* SPDX-License-Identifier: Apache-2.0 */
/* Columns become codes one by one, then pairs of codes become codes: a table over all
 * pairs if it is not much larger than the rows, else hashing (linear probing), after
 * which only the distinct keys are sorted (by bytes, least significant first). */
#include "gravity/codes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

typedef struct single {
    zi_distinct distinct;
    uint32_t *code;
} single;

struct zi_coder {
    const uint32_t *rows;
    uint32_t n_rows, n_singles;
    single *singles;
    size_t capacity;
};

enum { TABLE_MIN = 1 << 16, TABLE_PER_ROW = 8, HASH_MIN = 1 << 10 };

/* A table of so many cells is worth it. */
static bool
fits_table(uint64_t n_cells, uint32_t n_rows)
{
    return n_cells <= (uint64_t) TABLE_PER_ROW * n_rows + TABLE_MIN;
}

static zhol_status
out_of_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "out of memory for the levels of an effect");
}

/* Keys below n_cells: which occur, in order. key[r] becomes its code; *distinct lists
 * them. */
static zhol_status
number_by_table(uint32_t *key, uint32_t n_rows, uint32_t n_cells, uint64_t **distinct,
    uint32_t *n_distinct)
{
    uint32_t *cell = ZI_NEW(uint32_t, n_cells), n = 0;

    if (!cell) {
        return ZHOL_LIMIT;
    }
    for (uint32_t r = 0; r < n_rows; r++) {
        cell[key[r]] = 1;
    }
    for (uint32_t k = 0; k < n_cells; k++) {
        n += cell[k];
    }
    *distinct = ZI_NEW(uint64_t, n);
    if (!*distinct) {
        zi_free(cell);
        return ZHOL_LIMIT;
    }
    *n_distinct = n;
    n = 0;
    for (uint32_t k = 0; k < n_cells; k++) {
        if (cell[k]) {
            (*distinct)[n] = k;
            cell[k] = n++;
        }
    }
    for (uint32_t r = 0; r < n_rows; r++) {
        key[r] = cell[key[r]];
    }
    zi_free(cell);
    return ZHOL_OK;
}

/* Hashing */

typedef struct key_set {
    uint64_t *key;  /* in order of appearance */
    uint32_t *slot; /* 1 + number of the key, or 0 */
    size_t capacity;
    uint32_t n, shift; /* 2^(64 - shift) slots */
} key_set;

static uint64_t
slot_of(const key_set *set, uint64_t key)
{
    key ^= key >> 32; /* keys that differ in high bits only (doubles) spread too */
    return (key * UINT64_C(0x9E3779B97F4A7C15)) >> set->shift;
}

static bool
rebuild(key_set *set, uint32_t shift)
{
    const uint64_t mask = (UINT64_C(1) << (64 - shift)) - 1;
    uint32_t *slot = ZI_NEW(uint32_t, mask + 1);

    if (!slot) {
        return false;
    }
    zi_free(set->slot);
    set->slot = slot;
    set->shift = shift;
    for (uint32_t i = 0; i < set->n; i++) {
        uint64_t s = slot_of(set, set->key[i]);
        while (slot[s]) {
            s = (s + 1) & mask;
        }
        slot[s] = i + 1;
    }
    return true;
}

/* The number of a key; UINT32_MAX if memory is out. */
static uint32_t
number_of(key_set *set, uint64_t key)
{
    const uint64_t mask = (UINT64_C(1) << (64 - set->shift)) - 1;
    uint64_t s = slot_of(set, key);
    uint64_t *more;

    while (set->slot[s]) {
        if (set->key[set->slot[s] - 1] == key) {
            return set->slot[s] - 1;
        }
        s = (s + 1) & mask;
    }
    more = zi_grow(set->key, &set->capacity, (size_t) set->n + 1, sizeof *more);
    if (!more) {
        return UINT32_MAX;
    }
    set->key = more;
    set->key[set->n] = key;
    set->slot[s] = ++set->n;
    if (2 * (uint64_t) set->n > mask && !rebuild(set, set->shift - 1)) {
        return UINT32_MAX;
    }
    return set->n - 1;
}

typedef struct keyed {
    uint64_t key;
    uint32_t id;
} keyed;

/* By bytes from the least significant; bytes in which all agree are passed over. */
static void
sort_keys(keyed **items, keyed **spare, uint32_t n)
{
    for (uint32_t shift = 0; shift < 64; shift += 8) {
        uint32_t first[257] = { 0 };
        keyed *swap;

        for (uint32_t i = 0; i < n; i++) {
            first[(((*items)[i].key >> shift) & 0xFFU) + 1]++;
        }
        if (first[(((*items)[0].key >> shift) & 0xFFU) + 1] == n) {
            continue;
        }
        for (uint32_t b = 0; b < 256; b++) {
            first[b + 1] += first[b];
        }
        for (uint32_t i = 0; i < n; i++) {
            (*spare)[first[((*items)[i].key >> shift) & 0xFFU]++] = (*items)[i];
        }
        swap = *items;
        *items = *spare;
        *spare = swap;
    }
}

/* Sorts the keys of the set; rank[id] is the place of each. */
static bool
rank_keys(key_set *set, uint32_t *rank)
{
    keyed *items = ZI_NEW(keyed, set->n), *spare = ZI_NEW(keyed, set->n);
    const bool is_there = items && spare;

    if (is_there) {
        for (uint32_t i = 0; i < set->n; i++) {
            items[i] = (keyed){ set->key[i], i };
        }
        sort_keys(&items, &spare, set->n);
        for (uint32_t i = 0; i < set->n; i++) {
            set->key[i] = items[i].key;
            rank[items[i].id] = i;
        }
    }
    zi_free(items);
    zi_free(spare);
    return is_there;
}

/* Any keys: code[r] becomes the rank of key[r] among the distinct ones. */
static zhol_status
number_by_hash(const uint64_t *key, uint32_t n_rows, uint32_t *code, uint64_t **distinct,
    uint32_t *n_distinct)
{
    key_set set = { 0 };
    uint32_t *rank = NULL;
    bool is_there = rebuild(&set, 54); /* HASH_MIN slots */

    for (uint32_t r = 0; r < n_rows && is_there; r++) {
        code[r] = number_of(&set, key[r]);
        is_there = code[r] != UINT32_MAX;
    }
    rank = is_there ? ZI_NEW(uint32_t, set.n) : NULL;
    is_there = rank && rank_keys(&set, rank);
    if (is_there) {
        for (uint32_t r = 0; r < n_rows; r++) {
            code[r] = rank[code[r]];
        }
        *distinct = set.key;
        *n_distinct = set.n;
        set.key = NULL;
    }
    zi_free(rank);
    zi_free(set.key);
    zi_free(set.slot);
    return is_there ? ZHOL_OK : ZHOL_LIMIT;
}

/* Single columns */

static uint32_t
row_at(const zi_coder *coder, uint32_t r)
{
    return coder->rows ? coder->rows[r] : r;
}

/* Whole numbers within a range that a table can have: keys are above the least. */
static bool
whole_keys(const zi_coder *coder, const double *value, uint32_t *key, double *least,
    uint32_t *n_cells)
{
    double low = 2147483647, high = -2147483647;
    bool is_whole = true;

    for (uint32_t r = 0; r < coder->n_rows; r++) {
        const double x = value[row_at(coder, r)];
        low = x < low ? x : low;
        high = x > high ? x : high;
    }
    if (!(low > -2147483647 && high < 2147483647)
        || !fits_table((uint64_t) (high - low) + 2, coder->n_rows)) {
        return false;
    }
    for (uint32_t r = 0; r < coder->n_rows; r++) {
        const double x = value[row_at(coder, r)];
        key[r] = (uint32_t) (x - low);
        is_whole &= (double) (int32_t) x == x;
    }
    *least = low;
    *n_cells = (uint32_t) (high - low) + 1;
    return is_whole;
}

/* Bits of a double that sort as the number does (both zeros are one). */
static uint64_t
sorted_bits(double x)
{
    uint64_t bits;

    x += 0.0;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double
of_sorted_bits(uint64_t bits)
{
    double x;

    bits = bits >> 63 ? bits & ~(UINT64_C(1) << 63) : ~bits;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static zhol_status
code_numbers(const zi_coder *coder, single *s)
{
    const double *value = s->distinct.column->value;
    uint64_t *distinct = NULL, *key = NULL;
    double least = 0;
    uint32_t n_cells = 0;
    const bool is_whole = whole_keys(coder, value, s->code, &least, &n_cells);
    zhol_status status = ZHOL_OK;

    if (is_whole) {
        status =
            number_by_table(s->code, coder->n_rows, n_cells, &distinct, &s->distinct.n);
    } else {
        key = ZI_NEW(uint64_t, coder->n_rows);
        for (uint32_t r = 0; key && r < coder->n_rows; r++) {
            key[r] = sorted_bits(value[row_at(coder, r)]);
        }
        status =
            key ? number_by_hash(key, coder->n_rows, s->code, &distinct, &s->distinct.n)
                : ZHOL_LIMIT;
    }
    if (status == ZHOL_OK) {
        s->distinct.value = ZI_NEW(double, s->distinct.n);
        status = s->distinct.value ? ZHOL_OK : ZHOL_LIMIT;
    }
    for (uint32_t i = 0; status == ZHOL_OK && i < s->distinct.n; i++) {
        s->distinct.value[i] =
            is_whole ? least + (double) distinct[i] : of_sorted_bits(distinct[i]);
    }
    zi_free(key);
    zi_free(distinct);
    return status;
}

typedef struct spelled {
    const char *word;
    uint32_t code;
} spelled;

static int
by_bytes(const void *a, const void *b)
{
    const spelled *x = a, *y = b;
    const int order = strcmp(x->word, y->word);
    return order ? order : (x->code > y->code) - (x->code < y->code);
}

/* Words are few: those that occur are sorted, then rows take their places. */
static zhol_status
code_texts(const zi_coder *coder, single *s)
{
    const zi_column *c = s->distinct.column;
    uint32_t *place = ZI_NEW(uint32_t, c->n_words);
    spelled *words = ZI_NEW(spelled, c->n_words);
    uint32_t n = 0, n_distinct = 0;
    zhol_status status = ZHOL_LIMIT;

    if (!place || !words) {
        goto out;
    }
    for (uint32_t r = 0; r < coder->n_rows; r++) {
        s->code[r] = c->code[row_at(coder, r)];
        place[s->code[r]] = 1;
    }
    for (uint32_t w = 0; w < c->n_words; w++) {
        if (place[w]) {
            words[n++] = (spelled){ c->word[w], w };
        }
    }
    qsort(words, n, sizeof *words, by_bytes);
    s->distinct.word = ZI_NEW(const char *, n);
    if (!s->distinct.word) {
        goto out;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(words[i].word, words[i - 1].word) != 0) {
            s->distinct.word[n_distinct++] = words[i].word;
        }
        place[words[i].code] = n_distinct - 1;
    }
    s->distinct.n = n_distinct;
    for (uint32_t r = 0; r < coder->n_rows; r++) {
        s->code[r] = place[s->code[r]];
    }
    status = ZHOL_OK;
out:
    zi_free(words);
    zi_free(place);
    return status;
}

static void
free_single(single *s)
{
    zi_free(s->code);
    zi_free(s->distinct.value);
    zi_free((void *) s->distinct.word);
}

static zhol_status
find_single(zi_coder *coder, const zi_column *column, uint32_t *out, zhol_error *err)
{
    single s = { .distinct = { .column = column } };
    single *more;
    zhol_status status;

    for (*out = 0; *out < coder->n_singles; ++*out) {
        if (coder->singles[*out].distinct.column == column) {
            return ZHOL_OK;
        }
    }
    more = zi_grow(
        coder->singles, &coder->capacity, (size_t) coder->n_singles + 1, sizeof *more);
    s.code = ZI_NEW(uint32_t, coder->n_rows);
    coder->singles = more ? more : coder->singles;
    status = !more || !s.code  ? ZHOL_LIMIT
             : column->is_text ? code_texts(coder, &s)
                               : code_numbers(coder, &s);
    if (status != ZHOL_OK) {
        free_single(&s);
        return out_of_memory(err);
    }
    coder->singles[coder->n_singles++] = s;
    return ZHOL_OK;
}

/* Pairs */

/* Codes so far, and one more column: its part stands at place `at` of each level. */
static zhol_status
combine(const zi_coder *coder, zi_level_codes *codes, const single *s, uint32_t at)
{
    const uint32_t n_rows = coder->n_rows, width = codes->n_columns;
    const uint64_t n_last = s->distinct.n, n_cells = codes->n_levels * n_last;
    uint64_t *distinct = NULL, *key = NULL;
    uint32_t *part, n = 0;
    zhol_status status;

    if (fits_table(n_cells, n_rows)) {
        for (uint32_t r = 0; r < n_rows; r++) {
            codes->code[r] = codes->code[r] * (uint32_t) n_last + s->code[r];
        }
        status = number_by_table(codes->code, n_rows, (uint32_t) n_cells, &distinct, &n);
    } else {
        key = ZI_NEW(uint64_t, n_rows);
        for (uint32_t r = 0; key && r < n_rows; r++) {
            key[r] = codes->code[r] * n_last + s->code[r];
        }
        status =
            key ? number_by_hash(key, n_rows, codes->code, &distinct, &n) : ZHOL_LIMIT;
    }
    part = status == ZHOL_OK ? ZI_NEW(uint32_t, (size_t) n * width) : NULL;
    if (!part) {
        zi_free(key);
        zi_free(distinct);
        return ZHOL_LIMIT;
    }
    for (uint32_t l = 0; l < n; l++) {
        const uint64_t earlier = distinct[l] / n_last;
        memcpy(
            part + (size_t) l * width, codes->part + earlier * width, at * sizeof *part);
        part[(size_t) l * width + at] = (uint32_t) (distinct[l] % n_last);
    }
    zi_free(codes->part);
    codes->part = part;
    codes->n_levels = n;
    zi_free(key);
    zi_free(distinct);
    return ZHOL_OK;
}

static zhol_status
begin_codes(const zi_coder *coder, const single *s, uint32_t width, zi_level_codes *out)
{
    memset(out, 0, sizeof *out);
    out->n_columns = width;
    out->n_levels = s->distinct.n;
    out->code = ZI_NEW(uint32_t, coder->n_rows);
    out->part = ZI_NEW(uint32_t, (size_t) out->n_levels * width);
    if (!out->code || !out->part) {
        return ZHOL_LIMIT;
    }
    memcpy(out->code, s->code, coder->n_rows * sizeof *out->code);
    for (uint32_t l = 0; l < out->n_levels; l++) {
        out->part[(size_t) l * width] = l;
    }
    return ZHOL_OK;
}

zhol_status
zi_coder_codes(zi_coder *coder, const zi_column *const *columns, uint32_t n_columns,
    zi_level_codes *out, zhol_error *err)
{
    uint32_t at = 0;
    zhol_status status;

    assert(n_columns > 0 && coder->n_rows > 0);
    memset(out, 0, sizeof *out);
    for (uint32_t i = 0; i < n_columns; i++) { /* all, before pointers are taken */
        status = find_single(coder, columns[i], &at, err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    for (uint32_t i = 0; i < n_columns; i++) {
        status = find_single(coder, columns[i], &at, err);
        if (status == ZHOL_OK) {
            status = i == 0 ? begin_codes(coder, &coder->singles[at], n_columns, out)
                            : combine(coder, out, &coder->singles[at], i);
        }
        if (status != ZHOL_OK) {
            zi_level_codes_free(out);
            return out_of_memory(err);
        }
    }
    return ZHOL_OK;
}

void
zi_level_codes_free(zi_level_codes *codes)
{
    zi_free(codes->code);
    zi_free(codes->part);
    memset(codes, 0, sizeof *codes);
}

const zi_distinct *
zi_coder_distinct(const zi_coder *coder, const zi_column *column)
{
    for (uint32_t i = 0; i < coder->n_singles; i++) {
        if (coder->singles[i].distinct.column == column) {
            return &coder->singles[i].distinct;
        }
    }
    return NULL;
}

zhol_status
zi_coder_new(const uint32_t *rows, uint32_t n_rows, zi_coder **out, zhol_error *err)
{
    *out = ZI_NEW(zi_coder, 1);
    if (!*out) {
        return out_of_memory(err);
    }
    (*out)->rows = rows;
    (*out)->n_rows = n_rows;
    return ZHOL_OK;
}

void
zi_coder_free(zi_coder *coder)
{
    if (!coder) {
        return;
    }
    for (uint32_t i = 0; i < coder->n_singles; i++) {
        free_single(&coder->singles[i]);
    }
    zi_free(coder->singles);
    zi_free(coder);
}
