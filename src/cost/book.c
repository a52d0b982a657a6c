/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/book.h"

#include <assert.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"
#include "cost/money.h"

static zi_key
key_of_procedure(const zhol_procedure *p)
{
    return (zi_key){ .at = p->at,
        .other = p->other,
        .mode = p->mode,
        .service_class = p->service_class,
        .cargo = p->cargo,
        .direction = p->direction,
        .regime = p->regime,
        .gauge_from_mm = p->gauge_from_mm,
        .gauge_to_mm = p->gauge_to_mm,
        .year = p->year,
        .is_mine = p->origin.is_mine };
}

/* In rates `both` means what `any` means elsewhere. */
static zi_key
key_of_rate(const zhol_rate *r)
{
    return (zi_key){ .at = r->at,
        .mode = r->mode,
        .service_class = r->service_class,
        .line_class = r->line_class,
        .direction = r->direction == ZHOL_DIRECTION_BOTH ? 0 : r->direction,
        .unit = r->unit,
        .year = r->year,
        .is_mine = r->origin.is_mine };
}

static zi_key
key_of_speed(const zhol_speed *s)
{
    return (zi_key){ .at = s->at,
        .mode = s->mode,
        .service_class = s->service_class,
        .line_class = s->line_class,
        .year = s->year,
        .is_mine = s->origin.is_mine };
}

static zi_key
key_of_emission(const zhol_emission *e)
{
    return (zi_key){ .at = e->at,
        .mode = e->mode,
        .service_class = e->service_class,
        .carrier = e->carrier,
        .is_mine = e->origin.is_mine };
}

static zi_key
key_of_energy(const zhol_energy *e)
{
    return (zi_key){
        .at = e->at, .carrier = e->carrier, .year = e->year, .is_mine = e->origin.is_mine
    };
}

static zi_key
key_of(const zi_book *b, uint32_t table, uint32_t row, uint32_t *subject)
{
    zi_key key;

    switch (table) {
    case ZI_ROWS_PROCEDURE:
        key = key_of_procedure(&b->procedures[row]);
        *subject = b->procedures[row].what;
        break;
    case ZI_ROWS_RATE:
        key = key_of_rate(&b->rates[row]);
        *subject = key.mode;
        break;
    case ZI_ROWS_SPEED:
        key = key_of_speed(&b->speeds[row]);
        *subject = key.mode;
        break;
    case ZI_ROWS_EMISSION:
        key = key_of_emission(&b->emissions[row]);
        *subject = key.mode;
        break;
    default:
        key = key_of_energy(&b->energies[row]);
        *subject = key.carrier;
        break;
    }
    key.row = row;
    key.order = zi_key_order(
        key.is_mine, key.at.kind, key.at.kind == ZHOL_SCOPE_EVERYWHERE ? 0 : key.at.ref);
    assert(*subject < ZI_N_SUBJECTS);
    return key;
}

static int
compare_keys(const void *a, const void *b)
{
    const zi_key *x = a, *y = b;

    if (x->order != y->order) {
        return x->order < y->order ? -1 : 1;
    }
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Sorts the keys by table and subject (counts, then places), then each subject's. */
static void
fill_keys(zi_book *b, const uint32_t n_rows[ZI_N_PICKED])
{
    uint32_t subject = 0, next = 0;

    for (uint32_t t = 0; t < ZI_N_PICKED; t++) {
        uint32_t at[ZI_N_SUBJECTS + 1] = { 0 };
        for (uint32_t i = 0; i < n_rows[t]; i++) {
            (void) key_of(b, t, i, &subject);
            at[subject + 1]++;
        }
        b->first[t][0] = next;
        for (uint32_t s = 0; s < ZI_N_SUBJECTS; s++) {
            b->first[t][s + 1] = b->first[t][s] + at[s + 1];
            at[s] = b->first[t][s];
        }
        for (uint32_t i = 0; i < n_rows[t]; i++) {
            const zi_key key = key_of(b, t, i, &subject);
            b->keys[at[subject]++] = key;
        }
        for (uint32_t s = 0; s < ZI_N_SUBJECTS; s++) {
            const uint32_t first = b->first[t][s];
            qsort(&b->keys[first], b->first[t][s + 1] - first, sizeof b->keys[0],
                compare_keys);
        }
        next += n_rows[t];
    }
}

static zhol_status
fill_money(zi_book *b, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < b->n_rates && status == ZHOL_OK; i++) {
        const zhol_rate *r = &b->rates[i];
        status = zi_money_factor(b->world, r->currency, r->year, &b->usd_of_rate[i], err);
    }
    for (uint32_t i = 0; i < b->n_procedures && status == ZHOL_OK; i++) {
        const zhol_procedure *p = &b->procedures[i];
        status =
            zi_money_factor(b->world, p->currency, p->year, &b->usd_of_procedure[i], err);
    }
    for (uint32_t i = 0; i < b->n_passes && status == ZHOL_OK; i++) {
        const zhol_pass *p = &b->passes[i];
        status = zi_money_factor(b->world, p->currency, p->year, &b->usd_of_pass[i], err);
    }
    return status;
}

