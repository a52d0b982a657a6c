/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <xxhash.h>

uint64_t
zi_hash(const void *data, size_t n, uint64_t seed)
{
    return XXH3_64bits_withSeed(data ? data : "", n, seed);
}
