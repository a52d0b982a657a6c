/* SPDX-License-Identifier: Apache-2.0 */
/** @file cubes.h  Cubes written in a test. */
#ifndef ZHOL_TESTS_CUBES_H
#define ZHOL_TESTS_CUBES_H

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "trade/cube.h"

#define TRADE_DATA ZHOL_TEST_DATA "/trade/"

/* Exports of three economies to each other:
 *          crude                 wheat, crude
 *   KAZ ---- 60 ---> CHN   KAZ ---- 30, 10 ---> RUS
 *   CHN: cars 50 to KAZ, cars 40 and wheat 10 to RUS
 *   RUS: crude 70 to CHN, cars 20 and wheat 10 to KAZ */
#define PAIRS                           \
    "exporter,importer,product,value\n" \
    "KAZ,CHN,crude,60\n"                \
    "KAZ,RUS,wheat,30\n"                \
    "KAZ,RUS,crude,10\n"                \
    "CHN,KAZ,cars,50\n"                 \
    "CHN,RUS,cars,40\n"                 \
    "CHN,RUS,wheat,10\n"                \
    "RUS,CHN,crude,70\n"                \
    "RUS,KAZ,cars,20\n"                 \
    "RUS,KAZ,wheat,10\n"

/* In the order of ids. */
enum { CHN, KAZ, RUS };
enum { CARS, CRUDE, WHEAT };

static inline zhol_cube *
cube_of(const char *text)
{
    zhol_cube *cube = NULL;
    zhol_error err = { "" };

    if (zi_cube_read_memory(text, strlen(text), &cube, &err) != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
    }
    return cube;
}

/* Every economy has an advantage in what it exports. */
static inline zhol_complexity *
complexity_of(const zhol_cube *cube, double least_rca, zhol_deviation deviation)
{
    zhol_complexity *c = NULL;
    zhol_index_options o;

    zhol_index_options_defaults(&o);
    o.least_rca = least_rca;
    o.deviation = deviation;
    return zhol_complexity_of(cube, &o, &c, NULL) == ZHOL_OK ? c : NULL;
}

#endif
