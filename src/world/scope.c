/* SPDX-License-Identifier: Apache-2.0 */
/* Is a place inside a scope? */
#include "world/world.h"

enum { FIRST_OF_JULY = 701 };

bool
zhol_world_is_member(
    const zhol_world *w, zhol_text group, zhol_ref economy, uint32_t date)
{
    uint32_t n, low = 0, high;
    const zhol_membership *rows = zhol_world_memberships(w, &n);

    if (date == 0) {
        date = zhol_world_data_year(w) * 10000 + FIRST_OF_JULY;
    }
    /* The table is sorted by group, texts by their letters: the first row of the group.
     */
    high = n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (rows[middle].group < group) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (uint32_t i = low; i < n && rows[i].group == group; i++) {
        if (rows[i].economy == economy && rows[i].from_date <= date
            && (rows[i].to_date == 0 || date < rows[i].to_date)) {
            return true;
        }
    }
    return false;
}

bool
zhol_world_is_in(const zhol_world *w, zhol_ref place, zhol_scope scope, uint32_t date)
{
    const zhol_place *p = &zhol_world_places(w, NULL)[place];

    switch (scope.kind) {
    case ZHOL_SCOPE_EVERYWHERE:
        return true;
    case ZHOL_SCOPE_KIND:
        return p->kind == scope.ref;
    case ZHOL_SCOPE_GROUP:
        return p->economy != ZHOL_NO_ROW
               && zhol_world_is_member(w, scope.ref, p->economy, date);
    case ZHOL_SCOPE_ECONOMY:
        return p->economy != ZHOL_NO_ROW && p->economy == scope.ref;
    default:
        return scope.kind == ZHOL_SCOPE_PLACE && place == scope.ref;
    }
}
