/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"
#include "cube.h"

#include <zhol/gravity.h>

#include <stdio.h>
#include <string.h>

enum {
    ECONOMY,
    PARTNER,
    PRODUCTS,
    IMPORTS,
    NAMES,
    EASE,
    YEAR,
    PANEL,
    FORMULA,
    LET,
    WHERE,
    ROWS,
    EXPORTER,
    IMPORTER,
    ONLY,
    FLOW,
    MOST,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(POTENTIAL)
};

static const cli_arg args[] = {
    [ECONOMY] = { "ECONOMY", CLI_TEXT, .is_required = true,
        .help = "whose exports: an id of the file (KAZ) or a name" },
    [PARTNER] = { "--partner", CLI_TEXT, .value = "ECONOMY",
        .help = "with --products: only this market" },
    [PRODUCTS] = CLI_PRODUCTS_ROW("supply x demand x ease of "),
    [IMPORTS] = CLI_IMPORTS_ROW,
    [NAMES] = CLI_NAMES_ROW,
    [EASE] = { "--ease", CLI_TEXT, .value = "CSV",
        .help =
            "with --products: how easily pairs trade, columns exporter, importer, ease "
            "(default: from a file of pairs)" },
    [YEAR] = { "--year", CLI_WHOLE, .value = "Y", .min = 1, .max = 9999,
        .help = "with --products: only rows of this year" },
    [PANEL] = { "--panel", CLI_TEXT, .value = "CSV",
        .help = "what a gravity model is estimated on, to be compared with what it "
                "expects: with --formula or --rows" },
    [FORMULA] = { "--formula", CLI_TEXT, .value = "TEXT",
        .help = "with --panel: estimate this as `zhol trade estimate` does, Poisson: "
                "\"trade ~ log_dist | exporter + importer\"" },
    [LET] = { "--let", CLI_TEXT, .value = "NAME=EXPR", .is_repeated = true,
        .help = "with --formula: a new column: \"log_dist=log(dist)\"" },
    [WHERE] = { "--where", CLI_TEXT, .value = "EXPR", .is_repeated = true,
        .help = "with --formula: estimate on rows for which this holds" },
    [ROWS] = { "--rows", CLI_TEXT, .value = "CSV",
        .help =
            "with --panel: what `zhol trade estimate --rows` wrote of it: columns row, "
            "state, y, fitted" },
    [EXPORTER] = { "--exporter", CLI_TEXT, .value = "COLUMN", .fallback = "exporter",
        .help = "with --panel: its column of exporters" },
    [IMPORTER] = { "--importer", CLI_TEXT, .value = "COLUMN", .fallback = "importer",
        .help = "with --panel: its column of importers" },
    [ONLY] = { "--only", CLI_TEXT, .value = "COLUMN=TEXT",
        .help = "with --panel: only its rows with this text, as year=2006 (default: all "
                "rows of a pair are added)" },
    [FLOW] = { "--flow", CLI_CHOICE, .choices = "export|import", .fallback = "export",
        .help = "with --panel: what the economy sells, or what it buys" },
    [MOST] = { "--most", CLI_WHOLE, .value = "N", .min = 1, .max = 100000,
        .fallback = "20", .help = "lines of each list of a table at most" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [POTENTIAL_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_cube_view
view_of(const cli_value *values, const zhol_world *world, const char *path)
{
    const zhol_cube_view view = { world, path, values[FORMAT].choice,
        (uint32_t) values[MOST].number };

    return view;
}

static zhol_status
answer_products(const cli_value *values, const zhol_world *world, zhol_buffer *result,
    zhol_error *err)
{
    const zhol_cube_options asked = { values[PRODUCTS].text[0], values[IMPORTS].text[0],
        (uint32_t) values[YEAR].number, values[NAMES].text[0] };
    const zhol_cube_view view = view_of(values, world, asked.path);
    zhol_potential_options o = { .importer = UINT32_MAX, .ease = values[EASE].text[0] };
    zhol_potential *potential = NULL;
    zhol_cube *cube = NULL;
    zhol_status status = zhol_cube_read(&asked, &cube, err);

    if (status == ZHOL_OK) {
        status = cli_find_in_cube(world, cube, values[ECONOMY].text[0], &o.exporter, err);
    }
    if (status == ZHOL_OK && values[PARTNER].n > 0) {
        status = cli_find_in_cube(world, cube, values[PARTNER].text[0], &o.importer, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_potential_of(cube, &o, &potential, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_potential(cube, potential, &view, result, err);
    }
    zhol_potential_free(potential);
    zhol_cube_free(cube);
    return status;
}

/* "year=2006" -> its two parts, in `text`. */
static zhol_status
read_only(const cli_value *only, char text[256], zhol_fitted_options *o, zhol_error *err)
{
    char *equals;

    if (only->n == 0) {
        return ZHOL_OK;
    }
    if (snprintf(text, 256, "%s", only->text[0]) >= 256 || !(equals = strchr(text, '='))
        || equals == text) {
        return cli_fail(
            err, ZHOL_USAGE, "--only must be like year=2006, not '%.60s'", only->text[0]);
    }
    *equals = '\0';
    o->where_column = text;
    o->where_value = equals + 1;
    return ZHOL_OK;
}

/* Estimates the model, and puts what it fits beside the rows of the panel. */
static zhol_status
estimate(const cli_value *values, zhol_fitted_rows *rows, zhol_error *err)
{
    zhol_estimate_options o;
    zhol_estimate *e = NULL;
    zhol_status status;

    zhol_estimate_options_defaults(&o);
    o.formula = values[FORMULA].text[0];
    o.lets = values[LET].text;
    o.n_lets = values[LET].n;
    o.wheres = values[WHERE].text;
    o.n_wheres = values[WHERE].n;
    status = zhol_estimate_file(values[PANEL].text[0], &o, &e, err);
    if (status == ZHOL_OK && e->fit->n_rows != rows->n) {
        status = cli_fail(
            err, ZHOL_INTERNAL, "%u rows were read, then %u", rows->n, e->fit->n_rows);
    }
    for (uint32_t r = 0; status == ZHOL_OK && r < rows->n; r++) {
        if (e->fit->row[r] == ZHOL_ROW_USED) {
            rows->actual[r] = e->y[r];
            rows->fitted[r] = e->fit->fitted[r];
        }
    }
    zhol_estimate_free(e);
    return status;
}

static zhol_status
answer_panel(const cli_value *values, const zhol_world *world, zhol_buffer *result,
    zhol_error *err)
{
    const char *name = values[ECONOMY].text[0];
    const zhol_cube_view view = view_of(values, world, values[PANEL].text[0]);
    const bool is_import = values[FLOW].choice == 1;
    zhol_fitted_options o = { .panel = values[PANEL].text[0],
        .rows = values[ROWS].text[0],
        .exporter = values[EXPORTER].text[0],
        .importer = values[IMPORTER].text[0] };
    char only[256], model[512];
    zhol_fitted_rows *rows = NULL;
    zhol_gaps *gaps = NULL;
    zhol_status status = read_only(&values[ONLY], only, &o, err);

    snprintf(model, sizeof model, "%s%.450s",
        values[FORMULA].n > 0 ? "" : "fitted values of ",
        values[values[FORMULA].n > 0 ? FORMULA : ROWS].text[0]);
    if (status == ZHOL_OK) {
        status = zhol_fitted_rows_read(&o, &rows, err);
    }
    if (status == ZHOL_OK && values[FORMULA].n > 0) {
        status = estimate(values, rows, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_gaps_of(rows, name, is_import, &gaps, err);
        const char *code = cli_economy_code(world, name);
        if (status == ZHOL_USAGE && code != name) {
            status = zhol_gaps_of(rows, code, is_import, &gaps, err);
        }
    }
    if (status == ZHOL_OK) {
        status = zhol_report_gaps(gaps, model, &view, result, err);
    }
    zhol_gaps_free(gaps);
    zhol_fitted_rows_free(rows);
    return status;
}

/* Two methods, each with files of its own. */
static zhol_status
check_files(const cli_value *values, zhol_error *err)
{
    static const int of_products[] = { PARTNER, IMPORTS, NAMES, EASE, YEAR };
    static const int of_panel[] = { FORMULA, LET, WHERE, ROWS, EXPORTER, IMPORTER, ONLY,
        FLOW };
    const bool is_panel = values[PANEL].n > 0;
    const int *others = is_panel ? of_products : of_panel;
    const size_t n_others = is_panel ? sizeof of_products / sizeof of_products[0]
                                     : sizeof of_panel / sizeof of_panel[0];

    if ((values[PRODUCTS].n > 0) == is_panel) {
        return cli_fail(err, ZHOL_USAGE,
            "give --products FILE for supply x demand x ease, or --panel FILE with "
            "--formula or --rows for what a gravity model expects%s",
            is_panel ? ", not both" : "");
    }
    for (size_t k = 0; k < n_others; k++) {
        if (values[others[k]].n > 0) {
            return cli_fail(err, ZHOL_USAGE, "%s and %s do not go together",
                args[others[k]].name, args[is_panel ? PANEL : PRODUCTS].name);
        }
    }
    if (is_panel && (values[ROWS].n > 0) == (values[FORMULA].n > 0)) {
        return cli_fail(err, ZHOL_USAGE,
            "--panel needs --formula TEXT, to estimate, or --rows FILE, what `zhol trade "
            "estimate` wrote%s",
            values[ROWS].n > 0 ? ", not both" : "");
    }
    if (values[ROWS].n > 0 && values[LET].n + values[WHERE].n > 0) {
        return cli_fail(err, ZHOL_USAGE, "--let and --where go with --formula");
    }
    return ZHOL_OK;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = check_files(values, err);

    if (status == ZHOL_OK) {
        status = cli_open_world(&values[POTENTIAL_WORLD], &world, err);
    }
    if (status == ZHOL_OK) {
        status = values[PANEL].n > 0 ? answer_panel(values, world, &result, err)
                                     : answer_products(values, world, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_trade_potential = { "trade potential",
    "what an economy could sell more of, by market and product",
    "ECONOMY --products FILE | --panel FILE --formula TEXT [options]",
    "  zhol trade potential KAZ --products pairs.csv.gz --partner CHN\n"
    "  zhol trade potential KAZ --products exports.csv --imports imports.csv --ease "
    "ease.csv\n"
    "  zhol trade potential KAZ --panel panel.csv --formula \"trade ~ log_dist | "
    "exporter^year + importer^year\" --only year=2006\n"
    "  zhol trade potential KAZ --panel panel.csv --rows fitted.csv\n",
    args, run };
