/* SPDX-License-Identifier: Apache-2.0 */
/* Road graphs as the 9th DIMACS implementation challenge writes them (Demetrescu,
 * Goldberg, Johnson, The Shortest Path Problem, 2009). A file of a continent has tens of
 * millions of lines, so each byte is looked at once, in place. */
#include "io/dimacs.h"

#include "base/fail.h"
#include "base/mem.h"
#include "io/gzip.h"

#include <stdbool.h>

static const size_t MAX_BYTES = SIZE_MAX < UINT32_MAX ? SIZE_MAX : UINT32_MAX;

/* What zhol_graph_new() and zhol_metric_new() take. */
enum { MAX_NUMBER = (1 << 30) - 1 };

/* The shortest lines that can follow: "a 1 1 0", "v 1 0 0". */
enum { MIN_LINE_BYTES = 7 };

/* So many may always stand alone. */
enum { FEW_NODES = 1 << 20 };

typedef struct reader {
    const char *path;
    const char *begin, *at, *end; /* *end is a NUL */
    size_t line;
    size_t problem_line; /* where the line 'p' stands; 0: not yet seen */
    uint32_t n_promised, n_read;
    union {
        zi_dimacs arcs;
        struct {
            uint32_t n_nodes;
            zhol_dimacs_point *point;
            bool *is_known;
        } points;
    } out;
} reader;

/* What differs between the two files. */
typedef struct format {
    char letter;
    const char *what;    /* a line tells */
    const char *a_what;  /* the same, in a sentence */
    const char *problem; /* how the line 'p' looks */
    zhol_status (*begin)(reader *r, zhol_error *err);
    zhol_status (*record)(reader *r, zhol_error *err);
} format;

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r'; /* \r: lines that end as on Windows */
}

static bool
is_at_end_of_line(const reader *r)
{
    return r->at == r->end || *r->at == '\n';
}

static void
skip_blanks(reader *r)
{
    while (is_blank(*r->at)) {
        r->at++;
    }
}

static void
skip_line(reader *r)
{
    while (!is_at_end_of_line(r)) {
        r->at++;
    }
    if (r->at < r->end) {
        r->at++;
        r->line++;
    }
}

/* The word that begins here, for a message. */
typedef struct found {
    char text[32];
} found;

static found
word_here(const reader *r)
{
    found f = { "" };
    size_t n = 0;

    if (is_at_end_of_line(r)) {
        return (found){ "the end of the line" };
    }
    f.text[n++] = '\'';
    for (const char *c = r->at; c < r->end && *c != '\n' && !is_blank(*c) && n < 26;
         c++) {
        f.text[n] = '?';
        if (*c >= ' ' && *c <= '~') {
            f.text[n] = *c;
        }
        n++;
    }
    f.text[n] = '\'';
    return f;
}

/* Reads a whole number of low .. high; `what` it is goes into the message. */
static zhol_status
read_number(
    reader *r, const char *what, const int64_t range[2], int64_t *out, zhol_error *err)
{
    int64_t value = 0;

    skip_blanks(r);
    const char *const begin = r->at;
    const bool is_negative = *r->at == '-';
    const char *const digits = begin + is_negative;
    for (r->at = digits; *r->at >= '0' && *r->at <= '9' && value <= UINT32_MAX; r->at++) {
        value = 10 * value + (*r->at - '0');
    }
    value = is_negative ? -value : value;
    if (r->at == digits || !(is_blank(*r->at) || is_at_end_of_line(r)) || value < range[0]
        || value > range[1]) {
        r->at = begin;
        const found f = word_here(r);
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: %s %s: a whole number of %lld .. %lld would be right", r->path,
            r->line, what, f.text, (long long) range[0], (long long) range[1]);
    }
    *out = value;
    return ZHOL_OK;
}

static zhol_status
read_u32(reader *r, const char *what, uint32_t low, uint32_t high, uint32_t *out,
    zhol_error *err)
{
    const int64_t range[2] = { low, high };
    int64_t value = 0;
    const zhol_status status = read_number(r, what, range, &value, err);

    *out = (uint32_t) value;
    return status;
}

