/* SPDX-License-Identifier: Apache-2.0 */
/** @file plan_sheet.h  Answers of `zhol plan`: sections of rows, one number an account.
 */
#ifndef ZI_REPORT_PLAN_SHEET_H
#define ZI_REPORT_PLAN_SHEET_H

#include <zhol/plan.h>

#include "report/grid.h"
#include "report/report.h"

enum { ZI_SHEET_MAX_LINES = 8 };

/* Economies that fit into a table; of more than that the most that are shown. */
enum { ZI_SHEET_MAX_SHOWN = ZI_GRID_MAX_COLUMNS - 4, ZI_SHEET_MOST = 8 };

typedef struct zi_sheet_row {
    const char *section; /**< static text: "shapley" */
    char name[120];
    const char *label; /**< static text, or "" */
    double value[ZHOL_PLAN_MAX_ECONOMIES + 1];
} zi_sheet_row;

typedef struct zi_sheet {
    const zhol_plan *plan;
    const char *action; /**< static text: "synergy" */
    zi_sheet_row *rows;
    size_t n_rows, capacity;
    bool failed; /**< memory was out */
    struct {
        const char *section, *title; /**< static texts */
        uint32_t max_rows;           /**< that the table shows; 0: all */
    } sections[ZI_SHEET_MAX_LINES];
    uint32_t n_sections;
    uint32_t shown[ZI_SHEET_MAX_SHOWN + 1]; /**< accounts in the table, the total last */
    uint32_t n_shown;
    zi_buffer notes; /**< lines under the table */
} zi_sheet;

/** A section and its title; rows that follow belong to it. */
void zi_sheet_section(
    zi_sheet *s, const char *section, const char *title, uint32_t max_rows);

/** A new row of zeros, or NULL if memory is out (s->failed then stays true). */
zi_sheet_row *zi_sheet_add(zi_sheet *s, const char *label, const char *format, ...)
    ZHOL_PRINTF(3, 4);

/** Writes the sheet in a form and frees it. */
ZHOL_MUST_CHECK zhol_status zi_sheet_write(
    zi_sheet *s, const zhol_report_options *options, zhol_buffer *out, zhol_error *err);

/** The id of a project of the plan. */
const char *zi_sheet_project(const zhol_plan *plan, uint32_t i);
/** "KAZ" of an account, or "total". */
const char *zi_sheet_account(const zhol_plan *plan, uint32_t account);

#endif
