/* SPDX-License-Identifier: Apache-2.0 */
/** @file facts.h  What is known beside the network, as records: figures of economies and
 * their trade, papers and duties, projects of programmes, statements to be tested.
 *
 * Records are rows of tables (docs/tables.md), as in net.h: of fixed size, immutable,
 * shared by any number of threads.
 */
#ifndef ZHOL_FACTS_H
#define ZHOL_FACTS_H

#include <zhol/net.h>

#define ZHOL_FLOW_LIST(X)       \
    X(EXPORT, "export")         \
    X(IMPORT, "import")         \
    X(FDI_INFLOW, "fdi_inflow") \
    X(FDI_STOCK, "fdi_stock")   \
    X(FDI_CUMULATIVE, "fdi_cumulative")
#define ZHOL_STAGE_LIST(X) \
    X(UNKNOWN, "")         \
    X(RAW, "raw")          \
    X(SEMI, "semi")        \
    X(FINISHED, "finished")
#define ZHOL_AGREEMENT_KIND_LIST(X) \
    X(TREATY, "treaty")             \
    X(AGREEMENT, "agreement")       \
    X(PROTOCOL, "protocol")         \
    X(MEMORANDUM, "memorandum")     \
    X(ACCESSION, "accession")       \
    X(ANNOUNCEMENT, "announcement") \
    X(PROGRAMME, "programme")
#define ZHOL_ISSUED_LIST(X)       \
    X(ANYWHERE, "")               \
    X(ORIGIN, "origin")           \
    X(TRANSIT, "transit")         \
    X(DESTINATION, "destination") \
    X(CARRIER, "carrier")         \
    X(TRADER, "trader")
#define ZHOL_CUSTOMS_LIST(X) \
    X(ANY, "any")            \
    X(EXPORT, "export")      \
    X(IMPORT, "import")      \
    X(TRANSIT, "transit")
#define ZHOL_TRUTH_LIST(X) \
    X(UNKNOWN, "")         \
    X(YES, "yes")          \
    X(NO, "no")
#define ZHOL_TEMPERATURE_LIST(X) \
    X(UNKNOWN, "")               \
    X(AMBIENT, "ambient")        \
    X(CHILLED, "chilled")        \
    X(FROZEN, "frozen")
#define ZHOL_EFFECT_LIST(X)       \
    X(REQUIRE, "require")         \
    X(FORBID, "forbid")           \
    X(RESTRICT_TO, "restrict_to") \
    X(INSPECT, "inspect")         \
    X(FEE, "fee")                 \
    X(ALTERNATIVE_OF, "alternative_of")
#define ZHOL_PROJECT_KIND_LIST(X) \
    X(HARD, "hard")               \
    X(SOFT, "soft")
#define ZHOL_PROJECT_STATE_LIST(X) \
    X(OPEN, "open")                \
    X(BUILDING, "building")        \
    X(PLANNED, "planned")
#define ZHOL_CHANGE_LIST(X)             \
    X(LINK, "link")                     \
    X(LINK_TIME, "link_time")           \
    X(LINK_COST, "link_cost")           \
    X(PROCEDURE_TIME, "procedure_time") \
    X(PROCEDURE_COST, "procedure_cost")

#define X(name, word) ZHOL_FLOW_##name,
typedef enum zhol_flow { ZHOL_FLOW_LIST(X) ZHOL_N_FLOWS } zhol_flow;
#undef X
/** How far goods are worked: as they are grown or dug, to be worked further, ready. */
#define X(name, word) ZHOL_STAGE_##name,
typedef enum zhol_stage { ZHOL_STAGE_LIST(X) ZHOL_N_STAGES } zhol_stage;
#undef X
#define X(name, word) ZHOL_AGREEMENT_##name,
typedef enum zhol_agreement_kind {
    ZHOL_AGREEMENT_KIND_LIST(X) ZHOL_N_AGREEMENT_KINDS
} zhol_agreement_kind;
#undef X
#define X(name, word) ZHOL_ISSUED_##name,
typedef enum zhol_issued { ZHOL_ISSUED_LIST(X) ZHOL_N_ISSUEDS } zhol_issued;
#undef X
#define X(name, word) ZHOL_CUSTOMS_##name,
typedef enum zhol_customs { ZHOL_CUSTOMS_LIST(X) ZHOL_N_CUSTOMS } zhol_customs;
#undef X
/** Three-valued: a fact that nobody told is UNKNOWN, and becomes a question. */
#define X(name, word) ZHOL_TRUTH_##name,
typedef enum zhol_truth { ZHOL_TRUTH_LIST(X) ZHOL_N_TRUTHS } zhol_truth;
#undef X
#define X(name, word) ZHOL_TEMPERATURE_##name,
typedef enum zhol_temperature {
    ZHOL_TEMPERATURE_LIST(X) ZHOL_N_TEMPERATURES
} zhol_temperature;
#undef X
#define X(name, word) ZHOL_EFFECT_##name,
typedef enum zhol_rule_effect {
    ZHOL_EFFECT_LIST(X) ZHOL_N_RULE_EFFECTS
} zhol_rule_effect;
#undef X
#define X(name, word) ZHOL_PROJECT_##name,
typedef enum zhol_project_kind {
    ZHOL_PROJECT_KIND_LIST(X) ZHOL_N_PROJECT_KINDS
} zhol_project_kind;
#undef X
#define X(name, word) ZHOL_PROJECT_IS_##name,
typedef enum zhol_project_state {
    ZHOL_PROJECT_STATE_LIST(X) ZHOL_N_PROJECT_STATES
} zhol_project_state;
#undef X
#define X(name, word) ZHOL_CHANGE_##name,
typedef enum zhol_change { ZHOL_CHANGE_LIST(X) ZHOL_N_CHANGES } zhol_change;
#undef X