static zhol_status
read_word(reader *r, const char *word, const format *f, zhol_error *err)
{
    const char *c = word;

    skip_blanks(r);
    const char *const begin = r->at;
    while (*c != '\0' && *r->at == *c) {
        r->at++;
        c++;
    }
    if (*c != '\0' || !(is_blank(*r->at) || is_at_end_of_line(r))) {
        r->at = begin;
        const found what = word_here(r);
        return zi_fail(err, ZHOL_BAD_DATA, "%.300s:%zu: %s: a line '%s' would be right",
            r->path, r->line, what.text, f->problem);
    }
    return ZHOL_OK;
}

static zhol_status
read_end_of_line(reader *r, zhol_error *err)
{
    skip_blanks(r);
    if (!is_at_end_of_line(r)) {
        const found f = word_here(r);
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: %s: the end of the line would be right", r->path, r->line,
            f.text);
    }
    skip_line(r);
    return ZHOL_OK;
}

/* A promise that the file has no room to keep would only waste memory. */
static zhol_status
check_promise(const reader *r, const format *f, zhol_error *err)
{
    const size_t n_most = (size_t) (r->end - r->at) / MIN_LINE_BYTES + 1;

    if (r->n_promised > n_most) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: %u %ss are promised: this file has no room for more than %zu",
            r->path, r->line, r->n_promised, f->what, n_most);
    }
    return ZHOL_OK;
}

/* The same for nodes, which need no lines of their own: arcs name two each, and a file
 * with seven nodes for each arc is taken still. */
static zhol_status
check_nodes(const reader *r, uint32_t n_nodes, zhol_error *err)
{
    const size_t n_bytes = (size_t) (r->end - r->begin);
    const size_t n_most = n_bytes > FEW_NODES ? n_bytes : FEW_NODES;

    if (n_nodes > n_most) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: %u nodes are promised: of a file of %zu bytes no more than %zu "
            "are believed",
            r->path, r->line, n_nodes, n_bytes, n_most);
    }
    return ZHOL_OK;
}

static const format ARCS;
static const format POINTS;

