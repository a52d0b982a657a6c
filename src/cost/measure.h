/* SPDX-License-Identifier: Apache-2.0 */
/** @file measure.h  Projects laid over a world or taken out of it: what they change.
 *
 * The tables hold the world of the year asked for with the projects that are open then.
 * A project that the scenario adds multiplies by its factors and opens its links; one
 * that it takes away divides by them and bars its links.
 */
#ifndef ZI_COST_MEASURE_H
#define ZI_COST_MEASURE_H

#include "cost/item.h"

/** What a scenario does to a project. */
typedef enum zi_turn { ZI_TURN_NONE, ZI_TURN_ADDED, ZI_TURN_TAKEN } zi_turn;

/** Is the project part of the tables' world of that year? */
bool zi_project_is_open(const zhol_project *p, uint32_t year);

/** Fills scene->turn and scene->active. */
ZHOL_MUST_CHECK zhol_status zi_measure_projects(
    zi_scene *scene, const zhol_scenario *s, zhol_error *err);

/** The bar of a link once projects are laid over it; @p bar is that of the tables. */
zi_bar zi_measure_link(const zi_scene *scene, zhol_ref link, zi_bar bar);

/** Changes the hours and dollars of a priced item by the projects' factors. */
void zi_measure_item(const zi_scene *scene, zhol_ref other, zi_item *item);

#endif
