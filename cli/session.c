/* SPDX-License-Identifier: Apache-2.0 */
/* What commands share: which world to open, where results go. Only here does the program
 * look at its surroundings; the library gets paths. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

static bool
exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

/* A file beside the program (a build tree), else in the data directory: that of an
 * installed tree that was moved, or the one compiled in. */
static bool
find_file(const char *name, char path[CLI_MAX_PATH])
{
    const ssize_t n = readlink("/proc/self/exe", path, CLI_MAX_PATH - 64);
    char *slash;

    path[n > 0 ? n : 0] = '\0';
    slash = strrchr(path, '/');
    if (slash) {
        static const char *const folders[] = { "", "../share/zhol/" };
        for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
            snprintf(slash + 1, 63, "%s%s", folders[i], name);
            if (exists(path)) {
                return true;
            }
        }
    }
    snprintf(path, CLI_MAX_PATH, "%s/%s", ZHOL_DATA_DIR, name);
    return exists(path);
}

zhol_status
cli_find_data(
    const cli_value *given, const char *name, char path[CLI_MAX_PATH], zhol_error *err)
{
    if (given->n > 0) {
        snprintf(path, CLI_MAX_PATH, "%s", given->text[0]);
        return ZHOL_OK;
    }
    return find_file(name, path) ? ZHOL_OK
                                 : cli_fail(err, ZHOL_IO,
                                     "there is no %s beside the program or in %s; name "
                                     "one with an option",
                                     name, ZHOL_DATA_DIR);
}

static zhol_status
find_world(char path[CLI_MAX_PATH], zhol_error *err)
{
    if (find_file("world.zhol", path)) {
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
find_mine(char path[CLI_MAX_PATH])
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    path[0] = '\0';
    if (config && config[0]) {
        snprintf(path, CLI_MAX_PATH, "%s/zhol/mine", config);
    } else if (home && home[0]) {
        snprintf(path, CLI_MAX_PATH, "%s/.config/zhol/mine", home);
    }
    if (!exists(path)) {
        path[0] = '\0';
    }
}

zhol_status
cli_open_world(const cli_value *world_and_mine, zhol_world **out, zhol_error *err)
{
    const cli_value *world = &world_and_mine[0], *mine = &world_and_mine[1];
    char path[CLI_MAX_PATH], own[CLI_MAX_PATH];

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

void
cli_find_modules(const cli_value *given, char path[CLI_MAX_PATH])
{
    static const char *const folders[] = { "modules", "../" ZHOL_LIBRARY_DIR "/zhol" };
    const ssize_t n = readlink("/proc/self/exe", path, CLI_MAX_PATH - 256);
    char *slash;

    path[n > 0 ? n : 0] = '\0';
    slash = given->n > 0 ? NULL : strrchr(path, '/');
    for (size_t i = 0; slash && i < sizeof folders / sizeof folders[0]; i++) {
        snprintf(slash + 1, 255, "%s", folders[i]);
        if (exists(path)) {
            return;
        }
    }
    snprintf(path, CLI_MAX_PATH, "%s", given->n > 0 ? given->text[0] : ZHOL_MODULE_DIR);
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
