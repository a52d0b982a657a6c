/* SPDX-License-Identifier: Apache-2.0 */
/* How the network enters: costs between places, before and after, become a change of
 * trade costs between economies. */
#include <zhol/equilibrium.h>

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "io/omx.h"

enum { MOST_PARTS = 2, HOURS_IN_A_DAY = 24 };
enum { CONSIGNMENT, WORLD, VALUE = 0, TIME_PCT }; /* texts; numbers */

/* A matrix that counts. */
typedef struct part {
    const char *name, *unit;
    bool is_hours;
} part;

typedef struct measure {
    const char *word;
    uint32_t n_parts;
    part parts[MOST_PARTS];
} measure;

static const measure measures[] = {
    [ZHOL_MEASURE_GENERALISED] = { "generalised", 1,
        { { "generalised", "USD", false } } },
    [ZHOL_MEASURE_HOURS] = { "hours", 1, { { "time", "h", true } } },
    [ZHOL_MEASURE_TWO_WAYS] = { "two-ways", 2,
        { { "time", "h", true }, { "cost", "USD", false } } },
};

/* Costs of a pair of economies, before and after. */
typedef struct between {
    double sum[2][MOST_PARTS];   /* of pairs of places with a way in both */
    double least[2][MOST_PARTS]; /* of those with a way in that network */
    uint32_t n_cells, n_ways, n_only[2];
} between;

typedef struct reading {
    const zhol_flows *flows;
    const zhol_network_costs *asked;
    const measure *measure;
    zi_omx_table table[2]; /* before, after */
    uint32_t *from, *to;   /* economy of each row and column, or UINT32_MAX */
    uint8_t *is_met;       /* of each economy: has it a place? */
    between *pairs;
    double per_unit[MOST_PARTS]; /* the ad-valorem equivalent of an hour, of a dollar */
} reading;

const char *
zhol_measure_word(zhol_measure m)
{
    return measures[m].word;
}

/* ---------------------------------------------------- do the files belong together? */

static const char *
path_of(const reading *r, int when)
{
    return when == 0 ? r->asked->from_path : r->asked->to_path;
}

static zhol_status
check_places(const reading *r, zhol_error *err)
{
    const zi_omx_table *a = &r->table[0], *b = &r->table[1];
    bool is_same = a->n_rows == b->n_rows && a->n_columns == b->n_columns;

    for (uint32_t i = 0; i < a->n_rows && is_same; i++) {
        is_same = strcmp(a->from[i], b->from[i]) == 0;
    }
    for (uint32_t j = 0; j < a->n_columns && is_same; j++) {
        is_same = strcmp(a->to[j], b->to[j]) == 0;
    }
    return is_same ? ZHOL_OK
                   : zi_fail(err, ZHOL_BAD_DATA,
                       "%.150s and %.150s are of different places: ask `zhol matrix` for "
                       "the same --from and --to in both networks",
                       r->asked->from_path, r->asked->to_path);
}

static zhol_status
check_parts(const reading *r, int when, zhol_error *err)
{
    const zi_omx_table *t = &r->table[when];

    for (uint32_t k = 0; k < r->measure->n_parts; k++) {
        const part *p = &r->measure->parts[k];
        if (!t->value[k] && r->asked->measure == ZHOL_MEASURE_GENERALISED) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "%.200s has no matrix generalised, the dollars and the valued hours of "
                "one way: ask `zhol matrix --metric generalised`, or --measure hours or "
                "two-ways",
                path_of(r, when));
        }
        if (!t->value[k]) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "%.200s has no matrix %s: ask `zhol matrix --metric time%s`",
                path_of(r, when), p->name, r->measure->n_parts > 1 ? ",cost" : "");
        }
        if (strcmp(t->unit[k], p->unit) != 0) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "%.200s: the unit of %s is '%.20s': it must be %s", path_of(r, when),
                p->name, t->unit[k], p->unit);
        }
    }
    return ZHOL_OK;
}

static bool
differ(double a, double b) /* 1e-9 relative: they are typed or computed alike */
{
    return isfinite(a) && isfinite(b) && fabs(a - b) > 1e-9 * fabs(a);
}

