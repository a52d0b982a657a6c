/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>
#include <zhol/report.h>

#include "base/mem.h"
#include "base/text.h"

/* An estimate as a fit could leave it, of six rows in which all states occur. The numbers
 * are chosen so that sums can be done by hand: z = 4, -2 and 1. */
enum { N_ROWS = 6, N_COEFFICIENTS = 4 };

static zhol_coefficient coefficients[] = {
    { .estimate = -0.8, .std_error = 0.2, .z = -4, .p = 6.334248366623996e-05 },
    { .estimate = 0.5, .std_error = 0.25, .z = 2, .p = 0.0455, .is_indicator = true },
    { .is_collinear = true },
    { .estimate = 1e-5, .std_error = 1e-5, .z = 1, .p = 0.31731050786291415 },
};
static double covariance[] = { 0.04, 0.01, 0, 0, 0.01, 0.0625, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1e-10 };
static uint8_t states[] = { ZHOL_ROW_USED, ZHOL_ROW_SEPARATED, ZHOL_ROW_LEFT_OUT,
    ZHOL_ROW_SINGLETON, ZHOL_ROW_SEPARATED, ZHOL_ROW_USED };
static double certificates[] = { 0, 1, 0, 0, 0.5, 0 };
static double fitted[] = { 2.5, 0, NAN, NAN, 0, 3 };
static double y[] = { 2, 0, NAN, 7, 0, 3.5 };
static uint32_t fit_levels[] = { 1, 2 }, fit_redundant[] = { 0, 1 };
static const uint32_t levels[] = { 2, 2 };
static double effect_a[] = { 1.5, NAN }, effect_b[] = { -0.25, 0.25 };
static double *effects[] = { effect_a, effect_b };
static const char *const names[] = { "log_dist", "rta", "eu_50%", "gdp" },
                         *const effect_names[] = { "exporter^year", "im,porter" },
                         *const columns[] = { "trade", "dist" },
                         *const notes[] = { "log_dist: log of 0 in 1 row" };
static uint32_t missing_by[] = { 0, 1 };

static void
make(zhol_estimate *e, zhol_fit *fit)
{
    *fit = (zhol_fit){ .method = ZHOL_FIT_PPML,
        .errors = ZHOL_ERRORS_CLUSTER,
        .small_sample = ZHOL_SMALL_FIXEST,
        .n_coefficients = N_COEFFICIENTS,
        .coefficient = coefficients,
        .covariance = covariance,
        .n_rows = N_ROWS,
        .n_used = 2,
        .n_singletons = 1,
        .n_separated = 2,
        .n_in_zero_levels = 1,
        .row = states,
        .certificate = certificates,
        .fitted = fitted,
        .deviance = 377332502.25413,
        .deviance_change = 1e-16,
        .score_norm = 3.1e-15,
        .null_deviance = 1e9,
        .log_likelihood = -12.5,
        .null_log_likelihood = -50,
        .pseudo_r2 = 0.75,
        .within_r2 = NAN,
        .iterations = 8,
        .inner_iterations = 90,
        .df = 5,
        .dispersion = 1.25,
        .covariance_rank = 3,
        .n_clusters = { 1190, 35 },
        .n_cluster_ways = 2,
        .n_effects = 2,
        .n_levels = fit_levels,
        .n_redundant = fit_redundant,
        .effect = effects };
    *e = (zhol_estimate){ .fit = fit,
        .path = "panel.csv",
        .formula = "trade ~ log_dist + rta + eu_50% + gdp | exporter^year + im,porter",
        .dependent = "trade",
        .cluster = "exporter^importer , year",
        .names = names,
        .n_effects = 2,
        .effect_names = effect_names,
        .n_levels = levels,
        .n_file_rows = N_ROWS,
        .n_left_out = 0,
        .n_missing = 1,
        .n_columns = 2,
        .columns = columns,
        .missing_by = missing_by,
        .n_notes = 1,
        .notes = notes,
        .y = y };
}

static void
assert_report(const zhol_estimate *e, const zhol_estimate_view *view, const char *want)
{
    zhol_buffer out = { 0 };
    zhol_error err;

    assert_int_equal(zhol_report_estimate(e, view, &out, &err), ZHOL_OK);
    assert_string_equal(out.data, want);
    zhol_buffer_free(&out);
}