/** The word of the tables for one value. */
ZHOL_API const char *zhol_region_word(uint32_t region);
ZHOL_API const char *zhol_flow_word(uint32_t flow);
ZHOL_API const char *zhol_stage_word(uint32_t stage);
ZHOL_API const char *zhol_agreement_kind_word(uint32_t kind);
ZHOL_API const char *zhol_issued_word(uint32_t issued);
ZHOL_API const char *zhol_customs_word(uint32_t customs);
ZHOL_API const char *zhol_temperature_word(uint32_t temperature);
ZHOL_API const char *zhol_rule_effect_word(uint32_t effect);
ZHOL_API const char *zhol_project_kind_word(uint32_t kind);
ZHOL_API const char *zhol_project_state_word(uint32_t state);
ZHOL_API const char *zhol_change_word(uint32_t change);

/* Economies: figures, and dealings between two of them. Money is nominal. */

typedef struct zhol_figure {
    double value;
    zhol_ref economy;
    zhol_text indicator, vintage;
    uint32_t year;
    zhol_origin origin;
} zhol_figure;

typedef struct zhol_trade_row {
    double value_usd;
    zhol_ref reporter, partner; /**< partner ZHOL_NO_ROW: the whole world */
    zhol_text hs, vintage;      /**< hs "": all goods */
    uint32_t flow, year;
    zhol_origin origin;
} zhol_trade_row;

/** How far the goods of a HS code are worked; the longest beginning of a code wins. */
typedef struct zhol_processing {
    zhol_text hs;
    uint32_t stage; /**< zhol_stage */
    zhol_origin origin;
} zhol_processing;

/* Papers */

typedef struct zhol_agreement {
    zhol_text id, title, note;
    uint32_t kind, signed_date, in_force, ended;
    uint32_t first_party, n_parties; /**< in zhol_world_stops() */
    zhol_origin origin;
} zhol_agreement;

typedef struct zhol_document {
    zhol_text id, edifact, name_en, name_ru, name_zh, issuer, purpose;
    uint32_t issued_in;
    zhol_origin origin;
} zhol_document;

typedef struct zhol_rule {
    double value_from_usd, inspection_share, hours_mean, hours_cv, fee;
    double lead_days_p50, lead_days_p90;
    zhol_scope from, to, via;
    zhol_text id, hs, origin_region, currency, depends_on, text, question;
    uint32_t first_border, n_borders; /**< in zhol_world_stops() */
    uint32_t mode, customs;           /**< zhol_mode, zhol_customs */
    uint32_t establishment_registered, wood_packaging, dangerous; /**< zhol_truth */
    uint32_t temperature, effect;
    uint32_t valid_from, valid_to; /**< in force while from <= date < to; 0: always */
    zhol_ref document, agreement;  /**< or ZHOL_NO_ROW */
    uint32_t checked_on;
    zhol_origin origin;
} zhol_rule;

/** One direction of a link that a rule about the goods bars (zhol_papers_new()). */
typedef struct zhol_bar {
    zhol_ref link, rule;
    uint32_t is_backward; /**< 1: from the link's `to` to its `from` */
} zhol_bar;

typedef struct zhol_duty {
    double duty_pct, duty_per_kg, vat_pct, other_pct;
    zhol_scope importer, from;
    zhol_text id, hs, currency, other_name, text;
    uint32_t valid_from, valid_to;
    zhol_ref agreement;
    zhol_origin origin;
} zhol_duty;

typedef struct zhol_parcel {
    double free_value, free_mass_kg, over_duty_pct, over_per_kg, vat_pct, vat_free_value;
    zhol_scope importer;
    zhol_text currency, text;
    uint32_t valid_from, valid_to;
    zhol_origin origin;
} zhol_parcel;

/* Projects */

typedef struct zhol_programme {
    zhol_text id, name_en, text;
    zhol_ref owner; /**< or ZHOL_NO_ROW: several */
    uint32_t start_year;
    zhol_origin origin;
} zhol_programme;

typedef struct zhol_project {
    double cost; /**< ZHOL_NOT_GIVEN: not found */
    zhol_text id, name_en, programmes, line, side, currency, text;
    zhol_ref builder, partner; /**< economies, or ZHOL_NO_ROW */
    uint32_t kind, state, start_year, open_year, cost_year;
    zhol_origin origin;
} zhol_project;

typedef struct zhol_effect {
    double factor; /**< with / without; ZHOL_NOT_GIVEN for a LINK */
    zhol_ref project, link;
    zhol_scope at, other;
    uint32_t change; /**< zhol_change */
    uint32_t what;   /**< zhol_what + 1; 0: every procedure */
    uint32_t mode, direction;
    zhol_text text;
    zhol_origin origin;
} zhol_effect;

/* Statements, and the computations that test them */

typedef struct zhol_claim {
    zhol_text id, said, shows;
    uint32_t number;
    zhol_origin origin;
} zhol_claim;

typedef struct zhol_check {
    double lo, hi; /**< the statement's figure lies between; ZHOL_NOT_GIVEN: no bound */
    zhol_ref claim;
    zhol_text basis, compute, arguments, unit;
    uint32_t step;
    zhol_origin origin;
} zhol_check;

#endif
