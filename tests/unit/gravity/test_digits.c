/* SPDX-License-Identifier: Apache-2.0 */
/* Published panels, to the digits that were published or that several packages agree on.
 * The files are not in this repository: without them the test is skipped. The panel of
 * 450,000 rows and that of 100,000 are estimated with ZHOL_LONG only. */
#include "published.h"

#define FOLDER "../shared/inputs/trade/"

enum { SKIPPED = 77 };

typedef struct figure {
    panel_model model;
    uint32_t n_used;          /* 0: not said */
    double beta[PANEL_X + 1]; /* 0: not said */
    double error, error_off;  /* of the first coefficient, and half its last digit */
    double deviance, deviance_off;
    double off; /* of coefficients */
    bool is_long;
} figure;

static bool
is_total(const zi_columns *c, uint32_t row)
{
    const zi_column *category = zi_columns_find(c, "category");

    return strcmp(category->word[category->code[row]], "TOTAL") == 0;
}

static bool
is_fourth_year(const zi_columns *c, uint32_t row)
{
    const double year = zi_columns_find(c, "year")->value[row];

    return fabs(remainder(year - 1986, 4)) < 0.5;
}

static bool
is_domestic(const zi_columns *c, uint32_t row)
{
    const zi_column *from = zi_columns_find(c, "exporter"),
                    *to = zi_columns_find(c, "importer");

    return strcmp(from->word[from->code[row]], to->word[to->code[row]]) == 0;
}

static bool
is_foreign_fourth_year(const zi_columns *c, uint32_t row)
{
    return is_fourth_year(c, row) && !is_domestic(c, row);
}

/* All domestic rows are one pair. */
static bool
joins_domestic(const zi_columns *c, uint32_t row, uint32_t effect)
{
    return effect == 2 && is_domestic(c, row);
}

#define AGTPA FOLDER "agtpa_applications.csv.gz"
#define FTA   FOLDER "ppmlhdfe_trade_fta.csv.gz"

static const figure figures[] = {
    /* Correia, Guimaraes and Zylkin (2020), Stata Journal 20 */
    { .model = { FTA, "trade", { "fta" },
          { { "isoexp", "year" }, { "isoimp", "year" }, { "isoexp", "isoimp" } },
          { "isoexp", "isoimp" }, { "category" }, is_total, NULL },
        .n_used = 5950,
        .beta = { 0.192445493471586 },
        .off = 1e-10,
        .error = 0.0432402293546,
        .error_off = 5e-12,
        .deviance = 377332502.254,
        .deviance_off = 5e-4 },
    { .model = { FTA, "trade",
          { "ln_distw", "contig", "colony", "comlang_off", "comleg", "fta" },
          { { "isoexp", "year" }, { "isoimp", "year" } }, { 0 }, { "category" }, is_total,
          NULL },
        .beta = { -0.568788239002493, 0.410312043975148, -0.0821287522075964, 0, 0,
            0.884237198113603 },
        .off = 1e-10 },
    /* Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy
     * Analysis */
    { .model = { AGTPA, "trade", { "log dist", "cntg", "lang", "clny" },
          { { "exporter", "year" }, { "importer", "year" } }, { "pair_id" }, { 0 },
          is_foreign_fourth_year, NULL },
        .n_used = 28152,
        .beta = { -0.840927313092307, 0.437443242719958, 0.247476505057301,
            -0.222489861581854 },
        .off = 1e-10,
        .error = 0.0321347911,
        .error_off = 5e-11 },
    { .model = { AGTPA, "trade", { "rta" },
          { { "exporter", "year" }, { "importer", "year" }, { "pair_id" } }, { 0 }, { 0 },
          is_fourth_year, joins_domestic },
        .n_used = 28482,
        .beta = { 0.5571853355903 },
        .off = 1e-10 },
    { .model = { AGTPA, "trade", { "rta" },
          { { "exporter", "year" }, { "importer", "year" }, { "exporter", "importer" } },
          { 0 }, { 0 }, NULL, NULL },
        .n_used = 99708,
        .beta = { 0.553947338331926 },
        .off = 1e-10,
        .deviance = 6131044.40948,
        .deviance_off = 5e-6,
        .is_long = true },
    { .model = { FOLDER "syn150x20.csv.gz", "trade", { "fta", "ltar", "intl" },
          { { "i", "y" }, { "j", "y" }, { "i", "j" } }, { 0 }, { 0 }, NULL, NULL },
        .beta = { 0.39890352972052, -1.2364028101897, 0.0796874214608 },
        .off = 1e-10,
        .is_long = true },
    /* Santos Silva and Tenreyro (2006), Review of Economics and Statistics 88, table 3 */
    { .model = { FOLDER "log_of_gravity.csv.gz", "trade",
          { "lypex", "lypim", "lyex", "lyim", "ldist", "border", "comlang", "colony",
              "landl_ex", "landl_im", "lremot_ex", "lremot_im", "comfrt_wto",
              "open_wto" },
          { { 0 } }, { 0 }, { 0 }, NULL, NULL },
        .n_used = 18360,
        .beta = { 0, 0, 0, 0, -0.784, 0, 0, 0, -0.863 },
        .off = 5e-4 },
};

static bool
is_near(const char *what, double found, double expected, double off)
{
    if (fabs(expected) <= 0 || fabs(found - expected) <= off) {
        return true;
    }
    fprintf(stderr, "%s is %.15g, not %.15g\n", what, found, expected);
    return false;
}

static bool
is_right(const figure *f, const panel *p)
{
    zhol_fit_options o;
    zhol_fit *fit = NULL;
    zhol_error err = { "" };
    bool ok = true;

    zhol_fit_options_defaults(&o);
    if (zhol_fit_design(&p->d, &o, &fit, &err) != ZHOL_OK) {
        fprintf(stderr, "%s: %s\n", f->model.file, err.message);
        return false;
    }
    for (uint32_t j = 0; j < p->n_x; j++) {
        ok = is_near(f->model.x[j], fit->coefficient[j].estimate, f->beta[j], f->off)
             && ok;
    }
    ok = is_near("rows", fit->n_used, f->n_used, 0) && ok;
    ok = is_near("error", fit->coefficient[0].std_error, f->error, f->error_off) && ok;
    ok = is_near("deviance", fit->deviance, f->deviance, f->deviance_off) && ok;
    ok = fit->score_norm < 1e-9 && ok;
    zhol_fit_free(fit);
    return ok;
}

int
main(void)
{
    bool ok = true;

    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        panel p;
        if (figures[i].is_long && !getenv("ZHOL_LONG")) {
            continue;
        }
        if (!panel_read(&figures[i].model, NULL, &p)) {
            return SKIPPED;
        }
        if (!is_right(&figures[i], &p)) {
            fprintf(stderr, "model %zu, of %s, is wrong\n", i + 1, figures[i].model.file);
            ok = false;
        }
        panel_free(&p);
    }
    return !ok;
}
