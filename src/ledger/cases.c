/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a file of cases. */
#include "ledger/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "io/csv.h"

#define COLUMN_LIST(X)              \
    X(ID, "id")                     \
    X(KIND, "kind")                 \
    X(ORIGIN, "origin")             \
    X(DESTINATION, "destination")   \
    X(VIA, "via")                   \
    X(MODE, "mode")                 \
    X(YEAR, "year")                 \
    X(DISTANCE, "distance_km")      \
    X(TIME_LO, "time_days_lo")      \
    X(TIME_HI, "time_days_hi")      \
    X(TIME_CLASS, "time_class")     \
    X(COST_LO, "cost_lo")           \
    X(COST_HI, "cost_hi")           \
    X(COST_UNIT, "cost_unit")       \
    X(TOL_DISTANCE, "tol_distance") \
    X(TOL_TIME, "tol_time")         \
    X(TOL_COST, "tol_cost")         \
    X(QUALITY, "quality")           \
    X(SOURCE, "source")             \
    X(SOURCE_KEY, "source_key")     \
    X(CALIBRATED, "calibrated")

#define X(name, word) COLUMN_##name,
enum { COLUMN_LIST(X) N_COLUMNS, N_REQUIRED = COLUMN_SOURCE + 1 };
#undef X

static const char *const column_words[] = {
#define X(name, word) word,
    COLUMN_LIST(X)
#undef X
};

static const char *const kind_words[] = { "od", "segment", "link", "sea", "road" };
static const char *const class_words[] = { "observed", "timetabled", "announced",
    "record", "other" };
static const char *const verdict_words[] = { "", "inside", "OUTSIDE", "input", "tuned",
    "no way" };

enum { MAX_CASES = 100 * 1000 };

/* Tolerances of a row that states none. */
static const double default_tolerance[ZHOL_N_SCORES] = { 0.05, 0.20, 0.25 };

typedef struct reader {
    zi_csv *csv;
    int column[N_COLUMNS]; /* where each stands in the file; -1: missing */
    zhol_ledger *ledger;
    uint32_t capacity;
} reader;

const char *
zhol_case_kind_word(uint32_t kind)
{
    return kind < ZHOL_N_CASE_KINDS ? kind_words[kind] : "?";
}

const char *
zhol_case_class_word(uint32_t class_of_time)
{
    return class_of_time < ZHOL_N_CASE_CLASSES ? class_words[class_of_time] : "?";
}

const char *
zhol_verdict_word(uint32_t verdict)
{
    return verdict <= ZHOL_VERDICT_NO_WAY ? verdict_words[verdict] : "?";
}

static const char *
field(const reader *r, int column)
{
    return r->column[column] < 0 ? ""
                                 : zi_csv_field(r->csv, (uint32_t) r->column[column]);
}

static zhol_status
read_header(reader *r, zhol_error *err)
{
    for (int c = 0; c < N_COLUMNS; c++) {
        r->column[c] = -1;
    }
    for (uint32_t i = 0; i < zi_csv_n_fields(r->csv); i++) {
        int c = 0;
        while (c < N_COLUMNS && strcmp(column_words[c], zi_csv_field(r->csv, i)) != 0) {
            c++;
        }
        if (c == N_COLUMNS) {
            return zi_csv_fail(r->csv, err,
                "column '%.40s' is unknown; the columns of a case are those of "
                "data/validation/cases.csv",
                zi_csv_field(r->csv, i));
        }
        if (r->column[c] >= 0) {
            return zi_csv_fail(r->csv, err, "column '%s' stands twice", column_words[c]);
        }
        r->column[c] = (int) i;
    }
    for (int c = 0; c < N_REQUIRED; c++) {
        if (r->column[c] < 0) {
            return zi_csv_fail(r->csv, err, "column '%s' is missing", column_words[c]);
        }
    }
    return ZHOL_OK;
}

static zhol_status
copy_field(const reader *r, int column, char **out, zhol_error *err)
{
    const char *text = field(r, column);
    const size_t n = strlen(text) + 1;

    *out = ZI_NEW(char, n);
    if (!*out) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the cases");
    }
    memcpy(*out, text, n);
    return ZHOL_OK;
}

