/* SPDX-License-Identifier: Apache-2.0 */
/* What `zhol matrix` and `zhol-mpi matrix` share: the options, and all that is opened. */
#ifndef ZHOL_CLI_MATRIX_H
#define ZHOL_CLI_MATRIX_H

#include <time.h>

#include "options.h"

extern const cli_arg cli_matrix_args[];

enum { CLI_MAX_QUESTION = 16384 }; /* HDF5 keeps an attribute of up to 64 KB */

typedef struct cli_matrix {
    zhol_world *world;
    cli_lists lists;
    zhol_place_set from, to;
    zhol_matrix *matrix;
    zhol_matrix_output output; /* borrows the texts below */
    char modules[CLI_MAX_PATH], question[CLI_MAX_QUESTION];
    struct timespec start;
} cli_matrix;

/* Opens all that the values name. Borrows them; cli_matrix_close() also after a failure.
 * n_threads: where --threads does not say; 0: one for each processor. */
zhol_status cli_matrix_open(
    const cli_value *values, uint32_t n_threads, cli_matrix *out, zhol_error *err);
void cli_matrix_close(cli_matrix *c);

/* For output.progress, with the cli_matrix as user: rows done and the time left, on
 * standard error. */
bool cli_matrix_progress(void *user, uint32_t rows_done, uint32_t n_rows);

#endif