/* Keeps b->groups ascending and each group once. */
static void
add_group(zi_book *b, zhol_text group)
{
    uint32_t i = b->n_groups;

    while (i > 0 && b->groups[i - 1] >= group) {
        i--;
    }
    if (i < b->n_groups && b->groups[i] == group) {
        return;
    }
    for (uint32_t k = b->n_groups; k > i; k--) {
        b->groups[k] = b->groups[k - 1];
    }
    b->groups[i] = group;
    b->n_groups++;
}

static void
look_at(zi_book *b, const zhol_world *w)
{
    b->world = w;
    b->places = zhol_world_places(w, &b->n_places);
    (void) zhol_world_economies(w, &b->n_economies);
    b->links = zhol_world_links(w, &b->n_links);
    b->passes = zhol_world_passes(w, &b->n_passes);
    b->procedures = zhol_world_procedures(w, &b->n_procedures);
    b->services = zhol_world_services(w, &b->n_services);
    b->stops = zhol_world_stops(w, &b->n_stops);
    b->rates = zhol_world_rates(w, &b->n_rates);
    b->speeds = zhol_world_speeds(w, &b->n_speeds);
    b->emissions = zhol_world_emissions(w, &b->n_emissions);
    b->energies = zhol_world_energies(w, &b->n_energies);
    for (uint32_t i = 0; i < ZI_N_PARAMS; i++) {
        b->parameter[i] = zi_world_parameter(w, (zi_parameter) i);
    }
}

zhol_status
zi_book_new(const zhol_world *w, zi_book **out, zhol_error *err)
{
    zhol_status status = ZHOL_LIMIT;
    zi_book *b = ZI_NEW(zi_book, 1);
    uint32_t n_members = 0;
    const zhol_membership *members = zhol_world_memberships(w, &n_members);

    *out = NULL;
    if (!b) {
        goto out;
    }
    look_at(b, w);
    const uint32_t n_rows[ZI_N_PICKED] = { b->n_procedures, b->n_rates, b->n_speeds,
        b->n_emissions, b->n_energies };
    size_t n_keys = 0;
    for (uint32_t t = 0; t < ZI_N_PICKED; t++) {
        n_keys += n_rows[t];
    }
    b->keys = ZI_NEW(zi_key, n_keys + 1);
    b->groups = ZI_NEW(zhol_text, (size_t) n_members + 1);
    b->usd_of_rate = ZI_NEW(double, (size_t) b->n_rates + 1);
    b->usd_of_procedure = ZI_NEW(double, (size_t) b->n_procedures + 1);
    b->usd_of_pass = ZI_NEW(double, (size_t) b->n_passes + 1);
    if (!b->keys || !b->groups || !b->usd_of_rate || !b->usd_of_procedure
        || !b->usd_of_pass) {
        goto out;
    }
    for (uint32_t i = 0; i < n_members; i++) {
        add_group(b, members[i].group);
    }
    fill_keys(b, n_rows);
    status = fill_money(b, err);
    if (status == ZHOL_OK) {
        *out = b;
        return ZHOL_OK;
    }
out:
    zi_book_free(b);
    return status == ZHOL_LIMIT
               ? zi_fail(err, status, "no memory to index the tables of the world")
               : status;
}

void
zi_book_free(zi_book *b)
{
    if (b) {
        zi_free(b->keys);
        zi_free(b->groups);
        zi_free(b->usd_of_rate);
        zi_free(b->usd_of_procedure);
        zi_free(b->usd_of_pass);
        zi_free(b);
    }
}

uint32_t
zi_book_group(const zi_book *b, zhol_text group)
{
    uint32_t lo = 0, hi = b->n_groups;

    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (b->groups[mid] < group) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < b->n_groups && b->groups[lo] == group ? lo : b->n_groups;
}
