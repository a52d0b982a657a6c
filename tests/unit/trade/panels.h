/* SPDX-License-Identifier: Apache-2.0 */
/** @file panels.h  Panels written in a test, over the economies of the default world. */
#ifndef ZHOL_TESTS_PANELS_H
#define ZHOL_TESTS_PANELS_H

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "trade/panel.h"

/* One part in 10^9, or 10^-9 near 0: sums of a few terms. */
static inline void
assert_near(double a, double b)
{
    assert_true(fabs(a - b) <= 1e-9 * fmax(1, fabs(b)));
}

static inline int
open_world(void **state)
{
    return zhol_world_open(ZHOL_WORLD_FILE, NULL, (zhol_world **) state, NULL) != ZHOL_OK;
}

static inline int
close_world(void **state)
{
    zhol_world_free(*state);
    return zi_mem_live() != 0;
}

static inline zhol_panel *
panel_of(const zhol_world *w, const char *text)
{
    zhol_panel *panel = NULL;

    assert_int_equal(
        zi_panel_read_memory(w, "panel.csv", text, strlen(text), &panel, NULL), ZHOL_OK);
    return panel;
}

static inline zhol_ref
economy(const zhol_world *w, const char *iso3)
{
    zhol_ref ref = ZHOL_NO_ROW;

    assert_int_equal(zhol_world_find_economy(w, iso3, &ref, NULL), ZHOL_OK);
    return ref;
}

#endif
