/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "matrix.h"

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    static const cli_value to_stdout = { .n = 0 };
    cli_matrix c;
    zhol_buffer summary = { 0 };
    zhol_status status = cli_matrix_open(values, 0, &c, err);

    if (status == ZHOL_OK) {
        c.output.progress = isatty(STDERR_FILENO) ? cli_matrix_progress : NULL;
        status = zhol_report_matrix(c.matrix, &c.output, &summary, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&summary, &to_stdout, err);
    }
    zhol_buffer_free(&summary);
    cli_matrix_close(&c);
    return status;
}

const cli_command cmd_matrix = { "matrix",
    "hours, dollars and emissions from many places to many, as a file",
    "--from SET [--to SET] -o FILE [options]",
    "  zhol matrix --from economies --metric time,cost -o economies.omx\n"
    "  zhol matrix --from Almaty,Astana --to ports --close suez -o ports.csv\n"
    "  zhol matrix --from @mine.txt --to cities:1000000 --goods 8471 -o cities.omx\n",
    cli_matrix_args, run };
