/* SPDX-License-Identifier: Apache-2.0 */
/** @file suggest.h  "did you mean ...": the nearest of some words. */
#ifndef ZI_WORLD_SUGGEST_H
#define ZI_WORLD_SUGGEST_H

#include <stddef.h>
#include <stdint.h>

typedef struct zi_nearest {
    const char *wanted;
    const char *best; /**< borrowed from the candidates; NULL: none is near */
    uint32_t edits;   /**< that are still near */
    char text[128];
} zi_nearest;

zi_nearest zi_nearest_to(const char *wanted);
void zi_nearest_try(zi_nearest *nearest, const char *candidate);

/** " (did you mean 'dostyk'?)", or "" if nothing was near. Borrowed from @p nearest. */
const char *zi_nearest_text(zi_nearest *nearest);

#endif
