/* SPDX-License-Identifier: Apache-2.0 */
/* Three lines: a let, a condition, a formula; on a small table. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "gravity/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char rows[] = "x,y,who,to,g,odd name\n"
                     "1,0.5,ARG,BRA,1,7\n"
                     "2,,BRA,ARG,1,8\n"
                     "3,4,,ARG,2,9\n"
                     "0,1,ARG,ARG,,10\n"
                     "5,2,b,c,1e9,0.1\n";

/* The design is what its header promises. */
static void
check_design(const zhol_design *d)
{
    if (d->n_rows == 0 || d->has_intercept != (d->n_effects == 0)) {
        abort();
    }
    for (uint32_t i = 0; i < d->n_rows; i++) {
        if (!(d->y[i] >= 0 && isfinite(d->y[i]))) {
            abort();
        }
        for (uint32_t k = 0; k < d->n_regressors; k++) {
            if (!isfinite(d->x[k][i])) {
                abort();
            }
        }
        for (uint32_t f = 0; f < d->n_effects; f++) {
            if (d->effect[f][i] >= d->n_levels[f]) {
                abort();
            }
        }
    }
}

static zhol_status
estimate(const zhol_estimate_options *o, zhol_error *err)
{
    char path[] = "p.csv", *names[] = { "x", "y", "who", "to", "g", "odd name" };
    const zi_columns_file file = { path, rows, sizeof rows - 1, names, 6 };
    zi_frame f = { 0 };
    zhol_design d;
    zhol_status status = zi_frame_parse(&f, o, err);

    if (status == ZHOL_OK) {
        status = zi_frame_read(&f, &file, err);
    }
    if (status == ZHOL_OK) {
        status = zi_frame_compute(&f, err);
    }
    if (status == ZHOL_OK) {
        status = zi_frame_design(&f, &d, err);
    }
    if (status == ZHOL_OK) {
        check_design(&d);
    }
    zi_frame_free(&f);
    return status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *line[3] = { "", "", "" };
    char *text = ZI_NEW(char, size + 1);
    zhol_estimate_options o = { 0 };
    zhol_error err = { "" };
    zhol_status status;

    if (!text) {
        return 0;
    }
    if (size > 0) {
        memcpy(text, data, size);
    }
    line[0] = text;
    for (int i = 1; i < 3; i++) {
        char *end = strchr(line[i - 1], '\n');
        if (!end) {
            break;
        }
        *end = '\0';
        line[i] = end + 1;
    }
    o.lets = &line[0];
    o.wheres = &line[1];
    o.n_lets = line[0][0] != '\0';
    o.n_wheres = line[1][0] != '\0';
    o.formula = line[2];
    status = estimate(&o, &err);
    if (status != ZHOL_OK) {
        if ((status != ZHOL_USAGE && status != ZHOL_BAD_DATA) || !err.message[0]
            || !zi_utf8_is_valid(err.message, strlen(err.message))) {
            abort();
        }
    }
    zi_free(text);
    if (zi_mem_live() != 0) {
        abort();
    }
    return 0;
}
