/* SPDX-License-Identifier: Apache-2.0 */
/** @file cost.h  What moving takes: a changed look at a world, and the legs of a way.
 *
 * Both are plain *data*. A zhol_leg is one thing that happens to a shipment (a link, a
 * procedure, a wait) with its hours, dollars and emissions and the rows they come from.
 */
#ifndef ZHOL_COST_H
#define ZHOL_COST_H

#include <zhol/facts.h>

/** A changed look at a world; the world itself is never copied. */
typedef struct zhol_scenario {
    uint32_t year;   /**< network and prices of this year; 0: the data year */
    uint32_t as_of;  /**< date of statuses and memberships; 0: 1 July of the year */
    uint32_t regime; /**< zhol_regime, NORMAL by default */
    const zhol_scope *avoid; /**< places, economies or groups not to pass through */
    uint32_t n_avoid;
    const zhol_scope *close; /**< places closed for everything */
    uint32_t n_close;
    const zhol_ref *close_passes, *open_passes, *close_links, *open_links;
    uint32_t n_close_passes, n_open_passes, n_close_links, n_open_links;
    const zhol_ref *with, *without; /**< projects added to, taken out of, that year */
    uint32_t n_with, n_without;
    const zhol_bar *bars;
    uint32_t n_bars;
    uint32_t modes; /**< bit 1u << zhol_mode for each allowed mode; 0: all */
} zhol_scenario;

ZHOL_API void zhol_scenario_defaults(zhol_scenario *s);

typedef enum zhol_leg_kind {
    ZHOL_LEG_LINK,
    ZHOL_LEG_PROCEDURE,
    ZHOL_LEG_WAIT,
    ZHOL_LEG_ACCESS
} zhol_leg_kind;

/** One number of a leg explained (--explain). */
typedef struct zhol_reason {
    const char *name; /**< "speed", "rate per km", "procedure", ... static text */
    double value;
    const char *unit; /**< static text or of the world: "km_h", "USD/FEU-km" */
    uint32_t year;    /**< of the row used; 0: undated */
    uint32_t grade;
    zhol_text source;
    bool is_mine;
} zhol_reason;

enum { ZHOL_MAX_REASONS = 8 };

typedef struct zhol_leg {
    uint32_t kind;          /**< zhol_leg_kind */
    uint32_t mode;          /**< zhol_mode */
    uint32_t service_class; /**< zhol_service_class */
    uint32_t what;          /**< of a PROCEDURE: zhol_what */
    zhol_ref from, to;      /**< places; equal at a procedure; ZHOL_NO_ROW: the point */
    zhol_ref link;          /**< of a LINK, else ZHOL_NO_ROW */
    uint32_t gauge_mm;      /**< of a rail leg; the gauge left, at a gauge change */
    uint32_t gauge_to_mm;   /**< the gauge taken, at a gauge change; else 0 */
    uint32_t direction;     /**< of a border procedure: IN or OUT */
    uint32_t row_year;      /**< of a PROCEDURE: year of the row used; 0: undated */
    uint32_t row_regime;    /**< of a PROCEDURE: zhol_regime of the row used */
    zhol_ref pass;          /**< or ZHOL_NO_ROW */
    double length_km, time_h, variance_h2, cost_usd, co2e_wtw_kg, co2e_ttw_kg;
    double share_time_cd,
        share_cost_cd; /**< of this leg's hours and dollars, on rows C, D */
    bool uses_mine;
    uint32_t n_reasons;
    zhol_reason reason[ZHOL_MAX_REASONS];
} zhol_leg;

#endif
