/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "options.h"

enum {
    ACTION,
    PROJECT,
    PROJECTS,
    LINE,
    BASELINE,
    VALUE,
    BETWEEN,
    WITHIN,
    ECONOMY,
    CITIES,
    SIDES,
    DELAY,
    PROGRAMME,
    BUILDER,
    KIND,
    STATE,
    CLI_GOODS_ENUM(PLAN),
    THREADS,
    FORMAT,
    OUTPUT,
    CLI_WORLD_ENUM(PLAN)
};
enum { SHOW, EVALUATE, SYNERGY, SYNCHRONISE };

static const cli_arg args[] = {
    [ACTION] = { "ACTION", CLI_CHOICE, .choices = "show|evaluate|synergy|synchronise",
        .is_required = true,
        .help =
            "show: the projects; evaluate: what each brings; synergy: what they bring "
            "together; synchronise: what a year of waiting for the other side costs" },
    [PROJECT] = { "PROJECT", CLI_TEXT, .help = "of show: all about this one" },
    [PROJECTS] = { "--projects", CLI_TEXT, .value = "A,B,..",
        .help =
            "ids, at most 12 (default of synergy and evaluate: both sides of Khorgos, "
            "Dostyk and the road, and six more)" },
    [LINE] = { "--line", CLI_TEXT, .value = "LINE",
        .help = "of synchronise: the line whose sides are looked at (khorgos_rail)" },
    [BASELINE] = { "--baseline", CLI_WHOLE, .value = "Y", .min = 1990, .max = 2050,
        .fallback = "2010",
        .help = "year of the network that gains are measured against" },
    [VALUE] = { "--value", CLI_CHOICE, .choices = "access|time|money|reach",
        .fallback = "access",
        .help = "market access, hours or dollars between places, or reach" },
    [BETWEEN] = { "--between", CLI_TEXT, .value = "A:B", .is_repeated = true,
        .help = "of time and money: from place A to place B" },
    [WITHIN] = { "--within", CLI_NUMBER, .value = "DAYS", .min = 0.1, .max = 400,
        .unit = "d", .fallback = "15", .help = "of reach: within so many days" },
    [ECONOMY] = { "--economy", CLI_TEXT, .value = "ISO", .is_repeated = true,
        .help = "whose gains are told (default: KAZ CHN RUS KGZ UZB AZE TUR IRN DEU)" },
    [CITIES] = { "--cities", CLI_WHOLE, .value = "N", .min = 1, .max = 20,
        .fallback = "1", .help = "places of each economy, the most populous first" },
    [SIDES] = { "--sides", CLI_TEXT, .value = "A:B", .fallback = "KAZ:CHN",
        .help = "of synergy: the two builders" },
    [DELAY] = { "--delay", CLI_WHOLE, .value = "N", .min = 1, .max = 50, .fallback = "5",
        .help = "of synchronise: years of delay" },
    [PROGRAMME] = { "--programme", CLI_TEXT, .value = "ID",
        .help = "of show: only those" },
    [BUILDER] = { "--builder", CLI_TEXT, .value = "ISO", .help = "of show: only those" },
    [KIND] = { "--kind", CLI_CHOICE, .choices = "hard|soft",
        .help = "of show: only those" },
    [STATE] = { "--state", CLI_CHOICE, .choices = "open|building|planned",
        .help = "of show: only those" },
    [PLAN_GOODS] = CLI_GOODS_ROWS,
    [THREADS] = { "--threads", CLI_WHOLE, .value = "N", .min = 1, .max = 256,
        .help = "threads (default: one for each processor); the answer is the same" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json", .fallback = "table",
        .help = "form of the result" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE", .help = "write the result to a file" },
    [PLAN_WORLD] = CLI_WORLD_ROWS,
    { NULL, CLI_END },
};

static const char default_projects[] =
    "khorgos_rail_kz,khorgos_rail_cn,dostyk_rail_kz,dostyk_rail_cn,wewc_road_kz,"
    "wewc_road_cn,zhezkazgan_beineu,caspian_kuryk_kz,customs_union_2011,"
    "cn_fast_clearance,dostyk_handling,khorgos_gateway_2025";
static const char *const default_economies[] = { "KAZ", "CHN", "RUS", "KGZ", "UZB", "AZE",
    "TUR", "IRN", "DEU" };

static bool
show_progress(void *user, uint32_t n_done, uint32_t n)
{
    (void) user;
    if (n >= 64 && n_done % 16 == 0) {
        fprintf(stderr, "\r%u of %u subsets", n_done, n);
    }
    return true;
}

static zhol_status
read_projects(const zhol_world *w, const char *list, zhol_plan_query *q, zhol_error *err)
{
    while (*list) {
        char id[80];
        const size_t n = strcspn(list, ",");
        if (q->n_projects == ZHOL_PLAN_MAX_PROJECTS || n >= sizeof id) {
            return cli_fail(err, ZHOL_USAGE, "--projects: at most %d, by their ids",
                ZHOL_PLAN_MAX_PROJECTS);
        }
        memcpy(id, list, n);
        id[n] = '\0';
        const zhol_status status =
            zhol_world_find_project(w, id, &q->projects[q->n_projects++], err);
        if (status != ZHOL_OK) {
            return status;
        }
        list += n + (list[n] == ',');
    }
    return ZHOL_OK;
}

static zhol_status
read_line(const zhol_world *w, const cli_value *line, zhol_plan_query *q, zhol_error *err)
{
    uint32_t n;
    const zhol_project *projects = zhol_world_projects(w, &n);

    if (line->n == 0) {
        return cli_fail(err, ZHOL_USAGE,
            "--line is missing: the line whose sides open in "
            "different years (`zhol plan show` lists them)");
    }
    for (uint32_t i = 0; i < n && q->n_projects < ZHOL_PLAN_MAX_PROJECTS; i++) {
        if (strcmp(zhol_world_text(w, projects[i].line), line->text[0]) == 0) {
            q->projects[q->n_projects++] = i;
        }
    }
    return q->n_projects >= 2
               ? ZHOL_OK
               : cli_fail(err, ZHOL_USAGE,
                   "no line '%s' with two sides in the table of projects (`zhol plan "
                   "show` lists them)",
                   line->text[0]);
}

/* "Almaty:Xi'an" */
static zhol_status
read_pair(
    const zhol_world *w, const char *text, zhol_ref *a, zhol_ref *b, zhol_error *err)
{
    const char *colon = strchr(text, ':');
    char from[128];

    if (!colon || (size_t) (colon - text) >= sizeof from) {
        return cli_fail(err, ZHOL_USAGE, "'%s': write A:B", text);
    }
    memcpy(from, text, (size_t) (colon - text));
    from[colon - text] = '\0';
    const zhol_status status = zhol_world_find_place(w, from, a, err);
    return status == ZHOL_OK ? zhol_world_find_place(w, colon + 1, b, err) : status;
}

static zhol_status
read_sides(const zhol_world *w, const char *text, zhol_ref sides[2], zhol_error *err)
{
    char first[8] = "";
    const char *colon = strchr(text, ':');

    if (!colon || (size_t) (colon - text) >= sizeof first) {
        return cli_fail(err, ZHOL_USAGE, "--sides '%s': write two codes, KAZ:CHN", text);
    }
    memcpy(first, text, (size_t) (colon - text));
    const zhol_status status = zhol_world_find_economy(w, first, &sides[0], err);
    return status == ZHOL_OK ? zhol_world_find_economy(w, colon + 1, &sides[1], err)
                             : status;
}

static zhol_status
read_economies(
    const zhol_world *w, const cli_value *value, zhol_plan_query *q, zhol_error *err)
{
    const uint32_t n =
        value->n > 0 ? value->n : sizeof default_economies / sizeof default_economies[0];
    zhol_status status = ZHOL_OK;

    if (n > 14) {
        return cli_fail(err, ZHOL_USAGE, "--economy: at most 14 of them");
    }
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const char *name = value->n > 0 ? value->text[i] : default_economies[i];
        status = zhol_world_find_economy(w, name, &q->economies[q->n_economies++], err);
    }
    return status;
}