/* p sp NODES ARCS */
static zhol_status
begin_arcs(reader *r, zhol_error *err)
{
    zi_dimacs *d = &r->out.arcs;
    zhol_status status = read_word(r, "sp", &ARCS, err);

    if (status == ZHOL_OK) {
        status = read_u32(r, "number of nodes", 0, MAX_NUMBER, &d->n_nodes, err);
    }
    if (status == ZHOL_OK) {
        status = read_u32(r, "number of arcs", 0, MAX_NUMBER, &r->n_promised, err);
    }
    if (status == ZHOL_OK) {
        status = check_promise(r, &ARCS, err);
    }
    if (status == ZHOL_OK) {
        status = check_nodes(r, d->n_nodes, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    d->n_arcs = r->n_promised;
    d->tail = ZI_NEW(uint32_t, d->n_arcs);
    d->head = ZI_NEW(uint32_t, d->n_arcs);
    d->weight = ZI_NEW(uint32_t, d->n_arcs);
    if (!d->tail || !d->head || !d->weight) {
        return zi_fail(
            err, ZHOL_LIMIT, "%.300s: no memory for its %u arcs", r->path, d->n_arcs);
    }
    return ZHOL_OK;
}

/* a TAIL HEAD WEIGHT */
static zhol_status
read_arc(reader *r, zhol_error *err)
{
    const zi_dimacs *d = &r->out.arcs;
    uint32_t tail = 0, head = 0, weight = 0;
    zhol_status status = read_u32(r, "tail", 1, d->n_nodes, &tail, err);

    if (status == ZHOL_OK) {
        status = read_u32(r, "head", 1, d->n_nodes, &head, err);
    }
    if (status == ZHOL_OK) {
        status = read_u32(r, "weight", 0, MAX_NUMBER, &weight, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    d->tail[r->n_read] = tail - 1;
    d->head[r->n_read] = head - 1;
    d->weight[r->n_read] = weight;
    return ZHOL_OK;
}

/* p aux sp co NODES */
static zhol_status
begin_points(reader *r, zhol_error *err)
{
    static const char *const words[] = { "aux", "sp", "co" };
    zhol_status status = ZHOL_OK;

    for (size_t i = 0; i < sizeof words / sizeof *words && status == ZHOL_OK; i++) {
        status = read_word(r, words[i], &POINTS, err);
    }
    if (status == ZHOL_OK) {
        status = read_u32(r, "number of nodes", 0, MAX_NUMBER, &r->n_promised, err);
    }
    if (status == ZHOL_OK) {
        status = check_promise(r, &POINTS, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    r->out.points.n_nodes = r->n_promised;
    r->out.points.point = ZI_NEW(zhol_dimacs_point, r->n_promised);
    r->out.points.is_known = ZI_NEW(bool, r->n_promised);
    if (!r->out.points.point || !r->out.points.is_known) {
        return zi_fail(err, ZHOL_LIMIT, "%.300s: no memory for its %u nodes", r->path,
            r->n_promised);
    }
    return ZHOL_OK;
}

/* v NODE X Y */
static zhol_status
read_point(reader *r, zhol_error *err)
{
    static const int64_t range[2] = { INT32_MIN, INT32_MAX };
    uint32_t node = 0;
    int64_t x = 0, y = 0;
    zhol_status status = read_u32(r, "node", 1, r->out.points.n_nodes, &node, err);

    if (status == ZHOL_OK) {
        status = read_number(r, "x", range, &x, err);
    }
    if (status == ZHOL_OK) {
        status = read_number(r, "y", range, &y, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    if (r->out.points.is_known[node - 1]) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: node %u has coordinates in an earlier line: one line for each "
            "node would be right",
            r->path, r->line, node);
    }
    r->out.points.is_known[node - 1] = true;
    r->out.points.point[node - 1] = (zhol_dimacs_point){ (int32_t) x, (int32_t) y };
    return ZHOL_OK;
}

static const format ARCS = { 'a', "arc", "an arc", "p sp NODES ARCS", begin_arcs,
    read_arc };
static const format POINTS = { 'v', "node", "a node", "p aux sp co NODES", begin_points,
    read_point };

static zhol_status
read_problem(reader *r, const format *f, zhol_error *err)
{
    if (r->problem_line > 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: a second line 'p': the one in line %zu alone would be right",
            r->path, r->line, r->problem_line);
    }
    r->problem_line = r->line;
    r->at++;
    const zhol_status status = f->begin(r, err);
    return status == ZHOL_OK ? read_end_of_line(r, err) : status;
}

static zhol_status
read_record(reader *r, const format *f, zhol_error *err)
{
    if (r->problem_line == 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: %s of no graph: a line '%s' before it would be right", r->path,
            r->line, f->a_what, f->problem);
    }
    if (r->n_read == r->n_promised) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: one %s more than the %u that line %zu promises: as many would "
            "be right",
            r->path, r->line, f->what, r->n_promised, r->problem_line);
    }
    r->at++;
    const zhol_status status = f->record(r, err);
    r->n_read++;
    return status == ZHOL_OK ? read_end_of_line(r, err) : status;
}

static zhol_status
read_line(reader *r, const format *f, zhol_error *err)
{
    skip_blanks(r);
    const bool is_word_of_one =
        !is_at_end_of_line(r)
        && (is_blank(r->at[1]) || r->at[1] == '\n' || r->at + 1 == r->end);
    if (is_at_end_of_line(r) || *r->at == 'c') {
        skip_line(r);
        return ZHOL_OK;
    }
    if (is_word_of_one && *r->at == f->letter) {
        return read_record(r, f, err);
    }
    if (is_word_of_one && *r->at == 'p') {
        return read_problem(r, f, err);
    }
    const found what = word_here(r);
    return zi_fail(err, ZHOL_BAD_DATA,
        "%.300s:%zu: %s: a line that begins with 'c', 'p' or '%c' would be right",
        r->path, r->line, what.text, f->letter);
}

static zhol_status
read_text(reader *r, const format *f, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    while (status == ZHOL_OK && r->at < r->end) {
        status = read_line(r, f, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    if (r->problem_line == 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: the end of the file: a line '%s' before it would be right",
            r->path, r->line, f->problem);
    }
    if (r->n_read < r->n_promised) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.300s:%zu: the file ends after %u %ss: %u, as line %zu promises, would be "
            "right",
            r->path, r->line, r->n_read, f->what, r->n_promised, r->problem_line);
    }
    return ZHOL_OK;
}

zhol_status
zi_dimacs_arcs(
    const char *path, const char *text, size_t n, zi_dimacs *out, zhol_error *err)
{
    reader r = { .path = path, .begin = text, .at = text, .end = text + n, .line = 1 };
    const zhol_status status = read_text(&r, &ARCS, err);

    *out = (zi_dimacs){ 0 };
    if (status == ZHOL_OK) {
        *out = r.out.arcs;
    } else {
        zi_dimacs_free(&r.out.arcs);
    }
    return status;
}

void
zi_dimacs_free(zi_dimacs *d)
{
    zi_free(d->tail);
    zi_free(d->head);
    zi_free(d->weight);
    *d = (zi_dimacs){ 0 };
}

zhol_status
zi_dimacs_points(const char *path, const char *text, size_t n, uint32_t *n_nodes,
    zhol_dimacs_point **point, zhol_error *err)
{
    reader r = { .path = path, .begin = text, .at = text, .end = text + n, .line = 1 };
    const zhol_status status = read_text(&r, &POINTS, err);

    *point = NULL;
    *n_nodes = 0;
    if (status == ZHOL_OK) {
        *point = r.out.points.point;
        *n_nodes = r.out.points.n_nodes;
    } else {
        zi_free(r.out.points.point);
    }
    zi_free(r.out.points.is_known);
    return status;
}

/* Brings weights into the order of the graph's arcs, in place of d->tail. */
static zhol_status
make_graph(zi_dimacs *d, zhol_graph **graph, uint32_t **weight, zhol_error *err)
{
    const zhol_arcs arcs = { d->n_nodes, d->n_arcs, d->tail, d->head };
    uint32_t *new_arc_of = ZI_NEW(uint32_t, d->n_arcs);
    zhol_status status = ZHOL_LIMIT;

    if (!new_arc_of) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u arcs", d->n_arcs);
    }
    status = zhol_graph_new(&arcs, new_arc_of, graph, err);
    if (status == ZHOL_OK) {
        for (uint32_t a = 0; a < d->n_arcs; a++) {
            d->tail[new_arc_of[a]] = d->weight[a];
        }
        *weight = d->tail;
        d->tail = NULL; /* handed over */
    }
    zi_free(new_arc_of);
    return status;
}

zhol_status
zhol_dimacs_read_graph(
    const char *path, zhol_graph **graph, uint32_t **weight, zhol_error *err)
{
    zi_dimacs d = { 0 };
    char *text = NULL;
    size_t n = 0;
    zhol_status status = zi_gzip_read(path, MAX_BYTES, &text, &n, err);

    *graph = NULL;
    *weight = NULL;
    if (status == ZHOL_OK) {
        status = zi_dimacs_arcs(path, text, n, &d, err);
        zi_free(text);
    }
    if (status == ZHOL_OK) {
        status = make_graph(&d, graph, weight, err);
    }
    zi_dimacs_free(&d);
    return status;
}

zhol_status
zhol_dimacs_read_points(
    const char *path, uint32_t *n_nodes, zhol_dimacs_point **point, zhol_error *err)
{
    char *text = NULL;
    size_t n = 0;
    zhol_status status = zi_gzip_read(path, MAX_BYTES, &text, &n, err);

    *n_nodes = 0;
    *point = NULL;
    if (status == ZHOL_OK) {
        status = zi_dimacs_points(path, text, n, n_nodes, point, err);
        zi_free(text);
    }
    return status;
}

void
zhol_io_free(void *array)
{
    zi_free(array);
}
