/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> a cube, and every question about its first economies. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trade/cube.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is answered must be in its range, whatever the rows say. */
static void
check_indices(const zhol_cube *cube, const zhol_complexity *c, uint32_t economy)
{
    zhol_indices *x = NULL;

    if (zhol_indices_of(cube, c, economy, &x, NULL) == ZHOL_OK) {
        if (!(x->exports.hhi > 0 && x->exports.hhi <= 1 + 1e-9 && x->theil_all >= 0
                && x->diversity <= cube->n_products)) {
            abort();
        }
    }
    zhol_indices_free(x);
}

static void
check_pairs(const zhol_cube *cube, uint32_t economy)
{
    const zhol_complement_options of_pairs = { .economy = economy, .n_products = 3 };
    const zhol_potential_options of_markets = { .exporter = economy,
        .importer = UINT32_MAX };
    zhol_complements *m = NULL;
    zhol_potential *p = NULL;

    if (zhol_complements_of(cube, &of_pairs, &m, NULL) == ZHOL_OK) {
        for (uint32_t i = 0; i < m->n; i++) {
            if (m->of[i].similarity < 0 || m->of[i].similarity > 1 + 1e-9
                || m->of[i].complementarity < 0 || m->of[i].complementarity > 1 + 1e-9) {
                abort();
            }
        }
    }
    if ((zhol_potential_of(cube, &of_markets, &p, NULL) == ZHOL_OK) != (p != NULL)) {
        abort();
    }
    zhol_complements_free(m);
    zhol_potential_free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const long live = zi_mem_live();
    zhol_cube *cube = NULL;
    zhol_complexity *c = NULL;
    zhol_index_options o;
    zhol_error err = { "" };
    const zhol_status status =
        zi_cube_read_memory((const char *) data, size, &cube, &err);

    zhol_index_options_defaults(&o);
    if (status == ZHOL_OK) {
        if (zhol_complexity_of(cube, &o, &c, NULL) == ZHOL_OK) {
            for (uint32_t i = 0; i < cube->n_economies && i < 3; i++) {
                check_indices(cube, c, i);
                check_pairs(cube, i);
            }
        }
    } else if (err.message[0] == '\0' || cube) {
        abort();
    }
    zhol_complexity_free(c);
    zhol_cube_free(cube);
    if (zi_mem_live() != live) {
        abort();
    }
    return 0;
}