static void
the_table_says_what_was_found_and_how_sure_it_is(void **state)
{
    static const zhol_estimate_view view = { .format = ZHOL_FORMAT_TABLE,
        .lists_separated = true };
    zhol_estimate e;
    zhol_fit fit;

    (void) state;
    make(&e, &fit);
    assert_report(&e, &view,
        "trade ~ log_dist + rta + eu_50% + gdp | exporter^year + im,porter\n"
        "Poisson pseudo-maximum likelihood of panel.csv\n"
        "\n"
        "             estimate   std. error      z        p     95 % from           to   "
        "0 to 1\n"
        "log_dist    -0.800000     0.200000  -4.00  6.3e-05     -1.191993    -0.408007\n"
        "rta          0.500000     0.250000   2.00   0.0455      0.010009     0.989991  "
        "+64.9 %\n"
        "gdp       1.00000e-05  1.00000e-05   1.00   0.3173  -9.59964e-06  2.95996e-05\n"
        "left out, since others span it: eu_50%\n"
        "0 to 1: so much larger is trade where the regressor is 1 and not 0, "
        "exp(estimate) - 1\n"
        "\n"
        "standard errors  clustered by exporter^importer: 1,190 clusters\n"
        "                 and by year: 35 clusters\n"
        "                 small samples as fixest; p by the normal distribution\n"
        "rows             2 used of 6\n"
        "                 1 with a value that is missing or cannot be computed\n"
        "                   1 in dist\n"
        "                 1 dropped: the only row of a level of an effect\n"
        "                 2 dropped: separated, zeros that only minus infinity fits\n"
        "                   1 as a level of an effect has zeros only\n"
        "effects          exporter^year: 1 level\n"
        "                 im,porter: 2 levels, spanned by others: 1\n"
        "fit              pseudo R2 0.750000, deviance 377,332,502.254, log likelihood "
        "-12.5\n"
        "convergence      first-order conditions are missed by less than 1e-12 of what "
        "they add up\n"
        "                 another step would change the fit by less than 1e-15 of its "
        "scale\n"
        "note: log_dist: log of 0 in 1 row\n"
        "\n"
        "separated rows of the data, the first below the names being 1\n"
        "row  certificate\n"
        "  2            1\n"
        "  5          0.5\n"
        "certificate: a sum of regressors and effects that is 0 in every row used, above "
        "0 in these\n");
}

/* Names of 600 letters, thousands that are left out, chances too small to tell, a share
 * that rounding has made -1e-9. */
static void
the_table_stays_narrow(void **state)
{
    static const zhol_estimate_view view = { .format = ZHOL_FORMAT_TABLE };
    enum { MANY = 2500, LETTERS = 600 };
    zhol_coefficient *many = ZI_NEW(zhol_coefficient, MANY);
    const char **name = ZI_NEW(const char *, MANY);
    char term[2 * LETTERS + 1];
    zhol_buffer out = { 0 };
    zhol_estimate e;
    zhol_fit fit;
    zhol_error err;

    (void) state;
    assert_non_null(many);
    assert_non_null(name);
    for (int i = 0; i < LETTERS; i++) {
        memcpy(&term[2 * i], "\xC3\xA9", 3); /* e with an accent, two bytes */
    }
    term[0] = 'x'; /* so that no cut falls between letters */
    term[1] = 'y';
    for (int i = 0; i < MANY; i++) {
        many[i].is_collinear = i > 0;
        name[i] = i > 0 ? "z" : term + 1;
    }
    many[0].estimate = -117;
    many[0].std_error = 1;
    many[0].z = -117;
    make(&e, &fit);
    e.names = name;
    fit.coefficient = many;
    fit.n_coefficients = MANY;
    fit.covariance_rank = 1;
    fit.pseudo_r2 = -1e-9;
    assert_int_equal(zhol_report_estimate(&e, &view, &out, &err), ZHOL_OK);
    assert_true(zi_utf8_is_valid(out.data, strlen(out.data)));
    assert_non_null(strstr(out.data, "-117.000000    1.000000  -117.00  <1e-16 "));
    assert_non_null(strstr(out.data, "z, z and 2,489 more (--format csv lists all)\n"));
    assert_non_null(strstr(out.data, "pseudo R2 0.000000,"));
    for (const char *line = out.data; *line; line += strcspn(line, "\n") + 1) {
        assert_true(strcspn(line, "\n") < 140);
    }
    zhol_buffer_free(&out);
    zi_free(many);
    zi_free((void *) name);
}

