/* SPDX-License-Identifier: Apache-2.0 */
/** @file indices.h  What economies export, product by product: specialisation,
 * complexity, complementarity and potential.
 *
 * zhol_cube is *data*: exports of all economies by product, and if there are any imports
 * by product or flows between pairs. Immutable once read, shared by any number of
 * threads. All others are *results*: owned by the caller, independent of the cube.
 * docs/indices.md has every definition.
 *
 * Values are in the unit of the file (dollars, thousands of them, tonnes). A number that
 * is not defined is NaN. All functions are deterministic and do not depend on the order
 * of the rows of a file.
 */
#ifndef ZHOL_INDICES_H
#define ZHOL_INDICES_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/trade.h>

/* Cubes */

typedef struct zhol_cube_flow {
    uint32_t exporter, importer, product;
    double value;
} zhol_cube_flow;

/** Economies and products are numbered in the order of their ids without case. */
typedef struct zhol_cube {
    uint32_t n_economies, n_products;
    char **economies, **products; /**< ids as the file spells them */
    char **product_names;         /**< of products, for people; each or all may be NULL */
    double *exports;              /**< [economy * n_products + product] */
    double *imports;              /**< the same, or NULL: not in the file */
    uint32_t n_flows;
    zhol_cube_flow *flows; /**< of a file of pairs: sorted by exporter, importer, product;
                              else NULL */
    uint32_t n_domestic;   /**< rows with exporter = importer: left out */
    uint32_t n_rows;       /**< rows that were read */
} zhol_cube;

typedef struct zhol_cube_options {
    const char *path;    /**< CSV or .csv.gz */
    const char *imports; /**< a second file, of imports by product; or NULL */
    uint32_t year;       /**< of files with a column year; 0: there is only one */
    const char *names; /**< names of products: CSV with columns product, name; or NULL */
} zhol_cube_options;

/** Reads a cube. Columns, in any order: economy (or country, exporter, reporter), product
 * (or hs), value (or value_usd), and if there are any flow (export, import) or importer
 * (or partner), and year. Other columns are not looked at. Values are numbers from 0 to
 * 1e18; a pair that is not listed is 0. Of a file of pairs the imports of an economy are
 * what all others send it.
 * @return ZHOL_OK; ZHOL_BAD_DATA ("file:line: what was found, what would be right"; the
 * same economy, flow and product twice is an error); ZHOL_USAGE (a year that is not
 * there, more than one and none chosen); ZHOL_IO; ZHOL_LIMIT (memory, more than 50
 * million cells). O(rows log rows + cells). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_cube_read(
    const zhol_cube_options *options, zhol_cube **out, zhol_error *err);
ZHOL_API void zhol_cube_free(zhol_cube *cube); /**< NULL is allowed */

/** The economy of an id, without case. ZHOL_USAGE: there is none; the nearest is named.
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_cube_find(
    const zhol_cube *cube, const char *id, uint32_t *out, zhol_error *err);

/* Complexity: all economies and products at once */

typedef enum zhol_deviation {
    ZHOL_DEVIATION_POPULATION, /**< divides by n */
    ZHOL_DEVIATION_SAMPLE      /**< divides by n - 1 */
} zhol_deviation;

typedef struct zhol_index_options {
    double least_rca;         /**< an advantage from this RCA on; default 1 */
    zhol_deviation deviation; /**< of ECI and PCI; default population */
    /* Size filters, default 0: none. What is left out counts in no world total. */
    double least_exports;    /**< economies that export less are left out */
    uint32_t least_products; /**< economies that export fewer products are left out */
    double least_world; /**< products of which the economies left export less together */
} zhol_index_options;

ZHOL_API void zhol_index_options_defaults(zhol_index_options *options);

/** Why ECI and PCI are not defined. */
typedef enum zhol_complexity_state {
    ZHOL_COMPLEXITY_OK,
    ZHOL_COMPLEXITY_FEW,   /**< fewer than three economies or products */
    ZHOL_COMPLEXITY_SAME,  /**< no second dimension: all have the same advantages */
    ZHOL_COMPLEXITY_APART, /**< parts share no product: the index would only say which
                              part */
    ZHOL_COMPLEXITY_TIE    /**< two directions explain equally much */
} zhol_complexity_state;

