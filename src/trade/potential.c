/* SPDX-License-Identifier: Apache-2.0 */
/* Decreux and Spies, Export potential assessments: a methodology to identify export
 * opportunities for developing countries, International Trade Centre, 2016.
 *
 * Their projections of growth and tariffs need data that a cube has not; here supply and
 * demand are those of the cube, so the potentials of a pair add up to its trade where
 * ease comes from the cube, and what is untapped lies in products that stay below theirs.
 */
#include <zhol/indices.h>

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "trade/cube.h"

void
zhol_potential_free(zhol_potential *p)
{
    if (p) {
        zi_free(p->markets);
        zi_free(p->products);
        zi_free(p->lines);
        zi_free(p);
    }
}

typedef struct line_sums {
    zi_sum demand, potential, actual, untapped;
} line_sums;

typedef struct work {
    const zhol_cube *cube;
    const zhol_potential_options *o;
    double *world;              /* exports of all, of each product */
    double *ease;               /* of each economy; NaN: not known */
    const zhol_cube_flow *flow; /* of the exporter: n_flows, or NULL */
    uint32_t n_flows;
    zhol_potential *made;
    line_sums *of_product;
} work;

static bool
is_market(const work *w, uint32_t j)
{
    return j != w->o->exporter && (w->o->importer == UINT32_MAX || w->o->importer == j);
}

static double
supply_of(const work *w, uint32_t p)
{
    const double x = w->cube->exports[(size_t) w->o->exporter * w->cube->n_products + p];

    return x > 0 ? x / w->world[p] : 0;
}

static double
demand_of(const work *w, uint32_t j, uint32_t p)
{
    return w->cube->imports[(size_t) j * w->cube->n_products + p];
}

static void
ease_from_flows(work *w)
{
    uint32_t f = 0;

    for (uint32_t j = 0; j < w->cube->n_economies; j++) {
        zi_sum traded = { 0 }, expected = { 0 };
        for (; f < w->n_flows && w->flow[f].importer == j; f++) {
            zi_sum_add(&traded, w->flow[f].value);
        }
        for (uint32_t p = 0; p < w->cube->n_products; p++) {
            zi_sum_add(&expected, supply_of(w, p) * demand_of(w, j, p));
        }
        w->ease[j] = zi_sum_value(&expected) > 0
                         ? zi_sum_value(&traded) / zi_sum_value(&expected)
                         : (double) NAN;
    }
}

typedef struct ease_columns {
    uint32_t exporter, importer, ease;
} ease_columns;