/* What a fit without rows leaves. */
static void
nothing_left_is_said_in_all_forms(void **state)
{
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_CSV, ZHOL_FORMAT_TEX };
    static const char *const words[] = { "NOTHING IS ESTIMATED: no row is left\n",
        "\"pseudo_r2\": null,", "rta,,,,,,,1\n", "rta & no row is left \\\\\n" };
    zhol_coefficient none[N_COEFFICIENTS] = { { .is_collinear = true },
        { .is_collinear = true }, { .is_collinear = true }, { .is_collinear = true } };
    zhol_estimate e;
    zhol_fit fit;

    (void) state;
    make(&e, &fit);
    fit.coefficient = none;
    fit.n_used = fit.covariance_rank = 0;
    fit.errors = ZHOL_ERRORS_AUTO;
    fit.pseudo_r2 = fit.deviance = NAN;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const zhol_estimate_view view = { .format = formats[i] };
        zhol_buffer out = { 0 };
        zhol_error err;
        assert_int_equal(zhol_report_estimate(&e, &view, &out, &err), ZHOL_OK);
        if (!strstr(out.data, words[i])) {
            fail_msg("no '%s' in %s", words[i], out.data);
        }
        assert_null(strstr(out.data, "nan"));
        assert_null(strstr(out.data, "Standard errors"));
        zhol_buffer_free(&out);
    }
}

static void
json_has_full_precision_and_null_where_nothing_is_defined(void **state)
{
    static const zhol_estimate_view view = { .format = ZHOL_FORMAT_JSON };
    zhol_estimate e;
    zhol_fit fit;

    (void) state;
    make(&e, &fit);
    assert_report(&e, &view,
        "{\n"
        "  \"schema\": \"zhol.estimate/1\",\n"
        "  \"file\": \"panel.csv\",\n"
        "  \"formula\": \"trade ~ log_dist + rta + eu_50% + gdp | exporter^year + "
        "im,porter\",\n"
        "  \"method\": \"ppml\",\n"
        "  \"dependent\": \"trade\",\n"
        "  \"coefficients\": [\n"
        "    {\"name\": \"log_dist\", \"estimate\": -0.8, \"std_error\": 0.2, \"z\": -4, "
        "\"p\": 6.334248366623996e-05},\n"
        "    {\"name\": \"rta\", \"estimate\": 0.5, \"std_error\": 0.25, \"z\": 2, "
        "\"p\": 0.0455},\n"
        "    {\"name\": \"eu_50%\", \"estimate\": null, \"std_error\": null, \"z\": "
        "null, \"p\": null, \"collinear\": true},\n"
        "    {\"name\": \"gdp\", \"estimate\": 1e-05, \"std_error\": 1e-05, \"z\": 1, "
        "\"p\": 0.31731050786291415}\n"
        "  ],\n"
        "  \"covariance\": [\n"
        "    [0.04, 0.01, 0, 0],\n"
        "    [0.01, 0.0625, 0, 0],\n"
        "    [0, 0, 0, 0],\n"
        "    [0, 0, 0, 1e-10]\n"
        "  ],\n"
        "  \"standard_errors\": {\n"
        "    \"kind\": \"cluster\",\n"
        "    \"small_sample\": \"fixest\",\n"
        "    \"clusters\": [\n"
        "      {\"name\": \"exporter^importer\", \"n_clusters\": 1190},\n"
        "      {\"name\": \"year\", \"n_clusters\": 35}\n"
        "    ],\n"
        "    \"n_parameters\": 5,\n"
        "    \"t_degrees_of_freedom\": null,\n"
        "    \"dispersion\": 1.25,\n"
        "    \"rank\": 3,\n"
        "    \"made_semidefinite\": false\n"
        "  },\n"
        "  \"n_rows\": 6,\n"
        "  \"n_used\": 2,\n"
        "  \"n_left_out\": 0,\n"
        "  \"n_missing\": 1,\n"
        "  \"missing\": [\n"
        "    {\"column\": \"dist\", \"n\": 1}\n"
        "  ],\n"
        "  \"n_singletons\": 1,\n"
        "  \"n_separated\": 2,\n"
        "  \"n_separated_by_levels\": 1,\n"
        "  \"separated_rows\": [2, 5],\n"
        "  \"separated_certificates\": [1, 0.5],\n"
        "  \"singleton_rows\": [4],\n"
        "  \"effects\": [\n"
        "    {\"name\": \"exporter^year\", \"n_levels\": 1, \"n_redundant\": 0},\n"
        "    {\"name\": \"im,porter\", \"n_levels\": 2, \"n_redundant\": 1}\n"
        "  ],\n"
        "  \"deviance\": 377332502.25413,\n"
        "  \"null_deviance\": 1000000000,\n"
        "  \"log_likelihood\": -12.5,\n"
        "  \"null_log_likelihood\": -50,\n"
        "  \"pseudo_r2\": 0.75,\n"
        "  \"score_norm\": 3.1e-15,\n"
        "  \"deviance_change\": 1e-16,\n"
        "  \"iterations\": 8,\n"
        "  \"inner_iterations\": 90,\n"
        "  \"notes\": [\n"
        "    \"log_dist: log of 0 in 1 row\"\n"
        "  ]\n"
        "}\n");
}

