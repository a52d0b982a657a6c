/* SPDX-License-Identifier: Apache-2.0 */
/* A draft becomes a world: own rows over base rows, canonical order, references, texts.
 *
 * Order is what makes the same tables give the same bytes, whatever the order of their
 * lines: rows are sorted by their columns as written, stops follow the order of services,
 * texts are sorted and kept only if some row uses them. */
#include "world/draft.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "world/suggest.h"

typedef struct finish {
    zi_draft *draft;
    uint32_t *row_of[ZI_N_TABLES]; /* text number -> row with this key; some tables */
    uint32_t *offset_of;           /* text number -> offset in the world's texts */
    zhol_world *world;
} finish;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
}

/* References */

static zhol_status
index_keys(finish *f, uint32_t table, zhol_error *err)
{
    const size_t n_texts = (size_t) f->draft->pool.n_texts + 1;
    const uint32_t key_at = zi_schema_of(table)->columns[0].at;
    uint32_t *row_of = ZI_NEW(uint32_t, n_texts);

    if (!row_of) {
        return no_memory(err);
    }
    memset(row_of, 0xFF, n_texts * sizeof *row_of); /* ZHOL_NO_ROW */
    for (uint32_t i = f->draft->table[table].n; i-- > 0;) {
        row_of[zi_u32_of(zi_draft_row(f->draft, table, i), key_at)] = i;
    }
    f->row_of[table] = row_of;
    return ZHOL_OK;
}

static void
report_unknown(
    const finish *f, zi_spot spot, const char *column, uint32_t table, uint32_t text)
{
    const zi_draft *d = f->draft;
    const zi_schema *s = zi_schema_of(table);
    const char *wanted = zi_pool_text(&d->pool, text);
    zi_nearest nearest = zi_nearest_to(wanted);
    char shown[ZI_SHOWN];

    if (d->table[table].is_cut) {
        return; /* it may be in the part that could not be read */
    }
    for (uint32_t i = 0; i < d->table[table].n && zi_problems_may_suggest(d->problems);
         i++) {
        const void *row = zi_draft_row(d, table, i);
        zi_nearest_try(
            &nearest, zi_pool_text(&d->pool, zi_u32_of(row, s->columns[0].at)));
    }
    zi_problem(d->problems, spot, "%s '%s' is no %s in %s.csv%s", column,
        zi_show(wanted, shown), s->columns[0].name, s->name, zi_nearest_text(&nearest));
}

/* Turns the number of a key's text into the row; 0 means nothing was given. false: there
 * is no such row. */
static bool
resolve_ref(
    const finish *f, zi_spot spot, const char *column, uint32_t table, uint32_t *ref)
{
    const uint32_t text = *ref;

    *ref = text == 0 ? ZHOL_NO_ROW : f->row_of[table][text];
    if (text != 0 && *ref == ZHOL_NO_ROW) {
        report_unknown(f, spot, column, table, text);
        return false;
    }
    return true;
}

static bool
resolve_scope(const finish *f, zi_spot spot, const char *column, zhol_scope *scope)
{
    switch (scope->kind) {
    case ZHOL_SCOPE_ECONOMY:
        return resolve_ref(f, spot, column, ZI_TABLE_ECONOMIES, &scope->ref);
    case ZHOL_SCOPE_PLACE:
        return resolve_ref(f, spot, column, ZI_TABLE_PLACES, &scope->ref);
    case ZHOL_SCOPE_GROUP:
        if (scope->ref != 0 && f->row_of[ZI_TABLE_GROUPS][scope->ref] == ZHOL_NO_ROW) {
            report_unknown(f, spot, column, ZI_TABLE_GROUPS, scope->ref);
            return false;
        }
        return true;
    default:
        return true;
    }
}

static bool
resolve_column(const finish *f, zi_spot spot, const zi_column *c, void *row)
{
    uint32_t *member = zi_u32_at(row, c->at);
    bool is_known = true;

    switch (c->kind) {
    case ZI_COLUMN_REF:
        return resolve_ref(f, spot, c->name, c->to, member);
    case ZI_COLUMN_STATUS_REF:
        return resolve_ref(f, spot, c->name, zi_status_table(row), member);
    case ZI_COLUMN_SCOPE:
        return resolve_scope(f, spot, c->name, (zhol_scope *) (void *) member);
    case ZI_COLUMN_SCOPES:
        for (uint32_t k = 0; k < member[1]; k++) {
            zhol_scope *stop = &f->draft->stops[member[0] + k];
            is_known = resolve_scope(f, spot, c->name, stop) && is_known;
        }
        return is_known;
    default:
        return true;
    }
}