static zhol_status
read_ease_row(work *w, const zi_trade_table *t, const ease_columns *c, zhol_error *err)
{
    const char *exporter = NULL, *importer = NULL;
    uint32_t i = 0, j = 0;
    double ease = 0;
    zhol_status status = zi_trade_table_id(t, c->exporter, "exporter", &exporter, err);

    if (status == ZHOL_OK) {
        status = zi_trade_table_id(t, c->importer, "importer", &importer, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_amount(t, c->ease, "ease", &ease, err);
    }
    if (status != ZHOL_OK || zhol_cube_find(w->cube, exporter, &i, NULL) != ZHOL_OK
        || i != w->o->exporter
        || zhol_cube_find(w->cube, importer, &j, NULL) != ZHOL_OK) {
        return status; /* about others */
    }
    if (!isnan(w->ease[j])) {
        return zi_csv_fail(t->csv, err, "ease of %.40s to %.40s stands twice: keep one",
            exporter, importer);
    }
    w->ease[j] = ease;
    return ZHOL_OK;
}

static zhol_status
ease_from_table(work *w, zhol_error *err)
{
    zi_trade_table t;
    ease_columns c = { 0 };
    bool has_row = true;
    zhol_status status = zi_trade_table_open(w->o->ease, &t, err);

    if (status != ZHOL_OK) {
        return status;
    }
    status = zi_trade_table_column(&t, "exporter", true, &c.exporter, err);
    if (status == ZHOL_OK) {
        status = zi_trade_table_column(&t, "importer", true, &c.importer, err);
    }
    if (status == ZHOL_OK) {
        status = zi_trade_table_column(&t, "ease", true, &c.ease, err);
    }
    while (status == ZHOL_OK) {
        status = zi_csv_next(t.csv, &has_row, err);
        if (status != ZHOL_OK || !has_row) {
            break;
        }
        status = read_ease_row(w, &t, &c, err);
    }
    zi_trade_table_close(&t);
    return status;
}

static void
add_to(line_sums *sums, const zhol_potential_line *line)
{
    zi_sum_add(&sums->demand, line->demand);
    zi_sum_add(&sums->potential, line->potential);
    zi_sum_add(&sums->actual, line->actual);
    zi_sum_add(&sums->untapped, line->untapped);
}

static void
set_sums(const line_sums *sums, zhol_potential_line *line)
{
    line->demand = zi_sum_value(&sums->demand);
    line->potential = zi_sum_value(&sums->potential);
    line->actual = zi_sum_value(&sums->actual);
    line->untapped = zi_sum_value(&sums->untapped);
}

/* One market: its lines, added to those of all. */
static void
add_market(work *w, uint32_t j, uint32_t *f, zhol_potential_line *market)
{
    zhol_potential *made = w->made;
    line_sums sums = { 0 };

    *market = (zhol_potential_line){
        .importer = j, .product = UINT32_MAX, .supply = (double) NAN, .ease = w->ease[j]
    };
    for (uint32_t p = 0; p < w->cube->n_products; p++) {
        zhol_potential_line line = { .importer = j,
            .product = p,
            .supply = supply_of(w, p),
            .demand = demand_of(w, j, p),
            .ease = w->ease[j] };
        for (; *f < w->n_flows && w->flow[*f].importer == j && w->flow[*f].product < p;
             (*f)++) {
        }
        if (!(line.supply > 0 && line.demand > 0)) {
            continue; /* then nothing is sold either */
        }
        line.actual = w->flow ? 0 : (double) NAN;
        if (*f < w->n_flows && w->flow[*f].importer == j && w->flow[*f].product == p) {
            line.actual = w->flow[*f].value;
        }
        line.potential = line.supply * line.demand * line.ease;
        line.untapped = w->flow ? fmax(0, line.potential - line.actual) : (double) NAN;
        made->lines[made->n_lines++] = line;
        add_to(&sums, &line);
        add_to(&w->of_product[p], &line);
    }
    set_sums(&sums, market);
}

static int
by_size(const void *pa, const void *pb)
{
    const zhol_potential_line *a = pa, *b = pb;
    const double x = isnan(a->untapped) ? a->potential : a->untapped;
    const double y = isnan(b->untapped) ? b->potential : b->untapped;

    if (x > y || x < y) {
        return x > y ? -1 : 1;
    }
    if (a->importer != b->importer) {
        return a->importer < b->importer ? -1 : 1;
    }
    return (a->product > b->product) - (a->product < b->product);
}

static void
add_markets(work *w)
{
    zhol_potential *made = w->made;
    uint32_t f = 0, n = 0;

    for (uint32_t p = 0; p < w->cube->n_products; p++) {
        made->products[p] = (zhol_potential_line){ .importer = UINT32_MAX,
            .product = p,
            .supply = supply_of(w, p),
            .ease = (double) NAN };
    }
    for (uint32_t j = 0; j < w->cube->n_economies; j++) {
        while (f < w->n_flows && w->flow[f].importer < j) {
            f++;
        }
        if (is_market(w, j) && isnan(w->ease[j])) {
            made->n_without_ease++;
        } else if (is_market(w, j)) {
            add_market(w, j, &f, &made->markets[made->n_markets++]);
        }
    }
    for (uint32_t p = 0; p < w->cube->n_products; p++) {
        set_sums(&w->of_product[p], &made->products[p]);
        if (made->products[p].demand > 0) {
            made->products[n++] = made->products[p];
        }
    }
    made->n_products = n;
    qsort(made->markets, made->n_markets, sizeof *made->markets, by_size);
    qsort(made->products, n, sizeof *made->products, by_size);
    qsort(made->lines, made->n_lines, sizeof *made->lines, by_size);
    if (w->o->n_lines > 0 && made->n_lines > w->o->n_lines) {
        made->n_lines = w->o->n_lines;
    }
}

static zhol_status
check(const zhol_cube *cube, const zhol_potential_options *o, zhol_error *err)
{
    if (!cube->imports) {
        return zi_fail(err, ZHOL_USAGE,
            "export potential needs imports by product: a file of pairs (exporter, "
            "importer, product, value) or a second file of imports");
    }
    if (!cube->flows && !o->ease) {
        return zi_fail(err, ZHOL_USAGE,
            "export potential needs trade by pair to know how easily two economies "
            "trade: a file of pairs, or a table of ease (exporter, importer, ease)");
    }
    if (!(zi_cube_sum(
              cube->exports + (size_t) o->exporter * cube->n_products, cube->n_products)
            > 0)) {
        return zi_fail(err, ZHOL_NONE, "%.60s exports nothing in this file",
            cube->economies[o->exporter]);
    }
    return ZHOL_OK;
}

static zhol_status
allocate(work *w, zhol_error *err)
{
    const size_t n_e = w->cube->n_economies, n_p = w->cube->n_products;
    size_t n = 0;

    for (size_t p = 0; p < n_p; p++) {
        n += w->cube->exports[w->o->exporter * n_p + p] > 0;
    }
    w->world = ZI_NEW(double, n_p);
    w->ease = ZI_NEW(double, n_e);
    w->of_product = ZI_NEW(line_sums, n_p);
    w->made = ZI_NEW(zhol_potential, 1);
    if (w->made) {
        w->made->markets = ZI_NEW(zhol_potential_line, n_e);
        w->made->products = ZI_NEW(zhol_potential_line, n_p);
        w->made->lines = ZI_NEW(zhol_potential_line, n * n_e + 1);
    }
    if (!w->world || !w->ease || !w->of_product || !w->made || !w->made->markets
        || !w->made->products || !w->made->lines) {
        return zi_fail(
            err, ZHOL_LIMIT, "no memory for %zu products in %zu markets", n, n_e);
    }
    for (size_t p = 0; p < n_p; p++) {
        zi_sum sum = { 0 };
        for (size_t i = 0; i < n_e; i++) {
            zi_sum_add(&sum, w->cube->exports[i * n_p + p]);
        }
        w->world[p] = zi_sum_value(&sum);
    }
    for (size_t j = 0; j < n_e; j++) {
        w->ease[j] = (double) NAN;
    }
    return ZHOL_OK;
}

/* Flows are sorted by exporter: those of one stand together. */
static void
find_flows(work *w)
{
    const zhol_cube *cube = w->cube;
    uint32_t first = 0;

    while (first < cube->n_flows && cube->flows[first].exporter < w->o->exporter) {
        first++;
    }
    while (first + w->n_flows < cube->n_flows
           && cube->flows[first + w->n_flows].exporter == w->o->exporter) {
        w->n_flows++;
    }
    w->flow = cube->flows ? cube->flows + first : NULL;
}

zhol_status
zhol_potential_of(const zhol_cube *cube, const zhol_potential_options *o,
    zhol_potential **out, zhol_error *err)
{
    work w = { .cube = cube, .o = o };
    zhol_status status = check(cube, o, err);

    *out = NULL;
    if (status == ZHOL_OK) {
        status = allocate(&w, err);
    }
    if (status == ZHOL_OK) {
        find_flows(&w);
        w.made->exporter = o->exporter;
        w.made->is_ease_given = o->ease != NULL;
        if (o->ease) {
            status = ease_from_table(&w, err);
        } else {
            ease_from_flows(&w);
        }
    }
    if (status == ZHOL_OK) {
        add_markets(&w);
        if (w.made->n_lines == 0) {
            status = zi_fail(err, ZHOL_NONE,
                "no market of %.60s imports what it exports and has a known ease",
                cube->economies[o->exporter]);
        }
    }
    zi_free(w.world);
    zi_free(w.ease);
    zi_free(w.of_product);
    if (status == ZHOL_OK) {
        *out = w.made;
    } else {
        zhol_potential_free(w.made);
    }
    return status;
}
