/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <sys/stat.h>

#include "options.h"

enum {
    FROM,
    CLI_GOODS_ENUM(REACH),
    CLI_SCENARIO_ENUM(REACH),
    WITHIN,
    PROBABILITY,
    INFORMED,
    DRAWS,
    SEED,
    THREADS,
    FIGURES,
    FIGURES_YEAR,
    SPREAD,
    OCEANS,
    ECONOMIES,
    EACH,
    COMPARE,
    PLOT,
    FORMAT,
    LAND,
    OUTPUT,
    CLI_WORLD_ENUM(REACH)
};

/* In the order of zhol_reach_figure. */
static const char figures[] = "gdp_ppp|gdp_nominal|population|imports|consumption";

static const cli_arg args[] = {
    [FROM] = { "FROM", CLI_TEXT,
        .help = "a place, or an economy: then the average of its cities, by people" },
    [REACH_GOODS] = CLI_GOODS_ROWS,
    [REACH_YEAR] = CLI_SCENARIO_ROWS,
    [WITHIN] = { "--within", CLI_TEXT, .value = "LIMIT",
        .help =
            "only what is reached within so many days (15d) or dollars (2000usd); "
            "0.1 to 1000 d, 1 to 1e6 usd (default: steps of both); of economies: half of "
            "their people" },
    [PROBABILITY] = { "--probability", CLI_NUMBER, .value = "P", .min = 0.01, .max = 0.99,
        .help = "draws all times together and shows what is reached with that "
                "probability (default: means)" },
    [INFORMED] = { "--informed", CLI_FLAG,
        .help = "draws: the fastest ways are chosen anew in each draw, as if all delays "
                "were known before (default: the ways that are fastest by their means)" },
    [DRAWS] = { "--draws", CLI_CHOICE, .choices = "64|128|256|512|1024",
        .fallback = "256", .help = "joint draws behind probabilities and P10-P90" },
    [SEED] = { "--seed", CLI_WHOLE, .value = "N", .min = 0, .max = 4294967295.0,
        .fallback = "1", .help = "seed of the draws" },
    [THREADS] = { "--threads", CLI_WHOLE, .value = "N", .min = 1, .max = 256,
        .fallback = "1", .help = "threads for many starts; the same answer for any" },
    [FIGURES] = { "--figures", CLI_TEXT, .value = "LIST",
        .help = "which figures: gdp_ppp,gdp_nominal,population,imports,consumption "
                "(default: all)" },
    [FIGURES_YEAR] = { "--figures-year", CLI_WHOLE, .value = "Y", .min = 1960,
        .max = 2100,
        .help =
            "people, GDP and trade of about that year (default: the network's year)" },
    [SPREAD] = { "--spread", CLI_CHOICE, .choices = "population|even|largest",
        .fallback = "population",
        .help = "how an economy's figures are spread over its cities" },
    [OCEANS] = { "--oceans", CLI_FLAG, .help = "shows the ways to oceans and seas" },
    [ECONOMIES] = { "--economies", CLI_FLAG,
        .help = "shows each economy: days and dollars to half of its people" },
    [EACH] = { "--each", CLI_CHOICE, .choices = "economies",
        .help = "without FROM: ranks all economies by what they reach within --within "
                "(default: 15d)" },
    [COMPARE] = { "--compare", CLI_FLAG,
        .help = "shows the change against the network of the data year without --year, "
                "--as-of, --with, --without, --close, --open, --avoid, --regime and "
                "--modes" },
    [PLOT] = { "--plot", CLI_TEXT, .value = "FILE.svg",
        .help = "draws the curves into a file as well: GDP (PPP), GDP (nominal) and "
                "people, or --figures; with --within the share reached is marked" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv|geojson",
        .fallback = "table",
        .help = "form of the result; geojson: isochrones of 5, 10, 15, 20 and 30 days, "
                "or of --within" },
    [LAND] = { "--land", CLI_TEXT, .value = "FILE",
        .help = "outlines of land for geojson, as the table shapes.csv (default: "
                "shapes.csv beside the world file)" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [REACH_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

/* "15d", "2000usd" */
static zhol_status
read_within(const cli_value *value, zhol_reach_view *view, zhol_error *err)
{
    const char *text = value->text[0];
    const size_t n = value->n > 0 ? strlen(text) : 0;
    double x;

    if (value->n == 0) {
        return ZHOL_OK;
    }
    if (n > 1 && text[n - 1] == 'd' && cli_read_number(text, "d", &x) && x >= 0.1
        && x <= 1000) {
        view->within = 24 * x;
        view->within_by = ZHOL_REACH_BY_TIME;
        return ZHOL_OK;
    }
    if (n > 3 && text[n - 1] == 'd' && text[n - 2] == 's'
        && cli_read_number(text, "usd", &x) && x >= 1 && x <= 1e6) {
        view->within = x;
        view->within_by = ZHOL_REACH_BY_COST;
        return ZHOL_OK;
    }
    return cli_fail(err, ZHOL_USAGE,
        "--within must be days from 0.1 to 1000 (15d) or dollars from 1 to 1000000 "
        "(2000usd), not '%s'",
        text);
}

/* "population,gdp_ppp" */
static zhol_status
read_figures(const cli_value *value, uint32_t *bits, zhol_error *err)
{
    char word[32];

    for (const char *p = value->n > 0 ? value->text[0] : ""; *p;) {
        const size_t n = strcspn(p, ",");
        uint32_t found = UINT32_MAX;
        if (n > 0 && n < sizeof word) {
            memcpy(word, p, n);
            word[n] = '\0';
            found = cli_choice(figures, word);
        }
        if (found == UINT32_MAX) {
            return cli_fail(err, ZHOL_USAGE, "--figures must be a list of %s, not '%s'",
                "gdp_ppp,gdp_nominal,population,imports,consumption", value->text[0]);
        }
        *bits |= 1U << found;
        p += n + (p[n] == ',');
    }
    return value->n > 0 && *bits == 0
               ? cli_fail(err, ZHOL_USAGE, "--figures must name a figure")
               : ZHOL_OK;
}

static zhol_status
read_view(const cli_value *values, zhol_reach_view *view, zhol_error *err)
{
    *view = (zhol_reach_view){ .format = values[FORMAT].choice };
    view->parts |= values[OCEANS].n > 0 ? ZHOL_REACH_PART_OCEANS : 0;
    view->parts |= values[ECONOMIES].n > 0 ? ZHOL_REACH_PART_ECONOMIES : 0;
    const zhol_status status = read_within(&values[WITHIN], view, err);
    return status == ZHOL_OK ? read_figures(&values[FIGURES], &view->figures, err)
                             : status;
}

static zhol_status
read_query(const zhol_world *w, const cli_value *values, zhol_reach_query *query,
    cli_lists *lists, zhol_error *err)
{
    zhol_status status;

    zhol_reach_defaults(query);
    query->figures_year = (uint32_t) values[FIGURES_YEAR].number;
    query->spread = (zhol_spread) values[SPREAD].choice;
    query->probability = values[PROBABILITY].n > 0 ? values[PROBABILITY].number : 0;
    query->is_informed = values[INFORMED].n > 0;
    query->n_draws = 64U << values[DRAWS].choice;
    query->seed = (uint64_t) values[SEED].number;
    query->n_threads = (uint32_t) values[THREADS].number;
    status = cli_read_goods(&values[REACH_GOODS], &query->consignment, err);
    if (status == ZHOL_OK) {
        status = cli_read_scenario(w, &values[REACH_YEAR], &query->scenario, lists, err);
    }
    if (status == ZHOL_OK && values[FROM].n > 0) {
        status = zhol_world_find_scope(w, values[FROM].text[0], &query->from, err);
    }
    if (status == ZHOL_OK && values[COMPARE].n > 0 && !query->figures_year) {
        query->figures_year = zhol_world_data_year(w);
    }
    return status;
}

/* The draws of ways to oceans are shown with these, those of the network with a
 * probability. */
static zhol_status
check_draws(const cli_value *values, zhol_error *err)
{
    const uint32_t format = values[FORMAT].choice;
    const bool is_all = values[OCEANS].n == 0 && values[ECONOMIES].n == 0;
    const bool has_oceans = format == ZHOL_FORMAT_JSON || values[OCEANS].n > 0
                            || (format == ZHOL_FORMAT_TABLE && is_all);

    if (values[PROBABILITY].n > 0) {
        return ZHOL_OK;
    }
    if (values[INFORMED].n > 0) {
        return cli_fail(
            err, ZHOL_USAGE, "--informed is about draws: it needs --probability");
    }
    for (uint32_t k = DRAWS; k <= SEED && !has_oceans; k++) {
        if (values[k].n > 0) {
            return cli_fail(err, ZHOL_USAGE,
                "%s is about draws: it needs --probability or the ways to oceans",
                args[k].name);
        }
    }
    return ZHOL_OK;
}

/* Are these one file? Also before it is there. */
static bool
is_same_file(const char *a, const char *b)
{
    const char *paths[2] = { a, b }, *names[2];
    struct stat folders[2];

    for (int i = 0; i < 2; i++) {
        char folder[CLI_MAX_PATH];
        const char *slash = strrchr(paths[i], '/');
        names[i] = slash ? slash + 1 : paths[i];
        const size_t n = (size_t) (names[i] - paths[i]);
        if (n + 2 > sizeof folder) {
            return false;
        }
        memcpy(folder, paths[i], n);
        memcpy(folder + n, ".", 2);
        if (stat(folder, &folders[i]) != 0) {
            return false;
        }
    }
    return strcmp(names[0], names[1]) == 0 && folders[0].st_dev == folders[1].st_dev
           && folders[0].st_ino == folders[1].st_ino;
}

/* What the answer or its picture does not show may not be asked for. JSON has all. */
static zhol_status
check_shown(const cli_value *values, zhol_error *err)
{
    const uint32_t format = values[FORMAT].choice;
    const bool has_curves = values[PLOT].n > 0 || format == ZHOL_FORMAT_JSON
                            || (values[OCEANS].n == 0 && values[ECONOMIES].n == 0);

    for (uint32_t k = WITHIN; k <= PROBABILITY && !has_curves; k++) {
        if (values[k].n > 0 && values[ECONOMIES].n == 0) {
            return cli_fail(err, ZHOL_USAGE,
                "%s is about shares and economies: --oceans shows neither", args[k].name);
        }
    }
    if (values[FIGURES].n > 0 && format == ZHOL_FORMAT_CSV && !has_curves) {
        return cli_fail(err, ZHOL_USAGE,
            "--figures is about shares: csv of --oceans or --economies has none");
    }
    if (values[LAND].n > 0 && format != ZHOL_FORMAT_GEOJSON) {
        return cli_fail(
            err, ZHOL_USAGE, "--land is about isochrones: it needs --format geojson");
    }
    if (values[PLOT].n > 0 && values[OUTPUT].n > 0
        && is_same_file(values[PLOT].text[0], values[OUTPUT].text[0])) {
        return cli_fail(err, ZHOL_USAGE,
            "--plot and -o name the same file: the result would replace the picture");
    }
    return ZHOL_OK;
}

/* What belongs together: one start or all of them, draws, isochrones. */
static zhol_status
check(const cli_value *values, zhol_error *err)
{
    const bool is_each = values[EACH].n > 0;
    const bool is_map = values[FORMAT].choice == ZHOL_FORMAT_GEOJSON;

    if (is_map
        && (is_each || values[COMPARE].n > 0 || values[OCEANS].n > 0
            || values[ECONOMIES].n > 0)) {
        return cli_fail(err, ZHOL_USAGE,
            "isochrones are about one start in one network: geojson goes without --each, "
            "--compare, --oceans and --economies");
    }
    if (!is_each && values[FROM].n == 0) {
        return cli_fail(err, ZHOL_USAGE,
            "FROM is missing: a place, or an economy; or --each economies");
    }
    for (uint32_t k = 0; k <= PLOT && is_each; k++) {
        const bool is_of_one = k == FROM || (k >= PROBABILITY && k <= SEED) || k == OCEANS
                               || k == ECONOMIES || k == PLOT;
        if (is_of_one && values[k].n > 0) {
            return cli_fail(
                err, ZHOL_USAGE, "%s is about one start: leave out --each", args[k].name);
        }
    }
    const zhol_status status = check_draws(values, err);
    return status == ZHOL_OK ? check_shown(values, err) : status;
}

/* The reach asked for and, with --compare, that of the world as it is. The figures are
 * the same for both, so that what changes is the network. */
static zhol_status
find(const zhol_world *w, zhol_reach_query *query, bool is_compared, zhol_reach **reach,
    zhol_reach **base, zhol_error *err)
{
    zhol_status status = zhol_reach_new(w, query, reach, err);

    if (status == ZHOL_OK && is_compared) {
        zhol_scenario_defaults(&query->scenario);
        status = zhol_reach_new(w, query, base, err);
    }
    return status;
}

static zhol_status
draw(const zhol_reach *reach, const zhol_reach *base, const zhol_reach_view *view,
    const cli_value *values, zhol_error *err)
{
    zhol_buffer picture = { 0 };
    zhol_status status = ZHOL_OK;

    if (values[PLOT].n > 0) {
        status = zhol_report_reach_plot(reach, base, view, &picture, err);
    }
    if (values[PLOT].n > 0 && status == ZHOL_OK) {
        status = zhol_buffer_save(&picture, values[PLOT].text[0], err);
    }
    zhol_buffer_free(&picture);
    return status;
}

/* The largest first: a map program draws them in this order. */
static zhol_status
write_areas(const zhol_reach *reach, const zhol_reach_view *view, const cli_value *values,
    zhol_buffer *result, zhol_error *err)
{
    static const double all[] = { 30 * 24, 20 * 24, 15 * 24, 10 * 24, 5 * 24 };
    const bool is_one = view->within > 0;
    const zhol_levels levels = { is_one ? &view->within : all, is_one ? 1 : 5 };
    const zhol_reach_by by = view->within_by == ZHOL_REACH_BY_COST ? ZHOL_REACH_BY_COST
                             : reach->drawn                        ? ZHOL_REACH_BY_CHANCE
                                                                   : ZHOL_REACH_BY_TIME;
    char land[CLI_MAX_PATH];
    zhol_areas *areas = NULL;
    zhol_status status = cli_find_data(&values[LAND], "shapes.csv", land, err);

    if (status == ZHOL_OK) {
        status = zhol_reach_areas(reach, by, &levels, land, &areas, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_reach_areas(reach, areas, view, result, err);
    }
    zhol_areas_free(areas);
    return status;
}

static zhol_status
run_one(const zhol_world *w, zhol_reach_query *query, const zhol_reach_view *view,
    const cli_value *values, zhol_buffer *result, zhol_error *err)
{
    zhol_reach *reach = NULL, *base = NULL;
    zhol_status status = find(w, query, values[COMPARE].n > 0, &reach, &base, err);

    if (status == ZHOL_OK) {
        status = view->format == ZHOL_FORMAT_GEOJSON
                     ? write_areas(reach, view, values, result, err)
                     : zhol_report_reach(reach, base, view, result, err);
    }
    if (status == ZHOL_OK) {
        status = draw(reach, base, view, values, err);
    }
    zhol_reach_free(reach);
    zhol_reach_free(base);
    return status;
}

static zhol_status
run_each(const zhol_world *w, zhol_reach_query *query, const zhol_reach_view *view,
    bool is_compared, zhol_buffer *result, zhol_error *err)
{
    zhol_reach_goal goal = { .by = view->within_by,
        .limit = view->within > 0 ? view->within : 15 * 24 };
    zhol_reach_ranks *ranks = NULL, *base = NULL;
    zhol_status status;

    while (view->figures && !(view->figures >> goal.first & 1U)) {
        goal.first++; /* the first that is shown */
    }
    status = zhol_reach_each(w, query, &goal, &ranks, err);
    if (status == ZHOL_OK && is_compared) {
        zhol_scenario_defaults(&query->scenario);
        status = zhol_reach_each(w, query, &goal, &base, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_report_reach_each(ranks, base, view, result, err);
    }
    zhol_reach_ranks_free(ranks);
    zhol_reach_ranks_free(base);
    return status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    zhol_reach_view view;
    zhol_reach_query query;
    cli_lists lists;
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = check(values, err);

    if (status == ZHOL_OK) {
        status = read_view(values, &view, err);
    }
    if (status == ZHOL_OK) {
        status = cli_open_world(&values[REACH_WORLD], &world, err);
    }
    if (status == ZHOL_OK) {
        status = read_query(world, values, &query, &lists, err);
    }
    if (status == ZHOL_OK) {
        status = values[EACH].n > 0
                     ? run_each(world, &query, &view, values[COMPARE].n > 0, &result, err)
                     : run_one(world, &query, &view, values, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_reach = { "reach",
    "what a place or an economy reaches: shares of the world, oceans",
    "FROM [options] | --each economies [options]",
    "  zhol reach Almaty\n  zhol reach Almaty --within 15d --probability 0.9\n"
    "  zhol reach Almaty --year 2013 --compare --plot almaty.svg\n"
    "  zhol reach Kazakhstan --without khorgos_rail_kz --compare --economies\n"
    "  zhol reach --each economies --within 20d --close suez --compare\n",
    args, run };
