/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> a panel of the user, and every question about it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trade/panel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static zhol_world *world; /* read once; the operating system frees it */

/* What is answered must be in its range, whatever the rows say. */
static void
check_structure(const zhol_panel *panel, const zhol_trade_options *o)
{
    zhol_structures *s = NULL;

    if (zhol_trade_structure(panel, o, &s, NULL) == ZHOL_OK) {
        for (uint32_t i = 0; i < s->n; i++) {
            const zhol_concentration *c = &s->of[i].index;
            if (!(c->hhi > 0 && c->hhi <= 1 + 1e-9 && c->hhi_lo <= c->hhi_hi + 1e-9
                    && c->theil >= 0 && c->n_members == s->of[i].n_members)) {
                abort();
            }
        }
    }
    zhol_structures_free(s);
}

static void
ask(const zhol_panel *panel, zhol_trade_options o)
{
    zhol_partners *partners = NULL;
    zhol_mirror *mirror = NULL;
    zhol_growth *growth = NULL;

    if ((zhol_trade_partners(panel, &o, &partners, NULL) == ZHOL_OK)
        != (partners != NULL)) {
        abort();
    }
    zhol_partners_free(partners);
    o.flow = ZHOL_FLOW_EXPORT;
    check_structure(panel, &o);
    for (int by = 0; by < 2; by++) {
        o.by = by ? ZHOL_BY_PRODUCT : ZHOL_BY_PARTNER;
        if ((zhol_trade_growth(panel, &o, &growth, NULL) == ZHOL_OK)
            != (growth != NULL)) {
            abort();
        }
        zhol_growth_free(growth);
    }
    o.partner = 0;
    if ((zhol_trade_mirror(panel, &o, &mirror, NULL) == ZHOL_OK) != (mirror != NULL)) {
        abort();
    }
    zhol_mirror_free(mirror);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zhol_panel *panel = NULL;
    zhol_error err = { "" };

    if (!world
        && zhol_world_read(ZHOL_TEST_DATA "/tiny", NULL, NULL, &world, NULL) != ZHOL_OK) {
        abort();
    }
    const long live = zi_mem_live();
    const zhol_status status =
        zi_panel_read_memory(world, "fuzz.csv", (const char *) data, size, &panel, &err);
    if (status == ZHOL_OK) {
        zhol_trade_options o;
        zhol_trade_options_defaults(&o);
        for (o.economy = 0; o.economy < 3; o.economy++) {
            ask(panel, o);
        }
    } else if (status != ZHOL_LIMIT
               && (status != ZHOL_BAD_DATA
                   || strncmp(err.message, "fuzz.csv:", 9) != 0)) {
        abort();
    }
    zhol_panel_free(panel);
    if (zi_mem_live() != live) {
        abort();
    }
    return 0;
}
