/* SPDX-License-Identifier: Apache-2.0 */
/** @file panel.h  A file that a test writes in itself. */
#ifndef ZHOL_TESTS_GRAVITY_PANEL_H
#define ZHOL_TESTS_GRAVITY_PANEL_H

#include <stdlib.h>
#include <string.h>

#include "gravity/frame.h"

/** Rows as zi_columns_open() would give them; the names stand in the first line. */
typedef struct panel {
    zi_columns_file file;
    char path[8], names[400], data[4000];
    char *name[32];
} panel;

static inline void
panel_begin(panel *p, const char *text)
{
    const size_t n_names = strcspn(text, "\n");

    memset(p, 0, sizeof *p);
    if (strlen(text) >= sizeof p->data || n_names >= sizeof p->names) {
        abort();
    }
    memcpy(p->path, "p.csv", 6);
    memcpy(p->data, text, strlen(text));
    memcpy(p->names, text, n_names);
    p->file = (zi_columns_file){ p->path, p->data, strlen(text), p->name, 0 };
    for (char *at = p->names; at;) {
        char *comma = strchr(at, ',');
        p->name[p->file.n_names++] = at;
        at = comma ? comma + 1 : NULL;
        if (comma) {
            *comma = '\0';
        }
    }
}

static inline zhol_status
panel_design(const panel *p, const zhol_estimate_options *options, zi_frame *frame,
    zhol_design *design, zhol_error *err)
{
    zhol_status status;

    memset(frame, 0, sizeof *frame);
    status = zi_frame_parse(frame, options, err);
    if (status == ZHOL_OK) {
        status = zi_frame_read(frame, &p->file, err);
    }
    if (status == ZHOL_OK) {
        status = zi_frame_compute(frame, err);
    }
    return status == ZHOL_OK ? zi_frame_design(frame, design, err) : status;
}

#endif