static void
csv_has_a_line_for_each_coefficient(void **state)
{
    static const zhol_estimate_view view = { .format = ZHOL_FORMAT_CSV };
    zhol_estimate e;
    zhol_fit fit;

    (void) state;
    make(&e, &fit);
    assert_report(&e, &view,
        "name,estimate,std_error,z,p,low_95,high_95,is_collinear\n"
        "log_dist,-0.8,0.2,-4,6.334248366623996e-05,-1.1919927969080109,-0."
        "4080072030919893,0\n"
        "rta,0.5,0.25,2,0.0455,0.010009003864986599,0.9899909961350134,0\n"
        "eu_50%,,,,,,,1\n"
        "gdp,1e-05,1e-05,1,0.31731050786291415,-9.599639845400536e-06,2.959963984540054e-"
        "05,0\n");
}

static void
latex_escapes_what_it_would_take_for_commands(void **state)
{
    static const zhol_estimate_view view = { .format = ZHOL_FORMAT_TEX };
    zhol_estimate e;
    zhol_fit fit;

    (void) state;
    make(&e, &fit);
    assert_report(&e, &view,
        "% \\usepackage{booktabs}\n"
        "\\begin{tabular}{lr}\n"
        "\\toprule\n"
        " & trade \\\\\n"
        "\\midrule\n"
        "log\\_dist & $-0.8000$ \\\\\n"
        " & $(0.2000)$ \\\\\n"
        "rta & $0.5000$ \\\\\n"
        " & $(0.2500)$ \\\\\n"
        "eu\\_50\\% & spanned by others \\\\\n"
        "gdp & $1.0000 \\times 10^{-5}$ \\\\\n"
        " & $(1.0000 \\times 10^{-5})$ \\\\\n"
        "\\midrule\n"
        "Effects of exporter\\textasciicircum{}year & 1 \\\\\n"
        "Effects of im,porter & 2 \\\\\n"
        "Method & PPML \\\\\n"
        "Rows & 2 \\\\\n"
        "Pseudo $R^2$ & 0.7500 \\\\\n"
        "\\midrule\n"
        "\\multicolumn{2}{l}{\\footnotesize Standard errors in brackets: clustered by "
        "exporter\\textasciicircum{}importer (1,190) and year (35), small samples: "
        "fixest.} \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n");
}

static void
rows_have_their_state_and_certificate(void **state)
{
    static const zhol_estimate_view view = { .format = ZHOL_FORMAT_CSV,
        .part = ZHOL_ESTIMATE_ROWS };
    zhol_estimate e;
    zhol_fit fit;

    (void) state;
    make(&e, &fit);
    assert_report(&e, &view,
        "row,state,y,fitted,residual,certificate\n"
        "1,used,2,2.5,-0.5,0\n"
        "2,separated,0,0,0,1\n"
        "3,left_out,,,,\n"
        "4,singleton,7,,,0\n"
        "5,separated,0,0,0,0.5\n"
        "6,used,3.5,3,0.5,0\n");
    fit.certificate = NULL;
    zhol_buffer out = { 0 };
    assert_int_equal(zhol_report_estimate(&e, &view, &out, NULL), ZHOL_OK);
    assert_non_null(strstr(out.data, "\n5,separated,0,0,0,\n"));
    zhol_buffer_free(&out);
}

