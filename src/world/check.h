/* SPDX-License-Identifier: Apache-2.0 */
/** @file check.h  What must hold between the rows of a world, and what is doubtful.
 *
 * The columns by themselves were checked by field.c, references by finish.c. Rows in
 * which something was wrong there are left out here, so that one mistake is told once.
 */
#ifndef ZI_WORLD_CHECK_H
#define ZI_WORLD_CHECK_H

#include "world/draft.h"
#include "world/folder.h"

typedef struct zi_checking {
    const zhol_world *w;
    const zi_draft *draft; /**< to know which tables were cut */
    zhol_problems *problems;
} zi_checking;

/** All of it. Problems go to the draft's list. @param folder  whose shapes the world is
 * held against; NULL: none. @return ZHOL_OK or ZHOL_LIMIT. */
ZHOL_MUST_CHECK zhol_status zi_world_check(
    const zhol_world *w, const zi_draft *draft, const zi_folder *folder, zhol_error *err);

/* Its parts, by subject. */
ZHOL_MUST_CHECK zhol_status zi_check_keys(const zi_checking *c, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_check_net(const zi_checking *c, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_check_money(const zi_checking *c, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_check_papers(const zi_checking *c, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_check_doubts(const zi_checking *c, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_check_plausible(const zi_checking *c, zhol_error *err);
ZHOL_MUST_CHECK zhol_status zi_check_shapes(
    const zi_checking *c, const zi_folder *folder, zhol_error *err);

/** A row that can be trusted column by column; false for ZHOL_NO_ROW too. */
bool zi_is_whole(const zi_checking *c, uint32_t table, zhol_ref row);

/** Row numbers of a table, sorted by the columns with a bit in @p columns, then base
 * before own, then by line. @param[out] rows  owned by the caller: zi_free(). */
ZHOL_MUST_CHECK zhol_status zi_rows_by(const zi_checking *c, uint32_t table,
    uint32_t columns, uint32_t **rows, zhol_error *err);
/** Are two rows equal in these columns? */
bool zi_rows_equal(
    const zi_checking *c, uint32_t table, uint32_t columns, uint32_t a, uint32_t b);

/** An amount has a currency, and the currency a row; else a fault is told. */
void zi_check_currency(
    const zi_checking *c, zi_spot spot, bool has_amount, zhol_text code);

/** Does the class of line, or of service, exist for this mode? 0 (any) always does. */
bool zi_line_class_fits(uint32_t mode, uint32_t line_class);
bool zi_service_class_fits(uint32_t mode, uint32_t service_class);

#endif
