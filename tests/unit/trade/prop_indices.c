/* SPDX-License-Identifier: Apache-2.0 */
/* What holds of all indices, whatever is traded. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "prop.h"

#include "cubes.h"

enum { MAX_ECONOMIES = 9, MAX_PRODUCTS = 12, MAX_ROWS = 9 * 8 * 12, MAX_LINE = 40 };

/* A file of pairs: rows in a random order, values whole numbers. */
typedef struct file {
    uint32_t n_economies, n_products, n_rows;
    char rows[MAX_ROWS][MAX_LINE];
    char text[MAX_ROWS * MAX_LINE + 100];
} file;

static void
write_file(file *f, double factor)
{
    size_t n = (size_t) sprintf(f->text, "exporter,importer,product,value\n");

    for (uint32_t r = 0; r < f->n_rows; r++) {
        const char *comma = strrchr(f->rows[r], ',');
        n += (size_t) sprintf(f->text + n, "%.*s,%.0f\n", (int) (comma - f->rows[r]),
            f->rows[r], factor * strtod(comma + 1, NULL));
    }
}

static void
make_file(prop *p, file *f)
{
    const uint32_t filled = 1 + prop_below(p, 10);

    f->n_economies = 3 + prop_below(p, MAX_ECONOMIES - 2);
    f->n_products = 1 + prop_below(p, MAX_PRODUCTS);
    f->n_rows = 0;
    for (uint32_t i = 0; i < f->n_economies; i++) {
        for (uint32_t j = 0; j < f->n_economies; j++) {
            for (uint32_t k = 0; k < f->n_products; k++) {
                if (i != j && (prop_below(p, 10) < filled || (i == 0 && j == 1))) {
                    sprintf(f->rows[f->n_rows++], "e%u,e%u,p%u,%u", i, j, k,
                        1 + prop_below(p, 1000));
                }
            }
        }
    }
    write_file(f, 1);
}

static void
shuffle(prop *p, file *f)
{
    for (uint32_t r = f->n_rows - 1; r > 0; r--) {
        char row[MAX_LINE];
        const uint32_t other = prop_below(p, r + 1);
        memcpy(row, f->rows[r], sizeof row);
        memmove(f->rows[r], f->rows[other], sizeof row);
        memcpy(f->rows[other], row, sizeof row);
    }
    write_file(f, 1);
}

static int
is_near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

static int
is_share(double x)
{
    return x >= 0 && x <= 1 + 1e-12;
}

static int
are_equal(const double *a, const double *b, uint32_t n)
{
    return memcmp(a, b, n * sizeof *a) == 0;
}

static int
the_order_of_rows_does_not_matter(prop *p)
{
    static file f;
    zhol_cube *a, *b;
    zhol_complexity *x, *y;
    int is_so;

    make_file(p, &f);
    a = cube_of(f.text);
    shuffle(p, &f);
    b = cube_of(f.text);
    x = complexity_of(a, 1, ZHOL_DEVIATION_POPULATION);
    y = complexity_of(b, 1, ZHOL_DEVIATION_POPULATION);
    is_so = are_equal(a->exports, b->exports, a->n_economies * a->n_products)
            && are_equal(a->imports, b->imports, a->n_economies * a->n_products)
            && a->n_flows == b->n_flows && x->state == y->state
            && are_equal(x->eci, y->eci, a->n_economies)
            && are_equal(x->pci, y->pci, a->n_products);
    zhol_complexity_free(x);
    zhol_complexity_free(y);
    zhol_cube_free(a);
    zhol_cube_free(b);
    return is_so;
}

/* Of all exports at once; scaling those of one economy changes what the world exports and
 * so every RCA. */
static int
the_unit_of_the_file_does_not_matter(prop *p)
{
    static file f;
    zhol_cube *a, *b;
    zhol_complexity *x, *y;
    int is_so;

    make_file(p, &f);
    a = cube_of(f.text);
    write_file(&f, 1000);
    b = cube_of(f.text);
    x = complexity_of(a, 1, ZHOL_DEVIATION_POPULATION);
    y = complexity_of(b, 1, ZHOL_DEVIATION_POPULATION);
    is_so =
        memcmp(x->has_advantage, y->has_advantage, a->n_economies * a->n_products) == 0
        && are_equal(x->eci, y->eci, a->n_economies)
        && (isnan(zhol_similarity(a, 0, 1))
            || is_near(zhol_similarity(a, 0, 1), zhol_similarity(b, 0, 1)));
    zhol_complexity_free(x);
    zhol_complexity_free(y);
    zhol_cube_free(a);
    zhol_cube_free(b);
    return is_so;
}

/* Weighted by shares of the economy, or of the product in the world, RCA is 1 on average.
 */