static void
resolve_row(const finish *f, uint32_t table, void *row)
{
    const zi_schema *s = zi_schema_of(table);
    const zi_spot spot = zi_spot_of(table, row);
    uint32_t *marks = zi_u32_at(row, s->mine_at);

    for (uint32_t i = 0; i < s->n_columns; i++) {
        const zi_column *c = &s->columns[i];
        if (c->kind == ZI_COLUMN_STATUS_REF && (*marks & ZI_ROW_IS_BAD) != 0) {
            *zi_u32_at(row, c->at) = ZHOL_NO_ROW; /* it is not known of which table */
        } else if (!resolve_column(f, spot, c, row)) {
            *marks |= ZI_ROW_IS_BAD;
        }
    }
}

static void
resolve_names(const finish *f)
{
    static const uint32_t table_of[ZI_N_NAMED] = { [ZI_NAMED_PLACE] = ZI_TABLE_PLACES,
        [ZI_NAMED_ECONOMY] = ZI_TABLE_ECONOMIES,
        [ZI_NAMED_GROUP] = ZI_TABLE_GROUPS,
        [ZI_NAMED_PASS] = ZI_TABLE_PASSES };

    for (uint32_t i = 0; i < f->draft->n_names; i++) {
        zi_name *name = &f->draft->names[i];
        if (name->what != ZI_NAMED_GROUP) {
            name->ref = f->row_of[table_of[name->what]][name->ref];
        }
    }
}

static zhol_status
resolve(finish *f, zhol_error *err)
{
    static const uint32_t tables[] = { ZI_TABLE_ECONOMIES, ZI_TABLE_GROUPS,
        ZI_TABLE_PLACES, ZI_TABLE_LINKS, ZI_TABLE_PASSES, ZI_TABLE_AGREEMENTS,
        ZI_TABLE_DOCUMENTS, ZI_TABLE_PROJECTS, ZI_TABLE_CLAIMS };

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        const zhol_status status = index_keys(f, tables[i], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        for (uint32_t i = 0; i < f->draft->table[t].n; i++) {
            resolve_row(f, t, zi_draft_row(f->draft, t, i));
        }
    }
    resolve_names(f);
    return ZHOL_OK;
}

/* Texts */

/* Calls with every text of the draft; the two passes mark and replace them. */
typedef void visit_text(finish *f, uint32_t *text);

static void
visit_scope(finish *f, zhol_scope *scope, visit_text *visit)
{
    if (scope->kind == ZHOL_SCOPE_GROUP) {
        visit(f, &scope->ref);
    }
}

static void
visit_row(finish *f, uint32_t table, void *row, visit_text *visit)
{
    const zi_schema *s = zi_schema_of(table);

    for (uint32_t i = 0; i < s->n_columns; i++) {
        uint32_t *member = zi_u32_at(row, s->columns[i].at);
        switch (s->columns[i].kind) {
        case ZI_COLUMN_TEXT:
        case ZI_COLUMN_TEXTS:
        case ZI_COLUMN_SOURCES:
            visit(f, member);
            break;
        case ZI_COLUMN_SCOPE:
            visit_scope(f, (zhol_scope *) (void *) member, visit);
            break;
        default:
            break;
        }
    }
}

static void
visit_all(finish *f, visit_text *visit)
{
    zi_draft *d = f->draft;

    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        for (uint32_t i = 0; i < d->table[t].n; i++) {
            visit_row(f, t, zi_draft_row(d, t, i), visit);
        }
    }
    for (uint32_t i = 0; i < d->n_stops; i++) {
        visit_scope(f, &d->stops[i], visit);
    }
    for (uint32_t i = 0; i < d->n_names; i++) {
        visit(f, &d->names[i].name);
        if (d->names[i].what == ZI_NAMED_GROUP) {
            visit(f, &d->names[i].ref);
        }
    }
}

static void
mark_used(finish *f, uint32_t *text)
{
    f->offset_of[*text] = 1;
}

static void
replace(finish *f, uint32_t *text)
{
    *text = f->offset_of[*text];
}

static int
compare_text_numbers(const void *draft, uint32_t a, uint32_t b)
{
    return zi_compare_texts(draft, a, b);
}

