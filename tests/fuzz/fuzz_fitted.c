/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> a panel and, behind a line "--", what a model made of its rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trade/fitted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The two parts, as tables. */
static zhol_status
open_parts(const char *text, size_t size, zi_trade_table *panel, zi_trade_table *rows)
{
    size_t at = 0;
    zhol_status status;

    while (at + 3 < size && memcmp(text + at, "\n--\n", 4) != 0) {
        at++;
    }
    const size_t cut = at + 3 < size ? at + 1 : size;
    status = zi_trade_table_of_memory("panel.csv", text, cut, panel, NULL);
    return status == ZHOL_OK && cut < size ? zi_trade_table_of_memory(
               "rows.csv", text + cut + 3, size - cut - 3, rows, NULL)
                                           : status;
}

static void
ask(const zhol_fitted_rows *rows)
{
    for (int is_import = 0; is_import < 2; is_import++) {
        zhol_gaps *g = NULL;
        if (zhol_gaps_of(rows, rows->economies[0], is_import == 1, &g, NULL) == ZHOL_OK) {
            for (uint32_t i = 0; i < g->n; i++) {
                if (g->of[i].untapped < 0 || g->of[i].reached_by > 1) {
                    abort();
                }
            }
        }
        zhol_gaps_free(g);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const zhol_fitted_options o = { "panel.csv", "rows.csv", "exporter", "importer", NULL,
        NULL };
    const long live = zi_mem_live();
    zi_trade_table panel = { NULL, NULL }, rows = { NULL, NULL };
    zhol_fitted_rows *fitted = NULL;
    zhol_error err = { "" };

    if (open_parts((const char *) data, size, &panel, &rows) == ZHOL_OK) {
        const zhol_status status =
            zi_fitted_join(&panel, rows.csv ? &rows : NULL, &o, &fitted, &err);
        if (status == ZHOL_OK) {
            ask(fitted);
        } else if (err.message[0] == '\0' || fitted) {
            abort();
        }
    }
    zhol_fitted_rows_free(fitted);
    zi_trade_table_close(&panel);
    zi_trade_table_close(&rows);
    if (zi_mem_live() != live) {
        abort();
    }
    return 0;
}