/** Hidalgo and Hausmann (2009): with M[c][p] = 1 where economy c has an RCA of at least
 * least_rca in product p, diversity k_c = sum_p M, ubiquity k_p = sum_c M. ECI is the
 * eigenvector of the second largest eigenvalue of W[c][d] = sum_p M[c][p] M[d][p] / (k_c
 * k_p), less its mean, divided by its standard deviation, with the sign for which it
 * correlates with diversity; PCI[p] is the mean of ECI over the economies with an
 * advantage in p, standardised over products. */
typedef struct zhol_complexity {
    uint32_t n_economies, n_products; /**< of the cube */
    uint32_t n_economies_in, n_products_in;
    bool *is_economy_in, *is_product_in;
    double *exports, *world; /**< of each economy, each product: of what is in */
    double total;            /**< of all that is in */
    uint8_t *has_advantage;  /**< M, n_economies x n_products */
    uint32_t *diversity, *ubiquity;
    double *eci, *pci;    /**< NaN: left out or not defined */
    uint32_t *eci_rank;   /**< 1: the largest; 0: none */
    double second, third; /**< eigenvalues, of 1 to 0; NaN if not looked for */
    zhol_complexity_state state;
} zhol_complexity;

/** O(economies^2 x products + economies^3). ZHOL_NONE: nothing passes the filters. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_complexity_of(const zhol_cube *cube,
    const zhol_index_options *options, zhol_complexity **out, zhol_error *err);
ZHOL_API void zhol_complexity_free(zhol_complexity *complexity); /**< NULL is allowed */

/** Balassa (1965): (x_ip / x_i) / (x_p / x) of what is in; NaN if a total is 0. O(1). */
ZHOL_API double zhol_rca(const zhol_complexity *complexity, const zhol_cube *cube,
    uint32_t economy, uint32_t product);

/** Hidalgo, Klinger, Barabasi and Hausmann (2007): economies with an advantage in both
 * products, divided by those with one in the more ubiquitous. NaN if one is nobody's.
 * O(economies). */
ZHOL_API double zhol_proximity(
    const zhol_complexity *complexity, uint32_t product, uint32_t other);

/* One economy */

typedef struct zhol_index_product {
    uint32_t product;
    double exports, imports;   /**< imports NaN if the cube has none */
    double share;              /**< of its exports */
    double rca, symmetric_rca; /**< Laursen (1998): (RCA - 1) / (RCA + 1) */
    double lafay;        /**< Lafay (1992), per cent of trade: sums to 0 over products */
    double grubel_lloyd; /**< 1 - |x - m| / (x + m); NaN if not traded */
    uint32_t ubiquity;
    double pci;
    bool has_advantage;
    double density; /**< sum of proximities to products with an advantage, divided by the
                       sum of all its proximities, itself among them; 0 to 1 */
} zhol_index_product;

typedef struct zhol_indices {
    uint32_t economy, n_products;
    zhol_concentration exports; /**< among products that it exports */
    double hhi_normalised_all; /**< (HHI - 1/N) / (1 - 1/N), N all products of the cube */
    double theil_all;          /**< ln N - entropy */
    double total_imports;      /**< NaN if the cube has none */
    double grubel_lloyd;       /**< 1 - sum |x - m| / sum (x + m) */
    bool is_in;                /**< passes the filters */
    uint32_t diversity;
    double mean_ubiquity; /**< of the products with an advantage */
    double eci;
    uint32_t eci_rank;
    double outlook; /**< Hausmann et al. (2014): sum of density x PCI of products without
                       an advantage */
    zhol_index_product *products; /**< all, by exports, then in their order */
} zhol_indices;

