/* SPDX-License-Identifier: Apache-2.0 */
/** @file trade.h  Who trades what with whom: partners, structure and growth of reported
 * figures.
 *
 * zhol_panel is *data*: rows "reporter, partner, flow, hs, year, USD", from a world's
 * table of trade or from a file of the user; immutable, shared by any number of threads.
 * The answers are *results*: owned by the caller, but they borrow texts (vintages) of
 * their panel, which must outlive them.
 *
 * Money is nominal USD. A number that is not known is ZHOL_NOT_GIVEN. Rows of one vintage
 * (publication) can be added up; rows of two never are.
 */
#ifndef ZHOL_TRADE_H
#define ZHOL_TRADE_H

#include <zhol/world.h>

/* Panels */

typedef struct zhol_panel zhol_panel;

typedef struct zhol_panel_row {
    double value_usd;
    zhol_ref reporter, partner; /**< partner ZHOL_NO_ROW: the whole world */
    char hs[8];                 /**< "" (all goods), or 2, 4 or 6 digits */
    uint32_t flow, year;        /**< zhol_flow */
    uint32_t vintage;           /**< zhol_panel_vintage() */
    uint32_t grade;             /**< zhol_grade; of a file D: nobody vouches for it */
    uint32_t line;              /**< of the file; 0: of a world */
    zhol_text source;           /**< of a world; of a file 0 */
} zhol_panel_row;

/** The table of trade of a world. O(rows log rows). ZHOL_LIMIT: memory is out. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_panel_of_world(
    const zhol_world *w, zhol_panel **out, zhol_error *err);

/** A CSV file with the columns reporter, flow, year, value_usd and, if there are any,
 * partner, hs, vintage; in any order, no others. Economies are ISO 3166 codes of three
 * letters that the world knows; partner and hs may be empty (the world, all goods). A
 * missing vintage is "file".
 * @return ZHOL_OK, ZHOL_BAD_DATA ("file:line: what was found, what would be right"; two
 * rows about the same are an error), ZHOL_IO or ZHOL_LIMIT. O(rows log rows). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_panel_read(
    const zhol_world *w, const char *path, zhol_panel **out, zhol_error *err);

ZHOL_API void zhol_panel_free(zhol_panel *panel); /**< NULL is allowed */

/** Sorted by reporter, flow, year, vintage, partner (the world last), hs. */
ZHOL_API const zhol_panel_row *zhol_panel_rows(const zhol_panel *panel, uint32_t *n);
ZHOL_API const char *zhol_panel_vintage(const zhol_panel *panel, uint32_t vintage);
/** Economies are rows of this world. */
ZHOL_API const zhol_world *zhol_panel_world(const zhol_panel *panel);

/* Indices of concentration */

/** How a total is divided among members with shares s_i, and, where the members do not
 * cover the total, among what bounds that lies: `lo` if the rest is spread over very many
 * small members, `hi` if it is one more member. */
typedef struct zhol_concentration {
    uint32_t n_members;    /**< with a value above 0 */
    double total, listed;  /**< listed: sum of the members */
    double coverage;       /**< listed / total, above 1 if the rows contradict it */
    double hhi;            /**< sum of s_i^2, 1/n to 1, shares of the listed */
    double hhi_normalised; /**< (hhi - 1/n) / (1 - 1/n); not given for n = 1 */
    double entropy;        /**< -sum of s_i ln s_i, nats */
    double theil;          /**< ln n - entropy: 0 for equal members */
    double equivalent;     /**< 1/hhi: as many equal members are as concentrated */
    double first[3];       /**< share of the first 1, 3, 5 members, of the listed */
    double hhi_lo, hhi_hi; /**< of the total */
    double first_lo[3], first_hi[3];
} zhol_concentration;

/** Herfindahl (1950) and Hirschman (1945); Theil (1967). @p values are not negative, in
 * any order; @p total 0 or less: their sum. O(n log n). ZHOL_NONE: nothing above 0. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_concentration_of(const double *values,
    uint32_t n, double total, zhol_concentration *out, zhol_error *err);

/* Questions */