static int
rca_is_1_on_average(prop *p)
{
    static file f;
    zhol_cube *a;
    zhol_complexity *c;
    int is_so = 1;

    make_file(p, &f);
    a = cube_of(f.text);
    c = complexity_of(a, 1, ZHOL_DEVIATION_POPULATION);
    for (uint32_t i = 0; i < a->n_economies && c->exports[i] > 0; i++) {
        double mean = 0;
        for (uint32_t k = 0; k < a->n_products; k++) {
            mean += c->world[k] / c->total * zhol_rca(c, a, i, k);
        }
        is_so = is_so && is_near(mean, 1) && c->diversity[i] > 0;
    }
    for (uint32_t k = 0; k < a->n_products; k++) {
        double mean = 0;
        for (uint32_t i = 0; i < a->n_economies; i++) {
            mean +=
                c->exports[i] > 0 ? c->exports[i] / c->total * zhol_rca(c, a, i, k) : 0;
        }
        is_so = is_so && is_near(mean, 1) && c->ubiquity[k] > 0;
    }
    zhol_complexity_free(c);
    zhol_cube_free(a);
    return is_so;
}

static int
of_a_uniform_cube_every_rca_is_1(prop *p)
{
    char text[4000] = "country,product,value\n";
    const uint32_t n_e = 3 + prop_below(p, 6), n_p = 3 + prop_below(p, 9);
    size_t n = strlen(text);
    zhol_cube *a;
    zhol_complexity *c;
    int is_so = 1;

    for (uint32_t i = 0; i < n_e; i++) {
        const uint32_t size = 1 + prop_below(p, 99999);
        for (uint32_t k = 0; k < n_p; k++) {
            n += (size_t) sprintf(text + n, "e%u,p%u,%u\n", i, k, size);
        }
    }
    a = cube_of(text);
    c = complexity_of(a, 1, ZHOL_DEVIATION_POPULATION);
    for (uint32_t i = 0; i < n_e; i++) {
        for (uint32_t k = 0; k < n_p; k++) {
            is_so = is_so && is_near(zhol_rca(c, a, i, k), 1)
                    && c->has_advantage[i * n_p + k];
        }
    }
    is_so = is_so && c->state == ZHOL_COMPLEXITY_SAME;
    zhol_complexity_free(c);
    zhol_cube_free(a);
    return is_so;
}

/* Mean 0, deviation 1, the sign of diversity, and W ECI = second ECI + a constant: W has
 * rows that add up to 1. PCI by its definition. */
static int
is_complexity(const zhol_complexity *c)
{
    double mean = 0, square = 0, with = 0, k_mean = 0, constant = 0;
    const uint32_t n = c->n_economies;

    for (uint32_t i = 0; i < n; i++) {
        mean += c->eci[i] / n;
        square += c->eci[i] * c->eci[i] / n;
        k_mean += (double) c->diversity[i] / n;
    }
    for (uint32_t i = 0; i < n; i++) {
        double w_eci = 0;
        for (uint32_t p = 0; p < c->n_products; p++) {
            for (uint32_t j = 0; c->has_advantage[i * c->n_products + p] && j < n; j++) {
                if (c->has_advantage[j * c->n_products + p]) {
                    w_eci += c->eci[j] / (c->diversity[i] * (double) c->ubiquity[p]);
                }
            }
        }
        with += c->eci[i] * (c->diversity[i] - k_mean);
        if (i > 0 && fabs(w_eci - c->second * c->eci[i] - constant) > 1e-7) {
            return 0;
        }
        constant = w_eci - c->second * c->eci[i];
    }
    return is_near(mean, 0) && is_near(square, 1) && with >= -1e-6 && c->second < 1
           && c->second > c->third;
}

static int
complexity_is_the_second_eigenvector(prop *p)
{
    static file f;
    zhol_cube *a;
    zhol_complexity *c;
    int is_so = 1;

    make_file(p, &f);
    a = cube_of(f.text);
    c = complexity_of(a, 1, ZHOL_DEVIATION_POPULATION);
    for (uint32_t i = 0; i < a->n_economies; i++) {
        is_so = is_so && (c->state == ZHOL_COMPLEXITY_OK || isnan(c->eci[i]));
    }
    if (c->state == ZHOL_COMPLEXITY_OK && c->n_economies_in == c->n_economies) {
        is_so = is_so && is_complexity(c);
    }
    zhol_complexity_free(c);
    zhol_cube_free(a);
    return is_so;
}

/* Density by its definition, of proximities one by one. */
static double
slow_density(const zhol_complexity *c, uint32_t economy, uint32_t product)
{
    double near = 0, all = 0;

    for (uint32_t q = 0; q < c->n_products; q++) {
        const double proximity = zhol_proximity(c, product, q);
        if (!isnan(proximity)) {
            all += proximity;
            near += c->has_advantage[economy * c->n_products + q] ? proximity : 0;
        }
    }
    return near / all;
}

