/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol net diff`: what differs between two worlds, row by row and in sums. */
#include "report/report.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "world/compare.h"

/* Rows or links: how many each side has, and how they differ. */
typedef struct tally {
    uint32_t n_a, n_b, n_removed, n_added, n_changed;
    double a_km, b_km; /* of links */
} tally;

typedef struct diff {
    const zhol_diff_query *query;
    zi_changes changes;
    tally table[ZI_N_TABLES], mode[ZHOL_N_MODES];
    zi_buffer field; /* scratch */
} diff;

static const char *
word_of(const zi_change *c)
{
    return c->row_a == ZHOL_NO_ROW   ? "added"
           : c->row_b == ZHOL_NO_ROW ? "removed"
                                     : "changed";
}

static void
count_change(tally *t, const zi_change *c)
{
    t->n_added += c->row_a == ZHOL_NO_ROW;
    t->n_removed += c->row_b == ZHOL_NO_ROW;
    t->n_changed += c->row_a != ZHOL_NO_ROW && c->row_b != ZHOL_NO_ROW;
}

static void
count_links(diff *d)
{
    uint32_t n_a, n_b;
    const zhol_link *a = zhol_world_links(d->query->a, &n_a);
    const zhol_link *b = zhol_world_links(d->query->b, &n_b);

    for (uint32_t i = 0; i < n_a; i++) {
        d->mode[a[i].mode].n_a++;
        d->mode[a[i].mode].a_km += a[i].length_km;
    }
    for (uint32_t i = 0; i < n_b; i++) {
        d->mode[b[i].mode].n_b++;
        d->mode[b[i].mode].b_km += b[i].length_km;
    }
    /* A link that changes its mode counts with the new one. */
    for (uint32_t i = 0; i < d->changes.n; i++) {
        const zi_change *c = &d->changes.list[i];
        if (c->table == ZI_TABLE_LINKS) {
            const zhol_link *link = c->row_b == ZHOL_NO_ROW ? &a[c->row_a] : &b[c->row_b];
            count_change(&d->mode[link->mode], c);
        }
    }
}

static void
count_all(diff *d)
{
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        d->table[t].n_a = zhol_world_table_rows(d->query->a, t);
        d->table[t].n_b = zhol_world_table_rows(d->query->b, t);
    }
    for (uint32_t i = 0; i < d->changes.n; i++) {
        count_change(&d->table[d->changes.list[i].table], &d->changes.list[i]);
    }
    count_links(d);
}

/* A field of one side; the text lives until the next call. */
static const char *
field_of(diff *d, bool is_b, const zi_change *c, uint32_t column)
{
    d->field.length = 0;
    zi_buffer_text(&d->field, "");
    zi_world_field(is_b ? d->query->b : d->query->a, c->table, is_b ? c->row_b : c->row_a,
        column, &d->field);
    zi_buffer_add(&d->field, "", 1);
    return d->field.data ? d->field.data : "";
}

static bool
is_column_changed(diff *d, const zi_change *c, uint32_t column, zi_buffer *old)
{
    old->length = 0;
    zi_buffer_text(old, field_of(d, false, c, column));
    zi_buffer_add(old, "", 1);
    return old->data && strcmp(old->data, field_of(d, true, c, column)) != 0;
}

/* The fields that name the row, as in its table. */
static void
write_key(diff *d, const zi_change *c, zi_buffer *out)
{
    const uint32_t n = zi_compare_n_key(zi_schema_of(c->table));

    for (uint32_t k = 0; k < n; k++) {
        zi_buffer_text(out, k > 0 ? "," : "");
        zi_report_csv_text(out, field_of(d, c->row_a == ZHOL_NO_ROW, c, k));
    }
}

/* Text */

static void
write_tallies(diff *d, zi_buffer *out)
{
    zi_grid g;
    tally sum = { 0 };
    const char *const head[] = { "table", "rows A", "rows B", "removed", "added",
        "changed" };

    zi_grid_begin(&g, "lrrrrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t t = 0; t <= ZI_N_TABLES; t++) {
        const tally *here = t < ZI_N_TABLES ? &d->table[t] : &sum;
        if (here->n_removed + here->n_added + here->n_changed > 0) {
            zi_grid_cell(&g, "%s", t < ZI_N_TABLES ? zhol_world_table_name(t) : "all");
            zi_grid_cell(&g, "%u", here->n_a);
            zi_grid_cell(&g, "%u", here->n_b);
            zi_grid_cell(&g, "%u", here->n_removed);
            zi_grid_cell(&g, "%u", here->n_added);
            zi_grid_cell(&g, "%u", here->n_changed);
        }
        sum.n_a += here->n_a;
        sum.n_b += here->n_b;
        sum.n_removed += here->n_removed;
        sum.n_added += here->n_added;
        sum.n_changed += here->n_changed;
    }
    zi_grid_end(&g, out);
}

static void
write_modes(diff *d, zi_buffer *out)
{
    zi_grid g;
    char text[48];
    const tally *links = &d->table[ZI_TABLE_LINKS];
    const char *const head[] = { "mode", "links A", "links B", "removed", "added",
        "changed", "km A", "km B", "km more" };

    if (links->n_removed + links->n_added + links->n_changed == 0) {
        return;
    }
    zi_buffer_text(out, "\n");
    zi_grid_begin(&g, "lrrrrrrrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t m = 0; m < ZHOL_N_MODES; m++) {
        const tally *t = &d->mode[m];
        if (t->n_a + t->n_b > 0) {
            zi_grid_cell(&g, "%s", zhol_mode_word(m));
            zi_grid_cell(&g, "%u", t->n_a);
            zi_grid_cell(&g, "%u", t->n_b);
            zi_grid_cell(&g, "%u", t->n_removed);
            zi_grid_cell(&g, "%u", t->n_added);
            zi_grid_cell(&g, "%u", t->n_changed);
            zi_grid_cell(&g, "%s", zi_grid_number(t->a_km, 0, text));
            zi_grid_cell(&g, "%s", zi_grid_number(t->b_km, 0, text));
            zi_grid_cell(&g, "%s", zi_grid_number(t->b_km - t->a_km, 0, text));
        }
    }
    zi_grid_end(&g, out);
}

static void
write_change(diff *d, const zi_change *c, zi_buffer *out)
{
    const zi_schema *s = zi_schema_of(c->table);
    zi_buffer old = { 0 };

    zi_buffer_text(out, c->row_a == ZHOL_NO_ROW   ? "+ "
                        : c->row_b == ZHOL_NO_ROW ? "- "
                                                  : "~ ");
    write_key(d, c, out);
    if (c->row_a != ZHOL_NO_ROW && c->row_b != ZHOL_NO_ROW) {
        for (uint32_t k = 0; k < s->n_columns; k++) {
            if (is_column_changed(d, c, k, &old)) {
                zi_buffer_format(out, "  %s: ", s->columns[k].name);
                zi_report_csv_text(out, old.data);
                zi_buffer_text(out, " -> ");
                zi_report_csv_text(out, d->field.data);
            }
        }
    }
    out->failed = out->failed || old.failed;
    zi_buffer_free(&old);
    zi_buffer_text(out, "\n");
}

static void
write_text(diff *d, zi_buffer *out)
{
    uint32_t table = ZI_N_TABLES;

    zi_buffer_format(out, "A: %s\nB: %s\n", d->query->name_a, d->query->name_b);
    if (d->changes.n == 0) {
        zi_buffer_text(out, "the same rows in all tables\n");
        return;
    }
    zi_buffer_text(out, "\n");
    write_tallies(d, out);
    write_modes(d, out);
    for (uint32_t i = 0; i < d->changes.n; i++) {
        const zi_change *c = &d->changes.list[i];
        if (c->table != table) {
            zi_buffer_format(out, "\n%s\n", zhol_world_table_name(c->table));
            table = c->table;
        }
        write_change(d, c, out);
    }
}

/* CSV: a line for each row added or removed, and for each column changed. */

static void
write_csv_line(diff *d, const zi_change *c, zi_buffer *out)
{
    zi_buffer key = { 0 };

    write_key(d, c, &key);
    zi_buffer_format(out, "%s,%s,", zhol_world_table_name(c->table), word_of(c));
    zi_report_csv_text(out, key.data ? key.data : "");
    out->failed = out->failed || key.failed;
    zi_buffer_free(&key);
}

static void
write_csv(diff *d, zi_buffer *out)
{
    zi_buffer old = { 0 };

    zi_buffer_text(out, "table,change,key,column,old,new\n");
    for (uint32_t i = 0; i < d->changes.n; i++) {
        const zi_change *c = &d->changes.list[i];
        const zi_schema *s = zi_schema_of(c->table);
        if (c->row_a == ZHOL_NO_ROW || c->row_b == ZHOL_NO_ROW) {
            write_csv_line(d, c, out);
            zi_buffer_text(out, ",,,\n");
            continue;
        }
        for (uint32_t k = 0; k < s->n_columns; k++) {
            if (!is_column_changed(d, c, k, &old)) {
                continue;
            }
            write_csv_line(d, c, out);
            zi_buffer_format(out, ",%s,", s->columns[k].name);
            zi_report_csv_text(out, old.data);
            zi_buffer_text(out, ",");
            zi_report_csv_text(out, field_of(d, true, c, k));
            zi_buffer_text(out, "\n");
        }
    }
    out->failed = out->failed || old.failed;
    zi_buffer_free(&old);
}

/* JSON */

static void
write_counts(zi_json *j, const char *a, const char *b, const tally *t)
{
    zi_json_key(j, a);
    zi_json_integer(j, t->n_a);
    zi_json_key(j, b);
    zi_json_integer(j, t->n_b);
    zi_json_key(j, "removed");
    zi_json_integer(j, t->n_removed);
    zi_json_key(j, "added");
    zi_json_integer(j, t->n_added);
    zi_json_key(j, "changed");
    zi_json_integer(j, t->n_changed);
}

static void
write_json_sums(diff *d, zi_json *j)
{
    zi_json_key(j, "tables");
    zi_json_begin_array(j);
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        zi_json_begin_object_line(j);
        zi_json_key(j, "table");
        zi_json_text(j, zhol_world_table_name(t));
        write_counts(j, "rows_a", "rows_b", &d->table[t]);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
    zi_json_key(j, "modes");
    zi_json_begin_array(j);
    for (uint32_t m = 0; m < ZHOL_N_MODES; m++) {
        if (d->mode[m].n_a + d->mode[m].n_b > 0) {
            zi_json_begin_object_line(j);
            zi_json_key(j, "mode");
            zi_json_text(j, zhol_mode_word(m));
            write_counts(j, "links_a", "links_b", &d->mode[m]);
            zi_json_key(j, "length_a_km");
            zi_json_number(j, d->mode[m].a_km);
            zi_json_key(j, "length_b_km");
            zi_json_number(j, d->mode[m].b_km);
            zi_json_end_object(j);
        }
    }
    zi_json_end_array(j);
}

static void
write_json_change(diff *d, const zi_change *c, zi_json *j)
{
    const zi_schema *s = zi_schema_of(c->table);
    const bool is_changed = c->row_a != ZHOL_NO_ROW && c->row_b != ZHOL_NO_ROW;
    zi_buffer text = { 0 };

    zi_json_begin_object_line(j);
    zi_json_key(j, "table");
    zi_json_text(j, s->name);
    zi_json_key(j, "change");
    zi_json_text(j, word_of(c));
    zi_json_key(j, "key");
    write_key(d, c, &text);
    zi_json_text(j, text.data ? text.data : "");
    zi_json_key(j, "columns");
    zi_json_begin_array(j);
    for (uint32_t k = 0; k < s->n_columns && is_changed; k++) {
        if (is_column_changed(d, c, k, &text)) {
            zi_json_begin_object(j);
            zi_json_key(j, "column");
            zi_json_text(j, s->columns[k].name);
            zi_json_key(j, "old");
            zi_json_text(j, text.data);
            zi_json_key(j, "new");
            zi_json_text(j, field_of(d, true, c, k));
            zi_json_end_object(j);
        }
    }
    zi_json_end_array(j);
    zi_json_end_object(j);
    j->out->failed = j->out->failed || text.failed;
    zi_buffer_free(&text);
}

static void
write_json(diff *d, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.net_diff/1");
    zi_json_key(&j, "a");
    zi_json_text(&j, d->query->name_a);
    zi_json_key(&j, "b");
    zi_json_text(&j, d->query->name_b);
    zi_json_key(&j, "is_same");
    zi_json_bool(&j, d->changes.n == 0);
    write_json_sums(d, &j);
    zi_json_key(&j, "changes");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < d->changes.n; i++) {
        write_json_change(d, &d->changes.list[i], &j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

zhol_status
zhol_report_diff(const zhol_diff_query *query, const zhol_report_options *options,
    zhol_buffer *out, uint32_t *n_changes, zhol_error *err)
{
    diff d = { .query = query };
    zi_buffer made;
    zhol_status status;

    *n_changes = 0;
    if (options->format != ZHOL_FORMAT_TABLE && options->format != ZHOL_FORMAT_JSON
        && options->format != ZHOL_FORMAT_CSV) {
        return zi_fail(err, ZHOL_USAGE, "a difference is written as table, json or csv");
    }
    status = zi_world_compare(query->a, query->b, &d.changes, err);
    if (status != ZHOL_OK) {
        return status;
    }
    count_all(&d);
    made = zi_report_take_over(out);
    if (options->format == ZHOL_FORMAT_JSON) {
        write_json(&d, &made);
    } else if (options->format == ZHOL_FORMAT_CSV) {
        write_csv(&d, &made);
    } else {
        write_text(&d, &made);
    }
    made.failed = made.failed || d.field.failed;
    *n_changes = d.changes.n;
    zi_changes_free(&d.changes);
    zi_buffer_free(&d.field);
    return zi_report_hand_over(&made, out, err);
}
