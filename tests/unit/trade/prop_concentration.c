/* SPDX-License-Identifier: Apache-2.0 */
/* However the rest is divided, the indices of all members lie within the bounds. */
#include <math.h>
#include <zhol/trade.h>

#include "prop.h"

enum { MAX_LISTED = 12, MAX_REST = 12 };

static int
is_within(double lo, double x, double hi)
{
    return x >= lo - 1e-12 && x <= hi + 1e-12;
}

static int
any_rest_lies_within_the_bounds(prop *p)
{
    double values[MAX_LISTED + MAX_REST], total = 0;
    const uint32_t n = 1 + prop_below(p, MAX_LISTED), n_rest = prop_below(p, MAX_REST);
    zhol_concentration part, all;

    for (uint32_t i = 0; i < n + n_rest; i++) {
        values[i] = 1 + prop_below(p, i < n ? 1000 : 300);
        total += values[i];
    }
    if (zhol_concentration_of(values, n, total, &part, NULL) != ZHOL_OK
        || zhol_concentration_of(values, n + n_rest, 0, &all, NULL) != ZHOL_OK) {
        return 0;
    }
    for (int k = 0; k < 3; k++) {
        if (!is_within(part.first_lo[k], all.first[k], part.first_hi[k])) {
            return 0;
        }
    }
    return is_within(part.hhi_lo, all.hhi, part.hhi_hi)
           && is_within(1.0 / all.n_members, all.hhi, 1)
           && is_within(0, all.theil, log(all.n_members))
           && is_within(1, all.equivalent, all.n_members);
}

int
main(void)
{
    return !prop_holds("bounds of concentration", 20000, any_rest_lies_within_the_bounds);
}