static int
are_in_their_ranges(const zhol_cube *a, const zhol_complexity *c, const zhol_indices *x)
{
    double lafay = 0, shares = 0;

    for (uint32_t k = 0; k < x->n_products; k++) {
        const zhol_index_product *of = &x->products[k];
        lafay += of->lafay;
        shares += of->share;
        if (!(isnan(of->grubel_lloyd) || is_share(of->grubel_lloyd))
            || fabs(of->symmetric_rca) > 1
            || (k > 0 && of->exports > x->products[k - 1].exports)
            || (c->ubiquity[of->product] > 0
                && !is_near(of->density, slow_density(c, x->economy, of->product)))) {
            return 0;
        }
    }
    return fabs(lafay) < 1e-9 && is_near(shares, 1) && is_share(x->grubel_lloyd)
           && is_share(x->exports.hhi) && x->theil_all >= 0
           && x->theil_all <= log(a->n_products) + 1e-12;
}

static int
indices_lie_in_their_ranges(prop *p)
{
    static file f;
    zhol_cube *a;
    zhol_complexity *c;
    int is_so = 1;

    make_file(p, &f);
    a = cube_of(f.text);
    c = complexity_of(a, 1, ZHOL_DEVIATION_POPULATION);
    for (uint32_t i = 0; i < a->n_economies; i++) {
        zhol_indices *x = NULL;
        if (zhol_indices_of(a, c, i, &x, NULL) == ZHOL_OK) {
            is_so = is_so && are_in_their_ranges(a, c, x);
        }
        zhol_indices_free(x);
    }
    zhol_complexity_free(c);
    zhol_cube_free(a);
    return is_so;
}

/* Similarity is symmetric and 1 with oneself; complementarity is 1 - sum |m - x| / 2. */
static int
pairs_are_compared_as_defined(prop *p)
{
    static file f;
    zhol_cube *a;
    int is_so = 1;

    make_file(p, &f);
    a = cube_of(f.text);
    for (uint32_t i = 0; i < a->n_economies; i++) {
        for (uint32_t j = 0; j < a->n_economies; j++) {
            const double s = zhol_similarity(a, i, j);
            const double fit = zhol_complementarity_of(a, i, j);
            const double *x = a->exports + i * a->n_products;
            const double *m = a->imports + j * a->n_products;
            double apart = 0;
            for (uint32_t k = 0; k < a->n_products && !isnan(fit); k++) {
                apart += fabs(m[k] / zi_cube_sum(m, a->n_products)
                              - x[k] / zi_cube_sum(x, a->n_products));
            }
            is_so = is_so && (isnan(fit) || is_near(fit, 1 - apart / 2))
                    && (isnan(s)
                        || (is_share(s) && is_near(s, zhol_similarity(a, j, i))
                            && (i != j || is_near(s, 1))));
        }
    }
    zhol_cube_free(a);
    return is_so;
}

/* Ease from the cube makes potentials of a pair add up to its trade. */
static int
potentials_of_a_pair_add_up_to_its_trade(prop *p)
{
    static file f;
    const zhol_potential_options o = { .exporter = 0, .importer = UINT32_MAX };
    zhol_cube *a;
    zhol_potential *x = NULL;
    double in_markets = 0, in_products = 0, in_lines = 0;
    int is_so;

    make_file(p, &f);
    a = cube_of(f.text);
    is_so = zhol_potential_of(a, &o, &x, NULL) == ZHOL_OK;
    for (uint32_t i = 0; is_so && i < x->n_markets; i++) {
        is_so = is_near(x->markets[i].potential, x->markets[i].actual)
                && x->markets[i].untapped >= 0;
        in_markets += x->markets[i].untapped;
    }
    for (uint32_t i = 0; is_so && i < x->n_products; i++) {
        in_products += x->products[i].untapped;
    }
    for (uint32_t i = 0; is_so && i < x->n_lines; i++) {
        in_lines += x->lines[i].untapped;
    }
    is_so = is_so && is_near(in_markets, in_lines) && is_near(in_products, in_lines);
    zhol_potential_free(x);
    zhol_cube_free(a);
    return is_so;
}

int
main(void)
{
    return !(
        prop_holds("order of rows", 500, the_order_of_rows_does_not_matter)
        && prop_holds("unit of the file", 500, the_unit_of_the_file_does_not_matter)
        && prop_holds("mean of RCA", 500, rca_is_1_on_average)
        && prop_holds("uniform cube", 500, of_a_uniform_cube_every_rca_is_1)
        && prop_holds("second eigenvector", 2000, complexity_is_the_second_eigenvector)
        && prop_holds("ranges", 300, indices_lie_in_their_ranges)
        && prop_holds("pairs", 300, pairs_are_compared_as_defined)
        && prop_holds("potential", 500, potentials_of_a_pair_add_up_to_its_trade));
}
