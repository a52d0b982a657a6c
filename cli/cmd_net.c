/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"

enum { ACTION, FOLDER, OTHER, AS, FORMAT, ORDER, OUTPUT, CLI_WORLD_ENUM(NET) };
enum { INFO, CHECK, BUILD, EXPORT, DIFF };
enum { AS_GEOJSON, AS_GMNS_NODE, AS_GMNS_LINK, AS_SVG };

static const cli_arg args[] = {
    [ACTION] = { "ACTION", CLI_CHOICE, .choices = "info|check|build|export|diff",
        .is_required = true,
        .help = "info: what the world holds; check: all that is wrong with a folder of "
                "tables; build: make a world file of it; export: the network for other "
                "programs; diff: what differs between two worlds, exit status 1 if "
                "anything does" },
    [FOLDER] = { "FOLDER", CLI_TEXT,
        .help = "folder of tables, of check and build; of diff a folder or world file" },
    [OTHER] = { "OTHER", CLI_TEXT,
        .help = "folder or world file that diff holds against the first" },
    [AS] = { "--as", CLI_CHOICE, .choices = "geojson|gmns-node|gmns-link|svg",
        .fallback = "geojson", .help = "what export writes" },
    [FORMAT] = { "--format", CLI_CHOICE, .choices = "table|json|csv", .fallback = "table",
        .help = "form of info and diff (csv: diff only)" },
    [ORDER] = { "--order", CLI_CHOICE, .choices = "dissection|degree",
        .fallback = "dissection",
        .help =
            "build: how the network is ordered for fast searches; degree needs no METIS "
            "and searches slower" },
    [OUTPUT] = { "-o", CLI_TEXT, .value = "FILE",
        .help = "write the result to a file (build needs one)" },
    [NET_WORLD] = CLI_WORLD_ROWS,
    { .kind = CLI_END },
};

static zhol_status
look(const cli_value *values, zhol_error *err)
{
    const zhol_report_options options = { .format = values[FORMAT].choice };
    zhol_world *world = NULL;
    zhol_buffer result = { 0 };
    zhol_status status = cli_open_world(&values[NET_WORLD], &world, err);

    if (status != ZHOL_OK) {
        return status;
    }
    if (values[ACTION].choice == INFO) {
        status = zhol_report_world(world, &options, &result, err);
    } else if (values[AS].choice == AS_SVG) {
        status = zhol_report_network_svg(world, &result, err);
    } else if (values[AS].choice == AS_GEOJSON) {
        status = zhol_report_network_geojson(world, &result, err);
    } else {
        status = zhol_report_gmns(world, values[AS].choice == AS_GMNS_LINK, &result, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(world);
    return status;
}

/* Lists every problem on standard output, faults first to last, then the doubts. */
static zhol_status
check(const cli_value *values, const char *mine, zhol_error *err)
{
    zhol_problems *problems = NULL;
    zhol_world *world = NULL;
    uint32_t n_faults = 0, n = 0;
    zhol_status status = zhol_problems_new(&problems, err);

    if (status == ZHOL_OK) {
        status = zhol_world_read(values[FOLDER].text[0], mine, problems, &world, err);
        n = zhol_problems_count(problems);
        for (uint32_t i = 0; i < n; i++) {
            bool is_warning = false;
            const char *message = zhol_problems_message(problems, i, &is_warning);
            printf("%s%s\n", is_warning ? "doubt: " : "", message);
            n_faults += !is_warning;
        }
    }
    if (status == ZHOL_OK) {
        printf("%s: no faults, %u doubts\n", values[FOLDER].text[0], n);
    } else if (n_faults > 0) {
        status =
            cli_fail(err, status, "%u faults in %s", n_faults, values[FOLDER].text[0]);
    }
    zhol_world_free(world);
    zhol_problems_free(problems);
    return status;
}

static zhol_status
build(const cli_value *values, const char *mine, zhol_error *err)
{
    zhol_world *world = NULL;
    zhol_status status;

    if (values[OUTPUT].n == 0) {
        return cli_fail(err, ZHOL_USAGE, "-o is missing: the world file to write");
    }
    status = zhol_world_read(values[FOLDER].text[0], mine, NULL, &world, err);
    if (status == ZHOL_OK && values[ORDER].choice != zhol_world_berth_order(world)) {
        status =
            zhol_world_order_berths(world, (zhol_berth_order) values[ORDER].choice, err);
    }
    if (status == ZHOL_OK) {
        status = zhol_world_write(world, values[OUTPUT].text[0], err);
    }
    zhol_world_free(world);
    return status;
}

/* A world from either of its forms, as it stands: no own rows. */
static zhol_status
open_either(const char *path, zhol_world **out, zhol_error *err)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode)
               ? zhol_world_read(path, NULL, NULL, out, err)
               : zhol_world_open(path, NULL, out, err);
}

