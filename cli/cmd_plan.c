/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "options.h"

enum {
    ACTION,
    PROJECT,
    PROJECTS,
    PROGRAMME,
    BUILDER,
    KIND,
    STATE,
    BASELINE,
    MEASURE,
    BETWEEN,
    ECONOMY,
    ECONOMIES,
    CITIES,
    DAYS,
    SIDES,
    LINE,
    DELAY,
    DISCOUNT,
    THREADS,
    FORMAT,
    OUTPUT,
    CLI_GOODS_ENUM(PLAN),
    CLI_SCENARIO_ENUM(PLAN),
    CLI_WORLD_ENUM(PLAN)
};
enum { SHOW, EVALUATE, SYNERGY, SYNCHRONISE };
enum { MAX_NAME = 128 };

static const cli_arg args[] = {
    [ACTION] = { "ACTION", CLI_CHOICE, .choices = "show|evaluate|synergy|synchronise",
        .is_required = true,
        .help =
            "show: projects, their cost and what they change; evaluate: what each "
            "brings alone and last in; synergy: what they bring together; "
            "synchronise: what a year of mismatch between the sides of a line costs" },
    [PROJECT] = { "PROJECT", CLI_TEXT, .help = "one project, of show" },
    [PROJECTS] = { "--projects", CLI_TEXT, .value = "LIST", .is_repeated = true,
        .help = "projects to value, joined by commas, at most 16 (default: of open ones "
                "with effects between the two sides first the halves of lines, then soft "
                "measures)" },
    [PROGRAMME] = { "--programme", CLI_TEXT, .value = "ID", .is_repeated = true,
        .help = "projects of this programme, or of all whose id begins so (nurly_zhol); "
                "two are the blocs of synergy" },
    [BUILDER] = { "--builder", CLI_TEXT, .value = "ECONOMY",
        .help = "show: projects built by this economy" },
    [KIND] = { "--kind", CLI_CHOICE, .choices = "hard|soft",
        .help = "show: projects of this kind" },
    [STATE] = { "--state", CLI_CHOICE, .choices = "open|building|planned",
        .help = "show: projects in this state" },
    [BASELINE] = { "--baseline", CLI_WHOLE, .value = "Y", .min = 1990, .max = 2050,
        .help = "the year whose network is the baseline: the same as --year" },
    [MEASURE] = { "--measure", CLI_CHOICE, .choices = "access|reach|time|money",
        .fallback = "access", .help = "what is valued" },
    [BETWEEN] = { "--between", CLI_TEXT, .value = "A:B", .is_repeated = true,
        .help = "places between which time or money is saved, from A to B" },
    [ECONOMY] = { "--economy", CLI_TEXT, .value = "ECONOMY", .is_repeated = true,
        .help = "whose access or reach is valued (default: KAZ CHN KGZ UZB RUS DEU)" },
    [ECONOMIES] = { "--economies", CLI_CHOICE, .choices = "all",
        .help = "all: every economy that has a place and a GDP in the tables, each from "
                "its largest city unless --cities says more" },
    [CITIES] = { "--cities", CLI_WHOLE, .value = "N", .min = 1, .max = 50,
        .fallback = "2", .help = "start from so many largest cities of each economy" },
    [DAYS] = { "--days", CLI_NUMBER, .value = "D", .min = 0.1, .max = 1000, .unit = "d",
        .fallback = "15", .help = "reach: within so many days" },
    [SIDES] = { "--sides", CLI_TEXT, .value = "A:B", .fallback = "KAZ:CHN",
        .help = "the two builders' sides" },
    [LINE] = { "--line", CLI_TEXT, .value = "LINE",
        .help = "synchronise: the line whose sides are projects" },
    [DELAY] = { "--delay", CLI_WHOLE, .value = "YEARS", .min = 0, .max = 30,
        .fallback = "5", .help = "synchronise: up to so many years too late" },
    [DISCOUNT] = { "--discount", CLI_NUMBER, .value = "PCT", .min = 0, .max = 100,
        .fallback = "0", .help = "synchronise: discount later years, percent a year" },
    [THREADS] = { "--threads", CLI_WHOLE, .value = "N", .min = 1, .max = 256,
        .help = "threads (default: one for each processor)" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [PLAN_GOODS] = CLI_GOODS_ROWS,
    [PLAN_YEAR] = CLI_SCENARIO_ROWS,
    [PLAN_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

/* Where an option says something: with which actions and measures, as bits. */
typedef struct rule {
    uint32_t option, actions, measures;
    const char *about;
} rule;

enum { ANY = 0xff };
enum {
    OF_STARTS = 1 << ZHOL_PLAN_ACCESS | 1 << ZHOL_PLAN_REACH,
    OF_PAIRS = 1 << ZHOL_PLAN_TIME | 1 << ZHOL_PLAN_MONEY
};
static const rule rules[] = {
    { BUILDER, 1 << SHOW, ANY, "show" },
    { KIND, 1 << SHOW, ANY, "show" },
    { STATE, 1 << SHOW, ANY, "show" },
    { PROJECTS, 1 << EVALUATE | 1 << SYNERGY, ANY, "evaluate and synergy" },
    { SIDES, 1 << EVALUATE | 1 << SYNERGY, ANY, "evaluate and synergy" },
    { LINE, 1 << SYNCHRONISE, ANY, "synchronise" },
    { DELAY, 1 << SYNCHRONISE, ANY, "synchronise" },
    { DISCOUNT, 1 << SYNCHRONISE, ANY, "synchronise" },
    { BETWEEN, ANY, OF_PAIRS, "time and money" },
    { ECONOMY, ANY, OF_STARTS, "access and reach" },
    { ECONOMIES, ANY, OF_STARTS, "access and reach" },
    { CITIES, ANY, OF_STARTS, "access and reach" },
    { DAYS, ANY, 1 << ZHOL_PLAN_REACH, "reach" },
};

/* What show only lists and does not value. */
static bool
is_of_values(uint32_t option)
{
    return (option >= BASELINE && option <= DAYS) || option == THREADS
           || (option >= PLAN_GOODS && option < PLAN_WORLD);
}

/* An option that would say nothing is refused. */
static zhol_status
check(const cli_value *values, zhol_error *err)
{
    const uint32_t action = values[ACTION].choice, measure = values[MEASURE].choice;

    if (action != SHOW && values[PROJECT].n > 0) {
        return cli_fail(err, ZHOL_USAGE,
            "'%s' is too much: name projects with --projects, a line with --line",
            values[PROJECT].text[0]);
    }
    for (uint32_t k = 0; k < PLAN_WORLD && action == SHOW; k++) {
        if (values[k].n > 0 && is_of_values(k)) {
            return cli_fail(err, ZHOL_USAGE,
                "%s is about evaluate, synergy and synchronise, not about show",
                args[k].name);
        }
    }
    for (uint32_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const rule *r = &rules[i];
        const bool is_of_action = r->actions >> action & 1U;
        if (values[r->option].n > 0 && !(is_of_action && (r->measures >> measure & 1U))) {
            return cli_fail(err, ZHOL_USAGE, "%s is about %s, not about %s",
                args[r->option].name, r->about,
                values[is_of_action ? MEASURE : ACTION].text[0]);
        }
    }
    return ZHOL_OK;
}

/* What a query borrows. */
typedef struct lists {
    cli_lists scenario;
    zhol_ref projects[ZHOL_PLAN_MAX_PROJECTS];
    zhol_ref economies[ZHOL_PLAN_MAX_ECONOMIES];
    zhol_plan_pair pairs[CLI_MAX_REPEATS];
} lists;

/* "A:B" as two names. */
static zhol_status
split(const char *option, const char *text, char names[2][MAX_NAME], zhol_error *err)
{
    const size_t n = strcspn(text, ":");

    if (text[n] != ':' || n == 0 || n >= MAX_NAME || text[n + 1] == '\0'
        || strlen(text + n + 1) >= MAX_NAME) {
        return cli_fail(
            err, ZHOL_USAGE, "%s: '%s' should be two names, A:B", option, text);
    }
    memcpy(names[0], text, n);
    names[0][n] = '\0';
    memcpy(names[1], text + n + 1, strlen(text + n + 1) + 1);
    return ZHOL_OK;
}

static zhol_status
check_programme(const zhol_world *w, const char *id, zhol_error *err)
{
    uint32_t n;
    const zhol_programme *programmes = zhol_world_programmes(w, &n);
    char known[400] = "";
    size_t length = 0;

    for (uint32_t i = 0; i < n; i++) {
        const char *name = zhol_world_text(w, programmes[i].id);
        if (zhol_programme_is(w, i, id)) {
            return ZHOL_OK;
        }
        if (length + strlen(name) + 3 < sizeof known) {
            length += (size_t) snprintf(
                known + length, sizeof known - length, "%s%s", i ? ", " : "", name);
        }
    }
    return cli_fail(
        err, ZHOL_USAGE, "there is no programme '%.60s'; there are %s", id, known);
}

static zhol_status
add_project(const zhol_world *w, const char *id, lists *l, uint32_t *n, zhol_error *err)
{
    zhol_ref row = ZHOL_NO_ROW;
    const zhol_status status = zhol_world_find_project(w, id, &row, err);

    if (status != ZHOL_OK) {
        return status;
    }
    if (*n == ZHOL_PLAN_MAX_PROJECTS) {
        return cli_fail(err, ZHOL_LIMIT,
            "more than %d projects: name fewer of them with --projects",
            ZHOL_PLAN_MAX_PROJECTS);
    }
    l->projects[(*n)++] = row;
    return ZHOL_OK;
}

static zhol_status
read_list(
    const zhol_world *w, const cli_value *value, lists *l, uint32_t *n, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < value->n && status == ZHOL_OK; i++) {
        for (const char *at = value->text[i]; *at && status == ZHOL_OK;) {
            const size_t length = strcspn(at, ",");
            char id[MAX_NAME];
            (void) snprintf(id, sizeof id, "%.*s", (int) length, at);
            status = add_project(w, id, l, n, err);
            at += length + (at[length] == ',');
        }
    }
    return status;
}

/* Of the programmes those with effects; of a line all sides. */
static zhol_status
gather(
    const zhol_world *w, const cli_value *values, lists *l, uint32_t *n, zhol_error *err)
{
    uint32_t n_projects;
    const zhol_project *projects = zhol_world_projects(w, &n_projects);
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < n_projects && status == ZHOL_OK; i++) {
        bool is_wanted =
            values[LINE].n > 0
            && strcmp(zhol_world_text(w, projects[i].line), values[LINE].text[0]) == 0;
        for (uint32_t k = 0; k < values[PROGRAMME].n; k++) {
            is_wanted = is_wanted
                        || (zhol_project_is_in(w, i, values[PROGRAMME].text[k])
                            && zhol_project_has_effects(w, i));
        }
        if (is_wanted) {
            status = add_project(w, zhol_world_text(w, projects[i].id), l, n, err);
        }
    }
    if (status == ZHOL_OK && *n == 0) {
        return values[LINE].n > 0 ? cli_fail(err, ZHOL_USAGE,
                   "no project is a side of a line '%s'; `zhol plan show` lists them",
                   values[LINE].text[0])
                                  : cli_fail(err, ZHOL_NONE,
                                      "no project of it has effects in the tables");
    }
    return status;
}

static zhol_status
read_sides(
    const zhol_world *w, const cli_value *values, zhol_ref side[2], zhol_error *err)
{
    char names[2][MAX_NAME];
    zhol_status status = split("--sides", values[SIDES].text[0], names, err);

    for (int i = 0; i < 2 && status == ZHOL_OK; i++) {
        status = zhol_world_find_economy(w, names[i], &side[i], err);
    }
    return status;
}

static zhol_status
choose_projects(const zhol_world *w, const cli_value *values, const zhol_ref side[2],
    lists *l, uint32_t *n, zhol_error *err)
{
    if (values[ACTION].choice == SYNCHRONISE) {
        return values[LINE].n > 0 ? gather(w, values, l, n, err)
                                  : cli_fail(err, ZHOL_USAGE,
                                      "--line is missing: whose sides are they?");
    }
    if (values[PROJECTS].n > 0) {
        return read_list(w, &values[PROJECTS], l, n, err);
    }
    if (values[PROGRAMME].n > 0) {
        return gather(w, values, l, n, err);
    }
    *n = zhol_plan_choose(w, side[0], side[1], l->projects);
    return *n > 0 ? ZHOL_OK
                  : cli_fail(err, ZHOL_NONE,
                      "no open project with effects lies between the two sides");
}

static zhol_status
read_pairs(
    const zhol_world *w, const cli_value *value, lists *l, uint32_t *n, zhol_error *err)
{
    char names[2][MAX_NAME];
    zhol_status status = ZHOL_OK;

    for (*n = 0; *n < value->n && status == ZHOL_OK; (*n)++) {
        status = split("--between", value->text[*n], names, err);
        if (status == ZHOL_OK) {
            status = zhol_world_find_place(w, names[0], &l->pairs[*n].from, err);
        }
        if (status == ZHOL_OK) {
            status = zhol_world_find_place(w, names[1], &l->pairs[*n].to, err);
        }
    }
    return status;
}

static zhol_status
read_economies(const zhol_world *w, const cli_value *values, uint32_t year, lists *l,
    uint32_t *n, zhol_error *err)
{
    const cli_value *value = &values[ECONOMY];
    static const char *const usual[] = { "KAZ", "CHN", "KGZ", "UZB", "RUS", "DEU" };
    const uint32_t n_names =
        value->n > 0 ? value->n : (uint32_t) (sizeof usual / sizeof *usual);
    zhol_status status = ZHOL_OK;

    if (values[ECONOMIES].n > 0) {
        return value->n > 0 ? cli_fail(
                   err, ZHOL_USAGE, "--economies all names them all: leave out --economy")
                            : zhol_plan_economies(w, year, l->economies, n, err);
    }
    for (*n = 0; *n < n_names && status == ZHOL_OK; (*n)++) {
        status = zhol_world_find_economy(
            w, value->n > 0 ? value->text[*n] : usual[*n], &l->economies[*n], err);
    }
    return status;
}

static void
draw_progress(void *user, uint32_t done, uint32_t total)
{
    (void) user;
    if (done % 16 == 0 || done == total) {
        fprintf(stderr, "\r%u of %u networks%s", done, total, done == total ? "\n" : "");
    }
}

static zhol_status
read_query(const zhol_world *w, const cli_value *values, zhol_plan_query *q, lists *l,
    zhol_error *err)
{
    const long n_processors = sysconf(_SC_NPROCESSORS_ONLN);
    zhol_status status;

    if (values[BASELINE].n > 0 && values[PLAN_YEAR].n > 0) {
        return cli_fail(err, ZHOL_USAGE, "--baseline and --year are the same: give one");
    }
    status = cli_read_goods(&values[PLAN_GOODS], &q->consignment, err);
    if (status == ZHOL_OK) {
        status =
            cli_read_scenario(w, &values[PLAN_YEAR], &q->scenario, &l->scenario, err);
    }
    if (status == ZHOL_OK) {
        status = read_pairs(w, &values[BETWEEN], l, &q->n_pairs, err);
    }
    if (values[BASELINE].n > 0) {
        q->scenario.year = (uint32_t) values[BASELINE].number;
    }
    if (status == ZHOL_OK) {
        status = read_economies(w, values, q->scenario.year, l, &q->n_economies, err);
    }
    q->measure = (zhol_plan_measure) values[MEASURE].choice;
    q->projects = l->projects;
    q->pairs = l->pairs;
    q->economies = l->economies;
    q->may_leave_out = values[ECONOMIES].n > 0;
    q->n_cities = values[ECONOMIES].n > 0 && values[CITIES].n == 0
                      ? 1
                      : (uint32_t) values[CITIES].number;
    q->limit_days = values[DAYS].number;
    q->n_threads = values[THREADS].n > 0 ? (uint32_t) values[THREADS].number
                   : n_processors > 0    ? (uint32_t) n_processors
                                         : 1;
    q->progress = isatty(STDERR_FILENO) ? draw_progress : NULL;
    return status;
}

static zhol_status
report(const zhol_plan *plan, const cli_value *values, const zhol_ref side[2],
    zhol_buffer *out, zhol_error *err)
{
    const zhol_report_options options = { .format = values[FORMAT].choice };

    if (values[ACTION].choice == EVALUATE) {
        return zhol_report_evaluation(plan, &options, out, err);
    }
    if (values[ACTION].choice == SYNCHRONISE) {
        const zhol_synchronise_query query = { .line = values[LINE].text[0],
            .max_delay_years = (uint32_t) values[DELAY].number,
            .discount_pct = values[DISCOUNT].number };
        return zhol_report_synchronise(plan, &query, &options, out, err);
    }
    const zhol_synergy_query query = { .side = { side[0], side[1] },
        .programmes = { values[PROGRAMME].n == 2 ? values[PROGRAMME].text[0] : NULL,
            values[PROGRAMME].n == 2 ? values[PROGRAMME].text[1] : NULL } };
    return zhol_report_synergy(plan, &query, &options, out, err);
}

static zhol_status
value(const zhol_world *w, const cli_value *values, zhol_buffer *out, zhol_error *err)
{
    lists l = { .projects = { 0 } };
    zhol_plan_query query;
    zhol_plan *plan = NULL;
    zhol_ref side[2] = { 0 };
    zhol_status status = read_sides(w, values, side, err);

    zhol_plan_defaults(&query);
    if (status == ZHOL_OK) {
        status = read_query(w, values, &query, &l, err);
    }
    if (status == ZHOL_OK) {
        status = choose_projects(w, values, side, &l, &query.n_projects, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_plan_new(w, &query, &plan, err);
    }
    if (status == ZHOL_OK) {
        status = report(plan, values, side, out, err);
    }
    zhol_plan_free(plan);
    return status;
}

static zhol_status
show(const zhol_world *w, const cli_value *values, zhol_buffer *out, zhol_error *err)
{
    const zhol_report_options options = { .format = values[FORMAT].choice };
    zhol_projects_query query = { .programme = values[PROGRAMME].text[0],
        .builder = ZHOL_NO_ROW,
        .kind = values[KIND].n > 0 ? values[KIND].choice : ZHOL_NO_ROW,
        .state = values[STATE].n > 0 ? values[STATE].choice : ZHOL_NO_ROW,
        .project = ZHOL_NO_ROW };
    zhol_status status = ZHOL_OK;

    if (values[PROGRAMME].n > 1) {
        return cli_fail(err, ZHOL_USAGE, "show takes one --programme");
    }
    if (values[PROJECT].n > 0) {
        status = zhol_world_find_project(w, values[PROJECT].text[0], &query.project, err);
    }
    if (status == ZHOL_OK && values[BUILDER].n > 0) {
        status = zhol_world_find_economy(w, values[BUILDER].text[0], &query.builder, err);
    }
    return status == ZHOL_OK ? zhol_report_projects(w, &query, &options, out, err)
                             : status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = check(values, err);

    if (status == ZHOL_OK) {
        status = cli_open_world(&values[PLAN_WORLD], &world, err);
    }
    for (uint32_t i = 0; status == ZHOL_OK && i < values[PROGRAMME].n; i++) {
        status = check_programme(world, values[PROGRAMME].text[i], err);
    }
    if (status == ZHOL_OK) {
        status = values[ACTION].choice == SHOW ? show(world, values, &result, err)
                                               : value(world, values, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_plan = { "plan",
    "projects of programmes: cost, value alone and together, loss by mismatch",
    "show|evaluate|synergy|synchronise [PROJECT] [options]",
    "  zhol plan show --builder KAZ\n"
    "  zhol plan show khorgos_rail_kz\n"
    "  zhol plan synergy --baseline 2013\n"
    "  zhol plan evaluate --projects khorgos_rail_kz,khorgos_rail_cn --measure time "
    "--between Almaty:Lianyungang\n"
    "  zhol plan synchronise --line khorgos_rail\n",
    args, run };
