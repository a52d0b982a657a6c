/* SPDX-License-Identifier: Apache-2.0 */
/* Bands made by four threads at once: the preset tsan watches them. */
#include "matrices.h"

int
main(void)
{
    const zhol_matrix_output o = { .path = "/dev/null", .format = ZHOL_MATRIX_CSV };
    zhol_buffer summary[2] = { { 0 } };
    zhol_error err = { "" };
    zhol_world *w = NULL;

    matrix_must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    for (uint32_t i = 0; i < 2; i++) {
        matrix m;
        matrix_open(&m, w, "cities:1000000", "economies", i == 0 ? 1 : 4);
        matrix_must(zhol_report_matrix(m.made, &o, &summary[i], &err), &err);
        matrix_close(&m);
    }
    const int is_same = strcmp(summary[0].data, summary[1].data) == 0;
    zhol_buffer_free(&summary[0]);
    zhol_buffer_free(&summary[1]);
    zhol_world_free(w);
    return !is_same;
}
