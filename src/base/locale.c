/* SPDX-License-Identifier: Apache-2.0 */
#include "base/locale.h"

zi_locale
zi_locale_begin(void)
{
    /* glibc and musl hand out their built-in "C" here: no memory, no failure. */
    zi_locale l = { newlocale(LC_ALL_MASK, "C", (locale_t) 0), (locale_t) 0 };

    l.before = uselocale(l.plain);
    return l;
}

void
zi_locale_end(zi_locale l)
{
    uselocale(l.before);
    if (l.plain) {
        freelocale(l.plain);
    }
}
