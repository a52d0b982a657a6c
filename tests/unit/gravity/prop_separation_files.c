/* SPDX-License-Identifier: Apache-2.0 */
/* The separation sets of ppmlhdfe (Correia, Guimaraes and Zylkin): exactly the rows that
 * are marked there. Columns x* are regressors, id* effects. The files are not in this
 * repository: without them the test is skipped. */
#include "published.h"

enum { SKIPPED = 77, N_FILES = 10 };

static void
sort_columns(char *const *names, uint32_t n, panel_model *m)
{
    uint32_t n_x = 0, n_effects = 0;

    for (uint32_t i = 0; i < n; i++) {
        if (names[i][0] == 'x') {
            m->x[n_x++] = names[i];
        } else if (strncmp(names[i], "id", 2) == 0 && n_effects < PANEL_EFFECTS) {
            m->effect[n_effects++][0] = names[i];
        }
    }
}

static bool
is_right(const char *path, const panel *p)
{
    const zi_column *marked = zi_columns_find(p->c, "separated");
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };
    bool ok = true;

    zhol_fit_options_defaults(&o);
    o.keeps_singletons = true;
    o.small_sample = ZHOL_SMALL_NONE;
    if (zhol_fit_design(&p->d, &o, &fit, &err) != ZHOL_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        return false;
    }
    for (uint32_t r = 0; r < p->n; r++) {
        if ((fit->row[r] == ZHOL_ROW_SEPARATED) != (marked->value[r] > 0)) {
            fprintf(stderr, "%s: row %u is %d, marked %g\n", path, r + 1, fit->row[r],
                marked->value[r]);
            ok = false;
        }
    }
    zhol_fit_free(fit);
    return ok;
}

int
main(void)
{
    bool ok = true;

    for (int i = 1; i <= N_FILES; i++) {
        panel_model m = { .y = "y", .needs = { "separated" } };
        zi_columns_file *file = NULL;
        zhol_error err = { "" };
        char path[64];
        panel p;

        snprintf(path, sizeof path, "../shared/inputs/trade/separation/%02d.csv", i);
        if (zi_columns_open(path, &file, &err) != ZHOL_OK) {
            printf("skipped: %s\n", err.message);
            return SKIPPED;
        }
        sort_columns(file->names, file->n_names, &m);
        ok = panel_read(&m, path, &p) && is_right(path, &p) && ok;
        panel_free(&p);
        zi_columns_close(file);
    }
    return !ok;
}