/* A number above 0; empty leaves *out as it is. @p is_share: a percent sign behind it. */
static zhol_status
read_number(const reader *r, int column, bool is_share, double *out, zhol_error *err)
{
    const char *text = field(r, column);
    size_t n = strlen(text);

    if (n == 0) {
        return ZHOL_OK;
    }
    if (is_share && text[n - 1] == '%') {
        n--;
    } else if (is_share) {
        n = 0;
    }
    if (!zi_number_read(text, n, out) || *out <= 0) {
        return zi_csv_fail(r->csv, err, "%s must be %s above 0, not '%.40s'",
            column_words[column], is_share ? "a percentage like 5%" : "a number", text);
    }
    *out /= is_share ? 100 : 1;
    return ZHOL_OK;
}

/* "announced..observed" ends with what was observed. */
static uint32_t
class_of(const char *words)
{
    static const struct {
        const char *word;
        uint32_t class_of_time;
    } known[] = { { "best", ZHOL_TIME_RECORD }, { "record", ZHOL_TIME_RECORD },
        { "observed", ZHOL_TIME_OBSERVED }, { "average", ZHOL_TIME_OBSERVED },
        { "range", ZHOL_TIME_OBSERVED }, { "typical", ZHOL_TIME_OBSERVED },
        { "timetable", ZHOL_TIME_TIMETABLED }, { "express", ZHOL_TIME_TIMETABLED },
        { "schedule", ZHOL_TIME_TIMETABLED }, { "announced", ZHOL_TIME_ANNOUNCED } };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strstr(words, known[i].word)) {
            return known[i].class_of_time;
        }
    }
    return ZHOL_TIME_OTHER;
}

static zhol_status
read_score(const reader *r, const int columns[3], zhol_score *s, zhol_error *err)
{
    zhol_status status = read_number(r, columns[0], false, &s->lo, err);

    if (status == ZHOL_OK) {
        status = read_number(r, columns[1], false, &s->hi, err);
    }
    if (status == ZHOL_OK) {
        status = read_number(r, columns[2], true, &s->tolerance, err);
    }
    if (s->lo < 0) {
        s->lo = s->hi;
    }
    if (s->hi < 0) {
        s->hi = s->lo;
    }
    if (status == ZHOL_OK && s->lo > s->hi) {
        status = zi_csv_fail(r->csv, err, "%s is above %s", column_words[columns[0]],
            column_words[columns[1]]);
    }
    return status;
}

static zhol_status
read_texts(const reader *r, zhol_case *c, zhol_error *err)
{
    const struct {
        int column;
        char **to;
    } texts[] = { { COLUMN_ID, &c->id }, { COLUMN_ORIGIN, &c->origin },
        { COLUMN_DESTINATION, &c->destination }, { COLUMN_VIA, &c->via },
        { COLUMN_MODE, &c->mode }, { COLUMN_TIME_CLASS, &c->time_class },
        { COLUMN_COST_UNIT, &c->cost_unit }, { COLUMN_QUALITY, &c->quality },
        { COLUMN_SOURCE, &c->source }, { COLUMN_SOURCE_KEY, &c->source_key } };
    zhol_status status = ZHOL_OK;

    for (size_t i = 0; status == ZHOL_OK && i < sizeof texts / sizeof texts[0]; i++) {
        status = copy_field(r, texts[i].column, texts[i].to, err);
    }
    if (status == ZHOL_OK && (!c->id[0] || !c->origin[0] || !c->destination[0])) {
        status = zi_csv_fail(r->csv, err, "id, origin and destination must be given");
    }
    return status;
}

