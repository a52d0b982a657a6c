/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands share that read a file of all economies' trade by product. */
#ifndef ZHOL_CLI_CUBE_H
#define ZHOL_CLI_CUBE_H

#include "cli.h"

#define CLI_PRODUCTS_ROW(OF)                                                       \
    {                                                                              \
        "--products", CLI_TEXT,                                                    \
            .value = "CSV",                                                        \
            .help = OF                                                             \
            "trade of all economies by product, .csv or .csv.gz: columns economy " \
            "(or country, exporter, reporter), product (or hs), value and, if "    \
            "there are any, flow (export, import) or importer (or partner), year"  \
    }
#define CLI_IMPORTS_ROW                                                                  \
    {                                                                                    \
        "--imports", CLI_TEXT,                                                           \
            .value = "CSV",                                                              \
            .help =                                                                      \
                "with --products: imports by product in a second file: columns economy " \
                "(or importer), product, value"                                          \
    }

#define CLI_NAMES_ROW                                                               \
    {                                                                               \
        "--names", CLI_TEXT, .value = "CSV",                                        \
                             .help = "with --products: names of products, columns " \
                                     "product (or hs, code), name "                 \
                                     "(or description)"                             \
    }

/* An economy of the file, by its id there or by a name that the world knows. */
zhol_status cli_find_in_cube(const zhol_world *world, const zhol_cube *cube,
    const char *name, uint32_t *out, zhol_error *err);

/* The ISO code of a name that the world knows, else the name itself. */
const char *cli_economy_code(const zhol_world *world, const char *name);

#endif
