/* SPDX-License-Identifier: Apache-2.0 */
/** @file figures.h  Adding up the figures of economies within one vintage. */
#ifndef ZI_REPORT_FIGURES_H
#define ZI_REPORT_FIGURES_H

#include <zhol/world.h>

/** Which figures: one indicator of one year and vintage. */
typedef struct zi_figure_set {
    const char *indicator, *vintage;
    uint32_t year;
} zi_figure_set;

/** The sum over economies that have a figure. */
typedef struct zi_figure_sum {
    double sum;
    uint32_t n;       /**< economies with a figure */
    zhol_ref largest; /**< row of the largest figure, or ZHOL_NO_ROW */
} zi_figure_sum;

/** @p members: one byte an economy, or NULL: all. Own rows win over the base's. O(rows).
 */
zi_figure_sum zi_figures_add(
    const zhol_world *w, const zi_figure_set *set, const uint8_t *members);

/** The row of one economy, or ZHOL_NO_ROW. */
zhol_ref zi_figures_find(const zhol_world *w, const zi_figure_set *set, zhol_ref economy);

/** The place of one economy, 1 the largest; 0: it has no figure. */
uint32_t zi_figures_rank(const zhol_world *w, const zi_figure_set *set, zhol_ref economy);

#endif
