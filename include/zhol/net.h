/* SPDX-License-Identifier: Apache-2.0 */
/** @file net.h  The network as records: places, links, passes, what happens at a node.
 *
 * A record is one row of a table (docs/tables.md), of fixed size and without pointers, so
 * that a world file can be mapped into memory and used as it is. Texts are offsets into
 * the world's text pool (zhol_world_text()), references are row numbers of other tables.
 * All records are *data*: immutable, shared by any number of threads.
 */
#ifndef ZHOL_NET_H
#define ZHOL_NET_H

#include <stdbool.h>
#include <stdint.h>
#include <zhol/error.h>

typedef uint32_t zhol_text; /**< offset of a NUL-terminated UTF-8 text; 0: "" */
typedef uint32_t zhol_ref;  /**< row number in another table */

#define ZHOL_NO_ROW    UINT32_MAX /**< a reference to nothing */
#define ZHOL_NOT_GIVEN (-1.0)     /**< an empty number (all such columns are >= 0) */

/* One X line per word: the name in C and the word in the tables. Row 0 is the default. */
#define ZHOL_MODE_LIST(X)           \
    X(ANY, "any")                   \
    X(RAIL, "rail")                 \
    X(ROAD, "road")                 \
    X(SEA, "sea")                   \
    X(INLAND_WATER, "inland_water") \
    X(RAIL_FERRY, "rail_ferry")     \
    X(ROAD_FERRY, "road_ferry")     \
    X(AIR, "air")                   \
    X(PIPELINE, "pipeline")
#define ZHOL_PLACE_KIND_LIST(X)     \
    X(CITY, "city")                 \
    X(RAIL_STATION, "rail_station") \
    X(RAIL_BORDER, "rail_border")   \
    X(ROAD_BORDER, "road_border")   \
    X(TERMINAL, "terminal")         \
    X(SEAPORT, "seaport")           \
    X(RIVER_PORT, "river_port")     \
    X(AIRPORT, "airport")           \
    X(JUNCTION, "junction")         \
    X(SEA_WAYPOINT, "sea_waypoint")
#define ZHOL_OCEAN_LIST(X)            \
    X(NONE, "")                       \
    X(PACIFIC, "pacific")             \
    X(ATLANTIC, "atlantic")           \
    X(INDIAN, "indian")               \
    X(ARCTIC, "arctic")               \
    X(MEDITERRANEAN, "mediterranean") \
    X(BLACK_SEA, "black_sea")         \
    X(CASPIAN, "caspian")             \
    X(BALTIC, "baltic")
#define ZHOL_LINE_CLASS_LIST(X)       \
    X(ANY, "")                        \
    X(TRUNK, "trunk")                 \
    X(MAIN, "main")                   \
    X(BRANCH, "branch")               \
    X(MOTORWAY, "motorway")           \
    X(LOCAL, "local")                 \
    X(ASIA_EUROPE, "asia_europe")     \
    X(TRANSPACIFIC, "transpacific")   \
    X(TRANSATLANTIC, "transatlantic") \
    X(INTRA_ASIA, "intra_asia")       \
    X(REGIONAL, "regional")           \
    X(FEEDER, "feeder")               \
    X(CASPIAN, "caspian")             \
    X(BLACK_SEA, "black_sea")
#define ZHOL_STATE_LIST(X) \
    X(OPEN, "open")        \
    X(PLANNED, "planned")  \
    X(CLOSED, "closed")    \
    X(RESTRICTED, "restricted")
#define ZHOL_DIRECTION_LIST(X) \
    X(ANY, "any")              \
    X(BOTH, "both")            \
    X(FORWARD, "forward")      \
    X(BACKWARD, "backward")    \
    X(IN, "in")                \
    X(OUT, "out")
#define ZHOL_PASS_KIND_LIST(X) \
    X(STRAIT, "strait")        \
    X(CANAL, "canal")          \
    X(CAPE, "cape")            \
    X(PASSAGE, "passage")
#define ZHOL_STATUS_WHAT_LIST(X) \
    X(LINK, "link")              \
    X(PLACE, "place")            \
    X(PASS, "pass")              \
    X(ECONOMY, "economy")
#define ZHOL_WHAT_LIST(X)               \
    X(BORDER, "border")                 \
    X(WAGON_WAIT, "wagon_wait")         \
    X(CONTAINER_LIFT, "container_lift") \
    X(BOGIE_EXCHANGE, "bogie_exchange") \
    X(BULK_TRANSFER, "bulk_transfer")   \
    X(TRANSFER, "transfer")             \
    X(PORT_DWELL, "port_dwell")         \
    X(ORIGIN, "origin")                 \
    X(DESTINATION, "destination")       \
    X(TRANSIT, "transit")
