/* SPDX-License-Identifier: Apache-2.0 */
#include "world/schema.h"

#include <assert.h>
#include <string.h>
#include <zhol/facts.h>
#include <zhol/world.h>

#include "base/hash.h"
#include "net/words.h"
#include "world/parameters.h"

#define X(name, word) word,
static const char *const effect_what_words[] = { "", ZHOL_WHAT_LIST(X) };
#undef X

/* Words of world.h, and those that differ from the enum's own. */
static const char *const yes_no_words[] = { "0", "1" };
static const char *const carrier_words[] = { "electricity", "diesel", "fuel_oil" };
static const char *const energy_unit_words[] = { "kwh", "g" };
static const char *const speed_unit_words[] = { "km_h", "km_day" };
static const char *const commodity_words[ZHOL_N_CARGOS] = { [ZHOL_CARGO_ANY] = "general",
    [ZHOL_CARGO_BULK] = "bulk",
    [ZHOL_CARGO_REEFER] = "reefer",
    [ZHOL_CARGO_DANGEROUS] = "dangerous" };

#define N(array)  ((uint32_t) (sizeof(array) / sizeof(array)[0]))
#define BIT(x)    (1u << (x))
#define ALL       UINT32_MAX
#define MODES     (ALL & ~BIT(ZHOL_MODE_ANY)) /* a mode, not "any" */
#define OPEN_SHUT (BIT(ZHOL_STATE_OPEN) | BIT(ZHOL_STATE_CLOSED))
#define BUILT     (OPEN_SHUT | BIT(ZHOL_STATE_PLANNED))
#define DATED     (OPEN_SHUT | BIT(ZHOL_STATE_RESTRICTED))
#define WAYS      (BIT(ZHOL_DIRECTION_BOTH) | BIT(ZHOL_DIRECTION_FORWARD))
#define SIDES     (BIT(ZHOL_DIRECTION_ANY) | BIT(ZHOL_DIRECTION_IN) | BIT(ZHOL_DIRECTION_OUT))

/* One line per column. R in front: the field must be filled in. */
#define AT(member) .at = offsetof(RECORD, member)
#define TEXT(member, form) \
    .kind = ZI_COLUMN_TEXT, AT(member), .pattern = ZI_PATTERN_##form
#define NUMBER(member, lo, hi) \
    .kind = ZI_COLUMN_NUMBER, AT(member), .min = (lo), .max = (hi)
#define WHOLE(member, lo, hi) \
    .kind = ZI_COLUMN_WHOLE, AT(member), .min = (lo), .max = (hi)
#define YEAR(member)      WHOLE(member, 1900, 2100)
#define GAUGE(member)     .kind = ZI_COLUMN_GAUGE, AT(member)
#define DATE(member)      .kind = ZI_COLUMN_DATE, AT(member)
#define MONTH_DAY(member) .kind = ZI_COLUMN_MONTH_DAY, AT(member)
#define WORD(member, list, bits)                                             \
    .kind = ZI_COLUMN_WORD, AT(member), .words = (list), .n_words = N(list), \
    .mask = (bits)
#define REF(member, table) .kind = ZI_COLUMN_REF, AT(member), .to = ZI_TABLE_##table
#define SCOPE(member)      .kind = ZI_COLUMN_SCOPE, AT(member)
#define REQUIRED           .is_required = true
#define ORIGIN                                                            \
    { "source", .kind = ZI_COLUMN_SOURCES, AT(origin.source), REQUIRED }, \
    {                                                                     \
        "grade", WORD(origin.grade, zi_grade_words, ALL), REQUIRED        \
    }

#define RECORD zhol_source
static const zi_column source_columns[] = {
    { "key", TEXT(key, ID), REQUIRED },
    { "citation", TEXT(citation, ANY), REQUIRED },
    { "address", TEXT(address, ANY), REQUIRED },
    { "licence", TEXT(licence, ANY), REQUIRED },
    { "seen", DATE(seen_date), REQUIRED },
};
#undef RECORD

