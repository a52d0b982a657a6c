/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of places as people type them. */
#include "skim/place_set.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "skim/skim.h"

enum { MAX_FILE_BYTES = 64 << 20 };

typedef struct reader {
    const zhol_world *world;
    const zhol_place *places;
    uint32_t n_places;
    uint8_t *is_in; /* of each place */
    zhol_place_set *set;
} reader;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for a set of places");
}

static zhol_status
add(reader *r, zhol_ref place, zhol_ref stands_for, zhol_error *err)
{
    zhol_place_set *set = r->set;
    const size_t n = (size_t) set->n_places + 1;
    size_t capacity = set->capacity;
    zhol_ref *more;

    if (r->is_in[place]) {
        set->n_again++;
        return ZHOL_OK;
    }
    more = zi_grow(set->places, &capacity, n, sizeof *more);
    if (!more) {
        return no_memory(err);
    }
    set->places = more;
    more = zi_realloc(set->stands_for, capacity, sizeof *more);
    if (!more) {
        return no_memory(err);
    }
    set->stands_for = more;
    set->capacity = capacity;
    set->places[set->n_places] = place;
    set->stands_for[set->n_places++] = stands_for;
    r->is_in[place] = 1;
    return ZHOL_OK;
}

/* Kinds of places */

static bool
is_city_of(const zhol_place *p, double people)
{
    return (p->kind == ZHOL_PLACE_CITY || p->kind == ZHOL_PLACE_SEAPORT)
           && p->population >= people && p->population > 0;
}

typedef enum kind { KIND_ALL, KIND_PORTS, KIND_CITIES } kind;

static zhol_status
add_kind(reader *r, kind what, double people, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (zhol_ref p = 0; p < r->n_places && status == ZHOL_OK; p++) {
        const zhol_place *place = &r->places[p];
        const bool is_port =
            place->kind == ZHOL_PLACE_SEAPORT || place->kind == ZHOL_PLACE_RIVER_PORT;
        const bool is_meant = what == KIND_ALL ? place->kind != ZHOL_PLACE_SEA_WAYPOINT
                              : what == KIND_PORTS ? is_port
                                                   : is_city_of(place, people);
        if (is_meant) {
            status = add(r, p, ZHOL_NO_ROW, err);
        }
    }
    return status;
}

static zhol_status
add_cities(reader *r, const char *people, zhol_error *err)
{
    double n = 0;

    if (!zi_number_read(people, strlen(people), &n) || n < 0) {
        return zi_fail(err, ZHOL_USAGE,
            "'cities:%.60s' should be a number of people, as in cities:100000", people);
    }
    return add_kind(r, KIND_CITIES, n, err);
}

/* Each economy by the place that its figures are spread to most. */
static zhol_status
add_economies(reader *r, zhol_error *err)
{
    uint32_t n_economies;
    double *weight = ZI_NEW(double, (size_t) r->n_places + 1);
    zhol_ref *best = NULL;
    uint8_t *has_place = NULL;
    zhol_status status = ZHOL_LIMIT;

    (void) zhol_world_economies(r->world, &n_economies);
    best = ZI_NEW(zhol_ref, (size_t) n_economies + 1);
    has_place = ZI_NEW(uint8_t, (size_t) n_economies + 1);
    if (!weight || !best || !has_place) {
        (void) no_memory(err);
        goto out;
    }
    for (uint32_t e = 0; e < n_economies; e++) {
        best[e] = ZHOL_NO_ROW;
    }
    status = zi_skim_spread(r->world, weight, has_place, err);
    for (zhol_ref p = 0; p < r->n_places && status == ZHOL_OK; p++) {
        const zhol_ref e = r->places[p].economy;
        if (weight[p] > 0 && (best[e] == ZHOL_NO_ROW || weight[p] > weight[best[e]])) {
            best[e] = p;
        }
    }
    for (uint32_t e = 0; e < n_economies && status == ZHOL_OK; e++) {
        if (best[e] == ZHOL_NO_ROW) {
            r->set->n_placeless++;
        } else {
            status = add(r, best[e], e, err);
        }
    }
out:
    zi_free(weight);
    zi_free(best);
    zi_free(has_place);
    return status;
}