/** @return ZHOL_OK; ZHOL_NONE (it exports nothing); ZHOL_LIMIT.
 * O(products^2 x economies / 64). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_indices_of(const zhol_cube *cube,
    const zhol_complexity *complexity, uint32_t economy, zhol_indices **out,
    zhol_error *err);
ZHOL_API void zhol_indices_free(zhol_indices *indices); /**< NULL is allowed */

/* All economies */

typedef struct zhol_ranked {
    uint32_t economy, n_exported; /**< products that it exports */
    double exports, hhi, theil_all;
    uint32_t diversity;
    double eci;
    uint32_t eci_rank; /**< 0: none */
} zhol_ranked;

typedef struct zhol_ranking {
    uint32_t n;
    zhol_ranked *of; /**< by rank, those without one last, by exports; those that export
                        nothing are left out */
} zhol_ranking;

/** O(economies x products log products). ZHOL_LIMIT: memory is out. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_ranking_of(const zhol_cube *cube,
    const zhol_complexity *complexity, zhol_ranking **out, zhol_error *err);
ZHOL_API void zhol_ranking_free(zhol_ranking *ranking); /**< NULL is allowed */

/* Pairs */

/** Finger and Kreinin (1979): sum over products of the smaller of two export shares, 0 to
 * 1. NaN if one exports nothing. O(products). */
ZHOL_API double zhol_similarity(const zhol_cube *cube, uint32_t a, uint32_t b);

/** Michaely (1996): 1 - sum |m_jp - x_ip| / 2 of the shares in the imports of j and the
 * exports of i. NaN without imports. O(products). */
ZHOL_API double zhol_complementarity_of(
    const zhol_cube *cube, uint32_t exporter, uint32_t importer);

typedef struct zhol_complement_product {
    uint32_t product;
    double export_share, import_share;
    double common; /**< the smaller one: complementarity is their sum */
} zhol_complement_product;

typedef struct zhol_complement {
    uint32_t partner;
    double complementarity; /**< of its imports to A's exports; NaN: no imports known */
    double reverse;         /**< of A's imports to its exports */
    double similarity;      /**< of both exports */
    double trade;           /**< A's exports to it; NaN unless the cube is of pairs */
    double
        intensity; /**< Brown (1949), Kojima (1964): (x_ij / x_i) / (m_j / (m - m_i)) */
    uint32_t n_products;
    zhol_complement_product *products; /**< with common above 0, the largest first */
} zhol_complement;

typedef struct zhol_complements {
    uint32_t economy, n;
    zhol_complement *of; /**< by complementarity, where there is none by similarity */
} zhol_complements;

/** @p partners: n of them; n 0: all others that trade. @p n_products: of each list at
 * most. ZHOL_NONE: the economy exports nothing. O(partners x products log products). */
typedef struct zhol_complement_options {
    uint32_t economy;
    const uint32_t *partners;
    uint32_t n_partners, n_products;
} zhol_complement_options;
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_complements_of(const zhol_cube *cube,
    const zhol_complement_options *options, zhol_complements **out, zhol_error *err);
ZHOL_API void zhol_complements_free(zhol_complements *matches); /**< NULL is allowed */

/* Export potential: supply x demand x ease (Decreux and Spies 2016) */

typedef struct zhol_potential_line {
    uint32_t importer, product; /**< product UINT32_MAX: all; importer likewise */
    double supply;              /**< share of the exporter in the world's exports of it */
    double demand;              /**< imports of the importer */
    double ease;
    double potential; /**< supply x demand x ease */
    double actual;    /**< NaN: not known, the cube is not of pairs */
    double untapped;  /**< what is above actual, product by product; NaN likewise */
} zhol_potential_line;

typedef struct zhol_potential {
    uint32_t exporter;
    bool is_ease_given; /**< by a table, else from the cube */
    uint32_t n_markets, n_products, n_lines;
    zhol_potential_line *markets;  /**< summed over products, by untapped or potential */
    zhol_potential_line *products; /**< summed over markets */
    zhol_potential_line *lines;    /**< product and market */
    uint32_t n_without_ease;       /**< markets of which no ease is known: left out */
} zhol_potential;