#define ZHOL_CARGO_LIST(X)    \
    X(ANY, "any")             \
    X(CONTAINER, "container") \
    X(BULK, "bulk")           \
    X(REEFER, "reefer")       \
    X(DANGEROUS, "dangerous") \
    X(OVERSIZE, "oversize")
#define ZHOL_SERVICE_CLASS_LIST(X)    \
    X(ANY, "")                        \
    X(EXPRESS_BLOCK, "express_block") \
    X(REGULAR_BLOCK, "regular_block") \
    X(WAGONLOAD, "wagonload")         \
    X(LINER, "liner")                 \
    X(FEEDER, "feeder")               \
    X(FERRY, "ferry")                 \
    X(BARGE, "barge")                 \
    X(TRUCK, "truck")
#define ZHOL_REGIME_LIST(X)   \
    X(ANY, "any")             \
    X(NORMAL, "normal")       \
    X(CONGESTED, "congested") \
    X(CRISIS, "crisis")
#define ZHOL_UNIT_LIST(X)   \
    X(SHIPMENT, "shipment") \
    X(FEU, "feu")           \
    X(TEU, "teu")           \
    X(T, "t")               \
    X(WAGON, "wagon")       \
    X(TRUCK, "truck")
#define ZHOL_SCOPE_LIST(X) \
    X(EVERYWHERE, "*")     \
    X(KIND, "kind:")       \
    X(GROUP, "group:")     \
    X(ECONOMY, "economy:") \
    X(PLACE, "")
#define ZHOL_GRADE_LIST(X) \
    X(A, "A")              \
    X(B, "B")              \
    X(C, "C")              \
    X(D, "D")
#define ZHOL_REGION_LIST(X)             \
    X(NONE, "")                         \
    X(CENTRAL_ASIA, "central_asia")     \
    X(EAST_ASIA, "east_asia")           \
    X(SOUTHEAST_ASIA, "southeast_asia") \
    X(SOUTH_ASIA, "south_asia")         \
    X(WEST_ASIA, "west_asia")           \
    X(CAUCASUS, "caucasus")             \
    X(EUROPE, "europe")                 \
    X(NORTH_AMERICA, "north_america")   \
    X(LATIN_AMERICA, "latin_america")   \
    X(AFRICA, "africa")                 \
    X(OCEANIA, "oceania")

/* Each list becomes an enum zhol_<subject> with ZHOL_<SUBJECT>_<NAME> and
 * ZHOL_N_<SUBJECT>S. */
#define X(name, word) ZHOL_MODE_##name,
typedef enum zhol_mode { ZHOL_MODE_LIST(X) ZHOL_N_MODES } zhol_mode;
#undef X
#define X(name, word) ZHOL_PLACE_##name,
typedef enum zhol_place_kind {
    ZHOL_PLACE_KIND_LIST(X) ZHOL_N_PLACE_KINDS
} zhol_place_kind;
#undef X
#define X(name, word) ZHOL_OCEAN_##name,
typedef enum zhol_ocean { ZHOL_OCEAN_LIST(X) ZHOL_N_OCEANS } zhol_ocean;
#undef X
#define X(name, word) ZHOL_LINE_##name,
typedef enum zhol_line_class {
    ZHOL_LINE_CLASS_LIST(X) ZHOL_N_LINE_CLASSES
} zhol_line_class;
#undef X
#define X(name, word) ZHOL_STATE_##name,
typedef enum zhol_state { ZHOL_STATE_LIST(X) ZHOL_N_STATES } zhol_state;
#undef X
#define X(name, word) ZHOL_DIRECTION_##name,
typedef enum zhol_direction { ZHOL_DIRECTION_LIST(X) ZHOL_N_DIRECTIONS } zhol_direction;
#undef X
#define X(name, word) ZHOL_PASS_##name,
typedef enum zhol_pass_kind { ZHOL_PASS_KIND_LIST(X) ZHOL_N_PASS_KINDS } zhol_pass_kind;
#undef X
#define X(name, word) ZHOL_STATUS_OF_##name,
typedef enum zhol_status_what {
    ZHOL_STATUS_WHAT_LIST(X) ZHOL_N_STATUS_WHATS
} zhol_status_what;
#undef X
#define X(name, word) ZHOL_WHAT_##name,
typedef enum zhol_what { ZHOL_WHAT_LIST(X) ZHOL_N_WHATS } zhol_what;
#undef X
#define X(name, word) ZHOL_CARGO_##name,
typedef enum zhol_cargo { ZHOL_CARGO_LIST(X) ZHOL_N_CARGOS } zhol_cargo;
#undef X
#define X(name, word) ZHOL_CLASS_##name,
typedef enum zhol_service_class {
    ZHOL_SERVICE_CLASS_LIST(X) ZHOL_N_CLASSES
} zhol_service_class;
#undef X
#define X(name, word) ZHOL_REGIME_##name,
typedef enum zhol_regime { ZHOL_REGIME_LIST(X) ZHOL_N_REGIMES } zhol_regime;
#undef X
#define X(name, word) ZHOL_UNIT_##name,
typedef enum zhol_unit { ZHOL_UNIT_LIST(X) ZHOL_N_UNITS } zhol_unit;
#undef X
#define X(name, word) ZHOL_SCOPE_##name,
typedef enum zhol_scope_kind { ZHOL_SCOPE_LIST(X) ZHOL_N_SCOPES } zhol_scope_kind;
#undef X
#define X(name, word) ZHOL_GRADE_##name,
typedef enum zhol_grade { ZHOL_GRADE_LIST(X) ZHOL_N_GRADES } zhol_grade;
#undef X
#define X(name, word) ZHOL_REGION_##name,
typedef enum zhol_region { ZHOL_REGION_LIST(X) ZHOL_N_REGIONS } zhol_region;
#undef X

