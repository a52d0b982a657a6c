/* SPDX-License-Identifier: Apache-2.0 */
/** @file plan.h  What the forms of a plan share. */
#ifndef ZI_REPORT_PLAN_H
#define ZI_REPORT_PLAN_H

#include <zhol/plan.h>

#include "base/text.h"

/** "KAZ", "Almaty - Xi'an", "total" */
void zi_plan_game_name(const zhol_plan *p, uint32_t game, char text[128]);
/** "percent of market access", "hours" ... */
const char *zi_plan_unit(const zhol_plan *p);
const char *zi_plan_project(const zhol_plan *p, uint32_t i);
/** "complements", "substitutes" or "additive": the sign of a synergy against the whole.
 */
const char *zi_plan_word(double synergy, double whole);

void zi_plan_evaluation_json(const zhol_plan *p, zi_buffer *out);
void zi_plan_synergy_json(const zhol_plan *p, const zhol_ref sides[2], zi_buffer *out);
void zi_plan_synchronising_json(const zhol_plan *p, uint32_t delay, zi_buffer *out);

/** What is lost in a year in which side i of a line is not open and the others are. */
double zi_plan_lost(const zhol_plan *p, uint32_t game, uint32_t i);

#endif
