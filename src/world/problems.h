/* SPDX-License-Identifier: Apache-2.0 */
/** @file problems.h  Collecting what is wrong with a folder of tables, for this room. */
#ifndef ZI_WORLD_PROBLEMS_H
#define ZI_WORLD_PROBLEMS_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/world.h>

/** Where a problem is: a line of a table. */
typedef struct zi_spot {
    bool is_mine;   /**< in the user's folder */
    uint32_t table; /**< zi_table; ZI_N_TABLES: the folder itself */
    uint32_t line;  /**< 0: the whole table */
} zi_spot;

enum {
    ZI_MAX_FAULTS = 10000, /**< listed; then comes one that says that there are more */
    ZI_MAX_DOUBTS = 1000,
    ZI_MAX_SUGGESTIONS = 100, /**< "did you mean" is looked up for so many problems */
    ZI_SHOWN = 68             /**< bytes that zi_show() needs */
};

/** Names the folder (or world file) and the user's folder for messages; borrowed until
 * the list is sorted. A base that is a file has no line numbers. */
void zi_problems_about(zhol_problems *p, const char *base, const char *mine);
const char *zi_problems_folder(const zhol_problems *p, bool is_mine);

/** Adds "folder/table.csv:line: " and the words. */
void zi_problem(zhol_problems *p, zi_spot spot, const char *format, ...)
    ZHOL_PRINTF(3, 4);
void zi_doubt(zhol_problems *p, zi_spot spot, const char *format, ...) ZHOL_PRINTF(3, 4);
/** Adds a problem whose message already names file and line. */
void zi_problem_as_is(zhol_problems *p, zi_spot spot, const char *message);

/** Is there still a point in looking for suggestions? */
bool zi_problems_may_suggest(const zhol_problems *p);

/** Sorts by file and line, and tells the first fault: ZHOL_OK if there is none (doubts
 * are none), else ZHOL_BAD_DATA with its message; ZHOL_LIMIT if memory ran out. */
ZHOL_MUST_CHECK zhol_status zi_problems_finish(zhol_problems *p, zhol_error *err);

/** Up to 60 bytes of a text, cut between letters and then closed by "...". */
const char *zi_show(const char *text, char out[ZI_SHOWN]);

#endif
