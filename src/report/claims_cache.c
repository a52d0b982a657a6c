/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of the same network search it once. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "report/claims.h"

enum { MAX_KEPT = 32 };

const char *const zi_claims_told[] = { "KAZ", "CHN", "KGZ", "UZB", "RUS", "DEU" };
const uint32_t zi_claims_n_told = sizeof zi_claims_told / sizeof zi_claims_told[0];

struct zi_claims_cache {
    const zhol_world *w;
    zhol_reach *reach[MAX_KEPT];
    zi_claims_asked reach_of[MAX_KEPT];
    zhol_plan *plan[MAX_KEPT];
    char plan_of[MAX_KEPT][ZI_CHECK_MAX_ARGUMENT + 16];
    uint32_t next_reach, next_plan;
};

zhol_status
zi_claims_cache_new(const zhol_world *w, zi_claims_cache **out, zhol_error *err)
{
    *out = ZI_NEW(zi_claims_cache, 1);
    if (!*out) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the claims");
    }
    (*out)->w = w;
    return ZHOL_OK;
}

void
zi_claims_cache_free(zi_claims_cache *cache)
{
    for (uint32_t i = 0; cache && i < MAX_KEPT; i++) {
        zhol_reach_free(cache->reach[i]);
        zhol_plan_free(cache->plan[i]);
    }
    zi_free(cache);
}

const char *
zi_claims_other_goods(uint32_t k, zhol_consignment *c)
{
    static const char *const texts[ZI_CLAIMS_N_OTHER_GOODS] = {
        "60 t of wheat (1001) in a wagon", "the same container with dangerous goods"
    };

    if (c) {
        zhol_consignment_defaults(c);
        if (k == 0) {
            snprintf(c->hs, sizeof c->hs, "1001");
            c->mass_t = 60;
            c->packing = ZHOL_PACK_WAGON;
        } else {
            c->is_dangerous = true;
        }
    }
    return texts[k];
}

static bool
is_same(const zi_claims_asked *a, const zi_claims_asked *b)
{
    return a->place == b->place && a->year == b->year && a->goods == b->goods
           && (a->is_drawn || !b->is_drawn); /* with draws there are means, too */
}

zhol_status
zi_claims_reach(const zi_check_run *run, const zi_claims_asked *asked,
    const zhol_reach **out, zhol_error *err)
{
    zi_claims_cache *c = run->cache;
    zhol_reach_query q;
    zhol_reach **kept;
    zhol_status status;
    uint32_t at;

    for (uint32_t i = 0; i < MAX_KEPT; i++) {
        if (c->reach[i] && is_same(&c->reach_of[i], asked)) {
            *out = c->reach[i];
            return ZHOL_OK;
        }
    }
    at = c->next_reach++ % MAX_KEPT;
    kept = &c->reach[at];
    zhol_reach_free(*kept);
    c->reach_of[at] = *asked;
    zhol_reach_defaults(&q);
    q.from = (zhol_scope){ ZHOL_SCOPE_PLACE, asked->place };
    q.figures_year = zhol_world_data_year(run->w);
    q.scenario.year = asked->year;
    q.probability = asked->is_drawn ? 0.5 : 0;
    if (asked->goods > 0) {
        (void) zi_claims_other_goods(asked->goods - 1, &q.consignment);
    }
    status = zhol_reach_new(run->w, &q, kept, err);
    *out = *kept;
    return status;
}

static zhol_status
make_plan(const zi_check_run *run, const char *projects, uint32_t year, zhol_plan **out,
    zhol_error *err)
{
    zhol_ref rows[ZHOL_PLAN_MAX_PROJECTS], economies[ZHOL_PLAN_MAX_ECONOMIES];
    char list[ZI_CHECK_MAX_ARGUMENT], *rest = NULL;
    zhol_plan_query q;
    zhol_status status = ZHOL_OK;

    zhol_plan_defaults(&q);
    q.projects = rows;
    q.economies = economies;
    q.n_projects = q.n_economies = 0;
    q.scenario.year = year;
    snprintf(list, sizeof list, "%s", projects);
    for (char *item = strtok_r(list, "+", &rest);
         item && status == ZHOL_OK && q.n_projects < ZHOL_PLAN_MAX_PROJECTS;
         item = strtok_r(NULL, "+", &rest)) {
        status = zhol_world_find_project(run->w, item, &rows[q.n_projects++], err);
    }
    for (uint32_t i = 0; i < zi_claims_n_told && status == ZHOL_OK; i++) {
        status = zhol_world_find_economy(
            run->w, zi_claims_told[i], &economies[q.n_economies++], err);
    }
    return status == ZHOL_OK ? zhol_plan_new(run->w, &q, out, err) : status;
}

zhol_status
zi_claims_plan(const zi_check_run *run, const char *projects, uint32_t year,
    const zhol_plan **out, zhol_error *err)
{
    zi_claims_cache *c = run->cache;
    char key[ZI_CHECK_MAX_ARGUMENT + 16];
    uint32_t at;
    zhol_status status;

    snprintf(key, sizeof key, "%u %s", year, projects);
    for (uint32_t i = 0; i < MAX_KEPT; i++) {
        if (c->plan[i] && strcmp(c->plan_of[i], key) == 0) {
            *out = c->plan[i];
            return ZHOL_OK;
        }
    }
    at = c->next_plan++ % MAX_KEPT;
    zhol_plan_free(c->plan[at]);
    c->plan[at] = NULL;
    status = make_plan(run, projects, year, &c->plan[at], err);
    snprintf(c->plan_of[at], sizeof c->plan_of[at], "%s", key);
    *out = c->plan[at];
    return status;
}
