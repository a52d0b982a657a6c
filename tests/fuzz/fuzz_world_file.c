/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> a world. The input is laid over a right world file at a place that its first
 * bytes name, and the checksums are made to fit, so that the look behind them is tried.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "world/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The right file is made once and then only copied; the operating system frees it. */
static unsigned char *right;
static size_t n_right;

static void
make_right(void)
{
    zhol_world *w = NULL;
    zhol_error err = { "" };

    if (zhol_world_read(ZHOL_TEST_DATA "/tiny", NULL, NULL, &w, &err) != ZHOL_OK
        || zi_image_write(w, &right, &n_right, &err) != ZHOL_OK) {
        abort();
    }
    zhol_world_free(w);
}

/* Looks at every row and text and asks for names: whatever was let through is usable. */
static void
use(const zhol_world *w)
{
    uint32_t n, grades[ZHOL_N_GRADES];
    const zhol_place *places = zhol_world_places(w, &n);
    zhol_match match[4];
    zhol_ref row;
    zhol_scope scope;
    size_t n_letters = 0;

    for (uint32_t i = 0; i < n; i++) {
        n_letters += strlen(zhol_world_text(w, places[i].name_en));
        if (places[i].economy != ZHOL_NO_ROW) {
            const zhol_economy *e = &zhol_world_economies(w, NULL)[places[i].economy];
            n_letters += strlen(zhol_world_text(w, e->iso3));
        }
    }
    const zhol_service *services = zhol_world_services(w, &n);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < services[i].n_stops; k++) {
            scope = zhol_world_stops(w, NULL)[services[i].first_stop + k];
            for (uint32_t p = 0; p < zhol_world_table_rows(w, ZI_TABLE_PLACES); p++) {
                n_letters += zhol_world_is_in(w, p, scope, 20230101);
            }
        }
    }
    for (uint32_t t = 0; t < zhol_world_n_tables(); t++) {
        zhol_world_table_grades(w, t, grades);
        n_letters += grades[0];
    }
    n_letters += zhol_world_data_year(w) + zhol_world_base_year(w);
    n_letters += zhol_world_find_places(w, "almaty", match, 4);
    (void) (zhol_world_find_place(w, "Khorgos", &row, NULL) == ZHOL_OK);
    (void) (zhol_world_find_scope(w, "EAEU", &scope, NULL) == ZHOL_OK);
    (void) (zhol_world_find_pass(w, "Baku", &row, NULL) == ZHOL_OK);
    if (n_letters == 0) {
        abort();
    }
}

static void
try_bytes(const unsigned char *bytes, size_t n)
{
    zhol_world w;
    zhol_error err = { "" };
    zhol_status status;

    memset(&w, 0, sizeof w);
    status = zi_image_read("fuzz.zhol", bytes, n, &w, &err);
    if (status == ZHOL_OK) {
        status = zi_world_verify("fuzz.zhol", &w, &err);
    }
    if (status == ZHOL_OK && zi_world_index_parameters(&w)) {
        use(&w);
    } else if (status != ZHOL_OK
               && (status != ZHOL_BAD_DATA
                   || strncmp(err.message, "fuzz.zhol", 9) != 0)) {
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *copy;
    uint32_t at = 0;

    if (!right) {
        make_right();
    }
    const long live = zi_mem_live();
    copy = ZI_NEW(unsigned char, size > n_right ? size : n_right);
    if (!copy) {
        return 0;
    }
    memcpy(copy, data, size);
    try_bytes(copy, size);
    if (size > 4) {
        memcpy(&at, data, sizeof at);
        at %= (uint32_t) n_right;
        const size_t n = size - 4 < n_right - at ? size - 4 : n_right - at;
        memcpy(copy, right, n_right);
        memcpy(copy + at, data + 4, n);
        zi_image_seal(copy, n_right);
        try_bytes(copy, n_right);
    }
    zi_free(copy);
    if (zi_mem_live() != live) {
        abort();
    }
    return 0;
}
