/* SPDX-License-Identifier: Apache-2.0 */
/* Answering questions about random goods: a new bar is always one that a question of its
 * rule announced, and a bar that stood without the answer stays. Rules of the real world.
 */
#include "prop.h"

#include <stdio.h>
#include <string.h>

#include "ask.h"

static const zhol_world *world;
static uint32_t n_bars_seen, n_new_bars_seen;

/* One item of "a;b", or NULL. */
static const char *
pick_item(prop *p, const char *list, char out[64])
{
    uint32_t n = 1;

    if (!*list) {
        return NULL;
    }
    for (const char *c = list; *c; c++) {
        n += *c == ';';
    }
    for (uint32_t skip = prop_below(p, n); skip > 0; skip--) {
        list = strchr(list, ';') + 1;
    }
    snprintf(out, 64, "%.*s", (int) strcspn(list, ";"), list);
    return out;
}

/* A question near one random rule that may bar: its economies, goods and dates. */
static zhol_papers_query
make(prop *p, char hs[64], char region[64])
{
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(world, &n);
    const zhol_rule *r = &rules[prop_below(p, n)];
    const uint32_t year = 2014 + prop_below(p, 12);
    zhol_papers_query q = query_of(world, "", year * 10000 + 701);

    (void) zhol_world_economies(world, &n);
    q.from = r->from.kind == ZHOL_SCOPE_ECONOMY ? r->from.ref : prop_below(p, n);
    q.to = r->to.kind == ZHOL_SCOPE_ECONOMY ? r->to.ref : prop_below(p, n);
    if (pick_item(p, zhol_world_text(world, r->hs), hs)) {
        snprintf(q.consignment.hs, sizeof q.consignment.hs, "%.6s", hs);
    }
    q.known.origin_region =
        pick_item(p, zhol_world_text(world, r->origin_region), region);
    if (!q.known.origin_region || prop_below(p, 2)) {
        q.known.origin_region = "other";
    }
    q.known.establishment_registered = ZHOL_TRUTH_YES + prop_below(p, 2);
    q.known.wood_packaging = ZHOL_TRUTH_YES + prop_below(p, 2);
    q.known.temperature = ZHOL_TEMPERATURE_AMBIENT + prop_below(p, 3);
    q.consignment.value_usd = prop_below(p, 100000);
    return q;
}

/* The same goods, of which less is known. */
static zhol_papers_query
forget(prop *p, const zhol_papers_query *q)
{
    zhol_papers_query less = *q;

    if (prop_below(p, 2)) {
        less.known.origin_region = NULL;
    }
    if (prop_below(p, 2)) {
        less.known.establishment_registered = ZHOL_TRUTH_UNKNOWN;
    }
    if (prop_below(p, 2)) {
        less.known.wood_packaging = ZHOL_TRUTH_UNKNOWN;
    }
    if (prop_below(p, 2)) {
        less.known.temperature = ZHOL_TEMPERATURE_UNKNOWN;
    }
    if (prop_below(p, 2)) {
        less.consignment.value_usd = ZHOL_NOT_GIVEN;
    }
    if (less.consignment.hs[0] && prop_below(p, 3) == 0) {
        less.consignment.hs[2] = '\0';
    }
    return less;
}

static bool
has_bar(const zhol_papers *p, const zhol_bar *bar)
{
    for (uint32_t i = 0; i < p->n_bars; i++) {
        if (p->bars[i].link == bar->link && p->bars[i].rule == bar->rule
            && p->bars[i].is_backward == bar->is_backward) {
            return true;
        }
    }
    return false;
}

static bool
is_announced(const zhol_papers *p, zhol_ref rule)
{
    for (uint32_t i = 0; i < p->n_questions; i++) {
        if (p->questions[i].rule == rule) {
            return p->questions[i].may_bar && p->questions[i].unknown;
        }
    }
    return false;
}

static int
answers_add_only_announced_bars(prop *p)
{
    char hs[64], region[64];
    const zhol_papers_query more = make(p, hs, region);
    const zhol_papers_query less = forget(p, &more);
    zhol_papers *before = papers_of(world, &less), *after = papers_of(world, &more);
    int holds = 1;

    for (uint32_t i = 0; i < after->n_bars; i++) {
        const bool is_new = !has_bar(before, &after->bars[i]);
        n_bars_seen++;
        n_new_bars_seen += is_new;
        holds &= !is_new || is_announced(before, after->bars[i].rule);
    }
    for (uint32_t i = 0; i < before->n_bars; i++) {
        holds &= has_bar(after, &before->bars[i]);
    }
    zhol_papers_free(before);
    zhol_papers_free(after);
    return holds;
}

int
main(void)
{
    zhol_world *w = NULL;
    zhol_error err = { "" };

    if (zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &err) != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    world = w;
    int holds = prop_holds(
        "an answer adds announced bars only", 1000, answers_add_only_announced_bars);
    if (holds && (n_bars_seen == 0 || n_new_bars_seen == 0) && !getenv("ZHOL_SEED")) {
        fprintf(stderr, "no case had a bar: the test shows nothing\n");
        holds = 0;
    }
    zhol_world_free(w);
    return !holds;
}