static zhol_status
compare(const cli_value *values, zhol_error *err)
{
    const zhol_report_options options = { .format = values[FORMAT].choice };
    zhol_world *a = NULL, *b = NULL;
    zhol_buffer result = { 0 };
    uint32_t n_changes = 0;
    zhol_status status;

    if (values[OTHER].n == 0) {
        return cli_fail(
            err, ZHOL_USAGE, "two worlds are compared: name two folders or world files");
    }
    if (values[NET_WORLD].n > 0 || values[NET_MINE].n > 0) {
        return cli_fail(err, ZHOL_USAGE,
            "diff compares two worlds as they stand: without --world and --mine");
    }
    status = open_either(values[FOLDER].text[0], &a, err);
    if (status == ZHOL_OK) {
        status = open_either(values[OTHER].text[0], &b, err);
    }
    if (status == ZHOL_OK) {
        const zhol_diff_query query = { a, b, values[FOLDER].text[0],
            values[OTHER].text[0] };
        status = zhol_report_diff(&query, &options, &result, &n_changes, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&result, &values[OUTPUT], err);
    }
    zhol_buffer_free(&result);
    zhol_world_free(a);
    zhol_world_free(b);
    return status == ZHOL_OK && n_changes > 0 ? ZHOL_NONE : status;
}

static zhol_status
run(const cli_value *values, zhol_error *err)
{
    const uint32_t action = values[ACTION].choice;
    const bool needs_folder = action == CHECK || action == BUILD || action == DIFF;
    const char *mine =
        values[NET_MINE].n > 0 && strcmp(values[NET_MINE].text[0], "none") != 0
            ? values[NET_MINE].text[0]
            : NULL;

    if (needs_folder && values[FOLDER].n == 0) {
        return cli_fail(err, ZHOL_USAGE, "FOLDER is missing: the folder of tables to %s",
            action == CHECK   ? "check"
            : action == BUILD ? "build from"
                              : "compare, or a world file");
    }
    if (action != DIFF && values[OTHER].n > 0) {
        return cli_fail(err, ZHOL_USAGE, "'%s' is too much: only diff takes two worlds",
            values[OTHER].text[0]);
    }
    if (!needs_folder && values[FOLDER].n > 0) {
        return cli_fail(err, ZHOL_USAGE,
            "'%s' is too much: info and export look at a world "
            "file (--world)",
            values[FOLDER].text[0]);
    }
    return action == CHECK   ? check(values, mine, err)
           : action == BUILD ? build(values, mine, err)
           : action == DIFF  ? compare(values, err)
                             : look(values, err);
}

const cli_command cmd_net = { "net", "the network and its tables",
    "info|check|build|export|diff [FOLDER [OTHER]] [options]",
    "  zhol net info\n  zhol net check data/world\n  zhol net build data/world -o "
    "world.zhol\n"
    "  zhol net export --as gmns-link -o link.csv\n"
    "  zhol net export --as svg -o network.svg\n"
    "  zhol net diff data/world ../older/data/world --format csv\n",
    args, run };
