/* SPDX-License-Identifier: Apache-2.0 */
/** @file brief.h  The sections of a sheet on two economies, one function each. */
#ifndef ZI_REPORT_BRIEF_H
#define ZI_REPORT_BRIEF_H

#include "report/page.h"
#include "report/report.h"

typedef struct zi_brief {
    zi_page page;
    const zhol_world *w;
    const zhol_scenario *scenario;
    zhol_ref economy[2];
    const char *name[2];
    zhol_ref city[2]; /**< the most populous connected place of each, or ZHOL_NO_ROW */
} zi_brief;

void zi_brief_figures(zi_brief *b);
zhol_status zi_brief_trade(zi_brief *b, zhol_error *err);
zhol_status zi_brief_crossings(zi_brief *b, zhol_error *err);
zhol_status zi_brief_reach(zi_brief *b, zhol_error *err);
zhol_status zi_brief_ways(zi_brief *b, zhol_error *err);
void zi_brief_agreements(zi_brief *b);
void zi_brief_projects(zi_brief *b);

#endif