/* A difference of the goods is no change of the network. */
static zhol_status
check_goods(const reading *r, zhol_network_found *found, zhol_error *err)
{
    const zi_omx_table *a = &r->table[0], *b = &r->table[1];
    const char *one = a->text[CONSIGNMENT], *other = b->text[CONSIGNMENT];
    static const char *const said[] = {
        [VALUE] = "goods worth USD", [TIME_PCT] = "a value of time in % a day of"
    };

    if (one && other && strcmp(one, other) != 0) {
        return zi_fail(err, ZHOL_BAD_DATA,
            "%.100s carries %.120s, %.100s %.120s: ask `zhol matrix` for the same goods "
            "in both networks",
            r->asked->from_path, one, r->asked->to_path, other);
    }
    for (int k = VALUE; k <= TIME_PCT; k++) {
        if (differ(a->number[k], b->number[k])) {
            return zi_fail(err, ZHOL_BAD_DATA,
                "%.130s has %s %.10g, %.130s %.10g: ask `zhol matrix` for the same goods "
                "in both networks",
                r->asked->from_path, said[k], a->number[k], r->asked->to_path,
                b->number[k]);
        }
    }
    found->is_consignment_told = one && other;
    found->is_other_world =
        a->text[WORLD] && b->text[WORLD] && strcmp(a->text[WORLD], b->text[WORLD]) != 0;
    return ZHOL_OK;
}

/* The value that dollars are divided by, and that of time. */
static zhol_status
find_values(reading *r, zhol_network_found *found, zhol_error *err)
{
    const zhol_network_costs *o = r->asked;
    const double value = r->table[0].number[VALUE], pct = r->table[0].number[TIME_PCT];
    const bool is_generalised = o->measure == ZHOL_MEASURE_GENERALISED;

    found->has_dollars = o->measure != ZHOL_MEASURE_HOURS;
    if (is_generalised) {
        found->time_pct_per_day = isfinite(pct) ? pct : 0;
    } else {
        found->time_pct_per_day = o->time_pct_per_day;
    }
    if (!found->has_dollars) {
        return ZHOL_OK;
    }
    if (o->value_usd > 0 && differ(o->value_usd, value)) {
        return zi_fail(err, ZHOL_USAGE,
            "the goods of %.150s are worth %.10g USD, not %.10g: freight belongs to that "
            "value; leave it out, or ask `zhol matrix --value`",
            o->from_path, value, o->value_usd);
    }
    found->value_usd = o->value_usd > 0 ? o->value_usd : value;
    if (!(found->value_usd > 0)) {
        found->value_usd = 0;
        return zi_fail(err, ZHOL_USAGE,
            "%.200s does not say what its goods are worth: give the value in USD",
            o->from_path);
    }
    return ZHOL_OK;
}

static zhol_status
check_files(reading *r, zhol_network_found *found, zhol_error *err)
{
    zhol_status status = check_places(r, err);

    for (int when = 0; when < 2 && status == ZHOL_OK; when++) {
        status = check_parts(r, when, err);
    }
    if (status == ZHOL_OK) {
        status = check_goods(r, found, err);
    }
    if (status == ZHOL_OK) {
        status = find_values(r, found, err);
    }
    for (uint32_t k = 0; k < r->measure->n_parts && status == ZHOL_OK; k++) {
        r->per_unit[k] = r->measure->parts[k].is_hours
                             ? found->time_pct_per_day / 100 / HOURS_IN_A_DAY
                             : 1 / found->value_usd;
    }
    return status;
}

/* ------------------------------------------------------------- places and economies */

static zhol_status
find_economies(
    const reading *r, const char *const *id, uint32_t n, uint32_t *out, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        out[i] = UINT32_MAX;
        status = r->asked->economy_of(r->asked->user, id[i], &out[i], err);
        if (status == ZHOL_OK && out[i] < r->flows->n) {
            r->is_met[out[i]] = 1;
        }
    }
    return status;
}

/* Is an id among the rows? */
static bool
is_row(const zi_omx_table *t, const char *id)
{
    for (uint32_t i = 0; i < t->n_rows; i++) {
        if (strcmp(t->from[i], id) == 0) {
            return true;
        }
    }
    return false;
}

/* Places of no economy of the flows: rows, and columns that are no rows. The texts stand
 * behind the pointers. */