/* Names */

static zhol_status
add_name(reader *r, const char *name, zhol_error *err)
{
    zhol_ref place;
    const zhol_status status = zhol_world_find_place(r->world, name, &place, err);

    if (status != ZHOL_OK) {
        return status;
    }
    if (r->places[place].kind == ZHOL_PLACE_SEA_WAYPOINT) {
        return zi_fail(err, ZHOL_USAGE,
            "'%.60s' is a point at sea: nothing starts or ends there", name);
    }
    return add(r, place, ZHOL_NO_ROW, err);
}

/* Files */

static zhol_status
add_name_of_line(
    reader *r, const char *path, uint32_t line, const char *name, zhol_error *err)
{
    zhol_error why = { "" };
    const zhol_status status = add_name(r, name, &why);

    return status == ZHOL_OK
               ? ZHOL_OK
               : zi_fail(err, status, "%.200s:%u: %.280s", path, line, why.message);
}

/* A name a line; blanks around it and empty lines do not count. Changes the text. */
static zhol_status
add_lines(reader *r, const char *path, char *text, zhol_error *err)
{
    zhol_status status = ZHOL_OK;
    uint32_t line = 1;

    for (char *next = text; next && status == ZHOL_OK; line++) {
        char *name = next + strspn(next, " \t\r");
        next = strchr(name, '\n');
        if (next) {
            *next++ = '\0';
        }
        size_t n = strlen(name);
        while (n > 0 && strchr(" \t\r", name[n - 1])) {
            name[--n] = '\0';
        }
        if (n > 0) {
            status = add_name_of_line(r, path, line, name, err);
        }
    }
    return status;
}

