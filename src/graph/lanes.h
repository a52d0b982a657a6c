/* SPDX-License-Identifier: Apache-2.0 */
/** @file lanes.h  Sixteen numbers in the registers of this width (ZI_LANES), for
 * kernel_body.h: loops over an array would go through memory between two steps. */
#ifndef ZI_GRAPH_LANES_H
#define ZI_GRAPH_LANES_H

#include <stdint.h>
#include <string.h>

#define ZI_INLINE static inline __attribute__((always_inline))

#if ZI_LANES == 16 && defined __AVX512F__
#include <immintrin.h>
typedef __m512i lanes_part;
#define PART_LOAD(p)     _mm512_loadu_si512(p)
#define PART_STORE(p, x) _mm512_storeu_si512(p, x)
#define PART_ALL(x)      _mm512_set1_epi32((int) (x))
#define PART_ADD(a, b)   _mm512_add_epi32(a, b)
#define PART_MIN(a, b)   _mm512_min_epu32(a, b)
#define PART_OR(a, b)    _mm512_or_si512(a, b)
#define PART_AND(a, b)   _mm512_and_si512(a, b)
enum { PARTS = 1 };
#elif ZI_LANES >= 8 && defined __AVX2__
#include <immintrin.h>
typedef __m256i lanes_part;
#define PART_LOAD(p)     _mm256_loadu_si256((const __m256i *) (const void *) (p))
#define PART_STORE(p, x) _mm256_storeu_si256((__m256i *) (void *) (p), x)
#define PART_ALL(x)      _mm256_set1_epi32((int) (x))
#define PART_ADD(a, b)   _mm256_add_epi32(a, b)
#define PART_MIN(a, b)   _mm256_min_epu32(a, b)
#define PART_OR(a, b)    _mm256_or_si256(a, b)
#define PART_AND(a, b)   _mm256_and_si256(a, b)
enum { PARTS = 2 };
#elif ZI_LANES >= 4 && defined __SSE4_1__
#include <smmintrin.h>
typedef __m128i lanes_part;
#define PART_LOAD(p)     _mm_loadu_si128((const __m128i *) (const void *) (p))
#define PART_STORE(p, x) _mm_storeu_si128((__m128i *) (void *) (p), x)
#define PART_ALL(x)      _mm_set1_epi32((int) (x))
#define PART_ADD(a, b)   _mm_add_epi32(a, b)
#define PART_MIN(a, b)   _mm_min_epu32(a, b)
#define PART_OR(a, b)    _mm_or_si128(a, b)
#define PART_AND(a, b)   _mm_and_si128(a, b)
enum { PARTS = 4 };
#else
typedef uint32_t lanes_part;
#define PART_LOAD(p)     (*(p))
#define PART_STORE(p, x) (*(p) = (x))
#define PART_ALL(x)      (x)
#define PART_ADD(a, b)   ((a) + (b))
#define PART_MIN(a, b)   ((a) < (b) ? (a) : (b))
#define PART_OR(a, b)    ((a) | (b))
#define PART_AND(a, b)   ((a) & (b))
enum { PARTS = 16 };
#endif

enum { PART = 16 / PARTS };

typedef struct lanes {
    lanes_part part[PARTS];
} lanes;

ZI_INLINE lanes
lanes_load(const uint32_t *p)
{
    lanes x;

    for (int i = 0; i < PARTS; i++) {
        x.part[i] = PART_LOAD(p + (ptrdiff_t) i * PART);
    }
    return x;
}

ZI_INLINE void
lanes_store(uint32_t *p, lanes x)
{
    for (int i = 0; i < PARTS; i++) {
        PART_STORE(p + (ptrdiff_t) i * PART, x.part[i]);
    }
}

/* With ZI_FAR turned into ZHOL_INFINITE: only ZI_FAR + 1 has the highest bit. */
ZI_INLINE void
lanes_store_out(uint32_t *p, lanes x)
{
    for (int i = 0; i < PARTS; i++) {
        const lanes_part next = PART_ADD(x.part[i], PART_ALL(1));
        PART_STORE(p + (ptrdiff_t) i * PART,
            PART_OR(x.part[i], PART_AND(next, PART_ALL(UINT32_C(1) << 31))));
    }
}

/* min(x, a + b[]) of numbers in memory. */
ZI_INLINE lanes
lanes_nearer(lanes x, const uint32_t *a, lanes b)
{
    for (int i = 0; i < PARTS; i++) {
        x.part[i] =
            PART_MIN(x.part[i], PART_ADD(PART_LOAD(a + (ptrdiff_t) i * PART), b.part[i]));
    }
    return x;
}

ZI_INLINE lanes
lanes_all(uint32_t a)
{
    lanes x;

    for (int i = 0; i < PARTS; i++) {
        x.part[i] = PART_ALL(a);
    }
    return x;
}

#endif
