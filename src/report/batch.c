/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol route --batch`: reads all rows, answers them on several threads, writes in order.
 */
#include "report/report.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/threads.h"
#include "io/csv.h"

#define COLUMN_LIST(X)    \
    X(ID, "id")           \
    X(FROM, "from")       \
    X(TO, "to")           \
    X(GOODS, "goods")     \
    X(MASS, "mass_t")     \
    X(UNITS, "units")     \
    X(VALUE, "value_usd") \
    X(YEAR, "year")       \
    X(REGIME, "regime")   \
    X(DEPART, "depart")   \
    X(DELIVER_BY, "deliver_by")

#define X(name, word) COLUMN_##name,
enum { COLUMN_LIST(X) N_COLUMNS };
#undef X

static const char *const column_words[] = {
#define X(name, word) word,
    COLUMN_LIST(X)
#undef X
};

enum { MAX_ROWS = 1000 * 1000, NO_COLUMN = -1 };

typedef struct batch_row {
    char *id, *from, *to;
    zhol_consignment consignment;
    uint32_t year, regime, depart, deliver_by;
    zi_buffer answer; /* its line of the result */
} batch_row;

typedef struct batch {
    const zhol_world *world;
    const zhol_batch_options *options;
    batch_row *rows;
    uint32_t n_rows, capacity;
    int column[N_COLUMNS]; /* where each stands in the file, or NO_COLUMN */
    zhol_router **routers; /* one a thread */
} batch;

static zhol_status
read_header(batch *b, zi_csv *csv, zhol_error *err)
{
    for (int c = 0; c < N_COLUMNS; c++) {
        b->column[c] = NO_COLUMN;
    }
    for (uint32_t i = 0; i < zi_csv_n_fields(csv); i++) {
        int c = 0;
        while (c < N_COLUMNS && strcmp(column_words[c], zi_csv_field(csv, i)) != 0) {
            c++;
        }
        if (c == N_COLUMNS) {
            return zi_csv_fail(csv, err,
                "column '%.40s' is unknown; there are id, from, to, goods, mass_t, "
                "units, "
                "value_usd, year, regime, depart, deliver_by",
                zi_csv_field(csv, i));
        }
        if (b->column[c] != NO_COLUMN) {
            return zi_csv_fail(csv, err, "column '%s' stands twice", column_words[c]);
        }
        b->column[c] = (int) i;
    }
    for (int c = COLUMN_ID; c <= COLUMN_TO; c++) {
        if (b->column[c] == NO_COLUMN) {
            return zi_csv_fail(csv, err, "column '%s' is missing", column_words[c]);
        }
    }
    return ZHOL_OK;
}

/* The field of a column, "" where the column is missing. */
static const char *
field(const batch *b, const zi_csv *csv, int column)
{
    return b->column[column] == NO_COLUMN
               ? ""
               : zi_csv_field(csv, (uint32_t) b->column[column]);
}

static zhol_status
copy_text(const char *text, char **out, zhol_error *err)
{
    const size_t n = strlen(text) + 1;

    *out = ZI_NEW(char, n);
    if (!*out) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the rows of the batch");
    }
    memcpy(*out, text, n);
    return ZHOL_OK;
}

static zhol_status
read_number(const batch *b, const zi_csv *csv, int column, double *out, zhol_error *err)
{
    const char *text = field(b, csv, column);

    if (text[0] && (!zi_number_read(text, strlen(text), out) || *out < 0)) {
        return zi_csv_fail(csv, err, "%s must be a number from 0, not '%.40s'",
            column_words[column], text);
    }
    return ZHOL_OK;
}

static zhol_status
read_date(const batch *b, const zi_csv *csv, int column, uint32_t *out, zhol_error *err)
{
    const char *text = field(b, csv, column);

    if (text[0] && !zi_date_read(text, strlen(text), out)) {
        return zi_csv_fail(csv, err, "%s must be a date like 2026-01-31, not '%.40s'",
            column_words[column], text);
    }
    return ZHOL_OK;
}

static zhol_status
read_regime(const batch *b, const zi_csv *csv, uint32_t *out, zhol_error *err)
{
    const char *text = field(b, csv, COLUMN_REGIME);

    if (!text[0]) {
        return ZHOL_OK;
    }
    for (uint32_t k = ZHOL_REGIME_NORMAL; k < ZHOL_N_REGIMES; k++) {
        if (strcmp(zhol_regime_word(k), text) == 0) {
            *out = k;
            return ZHOL_OK;
        }
    }
    return zi_csv_fail(
        csv, err, "regime must be normal, congested or crisis, not '%.40s'", text);
}

static zhol_status
read_goods(const batch *b, const zi_csv *csv, zhol_consignment *c, zhol_error *err)
{
    const char *hs = field(b, csv, COLUMN_GOODS);
    const char *units = field(b, csv, COLUMN_UNITS);
    zhol_error why = { "" };

    if (strlen(hs) >= sizeof c->hs) {
        return zi_csv_fail(csv, err, "goods must be an HS code of 2, 4 or 6 digits");
    }
    if (hs[0]) {
        memcpy(c->hs, hs, strlen(hs) + 1);
    }
    if (units[0] && zhol_consignment_read_units(c, units, &why) != ZHOL_OK) {
        return zi_csv_fail(csv, err, "units: %.200s", why.message);
    }
    if (!units[0] && field(b, csv, COLUMN_MASS)[0]) {
        c->packing = ZHOL_PACK_AUTO; /* mass alone: as many units as it needs */
        c->n_units = 0;
    }
    if (zhol_consignment_check(c, &why) != ZHOL_OK) {
        return zi_csv_fail(csv, err, "%.200s", why.message);
    }
    return ZHOL_OK;
}

static zhol_status
read_row(batch *b, const zi_csv *csv, batch_row *row, zhol_error *err)
{
    zhol_consignment *c = &row->consignment;
    double year = b->options->base.scenario.year;
    zhol_status status;

    *row = (batch_row){ .consignment = b->options->consignment,
        .regime = b->options->base.scenario.regime,
        .depart = b->options->base.depart,
        .deliver_by = b->options->base.deliver_by };
    if ((status = copy_text(field(b, csv, COLUMN_ID), &row->id, err)) != ZHOL_OK
        || (status = copy_text(field(b, csv, COLUMN_FROM), &row->from, err)) != ZHOL_OK
        || (status = copy_text(field(b, csv, COLUMN_TO), &row->to, err)) != ZHOL_OK
        || (status = read_number(b, csv, COLUMN_MASS, &c->mass_t, err)) != ZHOL_OK
        || (status = read_number(b, csv, COLUMN_VALUE, &c->value_usd, err)) != ZHOL_OK
        || (status = read_number(b, csv, COLUMN_YEAR, &year, err)) != ZHOL_OK
        || (status = read_date(b, csv, COLUMN_DEPART, &row->depart, err)) != ZHOL_OK
        || (status = read_date(b, csv, COLUMN_DELIVER_BY, &row->deliver_by, err))
               != ZHOL_OK
        || (status = read_regime(b, csv, &row->regime, err)) != ZHOL_OK) {
        return status;
    }
    if (year > 9999) {
        return zi_csv_fail(csv, err, "year must be a year like 2019");
    }
    row->year = (uint32_t) year;
    return read_goods(b, csv, c, err);
}

static zhol_status
read_rows(batch *b, const char *path, zhol_error *err)
{
    zi_csv *csv = NULL;
    bool has_row = false;
    zhol_status status = zi_csv_open(path, &csv, err);

    if (status == ZHOL_OK) {
        status = zi_csv_next(csv, &has_row, err);
    }
    if (status == ZHOL_OK && !has_row) {
        status = zi_fail(
            err, ZHOL_BAD_DATA, "%s:1: a first line with column names is missing", path);
    }
    if (status == ZHOL_OK) {
        status = read_header(b, csv, err);
    }
    while (status == ZHOL_OK) {
        status = zi_csv_next(csv, &has_row, err);
        if (status != ZHOL_OK || !has_row) {
            break;
        }
        if (b->n_rows == b->capacity) {
            const uint32_t more = b->capacity ? 2 * b->capacity : 64;
            batch_row *rows =
                b->n_rows < MAX_ROWS ? zi_realloc(b->rows, more, sizeof *rows) : NULL;
            if (!rows) {
                status = zi_fail(
                    err, ZHOL_LIMIT, "%s: more than %u rows do not fit", path, b->n_rows);
                break;
            }
            b->rows = rows;
            b->capacity = more;
        }
        status = read_row(b, csv, &b->rows[b->n_rows++], err);
    }
    zi_csv_close(csv);
    return status;
}

static void
write_answer(
    batch_row *row, const zhol_routes *routes, zhol_status status, const char *why)
{
    zi_buffer *out = &row->answer;
    char labels[96];

    zi_report_csv_text(out, row->id);
    zi_buffer_format(out, ",%d,", (int) status);
    zi_report_csv_text(out, status == ZHOL_OK ? "" : why);
    if (status == ZHOL_OK) {
        const zhol_alternative *way = &routes->alternatives[0];
        const double numbers[] = { way->length_km, way->time_p10_h, way->time_p50_h,
            way->time_p90_h, way->time_mean_h, way->cost_usd, way->co2e_wtw_kg,
            way->co2e_ttw_kg };
        zi_buffer_format(out, ",%s", zi_report_labels(way->labels, ";", labels));
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            zi_buffer_text(out, ",");
            zi_report_csv_number(out, numbers[k]);
        }
        zi_buffer_format(out, ",%u,%u,", way->n_borders, way->n_gauge_changes);
        for (uint32_t m = 0; m < way->n_modes; m++) {
            zi_buffer_format(
                out, "%s%s", m > 0 ? ";" : "", zhol_mode_word(way->modes[m]));
        }
    } else {
        zi_buffer_text(out, ",,,,,,,,,,,,");
    }
    zi_buffer_text(out, "\n");
}

/* Makes the row's scenario obey the rules about its goods; it borrows the bars. */
static zhol_status
obey_rules(const batch *b, const batch_row *row, const zhol_end ends[2],
    zhol_route_options *o, zhol_papers **papers, zhol_error *err)
{
    const uint32_t year =
        o->scenario.year ? o->scenario.year : zhol_world_data_year(b->world);
    const zhol_papers_query q = { .from = zhol_end_economy(b->world, &ends[0]),
        .to = zhol_end_economy(b->world, &ends[1]),
        .consignment = row->consignment,
        .known = b->options->known,
        .date = o->scenario.as_of ? o->scenario.as_of
                : o->depart       ? o->depart
                                  : year * 10000 + 701 };

    if (row->consignment.hs[0] == '\0' || b->options->ignores_rules) {
        return ZHOL_OK;
    }
    const zhol_status status = zhol_papers_new(b->world, &q, papers, err);
    if (status == ZHOL_OK) {
        o->scenario.bars = (*papers)->bars;
        o->scenario.n_bars = (*papers)->n_bars;
    }
    return status;
}

static zhol_status
answer_row(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    batch *b = shared;
    batch_row *row = &b->rows[task];
    zhol_route_options options = b->options->base;
    zhol_end ends[2];
    zhol_papers *papers = NULL;
    zhol_routes *routes = NULL;
    zhol_error why = { "" };
    zhol_status status = ZHOL_OK;

    options.scenario.year = row->year;
    options.scenario.regime = row->regime;
    options.depart = row->depart;
    options.deliver_by = row->deliver_by;
    if (!b->routers[thread]) {
        status = zhol_router_new(b->world, &b->routers[thread], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    status = zhol_end_read(b->world, row->from, &ends[0], &why);
    if (status == ZHOL_OK) {
        status = zhol_end_read(b->world, row->to, &ends[1], &why);
    }
    if (status == ZHOL_OK) {
        status = obey_rules(b, row, ends, &options, &papers, &why);
    }
    if (status == ZHOL_OK) {
        status = zhol_router_find(b->routers[thread], &ends[0], &ends[1],
            &row->consignment, &options, &routes, &why);
    }
    write_answer(row, routes, status, why.message);
    zhol_papers_free(papers);
    zhol_routes_free(routes);
    return zi_buffer_status(&row->answer, err);
}

static void
free_batch(batch *b, uint32_t n_threads)
{
    for (uint32_t i = 0; i < b->n_rows; i++) {
        zi_free(b->rows[i].id);
        zi_free(b->rows[i].from);
        zi_free(b->rows[i].to);
        zi_buffer_free(&b->rows[i].answer);
    }
    for (uint32_t t = 0; b->routers && t < n_threads; t++) {
        zhol_router_free(b->routers[t]);
    }
    zi_free(b->rows);
    zi_free(b->routers);
}

zhol_status
zhol_report_batch(const zhol_world *w, const char *path,
    const zhol_batch_options *options, zhol_buffer *out, zhol_error *err)
{
    const uint32_t n_threads = options->n_threads ? options->n_threads : 1;
    batch b = { .world = w, .options = options };
    zhol_status status = read_rows(&b, path, err);
    zi_buffer made;

    if (status == ZHOL_OK) {
        b.routers = ZI_NEW(zhol_router *, n_threads);
        status = b.routers
                     ? zi_threads_run(n_threads, b.n_rows, answer_row, &b, err)
                     : zi_fail(err, ZHOL_LIMIT, "no memory for %u threads", n_threads);
    }
    if (status == ZHOL_OK) {
        made = zi_report_take_over(out);
        zi_buffer_text(&made, "id,status,message,labels,length_km,time_p10_h,time_p50_h,"
                              "time_p90_h,time_mean_h,cost_usd,co2e_wtw_kg,co2e_ttw_kg,"
                              "borders,gauge_changes,modes\n");
        for (uint32_t i = 0; i < b.n_rows; i++) {
            zi_buffer_add(&made, b.rows[i].answer.data, b.rows[i].answer.length);
        }
        status = zi_report_hand_over(&made, out, err);
    }
    free_batch(&b, n_threads);
    return status;
}
