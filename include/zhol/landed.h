/* SPDX-License-Identifier: Apache-2.0 */
/** @file landed.h  What a consignment costs in the hands of the importer.
 *
 * Customs value = CIF = goods + freight + insurance; the whole freight is taken, also the
 * part inside the importer's economy. Insurance = insured_share x insurance_pct of CIF
 * (parameters). Duty = the larger of duty_pct of CIF and duty_per_kg x mass; other
 * charges are other_pct of CIF; value added tax is on CIF + duty + other. Of several rows
 * of duties.csv the user's own one wins, then the narrower origin, the narrower importer,
 * the longer HS code, the later valid_from. Duty by value and by mass come from one row;
 * duty, other and VAT may come from different ones.
 *
 * A zhol_landed is a *result*: owned by the caller; it borrows texts of the world.
 */
#ifndef ZHOL_LANDED_H
#define ZHOL_LANDED_H

#include <zhol/goods.h>
#include <zhol/world.h>

enum {
    ZHOL_LANDED_MAX_LINES = 32,
    ZHOL_LANDED_MAX_MISSING = 16,
    ZHOL_LANDED_MAX_NOTE = 240
};

typedef enum zhol_landed_what {
    ZHOL_LANDED_GOODS,
    ZHOL_LANDED_FREIGHT,
    ZHOL_LANDED_INSURANCE,
    ZHOL_LANDED_DUTY,
    ZHOL_LANDED_OTHER,
    ZHOL_LANDED_VAT,
    ZHOL_LANDED_FEE,
    ZHOL_N_LANDED
} zhol_landed_what;

/** "goods", "freight", "insurance", "duty", "other", "vat", "fee" */
ZHOL_API const char *zhol_landed_word(uint32_t what);

typedef struct zhol_landed_query {
    zhol_ref from, to;    /**< economies of origin and of destination */
    const char *hs;       /**< digits, or "": only rows of all goods */
    double mass_t;        /**< > 0 */
    double value_usd;     /**< >= 0, dollars of the base year, as freight_usd */
    double freight_usd;   /**< >= 0 */
    uint32_t year, date;  /**< year 0: the data year; date 0: 1 July of the year */
    const char *currency; /**< of the table of currencies; "" or NULL: USD */
    bool is_parcel;       /**< bought by a person: table parcels instead of duties */
} zhol_landed_query;

typedef struct zhol_landed_line {
    zhol_landed_what what;
    double base_usd, rate; /**< amount = rate x base; ZHOL_NOT_GIVEN: not of that form */
    double amount_usd;
    double nominal;                       /**< in `currency` of the row; ZHOL_NOT_GIVEN */
    zhol_text currency, id, text, source; /**< 0: none */
    const char *table; /**< "duties", "parcels", "rules", "parameters" or "" */
    uint32_t grade;    /**< zhol_grade, or ZHOL_N_GRADES without a row */
} zhol_landed_line;

typedef struct zhol_landed {
    const zhol_world *world; /**< borrowed */
    uint32_t year, date;
    double mass_t, customs_value_usd;
    zhol_landed_line lines[ZHOL_LANDED_MAX_LINES];
    uint32_t n_lines;
    double sum_usd; /**< of all lines; at least so much if n_missing > 0 */
    char missing[ZHOL_LANDED_MAX_MISSING][ZHOL_LANDED_MAX_NOTE];
    uint32_t n_missing;
    char currency[8];
    double per_usd; /**< units of it, of `year`, for one dollar of the base year */
} zhol_landed;

/** The landed cost of one consignment. O(duties + rules + parcels).
 * @return ZHOL_OK; ZHOL_USAGE (economy, mass, value or currency); ZHOL_LIMIT (memory or
 *         too many fees); ZHOL_BAD_DATA (a row's currency has no rate). */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_landed_new(const zhol_world *w,
    const zhol_landed_query *query, zhol_landed **out, zhol_error *err);
ZHOL_API void zhol_landed_free(zhol_landed *l); /**< NULL is allowed */

#endif
