/* SPDX-License-Identifier: Apache-2.0 */
/* Published panels are read as zi_csv and strtod() read them: every field of every row.
 * They are not in this repository: without them the test is skipped. */
#include "base/mem.h"
#include "columns_oracle.h"
#include "io/gzip.h"

#define FOLDER "../shared/inputs/trade/"

enum { SKIPPED = 77 };

typedef struct panel {
    const char *path;
    uint32_t n_rows, n_columns, n_texts;
} panel;

static bool
is_read_right(const panel *p, const char *data, size_t n)
{
    zi_columns_file *file = NULL;
    zi_columns *c = NULL;
    zhol_error err = { "" };
    uint32_t n_texts = 0;
    bool ok = oracle_agrees(data, n, UINT64_MAX);

    if (zi_columns_open(p->path, &file, &err) != ZHOL_OK
        || zi_columns_read_file(
               file, (const char *const *) file->names, file->n_names, &c, &err)
               != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
        ok = false;
    } else {
        for (uint32_t i = 0; i < c->n_columns; i++) {
            n_texts += c->column[i].is_text;
        }
        ok = ok && c->n_rows == p->n_rows && c->n_columns == p->n_columns
             && n_texts == p->n_texts;
    }
    zi_columns_free(c);
    zi_columns_close(file);
    return ok;
}

int
main(void)
{
    static const panel panels[] = {
        { FOLDER "syn150x20.csv.gz", 450000, 7, 0 },
        { FOLDER "agtpa_applications.csv.gz", 99981, 17, 2 },
        { FOLDER "log_of_gravity.csv.gz", 18360, 19, 0 },
        { FOLDER "ppmlhdfe_trade_fta.csv.gz", 17850, 11, 3 },
    };
    bool ok = true;

    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        zhol_error err = { "" };
        char *data = NULL;
        size_t n = 0;
        if (zi_gzip_read(panels[i].path, ZI_CSV_MAX_FILE_BYTES, &data, &n, &err)
            != ZHOL_OK) {
            printf("skipped: %s\n", err.message);
            return SKIPPED;
        }
        if (!is_read_right(&panels[i], data, n)) {
            fprintf(stderr, "%s is not read right\n", panels[i].path);
            ok = false;
        }
        zi_free(data);
    }
    return !ok;
}