static zhol_status
read_query(
    const zhol_world *w, const cli_value *values, zhol_plan_query *q, zhol_error *err)
{
    const long n_processors = sysconf(_SC_NPROCESSORS_ONLN);
    zhol_status status;

    zhol_plan_defaults(q);
    q->baseline_year = (uint32_t) values[BASELINE].number;
    q->value = (zhol_plan_value) values[VALUE].choice;
    q->within_h = values[WITHIN].number * 24;
    q->n_cities = (uint32_t) values[CITIES].number;
    q->n_threads = values[THREADS].n > 0 ? (uint32_t) values[THREADS].number
                   : n_processors > 0    ? (uint32_t) n_processors
                                         : 1;
    q->progress = isatty(STDERR_FILENO) ? show_progress : NULL;
    status = values[ACTION].choice == SYNCHRONISE
                 ? read_line(w, &values[LINE], q, err)
                 : read_projects(w,
                     values[PROJECTS].n > 0 ? values[PROJECTS].text[0] : default_projects,
                     q, err);
    if (status == ZHOL_OK) {
        status = read_economies(w, &values[ECONOMY], q, err);
    }
    for (uint32_t i = 0; i < values[BETWEEN].n && status == ZHOL_OK; i++) {
        status = read_pair(
            w, values[BETWEEN].text[i], &q->pairs[i].from, &q->pairs[i].to, err);
        q->n_pairs++;
    }
    if (status == ZHOL_OK) {
        status = cli_read_goods(&values[PLAN_GOODS], &q->consignment, err);
    }
    return status;
}