typedef enum zhol_trade_by { ZHOL_BY_PARTNER, ZHOL_BY_PRODUCT } zhol_trade_by;

/** Exports and imports both: for zhol_trade_partners(). */
#define ZHOL_FLOW_GOODS ZHOL_N_FLOWS

typedef struct zhol_trade_options {
    zhol_ref economy;    /**< the reporter */
    zhol_ref partner;    /**< ZHOL_NO_ROW: the whole world */
    uint32_t flow;       /**< zhol_flow or ZHOL_FLOW_GOODS */
    uint32_t from, to;   /**< years; 0: the first, the last there is */
    const char *vintage; /**< only rows of it; NULL: any */
    uint32_t digits;     /**< of HS codes: 2, 4, 6; 0: as fine as they are listed */
    zhol_trade_by by;    /**< of zhol_trade_growth() */
} zhol_trade_options;

/** The whole world, goods, all years, any vintage, as listed, by partner. */
ZHOL_API void zhol_trade_options_defaults(zhol_trade_options *options);

/* Partners */

typedef enum zhol_trade_column {
    ZHOL_COLUMN_EXPORT, /**< of a single flow the only one: that flow */
    ZHOL_COLUMN_IMPORT,
    ZHOL_COLUMN_TURNOVER,
    ZHOL_N_COLUMNS
} zhol_trade_column;

typedef struct zhol_trade_cell {
    double usd;        /**< or ZHOL_NOT_GIVEN */
    double share;      /**< of the total */
    uint32_t rank;     /**< among the listed, from 1; 0: not given, or one is listed */
    bool is_rank_sure; /**< what is not listed is not larger than this */
    bool is_sum;       /**< there is no row of its own: the sum of finer rows */
    uint32_t grade;    /**< the worst of its rows */
} zhol_trade_cell;

typedef struct zhol_partner_line {
    zhol_ref partner;
    zhol_trade_cell cell[ZHOL_N_COLUMNS];
} zhol_partner_line;

/** One year of one publication. */
typedef struct zhol_partner_sheet {
    uint32_t year;
    const char *vintage;
    zhol_trade_cell total[ZHOL_N_COLUMNS]; /**< is_sum: no total row, the sum instead */
    double listed_usd[ZHOL_N_COLUMNS];
    uint32_t n_listed[ZHOL_N_COLUMNS];
    uint32_t n_lines;
    zhol_partner_line *lines; /**< by turnover, else by the first column known */
} zhol_partner_sheet;

typedef struct zhol_partners {
    uint32_t n_columns; /**< 3, or 1 for a single flow */
    uint32_t n_sheets;
    zhol_partner_sheet *sheets; /**< by year, then vintage */
} zhol_partners;

/** Every partner's value, share and rank. ZHOL_NONE: the panel has no such rows.
 * @p out is owned by the caller: zhol_partners_free(). O(rows log rows). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_trade_partners(const zhol_panel *panel,
    const zhol_trade_options *options, zhol_partners **out, zhol_error *err);
ZHOL_API void zhol_partners_free(zhol_partners *p); /**< NULL is allowed */

/** The same goods told by both sides: what the economy reports, and the partner's report
 * of the opposite flow (KAZ imports from CHN, CHN exports to KAZ). */
typedef struct zhol_mirror_line {
    uint32_t year, flow; /**< flow as the economy sees it: EXPORT or IMPORT */
    const char *vintage, *mirror_vintage; /**< NULL: that side has no row */
    double own_usd, mirror_usd;
    double difference_usd;   /**< mirror - own */
    double difference_share; /**< of own */
} zhol_mirror_line;

typedef struct zhol_mirror {
    uint32_t n_lines;
    zhol_mirror_line *lines; /**< by year, flow, vintage */
} zhol_mirror;

/** Each of the economy's rows with the partner's: of the same vintage if there is one,
 * else of each other. ZHOL_NONE: neither side says anything. ZHOL_USAGE: a flow that has
 * no opposite (fdi_...). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_trade_mirror(const zhol_panel *panel,
    const zhol_trade_options *options, zhol_mirror **out, zhol_error *err);
ZHOL_API void zhol_mirror_free(zhol_mirror *m); /**< NULL is allowed */

