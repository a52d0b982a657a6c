/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, duties, parcels, projects' effects and checks of claims: what must hold. */
#include "world/check.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "net/words.h"

/* One item of "a;b" at a time, cut to what an id may have. */
typedef struct items {
    const char *rest;
    char word[64];
} items;

static bool
next_item(items *i)
{
    const size_t length = strcspn(i->rest, ";");
    const size_t n = length < sizeof i->word ? length : sizeof i->word - 1;

    if (!*i->rest) {
        return false;
    }
    memcpy(i->word, i->rest, n);
    i->word[n] = '\0';
    i->rest += length + (i->rest[length] == ';');
    return true;
}

/* Every id of a list is a row of its table, unless that table was cut. */
static void
check_list(const zi_checking *c, zi_spot spot, const char *column, zhol_text list,
    uint32_t table)
{
    items i = { .rest = zhol_world_text(c->w, list) };

    while (next_item(&i)) {
        if (!c->draft->table[table].is_cut
            && zi_world_row_by_key(c->w, table, i.word) == ZHOL_NO_ROW) {
            zi_problem(c->problems, spot, "%s '%s' is no id of %s.csv", column, i.word,
                zi_schema_of(table)->name);
        }
    }
}

static void
check_span(const zi_checking *c, zi_spot spot, uint32_t from, uint32_t to)
{
    if (from && to && from >= to) {
        zi_problem(c->problems, spot, "valid_to must be later than valid_from");
    }
}

static bool
is_of_economies(zhol_scope s)
{
    return s.kind == ZHOL_SCOPE_EVERYWHERE || s.kind == ZHOL_SCOPE_ECONOMY
           || s.kind == ZHOL_SCOPE_GROUP;
}

static void
check_rule(const zi_checking *c, const zhol_rule *r)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_RULES, r);
    const zhol_scope *borders = zhol_world_stops(c->w, NULL) + r->first_border;

    check_list(c, spot, "depends_on", r->depends_on, ZI_TABLE_RULES);
    check_span(c, spot, r->valid_from, r->valid_to);
    zi_check_currency(c, spot, r->fee >= 0, r->currency);
    if ((r->effect == ZHOL_EFFECT_REQUIRE || r->effect == ZHOL_EFFECT_ALTERNATIVE_OF)
        && r->document == ZHOL_NO_ROW) {
        zi_problem(c->problems, spot, "effect %s needs a document",
            zhol_rule_effect_word(r->effect));
    }
    if (r->effect == ZHOL_EFFECT_ALTERNATIVE_OF && r->depends_on == 0) {
        zi_problem(c->problems, spot,
            "effect alternative_of needs in depends_on the rule it can stand in for");
    }
    if (r->effect == ZHOL_EFFECT_FEE && r->fee < 0) {
        zi_problem(c->problems, spot, "effect fee needs a fee");
    }
    if (!is_of_economies(r->from) || !is_of_economies(r->to)
        || !is_of_economies(r->via)) {
        zi_problem(c->problems, spot,
            "from, to and via are *, economy:KAZ or group:EAEU; places stand in borders");
    }
    for (uint32_t i = 0; i < r->n_borders; i++) {
        if (borders[i].kind != ZHOL_SCOPE_PLACE) {
            zi_problem(c->problems, spot, "borders are ids of places");
            return;
        }
    }
}

enum { UNSEEN, OPEN, DONE };

/* Depth first over depends_on; a rule met again while it is open closes a cycle. */
static void
check_cycle(const zi_checking *c, uint32_t first, uint8_t *state, zhol_ref *stack,
    const char **rest)
{
    const zhol_rule *rules = zhol_world_rules(c->w, NULL);
    uint32_t depth = 0;

    stack[0] = first;
    rest[0] = zhol_world_text(c->w, rules[first].depends_on);
    state[first] = OPEN;
    for (;;) {
        items i = { .rest = rest[depth] };
        if (!next_item(&i)) {
            state[stack[depth]] = DONE;
            if (depth-- == 0) {
                return;
            }
            continue;
        }
        rest[depth] = i.rest;
        const zhol_ref next = zi_world_row_by_key(c->w, ZI_TABLE_RULES, i.word);
        if (next == ZHOL_NO_ROW || state[next] == DONE) {
            continue;
        }
        if (state[next] == OPEN) {
            zi_problem(c->problems, zi_spot_of(ZI_TABLE_RULES, &rules[stack[depth]]),
                "depends_on '%s' leads back to this rule: one must be had first", i.word);
            continue;
        }
        state[next] = OPEN;
        stack[++depth] = next;
        rest[depth] = zhol_world_text(c->w, rules[next].depends_on);
    }
}

static zhol_status
check_rules(const zi_checking *c, zhol_error *err)
{
    uint32_t n;
    const zhol_rule *rules = zhol_world_rules(c->w, &n);
    uint8_t *state = ZI_NEW(uint8_t, (size_t) n + 1);
    zhol_ref *stack = ZI_NEW(zhol_ref, (size_t) n + 1);
    const char **rest = ZI_NEW(const char *, (size_t) n + 1);
    zhol_status status = ZHOL_OK;

    if (!state || !stack || !rest) {
        status = zi_fail(err, ZHOL_LIMIT, "no memory to check the rules");
        goto out;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (zi_is_whole(c, ZI_TABLE_RULES, i)) {
            check_rule(c, &rules[i]);
        }
        if (state[i] == UNSEEN) {
            check_cycle(c, i, state, stack, rest);
        }
    }
out:
    zi_free(state);
    zi_free(stack);
    zi_free(rest);
    return status;
}

