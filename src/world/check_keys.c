/* SPDX-License-Identifier: Apache-2.0 */
/* Keys that must stand once, sources and parameters that must be known. */
#include "world/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/text.h"
#include "world/suggest.h"

typedef struct row_order {
    const zi_checking *checking;
    uint32_t table, columns;
} row_order;

static int
compare_member(const zi_column *c, const void *a, const void *b)
{
    const uint32_t next = c->at + (uint32_t) sizeof(uint32_t);
    int order;

    if (c->kind == ZI_COLUMN_NUMBER) {
        const double x = zi_double_of(a, c->at), y = zi_double_of(b, c->at);
        return (x > y) - (x < y);
    }
    order = zi_compare_u32(zi_u32_of(a, c->at), zi_u32_of(b, c->at));
    if (order == 0 && (c->kind == ZI_COLUMN_SCOPE || c->kind == ZI_COLUMN_SCOPES)) {
        order = zi_compare_u32(zi_u32_of(a, next), zi_u32_of(b, next));
    }
    return order;
}

static int
compare_columns(const row_order *o, uint32_t a, uint32_t b)
{
    const zi_schema *s = zi_schema_of(o->table);
    const void *x = zi_world_row(o->checking->w, o->table, a);
    const void *y = zi_world_row(o->checking->w, o->table, b);
    int order = 0;

    for (uint32_t i = 0; i < s->n_columns && order == 0; i++) {
        if ((o->columns & 1u << i) != 0) {
            order = compare_member(&s->columns[i], x, y);
        }
    }
    return order;
}

static int
compare_rows(const void *context, uint32_t a, uint32_t b)
{
    const row_order *o = context;
    const zi_schema *s = zi_schema_of(o->table);
    const void *x = zi_world_row(o->checking->w, o->table, a);
    const void *y = zi_world_row(o->checking->w, o->table, b);
    int order = compare_columns(o, a, b);

    if (order == 0) {
        order =
            zi_compare_u32(zi_u32_of(x, s->mine_at) & 1, zi_u32_of(y, s->mine_at) & 1);
    }
    return order ? order
                 : zi_compare_u32(zi_u32_of(x, s->line_at), zi_u32_of(y, s->line_at));
}

zhol_status
zi_rows_by(const zi_checking *c, uint32_t table, uint32_t columns, uint32_t **rows,
    zhol_error *err)
{
    const row_order order = { c, table, columns };
    const uint32_t n = c->w->section[table].n;
    zhol_status status;

    *rows = ZI_NEW(uint32_t, n);
    if (!*rows) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    for (uint32_t i = 0; i < n; i++) {
        (*rows)[i] = i;
    }
    status = zi_sort(*rows, n, compare_rows, &order, err);
    if (status != ZHOL_OK) {
        zi_free(*rows);
        *rows = NULL;
    }
    return status;
}

bool
zi_rows_equal(
    const zi_checking *c, uint32_t table, uint32_t columns, uint32_t a, uint32_t b)
{
    const row_order order = { c, table, columns };

    return compare_columns(&order, a, b) == 0;
}

/* "at, other, what" */
static void
name_columns(const zi_schema *s, uint32_t columns, char *out, size_t n)
{
    size_t at = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < s->n_columns; i++) {
        if ((columns & 1u << i) != 0 && at < n) {
            const int more = snprintf(
                out + at, n - at, "%s%s", at > 0 ? ", " : "", s->columns[i].name);
            at += more > 0 ? (size_t) more : 0;
        }
    }
}

static void
report_equal(
    const zi_checking *c, uint32_t table, uint32_t columns, uint32_t first, uint32_t row)
{
    const zi_schema *s = zi_schema_of(table);
    const void *x = zi_world_row(c->w, table, first), *y = zi_world_row(c->w, table, row);
    const zi_spot before = zi_spot_of(table, x), spot = zi_spot_of(table, y);
    char names[256], shown[ZI_SHOWN], where[64];

    snprintf(where, sizeof where, before.line > 0 ? "line %u" : "the world", before.line);
    name_columns(s, columns, names, sizeof names);
    if (columns == 1 && s->columns[0].kind == ZI_COLUMN_TEXT) {
        zi_problem(c->problems, spot, "%s '%s' stands already in %s%s: choose another",
            names, zi_show(zhol_world_text(c->w, zi_u32_of(y, s->columns[0].at)), shown),
            where, before.is_mine == spot.is_mine ? "" : " of the world's table");
    } else {
        zi_problem(c->problems, spot, "the same %s as in %s: only one of them can hold",
            names, where);
    }
}

/* Rows of one folder must differ in these columns; keys of sources also between both. */
static zhol_status
check_unique(const zi_checking *c, uint32_t table, uint32_t columns, zhol_error *err)
{
    const uint32_t mine_at = zi_schema_of(table)->mine_at, n = c->w->section[table].n;
    const bool is_key = columns == 1;
    uint32_t *rows = NULL;
    zhol_status status = zi_rows_by(c, table, columns, &rows, err);

    for (uint32_t i = 1; i < n && status == ZHOL_OK; i++) {
        const void *x = zi_world_row(c->w, table, rows[i - 1]);
        const void *y = zi_world_row(c->w, table, rows[i]);
        const bool is_trusted =
            is_key ? zi_u32_of(y, zi_schema_of(table)->columns[0].at) != 0
                   : zi_is_whole(c, table, rows[i - 1]) && zi_is_whole(c, table, rows[i]);
        const bool is_together =
            table == ZI_TABLE_SOURCES
            || (zi_u32_of(x, mine_at) & 1) == (zi_u32_of(y, mine_at) & 1);
        if (is_trusted && is_together
            && zi_rows_equal(c, table, columns, rows[i - 1], rows[i])) {
            report_equal(c, table, columns, rows[i - 1], rows[i]);
        }
    }
    zi_free(rows);
    return status;
}