typedef struct zhol_potential_options {
    uint32_t exporter;
    uint32_t importer; /**< UINT32_MAX: all */
    const char *ease;  /**< CSV: exporter, importer, ease; NULL: from a cube of pairs */
    uint32_t n_lines;  /**< of products and markets at most; 0: all */
} zhol_potential_options;

/** ease_ij = v_ij / sum_p (v_ip v_pj / v_p): trade of the pair as a ratio of what it
 * would be if the exporter had in every market its share of the world market.
 * @return ZHOL_OK; ZHOL_USAGE (no imports, or neither pairs nor a table of ease);
 * ZHOL_NONE (exports nothing); ZHOL_BAD_DATA, ZHOL_IO (the table); ZHOL_LIMIT.
 * O(flows + economies x products, sorted). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_potential_of(const zhol_cube *cube,
    const zhol_potential_options *options, zhol_potential **out, zhol_error *err);
ZHOL_API void zhol_potential_free(zhol_potential *potential); /**< NULL is allowed */

/* Potential from the residuals of a gravity model */

/** Rows that a model fitted: what is, and what it expects. */
typedef struct zhol_fitted_rows {
    uint32_t n, n_economies;
    char **economies;              /**< in the order of their ids without case */
    uint32_t *exporter, *importer; /**< of each row */
    bool *is_wanted;               /**< where_column has where_value */
    double *actual, *fitted;       /**< not negative; fitted NaN: the row was not used */
} zhol_fitted_rows;

typedef struct zhol_fitted_options {
    const char *panel; /**< the CSV that was estimated */
    const char *rows;  /**< what `zhol trade estimate --rows FILE` wrote: row, state, y,
                          fitted; NULL: actual and fitted are the caller's to fill */
    const char *exporter, *importer;        /**< columns of the panel */
    const char *where_column, *where_value; /**< only rows with this text; or NULL */
} zhol_fitted_options;

/** Joins the two files by the number of the row. @p out: zhol_fitted_rows_free().
 * @return ZHOL_OK; ZHOL_USAGE (a column that is not there, with the nearest);
 * ZHOL_BAD_DATA; ZHOL_IO; ZHOL_LIMIT. O(rows). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_fitted_rows_read(
    const zhol_fitted_options *options, zhol_fitted_rows **out, zhol_error *err);
ZHOL_API void zhol_fitted_rows_free(zhol_fitted_rows *rows); /**< NULL is allowed */

/** How far a gap lies outside what the model misses anyway: the share of all fitted pairs
 * that reach more of what is expected of them. */
typedef enum zhol_confidence {
    ZHOL_CONFIDENCE_WITHIN, /**< below 0.75: within the usual error of the model */
    ZHOL_CONFIDENCE_SOME,   /**< from 0.75 */
    ZHOL_CONFIDENCE_STRONG  /**< from 0.9 */
} zhol_confidence;

typedef struct zhol_gap {
    char *partner;
    double actual, fitted; /**< summed over its rows */
    double untapped;       /**< fitted - actual where above 0, else 0 */
    double ratio;          /**< actual / fitted; NaN if nothing is expected */
    double reached_by;     /**< share of pairs with a higher ratio */
    zhol_confidence confidence;
} zhol_gap;

typedef struct zhol_gaps {
    char *economy;
    bool is_import;
    uint32_t n, n_pairs; /**< n_pairs: of all economies, that reached_by compares with */
    double median_ratio; /**< of all pairs */
    zhol_gap *of;        /**< by untapped, then by ratio */
} zhol_gaps;

/** @p economy without case; @p is_import: as an importer. Rows of a pair (years,
 * products) are added; pairs of an economy with itself are left out.
 * @return ZHOL_OK; ZHOL_USAGE (unknown, with the nearest); ZHOL_NONE (no row of it was
 * used); ZHOL_LIMIT. O(rows log rows). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_gaps_of(const zhol_fitted_rows *rows,
    const char *economy, bool is_import, zhol_gaps **out, zhol_error *err);
ZHOL_API void zhol_gaps_free(zhol_gaps *gaps); /**< NULL is allowed */

#endif
