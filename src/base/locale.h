/* SPDX-License-Identifier: Apache-2.0 */
/** @file locale.h  Numbers with a point, whatever locale the program has set. */
#ifndef ZI_BASE_LOCALE_H
#define ZI_BASE_LOCALE_H

#include <locale.h>

typedef struct zi_locale {
    locale_t plain, before;
} zi_locale;

/** Until the end() this thread, and no other, prints and reads as in the locale "C". */
zi_locale zi_locale_begin(void);
void zi_locale_end(zi_locale l);

#endif