static zhol_status
enumerate(const zhol_world *w, const cli_value *values,
    const zhol_report_options *options, zhol_buffer *result, zhol_error *err)
{
    zhol_plan_query query;
    zhol_plan *plan = NULL;
    zhol_ref sides[2];
    zhol_status status = read_query(w, values, &query, err);

    if (status == ZHOL_OK) {
        status = read_sides(w, values[SIDES].text[0], sides, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_plan_new(w, &query, &plan, err);
        if (query.progress && query.n_projects >= 6) {
            fputs("\r                            \r", stderr);
        }
    }
    if (status == ZHOL_OK && values[ACTION].choice == EVALUATE) {
        status = zhol_report_evaluation(plan, options, result, err);
    } else if (status == ZHOL_OK && values[ACTION].choice == SYNERGY) {
        status = zhol_report_synergy(plan, sides, options, result, err);
    } else if (status == ZHOL_OK) {
        status = zhol_report_synchronising(
            plan, (uint32_t) values[DELAY].number, options, result, err);
    }
    zhol_plan_free(plan);
    return status;
}

static zhol_status
show(const zhol_world *w, const cli_value *values, const zhol_report_options *options,
    zhol_buffer *result, zhol_error *err)
{
    static const char *const kinds[] = { "hard", "soft" };
    static const char *const states[] = { "open", "building", "planned" };
    zhol_project_filter filter = { .programme = values[PROGRAMME].text[0],
        .kind = values[KIND].n > 0 ? kinds[values[KIND].choice] : NULL,
        .state = values[STATE].n > 0 ? states[values[STATE].choice] : NULL,
        .builder = ZHOL_NO_ROW };
    zhol_ref project = ZHOL_NO_ROW;
    zhol_status status = ZHOL_OK;

    if (values[PROJECT].n > 0) {
        status = zhol_world_find_project(w, values[PROJECT].text[0], &project, err);
    }
    if (status == ZHOL_OK && values[BUILDER].n > 0) {
        status =
            zhol_world_find_economy(w, values[BUILDER].text[0], &filter.builder, err);
    }
    return status == ZHOL_OK
               ? zhol_report_projects(w, project, &filter, options, result, err)
               : status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    const zhol_report_options options = { .format = values[FORMAT].choice };
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status;

    if (values[PROJECT].n > 0 && values[ACTION].choice != SHOW) {
        return cli_fail(err, ZHOL_USAGE,
            "'%s' is too much: only show takes a project; name them with --projects",
            values[PROJECT].text[0]);
    }
    status = cli_open_world(&values[PLAN_WORLD], &world, err);
    if (status == ZHOL_OK) {
        status = (values[ACTION].choice == SHOW ? show : enumerate)(
            world, values, &options, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

const cli_command cmd_plan = { "plan",
    "projects of the programmes: what they bring alone and together",
    "show|evaluate|synergy|synchronise [options]",
    "  zhol plan show\n  zhol plan show khorgos_rail_kz\n  zhol plan synergy\n"
    "  zhol plan evaluate --projects khorgos_rail_kz,khorgos_rail_cn --value time "
    "--between \"Almaty:Xi'an\"\n"
    "  zhol plan synchronise --line khorgos_rail\n",
    args, run };
