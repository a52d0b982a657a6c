/* SPDX-License-Identifier: Apache-2.0 */
#include "math/sobol.h"

#include <assert.h>

#include "base/random.h"

/* All primitive polynomials over GF(2) of degree 1 to 10 and the first of degree 11, in
 * the order of their value; test_sobol.c proves each of them primitive. */
static const uint16_t polynomials[ZI_SOBOL_MAX_DIMS - 1] = {
    3,
    7,
    11,
    13,
    19,
    25,
    37,
    41,
    47,
    55,
    59,
    61,
    67,
    91,
    97,
    103,
    109,
    115,
    131,
    137,
    143,
    145,
    157,
    167,
    171,
    185,
    191,
    193,
    203,
    211,
    213,
    229,
    239,
    241,
    247,
    253,
    285,
    299,
    301,
    333,
    351,
    355,
    357,
    361,
    369,
    391,
    397,
    425,
    451,
    463,
    487,
    501,
    529,
    539,
    545,
    557,
    563,
    601,
    607,
    617,
    623,
    631,
    637,
    647,
    661,
    675,
    677,
    687,
    695,
    701,
    719,
    721,
    731,
    757,
    761,
    787,
    789,
    799,
    803,
    817,
    827,
    847,
    859,
    865,
    875,
    877,
    883,
    895,
    901,
    911,
    949,
    953,
    967,
    971,
    973,
    981,
    985,
    995,
    1001,
    1019,
    1033,
    1051,
    1063,
    1069,
    1125,
    1135,
    1153,
    1163,
    1221,
    1239,
    1255,
    1267,
    1279,
    1293,
    1305,
    1315,
    1329,
    1341,
    1347,
    1367,
    1387,
    1413,
    1423,
    1431,
    1441,
    1479,
    1509,
    1527,
    1531,
    1555,
    1557,
    1573,
    1591,
    1603,
    1615,
    1627,
    1657,
    1663,
    1673,
    1717,
    1729,
    1747,
    1759,
    1789,
    1815,
    1821,
    1825,
    1849,
    1863,
    1869,
    1877,
    1881,
    1891,
    1917,
    1933,
    1939,
    1969,
    2011,
    2035,
    2041,
    2053,
    2071,
    2091,
    2093,
    2119,
    2147,
    2149,
    2161,
    2171,
    2189,
    2197,
    2207,
    2217,
    2225,
    2255,
    2257,
    2273,
    2279,
    2283,
    2293,
    2317,
    2323,
    2341,
    2345,
    2363,
    2365,
    2373,
    2377,
    2385,
    2395,
    2419,
    2421,
    2431,
    2435,
    2447,
    2475,
    2477,
    2489,
    2503,
    2521,
    2533,
    2551,
    2561,
    2567,
    2579,
    2581,
    2601,
    2633,
    2657,
    2669,
    2681,
    2687,
    2693,
    2705,
    2717,
    2727,
    2731,
    2739,
    2741,
    2773,
    2783,
    2793,
    2799,
    2801,
    2811,
    2819,
    2825,
    2833,
    2867,
    2879,
    2881,
    2891,
    2905,
    2911,
    2917,
    2927,
    2941,
    2951,
    2955,
    2963,
    2965,
    2991,
    2999,
    3005,
    3017,
    3035,
    3037,
    3047,
    3053,
    3083,
    3085,
    3097,
    3103,
    3159,
    3169,
};

enum { N_BITS = 32 };

uint32_t
zi_sobol_polynomial(uint32_t dim)
{
    assert(dim >= 1 && dim < ZI_SOBOL_MAX_DIMS);
    return polynomials[dim - 1];
}

/* Direction numbers v[0 .. N_BITS - 1]: v[k] is m_{k+1} / 2^{k+1} as a fraction of 2^32.
 */
static void
make_directions(uint32_t dim, uint32_t v[N_BITS])
{
    uint64_t state = UINT64_C(0x5a686f6c) + dim; /* fixed: the sequence never changes */
    uint32_t degree = 0;

    if (dim == 0) {
        for (uint32_t k = 0; k < N_BITS; k++) {
            v[k] = UINT32_C(1) << (N_BITS - 1 - k);
        }
        return;
    }
    const uint32_t p = polynomials[dim - 1];
    while (p >> (degree + 1)) {
        degree++;
    }
    for (uint32_t k = 0; k < N_BITS; k++) {
        if (k < degree) {
            const uint32_t m = ((uint32_t) zi_random_u64(&state) << 1 | 1U)
                               & (uint32_t) ((UINT64_C(1) << (k + 1)) - 1);
            v[k] = m << (N_BITS - 1 - k);
            continue;
        }
        v[k] = v[k - degree] ^ (v[k - degree] >> degree);
        for (uint32_t j = 1; j < degree; j++) {
            if (p >> (degree - j) & 1U) {
                v[k] ^= v[k - j];
            }
        }
    }
}

static uint32_t
reverse_bits(uint32_t x)
{
    x = (x & 0x55555555U) << 1 | (x >> 1 & 0x55555555U);
    x = (x & 0x33333333U) << 2 | (x >> 2 & 0x33333333U);
    x = (x & 0x0f0f0f0fU) << 4 | (x >> 4 & 0x0f0f0f0fU);
    x = (x & 0x00ff00ffU) << 8 | (x >> 8 & 0x00ff00ffU);
    return x << 16 | x >> 16;
}

/* Each bit is flipped by a hash of the bits above it: multiplications carry upwards only,
 * so the work is done on the reversed word (constants of Burley 2020, section 3). */
static uint32_t
scramble(uint32_t reversed, uint32_t seed)
{
    uint32_t x = reversed + seed;

    x ^= x * 0x6c50b47cU;
    x ^= x * 0xb82f1e52U;
    x ^= x * 0xc7afe638U;
    x ^= x * 0x8d22f6e6U;
    return reverse_bits(x);
}

void
zi_sobol_shares(uint32_t dim, uint64_t seed, uint32_t n, uint32_t *share)
{
    uint64_t state = seed ^ (UINT64_C(0x9e3779b97f4a7c15) * (dim + 1));
    const uint32_t own_seed = (uint32_t) (zi_random_u64(&state) >> 32);
    uint32_t v[N_BITS] = { 0 }, m = 0, x = 0;

    assert(dim < ZI_SOBOL_MAX_DIMS && n >= 2 && (n & (n - 1)) == 0);
    make_directions(dim, v);
    for (uint32_t k = 0; k < N_BITS; k++) { /* so that x is made reversed */
        v[k] = reverse_bits(v[k]);
    }
    while (n >> (m + 1)) {
        m++;
    }
    for (uint32_t i = 0; i < n; i++) { /* Gray code order: one direction a point */
        share[i] = scramble(x, own_seed) >> (N_BITS - m);
        uint32_t zero = 0;
        while (i >> zero & 1U) {
            zero++;
        }
        x ^= v[zero];
    }
}