#define RECORD zhol_economy
static const zi_column economy_columns[] = {
    { "iso3", TEXT(iso3, UPPER_3), REQUIRED },
    { "iso2", TEXT(iso2, UPPER_2), REQUIRED },
    { "name_en", TEXT(name_en, ANY), REQUIRED },
    { "name_kk", TEXT(name_kk, ANY) },
    { "name_ru", TEXT(name_ru, ANY) },
    { "name_zh", TEXT(name_zh, ANY) },
    { "aliases", .kind = ZI_COLUMN_TEXTS, AT(aliases) },
    { "landlocked", WORD(is_landlocked, yes_no_words, ALL), REQUIRED },
    { "region", WORD(region, zi_region_words, ALL & ~BIT(ZHOL_REGION_NONE)), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_membership
static const zi_column group_columns[] = {
    { "group", TEXT(group, GROUP), REQUIRED },
    { "name", TEXT(name, ANY), REQUIRED },
    { "iso3", REF(economy, ECONOMIES), REQUIRED },
    { "from", DATE(from_date), REQUIRED },
    { "to", DATE(to_date) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_place
static const zi_column place_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "kind", WORD(kind, zi_place_kind_words, ALL), REQUIRED },
    { "name_en", TEXT(name_en, ANY), REQUIRED },
    { "name_local", TEXT(name_local, ANY) },
    { "name_kk", TEXT(name_kk, ANY) },
    { "name_ru", TEXT(name_ru, ANY) },
    { "name_zh", TEXT(name_zh, ANY) },
    { "aliases", .kind = ZI_COLUMN_TEXTS, AT(aliases) },
    { "iso3", REF(economy, ECONOMIES) },
    { "lon", NUMBER(lon, -180, 180), REQUIRED },
    { "lat", NUMBER(lat, -90, 90), REQUIRED },
    { "ocean", WORD(ocean, zi_ocean_words, ALL) },
    { "unlocode", TEXT(unlocode, UNLOCODE) },
    { "population", NUMBER(population, 0, 1e9) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_link
static const zi_column link_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "from", REF(from, PLACES), REQUIRED },
    { "to", REF(to, PLACES), REQUIRED },
    { "mode", WORD(mode, zi_mode_words, MODES), REQUIRED },
    { "length_km", NUMBER(length_km, 0.01, 50000), REQUIRED },
    { "gauge_mm", GAUGE(gauge_mm) },
    { "tracks", WHOLE(tracks, 1, 20) },
    { "electrified_share", NUMBER(electrified_share, 0, 1) },
    { "line_class", WORD(line_class, zi_line_class_words, ALL) },
    { "capacity", NUMBER(capacity, 0, 1e9) },
    { "capacity_unit", TEXT(capacity_unit, ID) },
    { "direction", WORD(direction, zi_direction_words, WAYS), REQUIRED },
    { "pass", REF(pass, PASSES) },
    { "status", WORD(state, zi_state_words, BUILT), REQUIRED },
    { "open_year", YEAR(open_year) },
    { "close_year", YEAR(close_year) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_pass
static const zi_column pass_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "name_en", TEXT(name_en, ANY), REQUIRED },
    { "kind", WORD(kind, zi_pass_kind_words, ALL), REQUIRED },
    { "state", WORD(state, zi_state_words, OPEN_SHUT), REQUIRED },
    { "dwell_h", NUMBER(dwell_h, 0, 10000) },
    { "dwell_cv", NUMBER(dwell_cv, 0, 10) },
    { "toll_per_feu", NUMBER(toll_per_feu, 0, 1e9) },
    { "toll_per_t", NUMBER(toll_per_t, 0, 1e9) },
    { "currency", TEXT(currency, UPPER_3) },
    { "year", YEAR(year) },
    { "max_draught_m", NUMBER(max_draught_m, 0, 100) },
    { "season_from", MONTH_DAY(season_from) },
    { "season_to", MONTH_DAY(season_to) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_status_row
static const zi_column status_columns[] = {
    { "what", WORD(what, zi_status_what_words, ALL), REQUIRED },
    { "id", .kind = ZI_COLUMN_STATUS_REF, AT(ref), REQUIRED },
    { "state", WORD(state, zi_state_words, DATED), REQUIRED },
    { "from", DATE(from_date) },
    { "to", DATE(to_date) },
    { "note", TEXT(note, ANY) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_procedure
static const zi_column procedure_columns[] = {
    { "at", SCOPE(at), REQUIRED },
    { "other", SCOPE(other), REQUIRED },
    { "what", WORD(what, zi_what_words, ALL), REQUIRED },
    { "mode", WORD(mode, zi_mode_words, ALL), REQUIRED },
    { "direction", WORD(direction, zi_direction_words, SIDES), REQUIRED },
    { "goods", WORD(cargo, zi_cargo_words, ALL), REQUIRED },
    { "class", WORD(service_class, zi_service_class_words, ALL) },
    { "gauge_from_mm", GAUGE(gauge_from_mm) },
    { "gauge_to_mm", GAUGE(gauge_to_mm) },
    { "year", YEAR(year) },
    { "regime", WORD(regime, zi_regime_words, ALL), REQUIRED },
    { "mean_h", NUMBER(mean_h, 0, 10000), REQUIRED },
    { "cv", NUMBER(cv, 0, 10) },
    { "cost", NUMBER(cost, 0, 1e12) },
    { "currency", TEXT(currency, UPPER_3) },
    { "cost_unit", WORD(cost_unit, zi_unit_words, ALL) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_service
static const zi_column service_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "operator", TEXT(operator_name, ANY), REQUIRED },
    { "mode", WORD(mode, zi_mode_words, MODES), REQUIRED },
    { "class", WORD(service_class, zi_service_class_words, ALL & ~BIT(ZHOL_CLASS_ANY)),
        REQUIRED },
    { "stops", .kind = ZI_COLUMN_SCOPES, AT(first_stop), REQUIRED },
    { "headway_h", NUMBER(headway_h, 0.01, 10000), REQUIRED },
    { "cut_off_h", NUMBER(cut_off_h, 0, 10000) },
    { "from_year", YEAR(from_year) },
    { "to_year", YEAR(to_year) },
    ORIGIN,
};
_Static_assert(offsetof(zhol_service, n_stops)
                   == offsetof(zhol_service, first_stop) + sizeof(uint32_t),
    "ZI_COLUMN_SCOPES is two members in a row");
#undef RECORD

#define RECORD zhol_rate
static const zi_column rate_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "mode", WORD(mode, zi_mode_words, MODES), REQUIRED },
    { "class", WORD(service_class, zi_service_class_words, ALL) },
    { "at", SCOPE(at), REQUIRED },
    { "line_class", WORD(line_class, zi_line_class_words, ALL) },
    { "direction",
        WORD(direction, zi_direction_words, WAYS | BIT(ZHOL_DIRECTION_BACKWARD)),
        REQUIRED },
    { "unit", WORD(unit, zi_unit_words, ALL & ~BIT(ZHOL_UNIT_SHIPMENT)), REQUIRED },
    { "year", YEAR(year) },
    { "fixed", NUMBER(fixed, 0, 1e12) },
    { "per_km", NUMBER(per_km, 0, 1e9) },
    { "per_h", NUMBER(per_h, 0, 1e9) },
    { "currency", TEXT(currency, UPPER_3), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_speed
static const zi_column speed_columns[] = {
    { "mode", WORD(mode, zi_mode_words, MODES), REQUIRED },
    { "class", WORD(service_class, zi_service_class_words, ALL) },
    { "at", SCOPE(at), REQUIRED },
    { "line_class", WORD(line_class, zi_line_class_words, ALL) },
    { "year", YEAR(year) },
    { "speed", NUMBER(speed, 0.1, 30000), REQUIRED },
    { "unit", WORD(is_per_day, speed_unit_words, ALL), REQUIRED },
    { "cv", NUMBER(cv, 0, 10) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_emission
static const zi_column emission_columns[] = {
    { "mode", WORD(mode, zi_mode_words, MODES), REQUIRED },
    { "class", WORD(service_class, zi_service_class_words, ALL) },
    { "at", SCOPE(at), REQUIRED },
    { "carrier", WORD(carrier, carrier_words, ALL), REQUIRED },
    { "use_per_tkm", NUMBER(use_per_tkm, 0, 1e6), REQUIRED },
    { "unit", WORD(unit, energy_unit_words, ALL), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_energy
static const zi_column energy_columns[] = {
    { "carrier", WORD(carrier, carrier_words, ALL), REQUIRED },
    { "at", SCOPE(at), REQUIRED },
    { "year", YEAR(year) },
    { "unit", WORD(unit, energy_unit_words, ALL), REQUIRED },
    { "wtw_g", NUMBER(wtw_g, 0, 1e5), REQUIRED },
    { "ttw_g", NUMBER(ttw_g, 0, 1e5), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_commodity
static const zi_column commodity_columns[] = {
    { "hs", TEXT(hs, HS), REQUIRED },
    { "name_en", TEXT(name_en, ANY), REQUIRED },
    { "class", WORD(cargo, commodity_words, ALL), REQUIRED },
    { "value_usd_per_t", NUMBER(value_usd_per_t, 0, 1e9) },
    { "year", YEAR(year) },
    { "value_of_time_pct_per_day", NUMBER(value_of_time_pct_per_day, 0, 100) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_currency
static const zi_column currency_columns[] = {
    { "code", TEXT(code, UPPER_3), REQUIRED },
    { "year", YEAR(year), REQUIRED },
    { "per_usd", NUMBER(per_usd, 1e-9, 1e12), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_deflator
static const zi_column deflator_columns[] = {
    { "year", YEAR(year), REQUIRED },
    { "index", NUMBER(index, 1e-6, 1e6), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_parameter
static const zi_column parameter_columns[] = {
    { "name", TEXT(name, ID), REQUIRED },
    { "value", NUMBER(value, -1e12, 1e12), REQUIRED },
    { "lo", NUMBER(lo, -1e12, 1e12), REQUIRED },
    { "hi", NUMBER(hi, -1e12, 1e12), REQUIRED },
    { "unit", TEXT(unit, ANY), REQUIRED },
    { "year", YEAR(year) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_figure
static const zi_column figure_columns[] = {
    { "iso3", REF(economy, ECONOMIES), REQUIRED },
    { "indicator", TEXT(indicator, ID), REQUIRED },
    { "year", YEAR(year), REQUIRED },
    { "value", NUMBER(value, 0, 1e18), REQUIRED },
    { "vintage", TEXT(vintage, ID), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_trade_row
static const zi_column trade_columns[] = {
    { "reporter", REF(reporter, ECONOMIES), REQUIRED },
    { "partner", REF(partner, ECONOMIES) },
    { "flow", WORD(flow, zi_flow_words, ALL), REQUIRED },
    { "hs", TEXT(hs, HS) },
    { "year", YEAR(year), REQUIRED },
    { "value_usd", NUMBER(value_usd, 0, 1e16), REQUIRED },
    { "vintage", TEXT(vintage, ID), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_processing
static const zi_column processing_columns[] = {
    { "hs", TEXT(hs, HS), REQUIRED },
    { "stage", WORD(stage, zi_stage_words, ALL & ~BIT(ZHOL_STAGE_UNKNOWN)), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_agreement
static const zi_column agreement_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "kind", WORD(kind, zi_agreement_kind_words, ALL), REQUIRED },
    { "title", TEXT(title, ANY), REQUIRED },
    { "parties", .kind = ZI_COLUMN_SCOPES, AT(first_party), REQUIRED },
    { "signed", DATE(signed_date) },
    { "in_force", DATE(in_force) },
    { "ended", DATE(ended) },
    { "note", TEXT(note, ANY) },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_document
static const zi_column document_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "edifact", TEXT(edifact, ANY) },
    { "name_en", TEXT(name_en, ANY), REQUIRED },
    { "name_ru", TEXT(name_ru, ANY) },
    { "name_zh", TEXT(name_zh, ANY) },
    { "issuer", TEXT(issuer, ANY) },
    { "issued_in", WORD(issued_in, zi_issued_words, ALL) },
    { "purpose", TEXT(purpose, ANY), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_rule
static const zi_column rule_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "hs", .kind = ZI_COLUMN_TEXTS, AT(hs) },
    { "from", SCOPE(from) },
    { "to", SCOPE(to) },
    { "via", SCOPE(via) },
    { "borders", .kind = ZI_COLUMN_SCOPES, AT(first_border) },
    { "mode", WORD(mode, zi_mode_words, ALL) },
    { "regime", WORD(customs, zi_customs_words, ALL) },
    { "origin_region", .kind = ZI_COLUMN_TEXTS, AT(origin_region) },
    { "establishment_registered", WORD(establishment_registered, zi_truth_words, ALL) },
    { "wood_packaging", WORD(wood_packaging, zi_truth_words, ALL) },
    { "temperature", WORD(temperature, zi_temperature_words, ALL) },
    { "dangerous", WORD(dangerous, zi_truth_words, ALL) },
    { "value_from_usd", NUMBER(value_from_usd, 0, 1e12) },
    { "valid_from", DATE(valid_from) },
    { "valid_to", DATE(valid_to) },
    { "effect", WORD(effect, zi_rule_effect_words, ALL), REQUIRED },
    { "document", REF(document, DOCUMENTS) },
    { "inspection_share", NUMBER(inspection_share, 0, 1) },
    { "hours_mean", NUMBER(hours_mean, 0, 10000) },
    { "hours_cv", NUMBER(hours_cv, 0, 10) },
    { "fee", NUMBER(fee, 0, 1e12) },
    { "currency", TEXT(currency, UPPER_3) },
    { "lead_days_p50", NUMBER(lead_days_p50, 0, 10000) },
    { "lead_days_p90", NUMBER(lead_days_p90, 0, 10000) },
    { "depends_on", .kind = ZI_COLUMN_TEXTS, AT(depends_on) },
    { "agreement", REF(agreement, AGREEMENTS) },
    { "text", TEXT(text, ANY), REQUIRED },
    { "question", TEXT(question, ANY) },
    { "checked_on", DATE(checked_on), REQUIRED },
    ORIGIN,
};
_Static_assert(N(rule_columns) <= 32, "sets of columns are 32 bits");
#undef RECORD

#define RECORD zhol_duty
static const zi_column duty_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "hs", .kind = ZI_COLUMN_TEXTS, AT(hs) },
    { "importer", SCOPE(importer), REQUIRED },
    { "origin", SCOPE(from), REQUIRED },
    { "valid_from", DATE(valid_from) },
    { "valid_to", DATE(valid_to) },
    { "duty_pct", NUMBER(duty_pct, 0, 3000) },
    { "duty_per_kg", NUMBER(duty_per_kg, 0, 1e6) },
    { "currency", TEXT(currency, UPPER_3) },
    { "vat_pct", NUMBER(vat_pct, 0, 100) },
    { "other_pct", NUMBER(other_pct, 0, 1000) },
    { "other_name", TEXT(other_name, ANY) },
    { "agreement", REF(agreement, AGREEMENTS) },
    { "text", TEXT(text, ANY), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_parcel
static const zi_column parcel_columns[] = {
    { "importer", SCOPE(importer), REQUIRED },
    { "valid_from", DATE(valid_from) },
    { "valid_to", DATE(valid_to) },
    { "free_value", NUMBER(free_value, 0, 1e9) },
    { "free_mass_kg", NUMBER(free_mass_kg, 0, 1e6) },
    { "currency", TEXT(currency, UPPER_3), REQUIRED },
    { "over_duty_pct", NUMBER(over_duty_pct, 0, 3000) },
    { "over_per_kg", NUMBER(over_per_kg, 0, 1e6) },
    { "vat_pct", NUMBER(vat_pct, 0, 100) },
    { "vat_free_value", NUMBER(vat_free_value, 0, 1e9) },
    { "text", TEXT(text, ANY), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_programme
static const zi_column programme_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "name_en", TEXT(name_en, ANY), REQUIRED },
    { "owner", REF(owner, ECONOMIES) },
    { "start_year", YEAR(start_year) },
    { "text", TEXT(text, ANY), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_project
static const zi_column project_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "name_en", TEXT(name_en, ANY), REQUIRED },
    { "programmes", .kind = ZI_COLUMN_TEXTS, AT(programmes) },
    { "builder", REF(builder, ECONOMIES) },
    { "partner", REF(partner, ECONOMIES) },
    { "kind", WORD(kind, zi_project_kind_words, ALL), REQUIRED },
    { "line", TEXT(line, ID) },
    { "side", TEXT(side, ID) },
    { "start_year", YEAR(start_year) },
    { "open_year", YEAR(open_year) },
    { "state", WORD(state, zi_project_state_words, ALL), REQUIRED },
    { "cost", NUMBER(cost, 0, 1e15) },
    { "currency", TEXT(currency, UPPER_3) },
    { "cost_year", YEAR(cost_year) },
    { "text", TEXT(text, ANY), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_effect
static const zi_column effect_columns[] = {
    { "project", REF(project, PROJECTS), REQUIRED },
    { "what", WORD(change, zi_change_words, ALL), REQUIRED },
    { "link", REF(link, LINKS) },
    { "at", SCOPE(at) },
    { "other", SCOPE(other) },
    { "procedure", WORD(what, effect_what_words, ALL) },
    { "mode", WORD(mode, zi_mode_words, ALL) },
    { "direction", WORD(direction, zi_direction_words, SIDES) },
    { "factor", NUMBER(factor, 0.001, 1000) },
    { "text", TEXT(text, ANY), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_claim
static const zi_column claim_columns[] = {
    { "id", TEXT(id, ID), REQUIRED },
    { "number", WHOLE(number, 1, 1000), REQUIRED },
    { "said", TEXT(said, ANY), REQUIRED },
    { "shows", TEXT(shows, ANY), REQUIRED },
    ORIGIN,
};
#undef RECORD

#define RECORD zhol_check
static const zi_column check_columns[] = {
    { "claim", REF(claim, CLAIMS), REQUIRED },
    { "step", WHOLE(step, 1, 1000), REQUIRED },
    { "basis", TEXT(basis, ANY), REQUIRED },
    { "compute", TEXT(compute, ID), REQUIRED },
    { "arguments", .kind = ZI_COLUMN_TEXTS, AT(arguments) },
    { "lo", NUMBER(lo, 0, 1e18) },
    { "hi", NUMBER(hi, 0, 1e18) },
    { "unit", TEXT(unit, ANY) },
    ORIGIN,
};
#undef RECORD

#define TABLE(word, record, list, key, replaced)                          \
    {                                                                     \
        .name = (word), .record_size = sizeof(record), .columns = (list), \
        .n_columns = N(list), .n_key = (key), .is_replaced = (replaced),  \
        .line_at = offsetof(record, origin.line),                         \
        .mine_at = offsetof(record, origin.is_mine)                       \
    }

static const zi_schema tables[ZI_N_TABLES] = {
    [ZI_TABLE_SOURCES] = { .name = "sources",
        .record_size = sizeof(zhol_source),
        .columns = source_columns,
        .n_columns = N(source_columns),
        .n_key = 1,
        .is_replaced = false,
        .line_at = offsetof(zhol_source, line),
        .mine_at = offsetof(zhol_source, is_mine) },
    [ZI_TABLE_ECONOMIES] = TABLE("economies", zhol_economy, economy_columns, 1, true),
    [ZI_TABLE_GROUPS] = TABLE("groups", zhol_membership, group_columns, 0, false),
    [ZI_TABLE_PLACES] = TABLE("places", zhol_place, place_columns, 1, true),
    [ZI_TABLE_LINKS] = TABLE("links", zhol_link, link_columns, 1, true),
    [ZI_TABLE_PASSES] = TABLE("passes", zhol_pass, pass_columns, 1, true),
    [ZI_TABLE_STATUS] = TABLE("status", zhol_status_row, status_columns, 0, false),
    [ZI_TABLE_PROCEDURES] =
        TABLE("procedures", zhol_procedure, procedure_columns, 11, false),
    [ZI_TABLE_SERVICES] = TABLE("services", zhol_service, service_columns, 1, true),
    [ZI_TABLE_RATES] = TABLE("rates", zhol_rate, rate_columns, 1, true),
    [ZI_TABLE_SPEEDS] = TABLE("speeds", zhol_speed, speed_columns, 5, false),
    [ZI_TABLE_EMISSIONS] = TABLE("emissions", zhol_emission, emission_columns, 4, false),
    [ZI_TABLE_ENERGY] = TABLE("energy", zhol_energy, energy_columns, 3, false),
    [ZI_TABLE_COMMODITIES] =
        TABLE("commodities", zhol_commodity, commodity_columns, 1, true),
    [ZI_TABLE_CURRENCIES] = TABLE("currencies", zhol_currency, currency_columns, 2, true),
    [ZI_TABLE_DEFLATORS] = TABLE("deflators", zhol_deflator, deflator_columns, 1, true),
    [ZI_TABLE_PARAMETERS] =
        TABLE("parameters", zhol_parameter, parameter_columns, 1, true),
    [ZI_TABLE_FIGURES] = TABLE("figures", zhol_figure, figure_columns, 0, false),
    [ZI_TABLE_TRADE] = TABLE("trade", zhol_trade_row, trade_columns, 0, false),
    [ZI_TABLE_PROCESSING] =
        TABLE("processing", zhol_processing, processing_columns, 1, true),
    [ZI_TABLE_AGREEMENTS] =
        TABLE("agreements", zhol_agreement, agreement_columns, 1, true),
    [ZI_TABLE_DOCUMENTS] = TABLE("documents", zhol_document, document_columns, 1, true),
    [ZI_TABLE_RULES] = TABLE("rules", zhol_rule, rule_columns, 1, true),
    [ZI_TABLE_DUTIES] = TABLE("duties", zhol_duty, duty_columns, 1, true),
    [ZI_TABLE_PARCELS] = TABLE("parcels", zhol_parcel, parcel_columns, 2, true),
    [ZI_TABLE_PROGRAMMES] =
        TABLE("programmes", zhol_programme, programme_columns, 1, true),
    [ZI_TABLE_PROJECTS] = TABLE("projects", zhol_project, project_columns, 1, true),
    [ZI_TABLE_EFFECTS] = TABLE("effects", zhol_effect, effect_columns, 8, true),
    [ZI_TABLE_CLAIMS] = TABLE("claims", zhol_claim, claim_columns, 1, true),
    [ZI_TABLE_CHECKS] = TABLE("checks", zhol_check, check_columns, 2, true),
};

static const uint32_t gauges_mm[] = { 1000, 1067, 1435, 1520, 1524, 1600, 1668, 1676 };
const char *const zi_gauges_text = "1000 1067 1435 1520 1524 1600 1668 1676";

const zi_schema *
zi_schema_of(uint32_t table)
{
    assert(table < ZI_N_TABLES);
    return &tables[table];
}

uint32_t
zi_schema_column(const zi_schema *s, const char *name)
{
    uint32_t i = 0;

    while (i < s->n_columns && strcmp(s->columns[i].name, name) != 0) {
        i++;
    }
    return i;
}

static uint64_t
column_hash(const zi_column *c, uint64_t hash)
{
    const uint32_t numbers[] = { (uint32_t) c->kind, c->at, (uint32_t) c->to,
        c->n_words };

    hash = zi_hash(c->name, strlen(c->name), hash);
    hash = zi_hash(numbers, sizeof numbers, hash);
    for (uint32_t i = 0; i < c->n_words; i++) {
        const char *word = c->words[i] ? c->words[i] : "";
        hash = zi_hash(word, strlen(word), hash);
    }
    return hash;
}

uint64_t
zi_schema_hash(void)
{
    uint64_t hash = 0;

    for (uint32_t t = 0; t < ZI_N_TABLES; t++) {
        hash = zi_hash(tables[t].name, strlen(tables[t].name), hash);
        hash = zi_hash(&tables[t].record_size, sizeof tables[t].record_size, hash);
        for (uint32_t i = 0; i < tables[t].n_columns; i++) {
            hash = column_hash(&tables[t].columns[i], hash);
        }
    }
    for (uint32_t p = 0; p < ZI_N_PARAMS; p++) {
        const char *name = zi_parameter_name(p);
        hash = zi_hash(name, strlen(name), hash);
    }
    return hash;
}

static bool
is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* May the i-th character of a text of this form be c? */
static bool
may_be(zi_pattern pattern, size_t i, char c)
{
    switch (pattern) {
    case ZI_PATTERN_ID:
        return is_lower(c) || (i > 0 && (is_digit(c) || c == '_'));
    case ZI_PATTERN_UPPER_2:
    case ZI_PATTERN_UPPER_3:
        return is_upper(c);
    case ZI_PATTERN_UNLOCODE:
        return is_upper(c) || (i >= 2 && is_digit(c));
    case ZI_PATTERN_HS:
        return is_digit(c);
    case ZI_PATTERN_GROUP:
        return is_upper(c) || is_lower(c)
               || (i > 0 && (is_digit(c) || c == '_' || c == '-'));
    case ZI_PATTERN_ANY:
        break;
    }
    return true;
}

static bool
is_length(zi_pattern pattern, size_t n)
{
    switch (pattern) {
    case ZI_PATTERN_UPPER_2:
        return n == 2;
    case ZI_PATTERN_UPPER_3:
        return n == 3;
    case ZI_PATTERN_UNLOCODE:
        return n == 5;
    case ZI_PATTERN_HS:
        return n == 2 || n == 4 || n == 6;
    case ZI_PATTERN_ID:
    case ZI_PATTERN_GROUP:
        return n <= 63;
    case ZI_PATTERN_ANY:
        break;
    }
    return true;
}

bool
zi_pattern_fits(zi_pattern pattern, const char *text, size_t n)
{
    bool fits = n == 0 || is_length(pattern, n);

    for (size_t i = 0; i < n && fits; i++) {
        fits = may_be(pattern, i, text[i]);
    }
    return fits;
}

const char *
zi_pattern_text(zi_pattern pattern)
{
    static const char *const texts[] = {
        [ZI_PATTERN_ANY] = "any text",
        [ZI_PATTERN_ID] = "lower-case letters, digits and _, a letter first, at most 63",
        [ZI_PATTERN_UPPER_2] = "two capital letters",
        [ZI_PATTERN_UPPER_3] = "three capital letters",
        [ZI_PATTERN_UNLOCODE] = "five letters without a space, as KZALA",
        [ZI_PATTERN_HS] = "2, 4 or 6 digits",
        [ZI_PATTERN_GROUP] = "letters, digits, _ and -, a letter first, at most 63",
    };
    return texts[pattern];
}

bool
zi_gauge_is_known(uint32_t gauge_mm)
{
    uint32_t i = 0;

    while (i < N(gauges_mm) && gauges_mm[i] != gauge_mm) {
        i++;
    }
    return i < N(gauges_mm);
}
