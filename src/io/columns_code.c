/* SPDX-License-Identifier: Apache-2.0 */
#include "io/columns_code.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

enum { FIRST_SLOTS = 256, SHORT_WORD = 8 };

/* Small, because with a million different words nearly all the time goes into waiting for
 * a slot: keys stand apart, and are looked at only if the hashes are the same. */
typedef struct slot {
    uint32_t hash;
    uint32_t code; /* code + 1; 0: the slot is free */
} slot;

struct zi_codes {
    slot *slots; /* open addressing; a power of two, at most half of it taken */
    size_t n_slots;
    char *block; /* the words one after the other, each with a NUL */
    size_t n_block, block_capacity;
    uint32_t *begin; /* of word i, in block; one more than there are words */
    uint64_t *key;   /* of word i */
    size_t begin_capacity, key_capacity;
    uint32_t n_words;
};

zi_codes *
zi_codes_new(void)
{
    zi_codes *codes = ZI_NEW(zi_codes, 1);

    if (codes) {
        codes->n_slots = FIRST_SLOTS;
        codes->slots = ZI_NEW(slot, FIRST_SLOTS);
        codes->begin = zi_grow(NULL, &codes->begin_capacity, 1, sizeof *codes->begin);
    }
    if (!codes || !codes->slots || !codes->begin) {
        zi_codes_free(codes);
        return NULL;
    }
    codes->begin[0] = 0;
    return codes;
}

/* Words of up to 8 bytes (codes of economies, years) are compared in one step, with their
 * lengths: the key is the word itself. Of longer words the key is a hash. */
static inline uint64_t
key_of(const char *word, size_t n)
{
    uint64_t key = 0;

    if (n > SHORT_WORD) {
        return zi_hash(word, n, 0);
    }
    if (n >= 4) { /* two halves, which may overlap */
        uint32_t first, last;
        memcpy(&first, word, 4);
        memcpy(&last, word + n - 4, 4);
        return (uint64_t) last << 32 | first;
    }
    for (size_t i = 0; i < n; i++) {
        key = key << 8 | (unsigned char) word[i];
    }
    return key;
}

/* All bits of the key have a say: the finalizer of splitmix64. */
static inline uint32_t
hash_of(uint64_t key)
{
    key = (key ^ (key >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    key = (key ^ (key >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t) (key ^ (key >> 31));
}

static bool
grow_slots(zi_codes *codes)
{
    const size_t n_slots = codes->n_slots * 2;
    slot *slots = ZI_NEW(slot, n_slots);

    if (!slots) {
        return false;
    }
    for (size_t i = 0; i < codes->n_slots; i++) {
        if (codes->slots[i].code != 0) {
            size_t at = codes->slots[i].hash & (n_slots - 1);
            while (slots[at].code != 0) {
                at = (at + 1) & (n_slots - 1);
            }
            slots[at] = codes->slots[i];
        }
    }
    zi_free(codes->slots);
    codes->slots = slots;
    codes->n_slots = n_slots;
    return true;
}

static bool
append(zi_codes *codes, const char *word, size_t n, uint64_t key)
{
    const size_t n_words = codes->n_words;
    uint32_t *begin;
    uint64_t *keys;
    char *block;

    if (n_words > INT32_MAX || n >= UINT32_MAX - codes->n_block) {
        return false;
    }
    begin = zi_grow(codes->begin, &codes->begin_capacity, n_words + 2, sizeof *begin);
    if (!begin) {
        return false;
    }
    codes->begin = begin;
    keys = zi_grow(codes->key, &codes->key_capacity, n_words + 1, sizeof *keys);
    if (!keys) {
        return false;
    }
    codes->key = keys;
    block = zi_grow(codes->block, &codes->block_capacity, codes->n_block + n + 1, 1);
    if (!block) {
        return false;
    }
    codes->block = block;
    memcpy(block + codes->n_block, word, n);
    block[codes->n_block + n] = '\0';
    codes->n_block += n + 1;
    keys[n_words] = key;
    begin[n_words + 1] = (uint32_t) codes->n_block;
    codes->n_words++;
    return true;
}

bool
zi_codes_add(zi_codes *codes, const char *word, size_t n, uint32_t *code)
{
    const uint64_t key = key_of(word, n);
    const uint32_t hash = hash_of(key);
    size_t at = hash & (codes->n_slots - 1);

    for (; codes->slots[at].code != 0; at = (at + 1) & (codes->n_slots - 1)) {
        const uint32_t i = codes->slots[at].code - 1;
        if (codes->slots[at].hash == hash && codes->key[i] == key
            && codes->begin[i + 1] - codes->begin[i] - 1 == n
            && (n <= SHORT_WORD
                || memcmp(codes->block + codes->begin[i], word, n) == 0)) {
            *code = i;
            return true;
        }
    }
    if (!append(codes, word, n, key)) {
        return false;
    }
    *code = codes->n_words - 1;
    codes->slots[at] = (slot){ hash, codes->n_words };
    return codes->n_words <= codes->n_slots / 2 || grow_slots(codes);
}

uint32_t
zi_codes_count(const zi_codes *codes)
{
    return codes->n_words;
}

bool
zi_codes_take(zi_codes *codes, const char ***words, char **block)
{
    const char **list = ZI_NEW(const char *, codes->n_words);

    if (!list) {
        return false;
    }
    for (uint32_t i = 0; i < codes->n_words; i++) {
        list[i] = codes->block + codes->begin[i];
    }
    *words = list;
    *block = codes->block;
    codes->block = NULL;
    codes->n_words = 0;
    return true;
}

void
zi_codes_free(zi_codes *codes)
{
    if (codes) {
        zi_free(codes->slots);
        zi_free(codes->block);
        zi_free(codes->begin);
        zi_free(codes->key);
        zi_free(codes);
    }
}