static zhol_status
list_outside(const reading *r, zhol_network_found *found, zhol_error *err)
{
    const zi_omx_table *t = &r->table[0];
    const uint32_t n = r->flows->n, n_most = t->n_rows + t->n_columns;
    const char **id = ZI_NEW(const char *, n_most);
    size_t n_bytes = 0;
    uint32_t n_out = 0;

    if (!id) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the places of a matrix");
    }
    for (uint32_t i = 0; i < n_most; i++) {
        const bool is_of_rows = i < t->n_rows;
        const char *name = is_of_rows ? t->from[i] : t->to[i - t->n_rows];
        const uint32_t economy = is_of_rows ? r->from[i] : r->to[i - t->n_rows];
        if (economy >= n && (is_of_rows || !is_row(t, name))) {
            id[n_out++] = name;
            n_bytes += strlen(name) + 1;
        }
    }
    found->place_outside = zi_calloc(1, n_out * sizeof *id + n_bytes + 1);
    if (!found->place_outside) {
        zi_free(id);
        return zi_fail(err, ZHOL_LIMIT, "no memory for the places of a matrix");
    }
    char *text = (char *) (found->place_outside + n_out);
    for (uint32_t i = 0; i < n_out; i++) {
        found->place_outside[i] = memcpy(text, id[i], strlen(id[i]) + 1);
        text += strlen(id[i]) + 1;
    }
    found->n_places_outside = n_out;
    zi_free(id);
    return ZHOL_OK;
}

static zhol_status
list_economies(const reading *r, zhol_network_found *found, zhol_error *err)
{
    found->economy_without = ZI_NEW(const char *, r->flows->n);
    if (!found->economy_without) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for %u economies", r->flows->n);
    }
    for (uint32_t i = 0; i < r->flows->n; i++) {
        if (!r->is_met[i]) {
            found->economy_without[found->n_economies_without++] = r->flows->id[i];
        }
    }
    found->n_economies = r->flows->n - found->n_economies_without;
    return found->n_economies > 0
               ? ZHOL_OK
               : zi_fail(err, ZHOL_BAD_DATA,
                   "%.200s: none of its places lies in an economy of the flows",
                   r->asked->from_path);
}

static zhol_status
find_places(const reading *r, zhol_network_found *found, zhol_error *err)
{
    const zi_omx_table *t = &r->table[0];
    zhol_status status = find_economies(r, t->from, t->n_rows, r->from, err);

    if (status == ZHOL_OK) {
        status = find_economies(r, t->to, t->n_columns, r->to, err);
    }
    if (status == ZHOL_OK) {
        status = list_outside(r, found, err);
    }
    if (status == ZHOL_OK) {
        status = list_economies(r, found, err);
    }
    found->n_places = t->n_rows > t->n_columns ? t->n_rows : t->n_columns;
    return status;
}

/* ------------------------------------------------------------------------- the costs */

/* Is there a way? Then x has its numbers. */
static bool
read_cell(const reading *r, int when, size_t cell, double x[MOST_PARTS])
{
    const zi_omx_table *t = &r->table[when];
    bool has_way = true;

    for (uint32_t k = 0; k < r->measure->n_parts; k++) {
        x[k] = t->value[k][cell];
        has_way =
            has_way && isfinite(x[k]) && x[k] >= 0 && !(fabs(x[k] - t->none[k]) <= 0);
    }
    return has_way;
}

static void
add_cell(const reading *r, size_t cell, between *b)
{
    double x[2][MOST_PARTS] = { { 0 } };
    const bool has[2] = { read_cell(r, 0, cell, x[0]), read_cell(r, 1, cell, x[1]) };

    b->n_cells++;
    for (int when = 0; when < 2; when++) {
        const bool is_first = b->n_ways + b->n_only[when] == 0;
        for (uint32_t k = 0; k < r->measure->n_parts && has[when]; k++) {
            b->sum[when][k] += has[1 - when] ? x[when][k] : 0;
            b->least[when][k] = is_first || x[when][k] < b->least[when][k]
                                    ? x[when][k]
                                    : b->least[when][k];
        }
    }
    b->n_ways += has[0] && has[1];
    b->n_only[0] += has[0] && !has[1];
    b->n_only[1] += has[1] && !has[0];
}

static void
add_up(const reading *r, zhol_network_found *found)
{
    const uint32_t n = r->flows->n;
    const zi_omx_table *t = &r->table[0];

    for (uint32_t i = 0; i < t->n_rows; i++) {
        for (uint32_t j = 0; j < t->n_columns; j++) {
            const uint32_t from = r->from[i], to = r->to[j];
            if (from < n && to < n && from != to) {
                add_cell(
                    r, (size_t) i * t->n_columns + j, &r->pairs[(size_t) from * n + to]);
            }
        }
    }
    for (size_t pair = 0; pair < (size_t) n * n; pair++) {
        found->n_place_pairs += r->pairs[pair].n_ways;
        found->n_place_pairs_lost += r->pairs[pair].n_only[0];
        found->n_place_pairs_new += r->pairs[pair].n_only[1];
    }
}