static zhol_status
read_case(const reader *r, zhol_case *c, zhol_error *err)
{
    static const int columns[ZHOL_N_SCORES][3] = { { COLUMN_DISTANCE, COLUMN_DISTANCE,
                                                       COLUMN_TOL_DISTANCE },
        { COLUMN_TIME_LO, COLUMN_TIME_HI, COLUMN_TOL_TIME },
        { COLUMN_COST_LO, COLUMN_COST_HI, COLUMN_TOL_COST } };
    double year = 0;
    zhol_status status;

    *c = (zhol_case){ .line = zi_csv_line(r->csv), .economy = ZHOL_NO_ROW };
    for (uint32_t k = 0; k < ZHOL_N_SCORES; k++) {
        c->score[k] = (zhol_score){ .lo = ZHOL_NOT_GIVEN,
            .hi = ZHOL_NOT_GIVEN,
            .tolerance = default_tolerance[k],
            .model = ZHOL_NOT_GIVEN };
    }
    status = read_texts(r, c, err);
    for (uint32_t k = 0; status == ZHOL_OK && k < ZHOL_N_SCORES; k++) {
        status = read_score(r, columns[k], &c->score[k], err);
    }
    if (status == ZHOL_OK) {
        status = read_number(r, COLUMN_YEAR, false, &year, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    if (year < 1900 || year > 2100) {
        return zi_csv_fail(r->csv, err, "year must be a year from 1900 to 2100");
    }
    c->year = (uint32_t) year;
    c->class_of_time = class_of(c->time_class);
    c->is_calibrated = strcmp(field(r, COLUMN_CALIBRATED), "1") == 0;
    while (c->kind < ZHOL_N_CASE_KINDS
           && strcmp(kind_words[c->kind], field(r, COLUMN_KIND)) != 0) {
        c->kind++;
    }
    return c->kind < ZHOL_N_CASE_KINDS
               ? ZHOL_OK
               : zi_csv_fail(r->csv, err,
                   "kind must be od, segment, link, sea or road, not '%.40s'",
                   field(r, COLUMN_KIND));
}

static zhol_status
read_rows(reader *r, zhol_error *err)
{
    bool has_row = false;
    zhol_status status = zi_csv_next(r->csv, &has_row, err);

    if (status == ZHOL_OK && !has_row) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%s:1: a first line with column names is missing", zi_csv_name(r->csv));
    }
    if (status == ZHOL_OK) {
        status = read_header(r, err);
    }
    while (status == ZHOL_OK && (status = zi_csv_next(r->csv, &has_row, err)) == ZHOL_OK
           && has_row) {
        zhol_ledger *ledger = r->ledger;
        if (ledger->n_cases == r->capacity) {
            const uint32_t more = r->capacity ? 2 * r->capacity : 64;
            zhol_case *cases = ledger->n_cases < MAX_CASES
                                   ? zi_realloc(ledger->cases, more, sizeof *cases)
                                   : NULL;
            if (!cases) {
                return zi_fail(err, ZHOL_LIMIT, "%s: more than %u cases do not fit",
                    zi_csv_name(r->csv), ledger->n_cases);
            }
            ledger->cases = cases;
            r->capacity = more;
        }
        status = read_case(r, &ledger->cases[ledger->n_cases++], err);
    }
    return status;
}

zhol_status
zi_ledger_from(zi_csv *csv, zhol_ledger **out, zhol_error *err)
{
    reader r = { .csv = csv, .ledger = ZI_NEW(zhol_ledger, 1) };
    zhol_status status;

    *out = NULL;
    if (!r.ledger) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the ledger");
    }
    *r.ledger = (zhol_ledger){ 0 };
    status = read_rows(&r, err);
    if (status != ZHOL_OK) {
        zhol_ledger_free(r.ledger);
        return status;
    }
    *out = r.ledger;
    return ZHOL_OK;
}

zhol_status
zhol_ledger_read(const char *path, zhol_ledger **out, zhol_error *err)
{
    zi_csv *csv = NULL;
    zhol_status status = zi_csv_open(path, &csv, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = zi_ledger_from(csv, out, err);
    }
    zi_csv_close(csv);
    return status;
}

void
zi_ledger_free_case(zhol_case *c)
{
    char *texts[] = { c->id, c->origin, c->destination, c->via, c->mode, c->time_class,
        c->cost_unit, c->quality, c->source, c->source_key };

    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        zi_free(texts[k]);
    }
}

void
zhol_ledger_free(zhol_ledger *ledger)
{
    for (uint32_t i = 0; ledger && i < ledger->n_cases; i++) {
        zi_ledger_free_case(&ledger->cases[i]);
    }
    if (ledger) {
        zi_free(ledger->cases);
    }
    zi_free(ledger);
}
