/* SPDX-License-Identifier: Apache-2.0 */
/** @file validate.h  Totals of a ledger: all scored cases, by class of time, by mode and
 * by economy of the origin. */
#ifndef ZI_REPORT_VALIDATE_H
#define ZI_REPORT_VALIDATE_H

#include <zhol/ledger.h>

enum { ZI_LEDGER_MAX_TOTALS = 256 };

typedef struct zi_ledger_total {
    char name[48];
    uint32_t score;       /**< ZHOL_SCORE_... */
    uint32_t n, n_inside; /**< scored cases; n > 0 */
    uint32_t n_covered;   /**< times: the published range meets P10 .. P90 */
    double mean_absolute, median_error, worst; /**< of the signed errors */
    double median_width;                       /**< times: (P90 - P10) / P50 */
} zi_ledger_total;

typedef struct zi_ledger_totals {
    zi_ledger_total total[ZI_LEDGER_MAX_TOTALS]; /**< those with a scored case */
    uint32_t n;
} zi_ledger_totals;

/** ZHOL_OK or ZHOL_LIMIT (memory, more groups than there is room for).
 * O(groups x cases log cases). */
ZHOL_MUST_CHECK zhol_status zi_ledger_sum(const zhol_world *w, const zhol_ledger *ledger,
    zi_ledger_totals *out, zhol_error *err);

#endif