static void
least_squares_have_t_and_r2(void **state)
{
    zhol_estimate_view view = { .format = ZHOL_FORMAT_TABLE };
    zhol_estimate e;
    zhol_fit fit;
    zhol_buffer out = { 0 };

    (void) state;
    make(&e, &fit);
    fit.method = ZHOL_FIT_OLS;
    fit.errors = ZHOL_ERRORS_IID;
    fit.df_t = 10;
    fit.within_r2 = 0.5;
    fit.covariance_rank = 2;
    assert_int_equal(zhol_report_estimate(&e, &view, &out, NULL), ZHOL_OK);
    assert_non_null(strstr(out.data, "least squares of panel.csv"));
    assert_non_null(strstr(out.data, "p by Student's t, 10 degrees of freedom"));
    assert_non_null(strstr(out.data, "R2 0.750000, within the effects 0.500000"));
    /* 2.228139 x 0.2 = 0.445628 */
    assert_non_null(strstr(out.data, "-1.245628    -0.354372"));
    assert_non_null(strstr(out.data, "THE COVARIANCE IS SINGULAR: rank 2 of 3"));
    assert_null(strstr(out.data, "0 to 1"));
    zhol_buffer_free(&out);
    view.format = ZHOL_FORMAT_JSON;
    assert_int_equal(zhol_report_estimate(&e, &view, &out, NULL), ZHOL_OK);
    assert_non_null(strstr(out.data, "\"r2\": 0.75,\n  \"within_r2\": 0.5,"));
    assert_non_null(strstr(out.data, "\"t_degrees_of_freedom\": 10,"));
    zhol_buffer_free(&out);
    e.dependent = "log(trade)";
    view.format = ZHOL_FORMAT_TABLE;
    assert_int_equal(zhol_report_estimate(&e, &view, &out, NULL), ZHOL_OK);
    assert_non_null(strstr(out.data, "+64.9 %"));
    assert_non_null(strstr(out.data, "so much larger is trade where"));
    zhol_buffer_free(&out);
    e.dependent = "log(trade) + log(gdp)";
    assert_int_equal(zhol_report_estimate(&e, &view, &out, NULL), ZHOL_OK);
    assert_null(strstr(out.data, "0 to 1"));
    zhol_buffer_free(&out);
}

/* A variance of 0: z and p are not defined. */
static void
what_is_not_defined_is_empty_or_null(void **state)
{
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_CSV, ZHOL_FORMAT_TEX };
    zhol_estimate e;
    zhol_fit fit;
    zhol_coefficient c = { .estimate = 2, .z = NAN, .p = NAN };

    (void) state;
    make(&e, &fit);
    fit.coefficient = &c;
    fit.n_coefficients = 1;
    fit.is_made_semidefinite = true;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        const zhol_estimate_view view = { .format = formats[i] };
        zhol_buffer out = { 0 };
        assert_int_equal(zhol_report_estimate(&e, &view, &out, NULL), ZHOL_OK);
        assert_null(strstr(out.data, "nan"));
        if (formats[i] == ZHOL_FORMAT_JSON) {
            assert_non_null(
                strstr(out.data, "\"std_error\": 0, \"z\": null, \"p\": null}"));
        } else if (formats[i] == ZHOL_FORMAT_CSV) {
            assert_non_null(strstr(out.data, "\nlog_dist,2,0,,,2,2,0\n"));
        } else if (formats[i] == ZHOL_FORMAT_TABLE) {
            assert_non_null(strstr(out.data, "THE COVARIANCE WAS MENDED"));
        }
        zhol_buffer_free(&out);
    }
}

static void
without_a_regressor_nothing_is_said_of_standard_errors(void **state)
{
    static const char *const absent[] = { "standard errors", "\"dispersion\": 1.25", "",
        "Standard errors" };
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_CSV, ZHOL_FORMAT_TEX };
    zhol_estimate e;
    zhol_fit fit;

    (void) state;
    make(&e, &fit);
    fit.n_coefficients = 0;
    fit.errors = ZHOL_ERRORS_AUTO;
    fit.covariance_rank = 0;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        const zhol_estimate_view view = { .format = formats[i] };
        zhol_buffer out = { 0 };
        assert_int_equal(zhol_report_estimate(&e, &view, &out, NULL), ZHOL_OK);
        if (formats[i] == ZHOL_FORMAT_CSV) {
            assert_string_equal(
                out.data, "name,estimate,std_error,z,p,low_95,high_95,is_collinear\n");
        } else {
            assert_null(strstr(out.data, absent[i]));
        }
        zhol_buffer_free(&out);
    }
}

