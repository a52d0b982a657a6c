/* SPDX-License-Identifier: Apache-2.0 */
#include "world/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "io/csv.h"
#include "io/file.h"
#include "world/suggest.h"

enum { MAX_PATH = 4096, MAX_NAME = 256 };

typedef struct name_list {
    char (*names)[MAX_NAME];
    uint32_t n;
    size_t capacity;
} name_list;

static bool
is_csv(const char *name)
{
    const size_t n = strlen(name);

    return n > 4 && n < MAX_NAME && strcmp(name + n - 4, ".csv") == 0;
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The names of the folder's CSV files, sorted: the system gives them in any order. */
static zhol_status
list_names(const char *path, name_list *list, zhol_error *err)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    zhol_status status = ZHOL_OK;

    if (!dir) {
        char reason[128] = "cannot be opened";
        (void) strerror_r(errno, reason, sizeof reason);
        return zi_fail(err, ZHOL_IO, "%.300s: %s", path, reason);
    }
    while (status == ZHOL_OK && (entry = readdir(dir)) != NULL) {
        if (!is_csv(entry->d_name)) {
            continue;
        }
        char(*names)[MAX_NAME] =
            zi_grow(list->names, &list->capacity, (size_t) list->n + 1, sizeof *names);
        if (names) {
            list->names = names;
            memcpy(names[list->n++], entry->d_name, strlen(entry->d_name) + 1);
        } else {
            status = zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
        }
    }
    closedir(dir);
    if (list->n > 1) {
        qsort(list->names, list->n, sizeof *list->names, compare_names);
    }
    return status;
}

/* The table of "places.csv", or ZI_N_TABLES. */
static uint32_t
table_of(const char *file)
{
    uint32_t t = 0;

    while (t < ZI_N_TABLES
           && !(strncmp(file, zi_schema_of(t)->name, strlen(zi_schema_of(t)->name)) == 0
                && strcmp(file + strlen(zi_schema_of(t)->name), ".csv") == 0)) {
        t++;
    }
    return t;
}

static void
report_stranger(const char *file, bool is_mine, zhol_problems *problems)
{
    zi_nearest nearest = zi_nearest_to(file);
    char names[ZI_N_TABLES][MAX_NAME];
    char shown[ZI_SHOWN];

    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        snprintf(names[t], MAX_NAME, "%s.csv", zi_schema_of(t)->name);
        zi_nearest_try(&nearest, names[t]);
    }
    zi_problem(problems, (zi_spot){ is_mine, ZI_N_TABLES, 0 }, "%s is no table%s",
        zi_show(file, shown), zi_nearest_text(&nearest));
}

static zhol_status
read_file(const zi_folder *folder, const char *file, char **owned, zi_table_text *text,
    zhol_error *err)
{
    char path[MAX_PATH];
    const int n = snprintf(path, sizeof path, "%s/%s", folder->path, file);
    zhol_status status;

    if (n < 0 || (size_t) n >= sizeof path) {
        return zi_fail(err, ZHOL_IO, "%.200s...: the path is too long", folder->path);
    }
    status = zi_file_read_all(path, ZI_CSV_MAX_FILE_BYTES, owned, &text->n, err);
    text->data = *owned;
    return status;
}

zhol_status
zi_folder_read(const char *path, bool is_mine, zhol_problems *problems, zi_folder *out,
    zhol_error *err)
{
    name_list list = { 0 };
    zhol_status status;

    memset(out, 0, sizeof *out);
    out->path = path;
    status = list_names(path, &list, err);
    for (uint32_t i = 0; i < list.n && status == ZHOL_OK; i++) {
        const uint32_t t = table_of(list.names[i]);
        if (t < ZI_N_TABLES) {
            status = read_file(out, list.names[i], &out->owned[t], &out->table[t], err);
        } else if (!is_mine && strcmp(list.names[i], "shapes.csv") == 0) {
            status = read_file(out, list.names[i], &out->owned_shapes, &out->shapes, err);
        } else {
            report_stranger(list.names[i], is_mine, problems);
        }
    }
    if (status == ZHOL_OK && list.n == 0 && is_mine) {
        zi_problem(problems, (zi_spot){ true, ZI_N_TABLES, 0 },
            "no table is in this folder: put rates.csv, procedures.csv, ... there");
    }
    zi_free(list.names);
    return status;
}

void
zi_table_path(const char *folder, uint32_t table, char *out, size_t n)
{
    snprintf(out, n, "%.200s/%s.csv", folder, zi_schema_of(table)->name);
}

void
zi_folder_free(zi_folder *folder)
{
    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        zi_free(folder->owned[t]);
    }
    zi_free(folder->owned_shapes);
    memset(folder, 0, sizeof *folder);
}
