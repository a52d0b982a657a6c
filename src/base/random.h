/* SPDX-License-Identifier: Apache-2.0 */
/** @file random.h  Random numbers from a seed: splitmix64 (Steele, Lea, Flood 2014).
 *
 * The state is the seed: any number is a good one, also 0. One state for one thread.
 */
#ifndef ZI_BASE_RANDOM_H
#define ZI_BASE_RANDOM_H

#include <stdint.h>

static inline uint64_t
zi_random_u64(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/** A number in [0, 1), one of 2^53 evenly spaced ones. */
static inline double
zi_random_unit(uint64_t *state)
{
    return (double) (zi_random_u64(state) >> 11) * 0x1p-53;
}

#endif