static void
forms_that_are_not_are_refused(void **state)
{
    const zhol_estimate_view md = { .format = ZHOL_FORMAT_MD },
                             rows = { .format = ZHOL_FORMAT_JSON,
                                 .part = ZHOL_ESTIMATE_ROWS },
                             effect = { .format = ZHOL_FORMAT_CSV,
                                 .part = ZHOL_ESTIMATE_EFFECTS };
    zhol_buffer out = { 0 };
    zhol_estimate e;
    zhol_fit fit;
    zhol_error err;

    (void) state;
    make(&e, &fit);
    assert_int_equal(zhol_report_estimate(&e, &md, &out, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "estimates are written as table, json, csv or tex");
    assert_int_equal(zhol_report_estimate(&e, &rows, &out, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "effects, rows and covariances are written as csv");
    fit.effect = NULL;
    assert_int_equal(zhol_report_estimate(&e, &effect, &out, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "effects were not asked for when it was estimated");
    assert_null(out.data);
}

static void
every_failed_allocation_is_survived(void **state)
{
    static const zhol_format formats[] = { ZHOL_FORMAT_TABLE, ZHOL_FORMAT_JSON,
        ZHOL_FORMAT_CSV, ZHOL_FORMAT_TEX };
    zhol_estimate e;
    zhol_fit fit;

    (void) state;
    make(&e, &fit);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        zhol_status status = ZHOL_LIMIT;
        for (long k = 0; status != ZHOL_OK; k++) {
            const zhol_estimate_view view = { .format = formats[i],
                .lists_separated = true };
            zhol_buffer out = { 0 };
            zi_mem_fail_after(k);
            status = zhol_report_estimate(&e, &view, &out, NULL);
            zi_mem_fail_after(-1);
            assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
            zhol_buffer_free(&out);
            assert_int_equal(zi_mem_live(), 0);
        }
    }
}

/* Of a real estimate, since names of levels come from its file. */
static void
effects_have_a_line_for_each_level_with_a_used_row(void **state)
{
    static const zhol_estimate_view effects_of = { .format = ZHOL_FORMAT_CSV,
        .part = ZHOL_ESTIMATE_EFFECTS };
    zhol_estimate_options options;
    zhol_estimate *e = NULL;
    zhol_status status = ZHOL_LIMIT;
    zhol_error err = { "" };
    const long live = zi_mem_live();

    (void) state;
    zhol_estimate_options_defaults(&options);
    options.formula = "trade ~ rta | exporter + importer^year";
    options.fit.wants_effects = true;
    if (zhol_estimate_file("tests/cli/gravity.csv", &options, &e, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_buffer out = { 0 };
        const long before = zi_mem_live();
        zi_mem_fail_after(k);
        status = zhol_report_estimate(e, &effects_of, &out, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        if (status == ZHOL_OK) {
            uint32_t n_lines = 0;
            for (const char *c = out.data; *c != '\0'; c++) {
                n_lines += *c == '\n';
            }
            assert_int_equal(n_lines, 1 + 5 + 15); /* F is a singleton: no effect */
            assert_non_null(strstr(out.data, "\nexporter,E,"));
            assert_null(strstr(out.data, "\nexporter,F,"));
            assert_non_null(strstr(out.data, "\nimporter^year,D^2018,"));
        }
        zhol_buffer_free(&out);
        assert_int_equal(zi_mem_live(), before);
    }
    zhol_estimate_free(e);
    assert_int_equal(zi_mem_live(), live);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_says_what_was_found_and_how_sure_it_is),
        cmocka_unit_test(the_table_stays_narrow),
        cmocka_unit_test(nothing_left_is_said_in_all_forms),
        cmocka_unit_test(json_has_full_precision_and_null_where_nothing_is_defined),
        cmocka_unit_test(csv_has_a_line_for_each_coefficient),
        cmocka_unit_test(latex_escapes_what_it_would_take_for_commands),
        cmocka_unit_test(rows_have_their_state_and_certificate),
        cmocka_unit_test(least_squares_have_t_and_r2),
        cmocka_unit_test(what_is_not_defined_is_empty_or_null),
        cmocka_unit_test(without_a_regressor_nothing_is_said_of_standard_errors),
        cmocka_unit_test(forms_that_are_not_are_refused),
        cmocka_unit_test(every_failed_allocation_is_survived),
        cmocka_unit_test(effects_have_a_line_for_each_level_with_a_used_row),
    };
    return cmocka_run_group_tests_name("report-gravity", tests, NULL, NULL);
}