/** The word of the tables for one value: zhol_mode_word(ZHOL_MODE_RAIL) is "rail". */
ZHOL_API const char *zhol_mode_word(uint32_t mode);
ZHOL_API const char *zhol_place_kind_word(uint32_t kind);
ZHOL_API const char *zhol_ocean_word(uint32_t ocean);
ZHOL_API const char *zhol_what_word(uint32_t what);
ZHOL_API const char *zhol_service_class_word(uint32_t service_class);
ZHOL_API const char *zhol_regime_word(uint32_t regime);
ZHOL_API const char *zhol_unit_word(uint32_t unit);
ZHOL_API const char *zhol_grade_word(uint32_t grade);

/** Where a row applies; narrower kinds have larger numbers. */
typedef struct zhol_scope {
    uint32_t kind; /**< zhol_scope_kind */
    uint32_t
        ref; /**< KIND: zhol_place_kind; ECONOMY, PLACE: row; GROUP: the group's text */
} zhol_scope;

/** Closes every record: where the row comes from and how far it can be trusted. */
typedef struct zhol_origin {
    zhol_text source; /**< keys of the table of sources, separated by ';' */
    uint32_t grade;   /**< zhol_grade */
    uint32_t line;    /**< line of its table */
    uint32_t is_mine; /**< 1: the user's own row */
} zhol_origin;

/* Dates are whole numbers yyyymmdd (20260131), 0: not given; years 0: not given. */

typedef struct zhol_economy {
    zhol_text iso3, iso2, name_en, name_kk, name_ru, name_zh, aliases;
    uint32_t is_landlocked, region;
    zhol_origin origin;
} zhol_economy;

typedef struct zhol_membership {
    zhol_text group, name;
    zhol_ref economy;
    uint32_t from_date, to_date; /**< member while from <= date < to */
    zhol_origin origin;
} zhol_membership;

typedef struct zhol_place {
    double lon, lat;
    double population; /**< people, or ZHOL_NOT_GIVEN */
    zhol_text id, name_en, name_local, name_kk, name_ru, name_zh, aliases, unlocode;
    uint32_t kind, ocean;
    zhol_ref economy; /**< ZHOL_NO_ROW for a sea waypoint */
    zhol_origin origin;
} zhol_place;

typedef struct zhol_link {
    double length_km, electrified_share, capacity;
    zhol_text id, capacity_unit;
    zhol_ref from, to;
    uint32_t mode, gauge_mm, tracks, line_class, direction;
    zhol_ref pass; /**< or ZHOL_NO_ROW */
    uint32_t state, open_year, close_year;
    zhol_origin origin;
} zhol_link;

typedef struct zhol_pass {
    double dwell_h, dwell_cv, toll_per_feu, toll_per_t, max_draught_m;
    zhol_text id, name_en, currency;
    uint32_t kind, state, year;
    uint32_t season_from, season_to; /**< mmdd, 0: all year */
    zhol_origin origin;
} zhol_pass;

typedef struct zhol_status_row {
    uint32_t what, state, from_date, to_date; /**< in force while from <= date < to */
    zhol_ref ref; /**< row of the link, place, pass or economy */
    zhol_text note;
    zhol_origin origin;
} zhol_status_row;

typedef struct zhol_procedure {
    double mean_h, cv, cost;
    zhol_scope at, other;
    uint32_t what, mode, direction, cargo, service_class;
    uint32_t gauge_from_mm, gauge_to_mm, year, regime, cost_unit;
    zhol_text currency;
    zhol_origin origin;
} zhol_procedure;

typedef struct zhol_service {
    double headway_h, cut_off_h;
    zhol_text id, operator_name;
    uint32_t mode, service_class, from_year, to_year;
    uint32_t first_stop, n_stops; /**< in zhol_world_stops() */
    zhol_origin origin;
} zhol_service;

#endif
