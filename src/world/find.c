/* SPDX-License-Identifier: Apache-2.0 */
/* What people type -> rows. Names were folded when the world was made (finish.c), so that
 * here only the question is; the section of names is sorted by them. */
#include "world/inside.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/text.h"
#include "net/words.h"
#include "world/problems.h"
#include "world/suggest.h"

enum { MAX_CANDIDATES = 6 };

/* Names that need more edits per letter than this are not near. */
static const double far_away = 0.5;

static const zi_name *
names_of(const zhol_world *w, uint32_t *n)
{
    *n = w->section[ZI_SECTION_NAMES].n;
    return w->section[ZI_SECTION_NAMES].rows;
}

/* The first name that is not before this text; n if all are. */
static uint32_t
lower_bound(const zi_name *names, uint32_t n, zhol_text text)
{
    uint32_t low = 0, high = n;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (names[middle].name < text) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The names that are exactly this folded text: [*first, returned). */
static uint32_t
exact_names(const zhol_world *w, const char *folded, uint32_t *first)
{
    const zhol_text text = zi_world_text_of(w, folded);
    uint32_t n, end;
    const zi_name *names = names_of(w, &n);

    *first = end = text == 0 ? n : lower_bound(names, n, text);
    while (end < n && names[end].name == text) {
        end++;
    }
    return end;
}

static uint32_t
n_letters(const char *utf8)
{
    uint32_t n = 0;

    for (; *utf8 != '\0'; utf8++) {
        n += ((unsigned char) *utf8 & 0xC0) != 0x80;
    }
    return n;
}

/* Edits per letter of the longer one. Letters that are only missing at the end count
 * half: whoever types "band" means Bandar Abbas sooner than Bend. */
static double
distance_of(const char *asked, uint32_t n_asked, const char *name)
{
    const uint32_t n_name = n_letters(name);
    const uint32_t longer = n_asked > n_name ? n_asked : n_name;
    const uint32_t max = (uint32_t) (far_away * longer);

    if (n_asked >= 2 && strncmp(asked, name, strlen(asked)) == 0) {
        return (n_name - n_asked) * 0.5 / longer;
    }
    const uint32_t edits = zi_edit_distance(asked, name, max);
    return edits > max ? 1 : (double) edits / longer;
}

static double
people(const zhol_world *w, zhol_ref place)
{
    const double n = zhol_world_places(w, NULL)[place].population;

    return n < 0 ? 0 : n;
}

static bool
is_better(const zhol_world *w, zhol_match a, zhol_match b)
{
    if (a.distance < b.distance || a.distance > b.distance) {
        return a.distance < b.distance;
    }
    const double x = people(w, a.place), y = people(w, b.place);
    return x < y || x > y ? x > y : a.place < b.place;
}

/* Into the n best of at most max so far; returns their new number. */
static uint32_t
insert(const zhol_world *w, zhol_match *out, uint32_t n, uint32_t max, zhol_match m)
{
    uint32_t at = n;

    while (at > 0 && is_better(w, m, out[at - 1])) {
        at--;
    }
    if (at >= max) {
        return n;
    }
    n = n < max ? n + 1 : n;
    memmove(out + at + 1, out + at, (size_t) (n - 1 - at) * sizeof *out);
    out[at] = m;
    return n;
}

uint32_t
zhol_world_find_places(
    const zhol_world *w, const char *name, zhol_match *out, uint32_t max)
{
    const uint32_t n_places = w->section[ZI_TABLE_PLACES].n;
    char *asked = zi_fold(name, NULL);
    double *nearest = ZI_NEW(double, n_places);
    uint32_t n_names, n = 0;
    const zi_name *names = names_of(w, &n_names);

    if (!asked || !nearest || asked[0] == '\0') {
        goto out;
    }
    const uint32_t n_asked = n_letters(asked);
    for (uint32_t i = 0; i < n_places; i++) {
        nearest[i] = 1;
    }
    for (uint32_t i = 0; i < n_names; i++) {
        if (names[i].what == ZI_NAMED_PLACE) {
            const double d =
                distance_of(asked, n_asked, zhol_world_text(w, names[i].name));
            double *best = &nearest[names[i].ref];
            *best = d < *best ? d : *best;
        }
    }
    for (uint32_t i = 0; i < n_places; i++) {
        if (nearest[i] <= far_away) {
            n = insert(w, out, n, max, (zhol_match){ i, nearest[i] });
        }
    }

out:
    zi_free(asked);
    zi_free(nearest);
    return n;
}

/* Messages */

static void
add_place(zi_buffer *b, const zhol_world *w, zhol_ref place)
{
    const zhol_place *p = &zhol_world_places(w, NULL)[place];

    zi_buffer_format(b, "%s%s (%s)", b->length > 0 ? ", " : "",
        zhol_world_text(w, p->name_en), zhol_world_text(w, p->id));
}

static zhol_status
unknown_place(const zhol_world *w, const char *name, zhol_error *err)
{
    zhol_match match[MAX_CANDIDATES];
    const uint32_t n = zhol_world_find_places(w, name, match, MAX_CANDIDATES);
    zi_buffer near = { 0 };
    zhol_status status;
    char shown[ZI_SHOWN];

    for (uint32_t i = 0; i < n; i++) {
        add_place(&near, w, match[i].place);
    }
    status = zi_buffer_status(&near, err);
    if (status == ZHOL_OK && n > 0) {
        status = zi_fail(err, ZHOL_USAGE, "there is no place '%s': did you mean %.350s?",
            zi_show(name, shown), near.data);
    } else if (status == ZHOL_OK) {
        status = zi_fail(err, ZHOL_USAGE,
            "there is no place '%s', nor one with a name like it", zi_show(name, shown));
    }
    zi_buffer_free(&near);
    return status;
}

static zhol_status
ambiguous_place(const zhol_world *w, const char *name, const zi_name *names, uint32_t n,
    zhol_error *err)
{
    zi_buffer all = { 0 };
    zhol_status status;
    char shown[ZI_SHOWN];

    for (uint32_t i = 0; i < n; i++) {
        if (names[i].what == ZI_NAMED_PLACE && all.length < 350) {
            add_place(&all, w, names[i].ref);
        }
    }
    status = zi_buffer_status(&all, err);
    if (status == ZHOL_OK) {
        status = zi_fail(err, ZHOL_USAGE, "'%s' may mean %.350s: give the id in brackets",
            zi_show(name, shown), all.data);
    }
    zi_buffer_free(&all);
    return status;
}

/* One place among those that carry exactly this name; ZHOL_NO_ROW: none. */
static zhol_status
choose_place(const zhol_world *w, const char *name, const char *folded, zhol_ref *out,
    zhol_error *err)
{
    uint32_t n, first;
    const zi_name *names = names_of(w, &n);
    const uint32_t end = exact_names(w, folded, &first);
    zhol_ref best = ZHOL_NO_ROW, second = ZHOL_NO_ROW;

    for (uint32_t i = first; i < end; i++) {
        const zhol_ref place = names[i].ref;
        if (names[i].what != ZI_NAMED_PLACE) {
            continue;
        }
        if (best == ZHOL_NO_ROW || people(w, place) > people(w, best)) {
            second = best;
            best = place;
        } else if (second == ZHOL_NO_ROW || people(w, place) > people(w, second)) {
            second = place;
        }
    }
    if (second != ZHOL_NO_ROW
        && !(people(w, best) > 0 && people(w, best) >= 10 * people(w, second))) {
        return ambiguous_place(w, name, names + first, end - first, err);
    }
    *out = best;
    return ZHOL_OK;
}

zhol_status
zhol_world_find_place(
    const zhol_world *w, const char *name, zhol_ref *out, zhol_error *err)
{
    char *folded = NULL;
    zhol_status status = ZHOL_OK;

    *out = zi_world_place_by_id(w, name);
    if (*out != ZHOL_NO_ROW) {
        return ZHOL_OK; /* an id as it is written leaves no doubt */
    }
    folded = zi_fold(name, err);
    if (!folded) {
        return ZHOL_LIMIT;
    }
    if (folded[0] != '\0') {
        status = choose_place(w, name, folded, out, err);
    }
    if (status == ZHOL_OK && *out == ZHOL_NO_ROW) {
        status = unknown_place(w, name, err);
    }
    zi_free(folded);
    return status;
}

/* Scopes */

/* A word of the tables: "*", "kind:seaport", "economy:KAZ", "group:EAEU". */
static bool
find_written_scope(const zhol_world *w, const char *name, zhol_scope *out)
{
    const char *kind = zi_scope_words[ZHOL_SCOPE_KIND];
    const char *group = zi_scope_words[ZHOL_SCOPE_GROUP];
    const char *economy = zi_scope_words[ZHOL_SCOPE_ECONOMY];
    uint32_t n;
    const zhol_membership *members = zhol_world_memberships(w, &n);

    if (strcmp(name, zi_scope_words[ZHOL_SCOPE_EVERYWHERE]) == 0) {
        *out = (zhol_scope){ ZHOL_SCOPE_EVERYWHERE, 0 };
        return true;
    }
    if (strncmp(name, kind, strlen(kind)) == 0) {
        *out = (zhol_scope){ ZHOL_SCOPE_KIND,
            zi_word_value(zi_place_kind_words, ZHOL_N_PLACE_KINDS, name + strlen(kind)) };
        return out->ref < ZHOL_N_PLACE_KINDS;
    }
    if (strncmp(name, economy, strlen(economy)) == 0) {
        *out = (zhol_scope){ ZHOL_SCOPE_ECONOMY,
            zi_world_economy_by_iso3(w, name + strlen(economy)) };
        return out->ref != ZHOL_NO_ROW;
    }
    for (uint32_t i = 0; i < n && strncmp(name, group, strlen(group)) == 0; i++) {
        if (strcmp(zhol_world_text(w, members[i].group), name + strlen(group)) == 0) {
            *out = (zhol_scope){ ZHOL_SCOPE_GROUP, members[i].group };
            return true;
        }
    }
    return false;
}

static void
add_scope(zi_buffer *b, const zhol_world *w, zi_name name)
{
    zi_buffer_text(b, b->length > 0 ? ", " : "");
    if (name.what == ZI_NAMED_ECONOMY) {
        zi_buffer_format(b, "economy:%s",
            zhol_world_text(w, zhol_world_economies(w, NULL)[name.ref].iso3));
    } else if (name.what == ZI_NAMED_GROUP) {
        zi_buffer_format(b, "group:%s", zhol_world_text(w, name.ref));
    } else {
        zi_buffer_text(b, zhol_world_text(w, zhol_world_places(w, NULL)[name.ref].id));
    }
}

/* The nearest names of every kind that a scope may be. */
static zhol_status
unknown_scope(const zhol_world *w, const char *name, const char *folded, zhol_error *err)
{
    uint32_t n;
    const zi_name *names = names_of(w, &n);
    zi_buffer near = { 0 };
    double best = far_away;
    char shown[ZI_SHOWN];
    zhol_status status;

    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < n && near.length < 200; i++) {
            const double d = names[i].what == ZI_NAMED_PASS
                                 ? 1
                                 : distance_of(folded, n_letters(folded),
                                     zhol_world_text(w, names[i].name));
            if (pass == 0) {
                best = d < best ? d : best;
            } else if (d <= best) {
                add_scope(&near, w, names[i]);
            }
        }
    }
    status = zi_buffer_status(&near, err);
    if (status == ZHOL_OK) {
        status =
            zi_fail(err, ZHOL_USAGE, "there is no place, economy or group '%s'%s%s%s",
                zi_show(name, shown), near.length > 0 ? ": did you mean " : "",
                near.length > 0 ? near.data : "", near.length > 0 ? "?" : "");
    }
    zi_buffer_free(&near);
    return status;
}

