/* SPDX-License-Identifier: Apache-2.0 */
/* What commands share: which world to open, where results go. Only here does the program
 * look at its surroundings; the library gets paths. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

enum { MAX_PATH = 4096 };

static bool
exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

/* world.zhol beside the program (a build tree), else in the data directory: that of an
 * installed tree that was moved, or the one compiled in. */
static zhol_status
find_world(char path[MAX_PATH], zhol_error *err)
{
    const ssize_t n = readlink("/proc/self/exe", path, MAX_PATH - 64);
    char *slash;

    path[n > 0 ? n : 0] = '\0';
    slash = strrchr(path, '/');
    if (slash) {
        static const char *const places[] = { "world.zhol", "../share/zhol/world.zhol" };
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
            snprintf(slash + 1, 32, "%s", places[i]);
            if (exists(path)) {
                return ZHOL_OK;
            }
        }
    }
    snprintf(path, MAX_PATH, "%s/world.zhol", ZHOL_DATA_DIR);
    if (exists(path)) {
        return ZHOL_OK;
    }
    return cli_fail(err, ZHOL_IO,
        "there is no world.zhol beside the program or in %s; make one with `zhol net "
        "build "
        "FOLDER -o world.zhol` or name one with --world",
        ZHOL_DATA_DIR);
}

/* The configured folder of the user's own rows; "" if there is none. */
static void
find_mine(char path[MAX_PATH])
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    path[0] = '\0';
    if (config && config[0]) {
        snprintf(path, MAX_PATH, "%s/zhol/mine", config);
    } else if (home && home[0]) {
        snprintf(path, MAX_PATH, "%s/.config/zhol/mine", home);
    }
    if (!exists(path)) {
        path[0] = '\0';
    }
}

zhol_status
cli_open_world(const cli_value *world_and_mine, zhol_world **out, zhol_error *err)
{
    const cli_value *world = &world_and_mine[0], *mine = &world_and_mine[1];
    char path[MAX_PATH], own[MAX_PATH];

    if (mine->n > 0) {
        snprintf(
            own, sizeof own, "%s", strcmp(mine->text[0], "none") ? mine->text[0] : "");
    } else {
        find_mine(own);
    }
    if (world->n > 0) {
        snprintf(path, sizeof path, "%s", world->text[0]);
    } else {
        const zhol_status status = find_world(path, err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return zhol_world_open(path, own[0] ? own : NULL, out, err);
}

zhol_status
cli_write(const zhol_buffer *result, const cli_value *output, zhol_error *err)
{
    if (output->n > 0) {
        return zhol_buffer_save(result, output->text[0], err);
    }
    if (result->length > 0) {
        fwrite(result->data, 1, result->length, stdout); /* main() looks for its errors */
    }
    return ZHOL_OK;
}
