/* SPDX-License-Identifier: Apache-2.0 */
/** @file ask.h  Asking the tiny world what its rules want (tests/data/tiny/rules.csv). */
#ifndef ZHOL_TESTS_ASK_H
#define ZHOL_TESTS_ASK_H

#include <zhol/papers.h>

#include "unit/world/tables.h"
#include "world/world.h"

/* Goods from Kazakhstan to China. */
static inline zhol_papers_query
query_of(const zhol_world *w, const char *hs, uint32_t date)
{
    zhol_papers_query q = { .from = zi_world_economy_by_iso3(w, "KAZ"),
        .to = zi_world_economy_by_iso3(w, "CHN"),
        .date = date };

    zhol_consignment_defaults(&q.consignment);
    snprintf(q.consignment.hs, sizeof q.consignment.hs, "%s", hs);
    return q;
}

static inline zhol_papers *
papers_of(const zhol_world *w, const zhol_papers_query *q)
{
    zhol_papers *p = NULL;
    zhol_error err = { "" };

    if (zhol_papers_new(w, q, &p, &err) != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    return p;
}

static inline const char *
rule_id(const zhol_world *w, zhol_ref rule)
{
    return zhol_world_text(w, zhol_world_rules(w, NULL)[rule].id);
}

/* A link taken forward. */
static inline zhol_crossing
crossing_of(const zhol_world *w, const char *link)
{
    const zhol_ref row = zi_world_link_by_id(w, link);
    const zhol_link *l = &zhol_world_links(w, NULL)[row];

    return (zhol_crossing){ l->from, l->to, row, 0, l->mode };
}

static inline bool
is_barred(const zhol_papers *p, const char *link, bool is_backward)
{
    const zhol_ref row = zi_world_link_by_id(p->world, link);

    for (uint32_t i = 0; i < p->n_bars; i++) {
        if (p->bars[i].link == row && p->bars[i].is_backward == is_backward) {
            return true;
        }
    }
    return false;
}

#endif
