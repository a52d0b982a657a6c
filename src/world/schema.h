/* SPDX-License-Identifier: Apache-2.0 */
/** @file schema.h  The tables described once, as data: columns, kinds, ranges, places.
 *
 * Reader (field.c, read.c), loader (verify.c), overlay and order (draft.c) and listings
 * (look.c) all work from these rows; none of them knows a table by name.
 *
 * How to add a table:
 * 1. its record in <zhol/net.h> or <zhol/world.h>, closed by a zhol_origin;
 * 2. its name in ZI_TABLE_LIST below;
 * 3. its columns in schema.c, in the order of the CSV file, and its row in `tables`
 * there;
 * 4. its accessor in <zhol/world.h> and look.c;
 * 5. checks between rows, if any, in check_*.c;
 * 6. docs/tables.md, data/world/NAME.csv and tests/data/tiny/NAME.csv.
 * World files of older builds are then refused by themselves: the schema has a hash.
 */
#ifndef ZI_WORLD_SCHEMA_H
#define ZI_WORLD_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The tables in the order of docs/tables.md; a name here is the file's name. */
#define ZI_TABLE_LIST(X)          \
    X(SOURCES, "sources")         \
    X(ECONOMIES, "economies")     \
    X(GROUPS, "groups")           \
    X(PLACES, "places")           \
    X(LINKS, "links")             \
    X(PASSES, "passes")           \
    X(STATUS, "status")           \
    X(PROCEDURES, "procedures")   \
    X(SERVICES, "services")       \
    X(RATES, "rates")             \
    X(SPEEDS, "speeds")           \
    X(EMISSIONS, "emissions")     \
    X(ENERGY, "energy")           \
    X(COMMODITIES, "commodities") \
    X(CURRENCIES, "currencies")   \
    X(DEFLATORS, "deflators")     \
    X(PARAMETERS, "parameters")   \
    X(FIGURES, "figures")         \
    X(TRADE, "trade")             \
    X(PROCESSING, "processing")   \
    X(AGREEMENTS, "agreements")   \
    X(DOCUMENTS, "documents")     \
    X(RULES, "rules")             \
    X(DUTIES, "duties")           \
    X(PARCELS, "parcels")         \
    X(PROGRAMMES, "programmes")   \
    X(PROJECTS, "projects")       \
    X(EFFECTS, "effects")         \
    X(CLAIMS, "claims")           \
    X(CHECKS, "checks")

typedef enum zi_table {
#define X(name, word) ZI_TABLE_##name,
    ZI_TABLE_LIST(X)
#undef X
        ZI_N_TABLES
} zi_table;

/* What a column holds, what its member of the record is, and what an empty field gives.
 */
typedef enum zi_column_kind {
    ZI_COLUMN_TEXT,       /**< zhol_text, of the form `pattern`; "" */
    ZI_COLUMN_NUMBER,     /**< double in [min, max]; ZHOL_NOT_GIVEN */
    ZI_COLUMN_WHOLE,      /**< uint32_t in [min, max]; 0 */
    ZI_COLUMN_GAUGE,      /**< uint32_t, one of the known gauges in mm; 0 */
    ZI_COLUMN_DATE,       /**< uint32_t yyyymmdd; 0 */
    ZI_COLUMN_MONTH_DAY,  /**< uint32_t mmdd; 0 */
    ZI_COLUMN_WORD,       /**< uint32_t, one of `words` that `mask` allows; 0 */
    ZI_COLUMN_REF,        /**< zhol_ref of table `to` by its first column; ZHOL_NO_ROW */
    ZI_COLUMN_STATUS_REF, /**< zhol_ref of the table that zhol_status_row.what names */
    ZI_COLUMN_SCOPE,      /**< zhol_scope; everywhere */
    ZI_COLUMN_SCOPES, /**< uint32_t first, n: a list of scopes in zhol_world_stops() */
    ZI_COLUMN_TEXTS,  /**< zhol_text: items joined by ';' */
    ZI_COLUMN_SOURCES /**< zhol_text: keys of sources joined by ';' */
} zi_column_kind;

typedef enum zi_pattern {
    ZI_PATTERN_ANY,
    ZI_PATTERN_ID,      /**< lower-case letter, then lower-case letters, digits, _ */
    ZI_PATTERN_UPPER_2, /**< two capital letters; likewise 3 */
    ZI_PATTERN_UPPER_3,
    ZI_PATTERN_UNLOCODE, /**< two capital letters, then three capital letters or digits */
    ZI_PATTERN_HS,       /**< 2, 4 or 6 digits */
    ZI_PATTERN_GROUP     /**< letters, digits, _ and -, beginning with a letter */
} zi_pattern;

typedef struct zi_column {
    const char *name;
    zi_column_kind kind;
    uint32_t at; /**< offset in the record */
    bool is_required;
    zi_pattern pattern;
    double min, max;
    const char *const *words;
    uint32_t n_words, mask; /**< mask: bit 1u << value for each allowed one */
    zi_table to;
} zi_column;

typedef struct zi_schema {
    const char *name;
    uint32_t record_size;
    const zi_column *columns;
    uint32_t n_columns;
    uint32_t n_key;   /**< rows equal in the first n_key columns are an error; 0: none */
    bool is_replaced; /**< the user's row takes the place of the row with the same key */
    uint32_t line_at, mine_at; /**< offsets of `line` and `is_mine` in the record */
} zi_schema;

/** The description of one table, table < ZI_N_TABLES. */
const zi_schema *zi_schema_of(uint32_t table);

/** The number of the column with this name, or n_columns. */
uint32_t zi_schema_column(const zi_schema *s, const char *name);

/** A number that changes with every change of the tables' form: of names, order, kinds,
 * offsets, sizes, words. World files carry it. */
uint64_t zi_schema_hash(void);

/** Is this text of that form? "" is of every form. */
bool zi_pattern_fits(zi_pattern pattern, const char *text, size_t n);
/** What would be right: "two capital letters". */
const char *zi_pattern_text(zi_pattern pattern);

/** Is this one of the gauges in use? */
bool zi_gauge_is_known(uint32_t gauge_mm);
extern const char *const zi_gauges_text; /**< "1000 1067 ..." */

/* Members of a record by their offsets. */
static inline uint32_t *
zi_u32_at(void *record, uint32_t at)
{
    return (uint32_t *) (void *) ((char *) record + at);
}

static inline uint32_t
zi_u32_of(const void *record, uint32_t at)
{
    return *(const uint32_t *) (const void *) ((const char *) record + at);
}

static inline double *
zi_double_at(void *record, uint32_t at)
{
    return (double *) (void *) ((char *) record + at);
}

static inline double
zi_double_of(const void *record, uint32_t at)
{
    return *(const double *) (const void *) ((const char *) record + at);
}

#endif
