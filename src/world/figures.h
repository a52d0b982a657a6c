/* SPDX-License-Identifier: Apache-2.0 */
/** @file figures.h  One figure for each economy, from one publication.
 *
 * Numbers of two vintages cannot be added up, so an answer about the world takes all its
 * figures of an indicator from one: of those that cover most of the world the one nearest
 * to the year asked for.
 */
#ifndef ZI_WORLD_FIGURES_H
#define ZI_WORLD_FIGURES_H

#include <zhol/world.h>

/** Figures of one indicator. Free with zi_series_free(). */
typedef struct zi_series {
    const char *indicator; /**< borrowed from the caller */
    zhol_text vintage;
    uint32_t year;   /**< that most of its figures are of */
    uint32_t n;      /**< economies with a figure */
    double total;    /**< their sum */
    double coverage; /**< the share of the world's GDP (PPP) that these economies have */
    double *value;   /**< of each economy, or ZHOL_NOT_GIVEN */
    zhol_ref *row;   /**< of the table of figures, or ZHOL_NO_ROW */
} zi_series;

/** The vintages that cover at least 85 % of the GDP that the best one covers; of these
 * the one whose usual year is nearest to @p year (the later on a tie), then the one with
 * more economies, then by name. Within it each economy's figure of the nearest year; the
 * user's own rows first. O(rows x vintages).
 * @return ZHOL_OK, ZHOL_NONE (the tables have no such indicator), ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_series_choose(const zhol_world *w, const char *indicator,
    uint32_t year, zi_series *out, zhol_error *err);
void zi_series_free(zi_series *s);

#endif