static double
ad_valorem(const reading *r, const between *b, int when)
{
    double sum = 0;

    for (uint32_t k = 0; k < r->measure->n_parts; k++) {
        sum += r->per_unit[k]
               * (r->asked->between == ZHOL_BETWEEN_MEAN ? b->sum[when][k] / b->n_ways
                                                         : b->least[when][k]);
    }
    return sum;
}

/* A way in only one network, or of a mean: no pair of places that has one in both. */
static zhol_status
refuse_pair(const reading *r, size_t pair, zhol_error *err)
{
    const uint32_t n = r->flows->n;
    const int with = r->pairs[pair].n_only[0] > 0 ? 0 : 1;

    return zi_fail(err, ZHOL_BAD_DATA,
        "%.150s: from '%.60s' to '%.60s' there is a way, but none in %.150s: no change "
        "of costs says that; give the pair in --shocks, or keep the way open",
        path_of(r, with), r->flows->id[pair / n], r->flows->id[pair % n],
        path_of(r, 1 - with));
}

static zhol_status
fill_costs(const reading *r, double *cost_hat, zhol_network_found *found, zhol_error *err)
{
    const uint32_t n = r->flows->n;
    const bool is_mean = r->asked->between == ZHOL_BETWEEN_MEAN;

    for (size_t pair = 0; pair < (size_t) n * n; pair++) {
        const between *b = &r->pairs[pair];
        if (pair / n == pair % n) {
            continue;
        }
        if (b->n_cells == 0) {
            found->n_pairs_without_place++;
            continue;
        }
        const uint32_t had = b->n_ways + b->n_only[0], has = b->n_ways + b->n_only[1];
        if (had + has == 0) {
            found->n_pairs_without_way++;
            continue;
        }
        if (had == 0 || has == 0 || (is_mean && b->n_ways == 0)) {
            return refuse_pair(r, pair, err);
        }
        const double hat = (1 + ad_valorem(r, b, 1)) / (1 + ad_valorem(r, b, 0));
        const bool is_changed = fabs(hat - 1) > 1e-12; /* more than rounding */
        found->n_pairs++;
        found->n_pairs_changed += is_changed;
        cost_hat[pair] *= is_changed ? hat : 1;
    }
    return ZHOL_OK;
}

static zhol_status
read_files(reading *r, zhol_network_found *found, zhol_error *err)
{
    zi_omx_wanted wanted = { .n = r->measure->n_parts,
        .text = { [CONSIGNMENT] = "consignment", [WORLD] = "world" },
        .number = { [VALUE] = "value_usd", [TIME_PCT] = "value_of_time_pct_per_day" } };
    zhol_status status = ZHOL_OK;

    for (uint32_t k = 0; k < wanted.n; k++) {
        wanted.name[k] = r->measure->parts[k].name;
    }
    for (int when = 0; when < 2 && status == ZHOL_OK; when++) {
        status = zi_omx_read(
            r->asked->modules, path_of(r, when), &wanted, &r->table[when], err);
        found->about[when] = r->table[when].about;
        r->table[when].about = NULL;
    }
    return status;
}

zhol_status
zhol_network_costs_read(const zhol_flows *flows, const zhol_network_costs *asked,
    double *cost_hat, zhol_network_found *found, zhol_error *err)
{
    reading r = { .flows = flows, .asked = asked, .measure = &measures[asked->measure] };
    *found = (zhol_network_found){ 0 };
    zhol_status status = read_files(&r, found, err);

    if (status == ZHOL_OK) {
        status = check_files(&r, found, err);
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    r.from = ZI_NEW(uint32_t, r.table[0].n_rows);
    r.to = ZI_NEW(uint32_t, r.table[0].n_columns);
    r.is_met = ZI_NEW(uint8_t, flows->n);
    r.pairs = ZI_NEW(between, (size_t) flows->n * flows->n);
    if (!r.from || !r.to || !r.is_met || !r.pairs) {
        status =
            zi_fail(err, ZHOL_LIMIT, "no memory for the pairs of %u economies", flows->n);
        goto out;
    }
    status = find_places(&r, found, err);
    if (status == ZHOL_OK) {
        add_up(&r, found);
        status = fill_costs(&r, cost_hat, found, err);
    }
out:
    zi_free(r.from);
    zi_free(r.to);
    zi_free(r.is_met);
    zi_free(r.pairs);
    zi_omx_table_free(&r.table[0]);
    zi_omx_table_free(&r.table[1]);
    return status;
}

void
zhol_network_found_free(zhol_network_found *found)
{
    zi_free(found->about[0]);
    zi_free(found->about[1]);
    zi_free(found->place_outside);
    zi_free(found->economy_without);
    *found = (zhol_network_found){ 0 };
}
