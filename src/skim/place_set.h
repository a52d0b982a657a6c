/* SPDX-License-Identifier: Apache-2.0 */
/** @file place_set.h  Sets of places from the bytes of a file. */
#ifndef ZI_SKIM_PLACE_SET_H
#define ZI_SKIM_PLACE_SET_H

#include <stddef.h>
#include <zhol/matrix.h>

/** What zhol_place_set_read() makes of a file with these bytes, text[n] being a NUL;
 * @p name is for messages. May change the text. */
ZHOL_MUST_CHECK zhol_status zi_place_set_of_file(const zhol_world *w, const char *name,
    char *text, size_t n, zhol_place_set *out, zhol_error *err);

#endif