static zhol_status
ambiguous_scope(const zhol_world *w, const char *name, const zi_name *names, uint32_t n,
    zhol_error *err)
{
    zi_buffer all = { 0 };
    char shown[ZI_SHOWN];
    zhol_status status;

    for (uint32_t i = 0; i < n; i++) {
        if (names[i].what != ZI_NAMED_PASS && all.length < 350) {
            add_scope(&all, w, names[i]);
        }
    }
    status = zi_buffer_status(&all, err);
    if (status == ZHOL_OK) {
        status = zi_fail(err, ZHOL_USAGE, "'%s' may mean %.350s: say which",
            zi_show(name, shown), all.data);
    }
    zi_buffer_free(&all);
    return status;
}

/* A name of an economy, a group or a place. Each meaning alone is taken; two kinds of
 * meaning (Singapore, the port and the economy) are asked back. */
static zhol_status
find_named_scope(const zhol_world *w, const char *name, const char *folded,
    zhol_scope *out, zhol_error *err)
{
    uint32_t n, first, n_areas = 0, n_places = 0;
    const zi_name *names = names_of(w, &n);
    const uint32_t end = exact_names(w, folded, &first);

    for (uint32_t i = first; i < end; i++) {
        if (names[i].what == ZI_NAMED_PLACE) {
            n_places++;
        } else if (names[i].what != ZI_NAMED_PASS) {
            n_areas++;
            out->kind =
                names[i].what == ZI_NAMED_GROUP ? ZHOL_SCOPE_GROUP : ZHOL_SCOPE_ECONOMY;
            out->ref = names[i].ref;
        }
    }
    if (n_areas + n_places == 0) {
        return unknown_scope(w, name, folded, err);
    }
    if (n_areas > 0 && n_areas + n_places > 1) {
        return ambiguous_scope(w, name, names + first, end - first, err);
    }
    if (n_areas == 0) {
        out->kind = ZHOL_SCOPE_PLACE;
        return choose_place(w, name, folded, &out->ref, err);
    }
    return ZHOL_OK;
}