/* The column of ids, if the first line is a head that has one; else UINT32_MAX. */
static uint32_t
find_column(zi_csv *csv)
{
    bool has_row = false;

    if (zi_csv_next(csv, &has_row, NULL) != ZHOL_OK || !has_row) {
        return UINT32_MAX;
    }
    for (uint32_t i = 0; i < zi_csv_n_fields(csv); i++) {
        if (strcmp(zi_csv_field(csv, i), "id") == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

static zhol_status
add_row(reader *r, const zi_csv *csv, uint32_t column, zhol_error *err)
{
    const char *name = zi_csv_field(csv, column);

    if (name[strspn(name, " \t")] == '\0') {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.200s:%u: the id is empty: a place would be right, or no line",
            zi_csv_name(csv), zi_csv_line(csv));
    }
    return add_name_of_line(r, zi_csv_name(csv), zi_csv_line(csv), name, err);
}

static zhol_status
add_rows(reader *r, zi_csv *csv, uint32_t column, zhol_error *err)
{
    bool has_row = false;
    zhol_status status;

    while ((status = zi_csv_next(csv, &has_row, err)) == ZHOL_OK && has_row) {
        status = add_row(r, csv, column, err);
        if (status != ZHOL_OK) {
            break;
        }
    }
    return status;
}

/* A list is text: no bytes that are none, no NUL, behind which nothing would be seen. */
static zhol_status
check_text(const char *path, const char *text, size_t n, zhol_error *err)
{
    const char *nul = memchr(text, '\0', n);
    const size_t bad = zi_utf8_bad_at(text, n);
    const size_t at = nul && (size_t) (nul - text) < bad ? (size_t) (nul - text) : bad;
    uint32_t line = 1;

    for (size_t i = 0; i < at; i++) {
        line += text[i] == '\n';
    }
    return at == n ? ZHOL_OK
                   : zi_fail(err, ZHOL_BAD_DATA,
                       "%.300s:%u: a byte that is no UTF-8 text", path, line);
}

static zhol_status
add_bytes(reader *r, const char *path, char *text, size_t n, zhol_error *err)
{
    zi_csv *csv = NULL;
    const uint32_t before = r->set->n_places + r->set->n_again;
    zhol_status status = check_text(path, text, n, err);

    if (status == ZHOL_OK) {
        status = zi_csv_from_memory(path, text, n, &csv, err);
    }
    if (status == ZHOL_OK) {
        const uint32_t column = find_column(csv);
        status = column == UINT32_MAX ? add_lines(r, path, text, err)
                                      : add_rows(r, csv, column, err);
    }
    if (status == ZHOL_OK && r->set->n_places + r->set->n_again == before) {
        status = zi_fail(err, ZHOL_USAGE, "%.300s names no place", path);
    }
    zi_csv_close(csv);
    return status;
}

static zhol_status
add_file(reader *r, const char *path, zhol_error *err)
{
    char *text = NULL;
    size_t n = 0;
    zhol_status status = zi_file_read_all(path, MAX_FILE_BYTES, &text, &n, err);

    if (status == ZHOL_OK) {
        status = add_bytes(r, path, text, n, err);
    }
    zi_free(text);
    return status;
}

/* The whole */

static zhol_status
add_item(reader *r, const char *item, zhol_error *err)
{
    if (strcmp(item, "all") == 0) {
        return add_kind(r, KIND_ALL, 0, err);
    }
    if (strcmp(item, "ports") == 0) {
        return add_kind(r, KIND_PORTS, 0, err);
    }
    if (strcmp(item, "economies") == 0) {
        return add_economies(r, err);
    }
    if (strncmp(item, "cities:", 7) == 0) {
        return add_cities(r, item + 7, err);
    }
    return item[0] == '@' ? add_file(r, item + 1, err) : add_name(r, item, err);
}

static zhol_status
add_list(reader *r, const char *text, zhol_error *err)
{
    const size_t n = strlen(text);
    char *list = ZI_NEW(char, n + 1);
    zhol_status status = list ? ZHOL_OK : no_memory(err);

    if (list) {
        memcpy(list, text, n + 1);
    }
    for (char *item = list; item && status == ZHOL_OK;) {
        char *comma = strchr(item, ',');
        if (comma) {
            *comma++ = '\0';
        }
        item += strspn(item, " ");
        status = add_item(r, item, err);
        item = comma;
    }
    zi_free(list);
    return status;
}

/* Names of places and kinds are never taken for files that lie about by chance. */
static bool
is_file(const char *text)
{
    struct stat st;

    return strpbrk(text, "./") && stat(text, &st) == 0 && S_ISREG(st.st_mode);
}

static zhol_status
begin(const zhol_world *w, zhol_place_set *out, reader *r, zhol_error *err)
{
    *out = (zhol_place_set){ 0 };
    *r = (reader){ .world = w, .set = out };
    r->places = zhol_world_places(w, &r->n_places);
    r->is_in = ZI_NEW(uint8_t, (size_t) r->n_places + 1);
    return r->is_in ? ZHOL_OK : no_memory(err);
}

static zhol_status
end(reader *r, zhol_status status)
{
    zi_free(r->is_in);
    if (status != ZHOL_OK) {
        zhol_place_set_free(r->set);
    }
    return status;
}

zhol_status
zi_place_set_of_file(const zhol_world *w, const char *name, char *text, size_t n,
    zhol_place_set *out, zhol_error *err)
{
    reader r;
    zhol_status status = begin(w, out, &r, err);

    if (status == ZHOL_OK) {
        status = add_bytes(&r, name, text, n, err);
    }
    return end(&r, status);
}

zhol_status
zhol_place_set_read(
    const zhol_world *w, const char *text, zhol_place_set *out, zhol_error *err)
{
    reader r;
    zhol_status status = begin(w, out, &r, err);

    if (status == ZHOL_OK) {
        status = is_file(text) ? add_file(&r, text, err) : add_list(&r, text, err);
    }
    if (status == ZHOL_OK && out->n_places == 0) {
        status = zi_fail(err, ZHOL_USAGE, "no place belongs to '%.60s'", text);
    }
    return end(&r, status);
}

void
zhol_place_set_free(zhol_place_set *set)
{
    zi_free(set->places);
    zi_free(set->stands_for);
    *set = (zhol_place_set){ 0 };
}
