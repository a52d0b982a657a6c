/* SPDX-License-Identifier: Apache-2.0 */
/** @file papers.h  The papers of one way, for the forms that show them. */
#ifndef ZI_REPORT_PAPERS_H
#define ZI_REPORT_PAPERS_H

#include "report/report.h"

/** The papers of the i-th way: owned by the caller, zhol_papers_way_free(). */
ZHOL_MUST_CHECK zhol_status zi_papers_of(const zhol_routes *routes,
    const zhol_papers *papers, uint32_t i, zhol_papers_way **out, zhol_error *err);

/** The sheet for people. */
void zi_papers_sheet(const zhol_papers_way *way, zi_grid_form form, zi_buffer *out);
/** A few lines below the table of a route. */
void zi_papers_summary(const zhol_papers_way *way, zi_buffer *out);
/** The members of a JSON object that is open. */
void zi_papers_json(const zhol_papers_way *way, zi_json *j);

/** What people are told in every form, one sentence each. */
void zi_papers_warnings(
    const zhol_papers_way *way, void (*tell)(void *to, const char *text), void *to);
/** "no: every entry is barred": the answer that would change the result. */
void zi_papers_answer(const zhol_papers *p, const zhol_paper_question *q, zi_buffer *out);
/** The question to ask. */
void zi_papers_question(
    const zhol_papers *p, const zhol_paper_question *q, zi_buffer *out);
/** A fee in dollars of the world's base year; negative: not given. */
double zi_papers_fee_usd(const zhol_papers *p, const zhol_rule *r);

#endif