zhol_status
zhol_world_find_scope(
    const zhol_world *w, const char *name, zhol_scope *out, zhol_error *err)
{
    const zhol_scope nowhere = { ZHOL_SCOPE_PLACE, ZHOL_NO_ROW };
    char *folded = NULL;
    zhol_status status;

    *out = (zhol_scope){ ZHOL_SCOPE_PLACE, zi_world_place_by_id(w, name) };
    if (out->ref != ZHOL_NO_ROW || find_written_scope(w, name, out)) {
        return ZHOL_OK;
    }
    *out = nowhere;
    folded = zi_fold(name, err);
    if (!folded) {
        return ZHOL_LIMIT;
    }
    status = find_named_scope(w, name, folded, out, err);
    if (status != ZHOL_OK) {
        *out = nowhere;
    }
    zi_free(folded);
    return status;
}

/* Passes, links, commodities */

zhol_status
zhol_world_find_pass(
    const zhol_world *w, const char *name, zhol_ref *out, zhol_error *err)
{
    uint32_t n, first, n_passes, n_found = 0;
    const zi_name *names = names_of(w, &n);
    const zhol_pass *passes = zhol_world_passes(w, &n_passes);
    char *folded = NULL, shown[ZI_SHOWN];
    zi_nearest nearest;

    *out = zi_world_pass_by_id(w, name);
    if (*out != ZHOL_NO_ROW) {
        return ZHOL_OK;
    }
    folded = zi_fold(name, err);
    if (!folded) {
        return ZHOL_LIMIT;
    }
    const uint32_t end = exact_names(w, folded, &first);
    for (uint32_t i = first; i < end; i++) {
        if (names[i].what == ZI_NAMED_PASS) {
            *out = names[i].ref;
            n_found++;
        }
    }
    zi_free(folded);
    if (n_found == 1) {
        return ZHOL_OK;
    }
    *out = ZHOL_NO_ROW;
    nearest = zi_nearest_to(name);
    for (uint32_t i = 0; i < n_passes; i++) {
        zi_nearest_try(&nearest, zhol_world_text(w, passes[i].id));
    }
    return zi_fail(err, ZHOL_USAGE, "%s '%s'%s",
        n_found > 1 ? "give the id: several passes are called" : "there is no pass",
        zi_show(name, shown), zi_nearest_text(&nearest));
}