static zhol_status
copy_texts(finish *f, const uint32_t *number, uint32_t n, zhol_error *err)
{
    const zi_pool *pool = &f->draft->pool;
    size_t n_bytes = 1;
    char *texts;

    for (uint32_t i = 0; i < n; i++) {
        f->offset_of[number[i]] = (uint32_t) n_bytes;
        n_bytes += strlen(zi_pool_text(pool, number[i])) + 1;
    }
    if (n_bytes > UINT32_MAX - 1) {
        return zi_fail(err, ZHOL_LIMIT, "the texts of a world may have 4 GiB together");
    }
    texts = ZI_NEW(char, n_bytes);
    if (!texts) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < n; i++) {
        const char *text = zi_pool_text(pool, number[i]);
        const size_t n_copied = strlen(text) + 1;
        memcpy(texts + f->offset_of[number[i]], text, n_copied);
    }
    f->world->owned[ZI_SECTION_TEXTS] = texts;
    f->world->section[ZI_SECTION_TEXTS] = (zi_section){ texts, (uint32_t) n_bytes };
    return ZHOL_OK;
}

static zhol_status
make_texts(finish *f, zhol_error *err)
{
    const uint32_t n_texts = f->draft->pool.n_texts;
    uint32_t *number = ZI_NEW(uint32_t, (size_t) n_texts + 1), n = 0;
    zhol_status status;

    f->offset_of = ZI_NEW(uint32_t, (size_t) n_texts + 1);
    if (!number || !f->offset_of) {
        status = no_memory(err);
        goto out;
    }
    visit_all(f, mark_used);
    f->offset_of[0] = 0;
    for (uint32_t i = 1; i <= n_texts; i++) {
        if (f->offset_of[i] != 0) {
            number[n++] = i;
        }
    }
    status = zi_sort(number, n, compare_text_numbers, f->draft, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    status = copy_texts(f, number, n, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    visit_all(f, replace);

out:
    zi_free(number);
    return status;
}

/* Offsets of sorted texts are in the order of the texts. */
static int
compare_names(const void *draft, uint32_t i, uint32_t j)
{
    const zi_draft *d = draft;
    const zi_name *a = &d->names[i], *b = &d->names[j];

    return a->name != b->name   ? zi_compare_u32(a->name, b->name)
           : a->what != b->what ? zi_compare_u32(a->what, b->what)
                                : zi_compare_u32(a->ref, b->ref);
}

static zhol_status
make_names(finish *f, zhol_error *err)
{
    zi_draft *d = f->draft;
    uint32_t *order = ZI_NEW(uint32_t, d->n_names), n = 0;
    zi_name *names = ZI_NEW(zi_name, d->n_names);
    zhol_status status = order && names ? ZHOL_OK : no_memory(err);

    for (uint32_t i = 0; i < d->n_names && status == ZHOL_OK; i++) {
        order[i] = i;
    }
    if (status == ZHOL_OK) {
        status = zi_sort(order, d->n_names, compare_names, d, err);
    }
    if (status != ZHOL_OK) {
        zi_free(names);
        zi_free(order);
        return status;
    }
    for (uint32_t i = 0; i < d->n_names; i++) {
        if (i == 0 || compare_names(d, order[i - 1], order[i]) != 0) {
            names[n++] = d->names[order[i]];
        }
    }
    zi_free(order);
    f->world->owned[ZI_SECTION_NAMES] = names;
    f->world->section[ZI_SECTION_NAMES] = (zi_section){ names, n };
    return ZHOL_OK;
}

static void
move_rows(finish *f)
{
    zi_draft *d = f->draft;
    zhol_world *w = f->world;

    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        w->owned[t] = d->table[t].data;
        w->section[t] = (zi_section){ d->table[t].data, d->table[t].n };
        d->table[t].data = NULL;
        d->table[t].n = 0;
    }
    w->owned[ZI_SECTION_STOPS] = d->stops;
    w->section[ZI_SECTION_STOPS] = (zi_section){ d->stops, d->n_stops };
    d->stops = NULL;
    d->n_stops = 0;
}

zhol_status
zi_draft_finish(zi_draft *d, zhol_world **out, zhol_error *err)
{
    finish f = { .draft = d };
    zhol_status status = ZHOL_OK;

    *out = NULL;
    f.world = ZI_NEW(zhol_world, 1);
    if (!f.world) {
        return no_memory(err);
    }
    if ((status = zi_draft_arrange(d, err)) != ZHOL_OK
        || (status = zi_draft_add_names(d, err)) != ZHOL_OK
        || (status = resolve(&f, err)) != ZHOL_OK
        || (status = make_texts(&f, err)) != ZHOL_OK
        || (status = make_names(&f, err)) != ZHOL_OK) {
        goto out;
    }
    move_rows(&f);
    *out = f.world;
    f.world = NULL;

out:
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        zi_free(f.row_of[t]);
    }
    zi_free(f.offset_of);
    zhol_world_free(f.world);
    return status;
}