/* Sources */

static void
check_sources_of(const zi_checking *c, uint32_t table, uint32_t row, zhol_text list)
{
    const zi_spot spot = zi_spot_of(table, zi_world_row(c->w, table, row));
    const char *item = zhol_world_text(c->w, list);
    uint32_t n;
    const zhol_source *sources = zhol_world_sources(c->w, &n);

    while (item && *item != '\0') {
        const char *end = strchr(item, ';');
        const size_t length = end ? (size_t) (end - item) : strlen(item);
        char key[ZI_SHOWN] = "", shown[ZI_SHOWN];
        memcpy(key, item, length < sizeof key ? length : sizeof key - 1);
        if (zi_world_row_by_key(c->w, ZI_TABLE_SOURCES, key) == ZHOL_NO_ROW) {
            zi_nearest nearest = zi_nearest_to(key);
            for (uint32_t i = 0; i < n && zi_problems_may_suggest(c->problems); i++) {
                zi_nearest_try(&nearest, zhol_world_text(c->w, sources[i].key));
            }
            zi_problem(c->problems, spot, "source '%s' is no key in sources.csv%s",
                zi_show(key, shown), zi_nearest_text(&nearest));
        }
        item = end ? end + 1 : NULL;
    }
}

static void
check_sources(const zi_checking *c)
{
    if (c->draft->table[ZI_TABLE_SOURCES].is_cut) {
        return;
    }
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        const zi_schema *s = zi_schema_of(t);
        const uint32_t column = zi_schema_column(s, "source");
        for (uint32_t i = 0; column < s->n_columns && i < c->w->section[t].n; i++) {
            check_sources_of(
                c, t, i, zi_u32_of(zi_world_row(c->w, t, i), s->columns[column].at));
        }
    }
}

/* Parameters */

static void
check_parameter(const zi_checking *c, uint32_t row, bool is_found[ZI_N_PARAMS])
{
    const zhol_parameter *p = zi_world_row(c->w, ZI_TABLE_PARAMETERS, row);
    const zi_spot spot = zi_spot_of(ZI_TABLE_PARAMETERS, p);
    const char *name = zhol_world_text(c->w, p->name);
    const uint32_t number = zi_parameter_of(name);
    char shown[ZI_SHOWN];

    if (number == ZI_N_PARAMS) {
        zi_nearest nearest = zi_nearest_to(name);
        for (uint32_t i = 0; i < ZI_N_PARAMS && p->name != 0; i++) {
            zi_nearest_try(&nearest, zi_parameter_name(i));
        }
        if (p->name != 0) {
            zi_problem(c->problems, spot, "there is no parameter '%s'%s",
                zi_show(name, shown), zi_nearest_text(&nearest));
        }
        return;
    }
    is_found[number] = true;
    if (!zi_is_whole(c, ZI_TABLE_PARAMETERS, row)) {
        return;
    }
    if (!(p->value >= zi_parameter_min(number) && p->value <= zi_parameter_max(number))) {
        zi_problem(c->problems, spot, "%s %g is outside %g to %g, where it makes sense",
            name, p->value, zi_parameter_min(number), zi_parameter_max(number));
    } else if (!(p->lo <= p->value && p->value <= p->hi)) {
        zi_problem(c->problems, spot, "%s %g is outside its own lo %g to hi %g", name,
            p->value, p->lo, p->hi);
    } else if ((number == ZI_PARAM_DATA_YEAR || number == ZI_PARAM_BASE_YEAR)
               && p->value != floor(p->value)) {
        zi_problem(c->problems, spot, "%s %g must be a whole year", name, p->value);
    }
}

static void
check_parameters(const zi_checking *c)
{
    bool is_found[ZI_N_PARAMS] = { false };

    for (uint32_t i = 0; i < c->w->section[ZI_TABLE_PARAMETERS].n; i++) {
        check_parameter(c, i, is_found);
    }
    for (uint32_t i = 0; i < ZI_N_PARAMS; i++) {
        if (!is_found[i] && !c->draft->table[ZI_TABLE_PARAMETERS].is_cut) {
            zi_problem(c->problems, (zi_spot){ false, ZI_TABLE_PARAMETERS, 0 },
                "parameter '%s' is missing", zi_parameter_name(i));
        }
    }
}

zhol_status
zi_check_keys(const zi_checking *c, zhol_error *err)
{
    /* Besides the keys of the schema: iso2; what a rate is for; the day of a status;
     * one figure a vintage. */
    static const struct {
        uint32_t table, columns;
    } others[] = {
        { ZI_TABLE_ECONOMIES, 1u << 1 },
        { ZI_TABLE_RATES, 0xFE },
        { ZI_TABLE_STATUS, 1u << 0 | 1u << 1 | 1u << 3 },
        { ZI_TABLE_FIGURES, 1u << 0 | 1u << 1 | 1u << 2 | 1u << 4 },
        { ZI_TABLE_TRADE, 0x1F | 1u << 6 },
    };
    zhol_status status = ZHOL_OK;

    for (uint32_t t = 0; t < ZI_N_TABLES && status == ZHOL_OK; t++) {
        const uint32_t n_key = zi_schema_of(t)->n_key;
        if (n_key > 0) {
            status = check_unique(c, t, (1u << n_key) - 1, err);
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0] && status == ZHOL_OK; i++) {
        status = check_unique(c, others[i].table, others[i].columns, err);
    }
    check_sources(c);
    check_parameters(c);
    return status;
}