/* The row of a table with that id; the nearest id is suggested. */
static zhol_status
find_by_id(const zhol_world *w, uint32_t table, const char *kind, const char *id,
    zhol_ref *out, zhol_error *err)
{
    const uint32_t at = zi_schema_of(table)->columns[0].at;
    zi_nearest nearest;
    char shown[ZI_SHOWN];

    *out = zi_world_row_by_key(w, table, id);
    if (*out != ZHOL_NO_ROW) {
        return ZHOL_OK;
    }
    nearest = zi_nearest_to(id);
    for (uint32_t i = 0; i < w->section[table].n; i++) {
        zi_nearest_try(
            &nearest, zhol_world_text(w, zi_u32_of(zi_world_row(w, table, i), at)));
    }
    return zi_fail(err, ZHOL_USAGE, "there is no %s '%s'%s", kind, zi_show(id, shown),
        zi_nearest_text(&nearest));
}

zhol_status
zhol_world_find_link(const zhol_world *w, const char *id, zhol_ref *out, zhol_error *err)
{
    return find_by_id(w, ZI_TABLE_LINKS, "link", id, out, err);
}

zhol_status
zhol_world_find_project(
    const zhol_world *w, const char *id, zhol_ref *out, zhol_error *err)
{
    return find_by_id(w, ZI_TABLE_PROJECTS, "project", id, out, err);
}

zhol_status
zhol_world_find_economy(
    const zhol_world *w, const char *name, zhol_ref *out, zhol_error *err)
{
    zhol_scope scope;
    char shown[ZI_SHOWN];
    zhol_status status = zhol_world_find_scope(w, name, &scope, err);

    *out = ZHOL_NO_ROW;
    if (status == ZHOL_OK && scope.kind != ZHOL_SCOPE_ECONOMY) {
        status = zi_fail(err, ZHOL_USAGE,
            "'%s' is no economy: write an ISO code (KAZ) or a name (Kazakhstan)",
            zi_show(name, shown));
    }
    if (status == ZHOL_OK) {
        *out = scope.ref;
    }
    return status;
}

zhol_ref
zhol_world_find_commodity(const zhol_world *w, const char *hs)
{
    uint32_t n;
    size_t longest = 0;
    const zhol_commodity *rows = zhol_world_commodities(w, &n);
    zhol_ref best = ZHOL_NO_ROW;

    for (uint32_t i = 0; i < n; i++) {
        const char *prefix = zhol_world_text(w, rows[i].hs);
        const size_t length = strlen(prefix);
        if (length > longest && strncmp(hs, prefix, length) == 0) {
            longest = length;
            best = i;
        }
    }
    return best;
}
