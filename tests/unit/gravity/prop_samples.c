/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of published samples: Yotov, Piermartini, Monteiro and Larch (2016), An Advanced
 * Guide to Trade Policy Analysis (agtpa_applications); the panel of fta of Correia,
 * Guimaraes and Zylkin (2019). Skipped where the files are not there. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "gravity/frame.h"

enum { SKIPPED = 77, MAX_TYPED = 4 };

#define INPUTS "../shared/inputs/trade/"

typedef struct sample {
    const char *path, *formula, *lets[MAX_TYPED], *wheres[MAX_TYPED];
    uint32_t n_used, n_levels[3]; /* 0: whatever */
} sample;

static const sample samples[] = {
    { INPUTS "agtpa_applications.csv.gz",
        "trade ~ log(dist) + cntg + lang + clny | exporter^year + importer^year",
        { NULL },
        { "in(year, 1986, 1990, 1994, 1998, 2002, 2006)", "exporter != importer" }, 28152,
        { 69 * 6, 69 * 6 } },
    { INPUTS "agtpa_applications.csv.gz",
        "trade ~ rta | exporter^year + importer^year + a^b",
        { "a=if(exporter == importer, 'domestic', min(exporter, importer))",
            "b=if(exporter == importer, 'domestic', max(exporter, importer))" },
        { "in(year, 1986, 1990, 1994, 1998, 2002, 2006)",
            "sum(if(in(year, 1986, 1990, 1994, 1998, 2002, 2006), trade, 0)) by "
            "(a, b) > 0" },
        28482, { 69 * 6, 69 * 6, 69 * 68 / 2 + 1 - 7 } },
    { INPUTS "agtpa_applications.csv.gz",
        "trade ~ rta | exporter^year + importer^year + exporter^importer", { NULL },
        { NULL }, 99981, { 69 * 21, 69 * 21, 69 * 69 } },
    { INPUTS "ppmlhdfe_trade_fta.csv.gz",
        "trade ~ fta | isoexp^year + isoimp^year + isoexp^isoimp", { NULL },
        { "category == 'TOTAL'" }, 5950, { 35 * 5, 35 * 5, 35 * 34 } },
    { INPUTS "syn150x20.csv.gz", "trade ~ fta + ltar + intl | i^y + j^y + i^j", { NULL },
        { NULL }, 450000, { 3000, 3000, 22500 } },
};

static uint32_t
n_typed(const char *const *typed)
{
    uint32_t n = 0;
    while (n < MAX_TYPED && typed[n]) {
        n++;
    }
    return n;
}

static int
holds(const sample *s)
{
    const zhol_estimate_options o = { .formula = s->formula,
        .lets = s->lets,
        .n_lets = n_typed(s->lets),
        .wheres = s->wheres,
        .n_wheres = n_typed(s->wheres) };
    zi_columns_file *file = NULL;
    zi_frame f = { 0 };
    zhol_design d = { 0 };
    zhol_error err = { "" };
    zhol_status status = zi_frame_parse(&f, &o, &err);
    int is_right;

    if (status == ZHOL_OK) {
        status = zi_columns_open(s->path, &file, &err);
    }
    if (status == ZHOL_OK) {
        status = zi_frame_read(&f, file, &err);
    }
    if (status == ZHOL_OK) {
        status = zi_frame_compute(&f, &err);
    }
    if (status == ZHOL_OK) {
        status = zi_frame_design(&f, &d, &err);
    }
    is_right = status == ZHOL_OK && d.n_rows == s->n_used;
    printf("%s: %u rows %s\n", s->path, d.n_rows, err.message);
    for (uint32_t e = 0; is_right && e < d.n_effects; e++) {
        printf("    %s: %u levels\n", d.effect_names[e], d.n_levels[e]);
        is_right = s->n_levels[e] == 0 || s->n_levels[e] == d.n_levels[e];
    }
    zi_frame_free(&f);
    zi_columns_close(file);
    return is_right && zi_mem_live() == 0;
}

int
main(void)
{
    FILE *there = fopen(samples[0].path, "rb");

    if (!there) {
        fprintf(stderr, "skipped: %s is not there\n", samples[0].path);
        return SKIPPED;
    }
    fclose(there);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        if (!holds(&samples[i])) {
            fprintf(stderr, "sample %zu is not what is published\n", i);
            return 1;
        }
    }
    return 0;
}