/* Structure */

/** One member of a flow: a partner, or a product that overlaps with no other. */
typedef struct zhol_trade_member {
    zhol_ref partner; /**< by partner, else ZHOL_NO_ROW */
    char hs[8];       /**< by product, else "" */
    bool is_rest;     /**< what a chapter's listed headings leave of it */
    bool is_sum;      /**< no row of its own: the sum of finer rows */
    uint32_t grade;
    double usd, share; /**< share of the total */
} zhol_trade_member;

/** One flow of one year and publication, divided into members. Finer codes are taken out
 * of the chapters that hold them, so that nothing counts twice. */
typedef struct zhol_structure {
    uint32_t flow, year;
    const char *vintage;
    zhol_trade_by by;
    bool is_total_sum; /**< there is no total row */
    double excess_usd; /**< by which finer rows exceed their chapters; 0: they do not */
    zhol_concentration index;
    uint32_t n_members;
    zhol_trade_member *members; /**< the largest first */
    /** by product: USD by stage of processing (table `processing`), STAGE_UNKNOWN where
     * that table has no row; the total's rest is in none of them */
    double stage_usd[ZHOL_N_STAGES];
    uint32_t stage_grade; /**< the worst of the rows of `processing` that were used */
} zhol_structure;

typedef struct zhol_structures {
    uint32_t n;
    zhol_structure *of; /**< by year, vintage, then partner before product */
} zhol_structures;

/** Concentration by partner and by product of each year and vintage. options->flow is a
 * single flow. ZHOL_NONE as above; zhol_structures_free(). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_trade_structure(const zhol_panel *panel,
    const zhol_trade_options *options, zhol_structures **out, zhol_error *err);
ZHOL_API void zhol_structures_free(zhol_structures *s); /**< NULL is allowed */

/* Growth */

typedef enum zhol_margin {
    ZHOL_MARGIN_INTENSIVE, /**< listed in both years */
    ZHOL_MARGIN_ENTRY,     /**< only in the second, and the first lists (nearly) all */
    ZHOL_MARGIN_EXIT,      /**< only in the first, and the second lists (nearly) all */
    ZHOL_MARGIN_UNKNOWN,   /**< only in one year, but the other is not listed in full */
    ZHOL_N_MARGINS
} zhol_margin;

typedef struct zhol_growth_line {
    zhol_ref partner;
    char hs[8];
    bool is_rest;
    zhol_margin margin;
    double from_usd, to_usd; /**< or ZHOL_NOT_GIVEN: not listed in that year */
    double annual;           /**< compound growth a year; not given without both values */
    double change_usd;       /**< of an unknown margin not given */
    double contribution;     /**< change / total of the first year */
    /** change = had it grown as the total + its own shift */
    double as_total_usd, shift_usd;
} zhol_growth_line;

typedef struct zhol_growth {
    uint32_t flow, from, to;
    const char *from_vintage, *to_vintage; /**< the same text, or they differ */
    zhol_trade_by by;
    uint32_t digits; /**< of the codes; 2 also where both years list different ones */
    double from_usd, to_usd; /**< totals */
    bool is_total_sum;       /**< a year has no total row */
    double annual;
    double from_coverage, to_coverage;
    double margin_usd[ZHOL_N_MARGINS]; /**< change by margin; of UNKNOWN: of what is not
                                          listed in both years, with the rest */
    uint32_t n_lines;
    zhol_growth_line *lines; /**< by the size of their change, unknown ones last */
} zhol_growth;

/** Growth of a flow from options->from to options->to, and who made it. Of the vintages
 * that hold both years the one with most rows is taken; if none does, one for each year,
 * and the answer shows that they differ. ZHOL_NONE: a year has no rows. */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_trade_growth(const zhol_panel *panel,
    const zhol_trade_options *options, zhol_growth **out, zhol_error *err);
ZHOL_API void zhol_growth_free(zhol_growth *g); /**< NULL is allowed */

#endif