static void
check_dues(const zi_checking *c)
{
    uint32_t n;
    const zhol_duty *duties = zhol_world_duties(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_duty *d = &duties[i];
        const zi_spot spot = zi_spot_of(ZI_TABLE_DUTIES, d);
        if (!zi_is_whole(c, ZI_TABLE_DUTIES, i)) {
            continue;
        }
        check_span(c, spot, d->valid_from, d->valid_to);
        zi_check_currency(c, spot, d->duty_per_kg >= 0, d->currency);
        if (d->duty_pct < 0 && d->duty_per_kg < 0 && d->vat_pct < 0 && d->other_pct < 0) {
            zi_problem(c->problems, spot,
                "one of duty_pct, duty_per_kg, vat_pct and other_pct must be filled in");
        }
    }
    const zhol_parcel *parcels = zhol_world_parcels(c->w, &n);
    for (uint32_t i = 0; i < n; i++) {
        const zhol_parcel *p = &parcels[i];
        const zi_spot spot = zi_spot_of(ZI_TABLE_PARCELS, p);
        const bool has_amount =
            p->free_value >= 0 || p->over_per_kg >= 0 || p->vat_free_value >= 0;
        if (!zi_is_whole(c, ZI_TABLE_PARCELS, i)) {
            continue;
        }
        check_span(c, spot, p->valid_from, p->valid_to);
        zi_check_currency(c, spot, has_amount, p->currency);
        if (!has_amount && p->free_mass_kg < 0 && p->over_duty_pct < 0
            && p->vat_pct < 0) {
            zi_problem(c->problems, spot,
                "one of free_value, free_mass_kg, over_duty_pct, over_per_kg, vat_pct "
                "and "
                "vat_free_value must be filled in");
        }
    }
}

/* link, link_time, link_cost speak of a link; procedure_* of a scope. */
static void
check_effect(const zi_checking *c, const zhol_effect *e)
{
    const zi_spot spot = zi_spot_of(ZI_TABLE_EFFECTS, e);
    const bool is_of_link = e->change != ZHOL_CHANGE_PROCEDURE_TIME
                            && e->change != ZHOL_CHANGE_PROCEDURE_COST;
    const char *what = zhol_change_word(e->change);

    if (is_of_link && e->link == ZHOL_NO_ROW) {
        zi_problem(c->problems, spot, "%s needs a link", what);
    }
    if (!is_of_link && e->link != ZHOL_NO_ROW) {
        zi_problem(
            c->problems, spot, "%s is about a place: leave link empty, fill in at", what);
    }
    if (e->change != ZHOL_CHANGE_LINK && e->factor < 0) {
        zi_problem(c->problems, spot, "%s needs a factor: with / without", what);
    }
    if (e->change == ZHOL_CHANGE_LINK && e->factor >= 0) {
        zi_problem(c->problems, spot, "%s has no factor: leave it empty", what);
    }
    if (is_of_link && e->what != 0) {
        zi_problem(c->problems, spot, "%s is about no procedure: leave it empty", what);
    }
}

static void
check_projects(const zi_checking *c)
{
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (zi_is_whole(c, ZI_TABLE_EFFECTS, i)) {
            check_effect(c, &effects[i]);
        }
    }
    const zhol_project *projects = zhol_world_projects(c->w, &n);
    for (uint32_t i = 0; i < n; i++) {
        const zi_spot spot = zi_spot_of(ZI_TABLE_PROJECTS, &projects[i]);
        if (zi_is_whole(c, ZI_TABLE_PROJECTS, i)) {
            check_list(
                c, spot, "programmes", projects[i].programmes, ZI_TABLE_PROGRAMMES);
            zi_check_currency(c, spot, projects[i].cost >= 0, projects[i].currency);
        }
    }
}

/* A step stands once; rows are few, so each is held against those before it. */
static void
check_checks(const zi_checking *c)
{
    uint32_t n;
    const zhol_check *checks = zhol_world_checks(c->w, &n);

    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (zi_is_whole(c, ZI_TABLE_CHECKS, i) && zi_is_whole(c, ZI_TABLE_CHECKS, k)
                && checks[i].claim == checks[k].claim && checks[i].step == checks[k].step
                && checks[i].origin.is_mine == checks[k].origin.is_mine) {
                zi_problem(c->problems, zi_spot_of(ZI_TABLE_CHECKS, &checks[i]),
                    "step %u of this claim stands twice", (unsigned) checks[i].step);
            }
        }
    }
}

zhol_status
zi_check_papers(const zi_checking *c, zhol_error *err)
{
    const zhol_status status = check_rules(c, err);

    if (status == ZHOL_OK) {
        check_dues(c);
        check_projects(c);
        check_checks(c);
    }
    return status;
}
