/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at a world: its sections, rows and texts. */
#include "world/inside.h"

#include <assert.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/mem.h"

uint32_t
zi_section_record_size(uint32_t section)
{
    static const uint32_t sizes[] = { sizeof(zhol_scope), sizeof(zi_name), 1,
        sizeof(zhol_berth) };

    assert(section < ZI_N_SECTIONS);
    return section < ZI_N_TABLES ? zi_schema_of(section)->record_size
                                 : sizes[section - ZI_N_TABLES];
}

void
zi_section_write(const zhol_world *w, uint32_t section, void *rows)
{
    const uint32_t n = w->section[section].n, size = zi_section_record_size(section);

    if (n > 0) {
        memcpy(rows, w->section[section].rows, (size_t) n * size);
    }
    for (uint32_t i = 0; section < ZI_N_TABLES && i < n; i++) {
        char *row = (char *) rows + (size_t) i * size;
        *zi_u32_at(row, zi_schema_of(section)->line_at) = 0;
    }
}

zhol_status
zi_section_checksum(const zhol_world *w, uint32_t section, uint64_t *out, zhol_error *err)
{
    const size_t n_bytes =
        (size_t) w->section[section].n * zi_section_record_size(section);
    char *rows = ZI_NEW(char, n_bytes);

    *out = 0;
    if (!rows) {
        return zi_fail(err, ZHOL_LIMIT, "memory is exhausted");
    }
    zi_section_write(w, section, rows);
    *out = zi_hash(rows, n_bytes, section);
    zi_free(rows);
    return ZHOL_OK;
}

uint64_t
zi_world_hash_of(const uint64_t checksum[ZI_N_SECTIONS])
{
    _Static_assert(
        ZI_SECTION_BERTHS == ZI_N_SECTIONS - 1, "what has no part in the hash");

    return zi_hash(checksum, ZI_SECTION_BERTHS * sizeof checksum[0], zi_schema_hash());
}

bool
zi_world_index_parameters(zhol_world *w)
{
    uint32_t n, n_found = 0;
    const zhol_parameter *rows = zhol_world_parameters(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const uint32_t p = zi_parameter_of(zhol_world_text(w, rows[i].name));
        if (p < ZI_N_PARAMS) {
            w->parameter[p] = i;
            n_found++;
        }
    }
    /* Names are unique in a checked world, so that counting is enough. */
    return n_found == ZI_N_PARAMS;
}

void
zhol_world_free(zhol_world *w)
{
    if (w) {
        for (uint32_t s = 0; s < ZI_N_SECTIONS; s++) {
            zi_free(w->owned[s]);
        }
        zi_file_unmap(&w->map);
        zi_free(w);
    }
}

const char *
zhol_world_text(const zhol_world *w, zhol_text text)
{
    assert(text < w->section[ZI_SECTION_TEXTS].n);
    return (const char *) w->section[ZI_SECTION_TEXTS].rows + text;
}

static const void *
rows_of(const zhol_world *w, uint32_t section, uint32_t *n)
{
    if (n) {
        *n = w->section[section].n;
    }
    return w->section[section].rows;
}

const zhol_source *
zhol_world_sources(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_SOURCES, n);
}

const zhol_economy *
zhol_world_economies(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_ECONOMIES, n);
}

const zhol_membership *
zhol_world_memberships(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_GROUPS, n);
}

const zhol_place *
zhol_world_places(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_PLACES, n);
}

const zhol_link *
zhol_world_links(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_LINKS, n);
}

const zhol_pass *
zhol_world_passes(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_PASSES, n);
}

const zhol_status_row *
zhol_world_statuses(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_STATUS, n);
}

const zhol_procedure *
zhol_world_procedures(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_PROCEDURES, n);
}

const zhol_service *
zhol_world_services(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_SERVICES, n);
}

const zhol_berth *
zhol_world_berths(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_SECTION_BERTHS, n);
}

zhol_berth_order
zhol_world_berth_order(const zhol_world *w)
{
    return (zhol_berth_order) w->berth_order;
}

const zhol_rate *
zhol_world_rates(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_RATES, n);
}

const zhol_speed *
zhol_world_speeds(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_SPEEDS, n);
}

const zhol_emission *
zhol_world_emissions(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_EMISSIONS, n);
}

const zhol_energy *
zhol_world_energies(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_ENERGY, n);
}

const zhol_commodity *
zhol_world_commodities(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_COMMODITIES, n);
}

const zhol_currency *
zhol_world_currencies(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_CURRENCIES, n);
}

const zhol_deflator *
zhol_world_deflators(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_DEFLATORS, n);
}

const zhol_parameter *
zhol_world_parameters(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_PARAMETERS, n);
}

const zhol_figure *
zhol_world_figures(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_FIGURES, n);
}

const zhol_trade_row *
zhol_world_trade(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_TRADE, n);
}

const zhol_processing *
zhol_world_processing(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_PROCESSING, n);
}

const zhol_agreement *
zhol_world_agreements(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_AGREEMENTS, n);
}

const zhol_document *
zhol_world_documents(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_DOCUMENTS, n);
}

const zhol_rule *
zhol_world_rules(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_RULES, n);
}

const zhol_duty *
zhol_world_duties(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_DUTIES, n);
}

const zhol_parcel *
zhol_world_parcels(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_PARCELS, n);
}

const zhol_programme *
zhol_world_programmes(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_PROGRAMMES, n);
}

const zhol_project *
zhol_world_projects(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_PROJECTS, n);
}

const zhol_effect *
zhol_world_effects(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_EFFECTS, n);
}

const zhol_claim *
zhol_world_claims(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_CLAIMS, n);
}

const zhol_check *
zhol_world_checks(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_TABLE_CHECKS, n);
}

const zhol_scope *
zhol_world_stops(const zhol_world *w, uint32_t *n)
{
    return rows_of(w, ZI_SECTION_STOPS, n);
}

uint32_t
zhol_world_n_tables(void)
{
    return ZI_N_TABLES;
}

const char *
zhol_world_table_name(uint32_t table)
{
    return zi_schema_of(table)->name;
}

uint32_t
zhol_world_table_rows(const zhol_world *w, uint32_t table)
{
    assert(table < ZI_N_TABLES);
    return w->section[table].n;
}

void
zhol_world_table_grades(
    const zhol_world *w, uint32_t table, uint32_t count[ZHOL_N_GRADES])
{
    const zi_schema *s = zi_schema_of(table);
    const uint32_t grade = zi_schema_column(s, "grade");

    memset(count, 0, ZHOL_N_GRADES * sizeof count[0]);
    for (uint32_t i = 0; grade < s->n_columns && i < w->section[table].n; i++) {
        count[zi_u32_of(zi_world_row(w, table, i), s->columns[grade].at)]++;
    }
}

const zhol_parameter *
zi_world_parameter(const zhol_world *w, zi_parameter parameter)
{
    assert(parameter < ZI_N_PARAMS);
    return zi_world_row(w, ZI_TABLE_PARAMETERS, w->parameter[parameter]);
}

uint32_t
zhol_world_data_year(const zhol_world *w)
{
    return (uint32_t) zi_world_parameter(w, ZI_PARAM_DATA_YEAR)->value;
}

uint32_t
zhol_world_base_year(const zhol_world *w)
{
    return (uint32_t) zi_world_parameter(w, ZI_PARAM_BASE_YEAR)->value;
}

uint64_t
zhol_world_hash(const zhol_world *w)
{
    return w->hash;
}

/* By exact text: the texts are sorted, so are the rows of a table by its first column. */

zhol_text
zi_world_text_of(const zhol_world *w, const char *word)
{
    const char *texts = w->section[ZI_SECTION_TEXTS].rows;
    uint32_t low = 0, high = w->section[ZI_SECTION_TEXTS].n;

    /* The word can only begin in [low, high), and low is where a text begins. */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        while (middle > low && texts[middle - 1] != '\0') {
            middle--;
        }
        const int order = strcmp(word, texts + middle);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + (uint32_t) strlen(texts + middle) + 1;
        }
    }
    return 0;
}

zhol_ref
zi_world_row_by_key(const zhol_world *w, uint32_t table, const char *key)
{
    const uint32_t at = zi_schema_of(table)->columns[0].at;
    const zhol_text text = zi_world_text_of(w, key);
    uint32_t low = 0, high = w->section[table].n;

    while (text != 0 && low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const zhol_text here = zi_u32_of(zi_world_row(w, table, middle), at);
        if (here == text) {
            return middle;
        }
        if (here < text) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return ZHOL_NO_ROW;
}

zhol_ref
zi_world_place_by_id(const zhol_world *w, const char *id)
{
    return zi_world_row_by_key(w, ZI_TABLE_PLACES, id);
}

zhol_ref
zi_world_economy_by_iso3(const zhol_world *w, const char *iso3)
{
    return zi_world_row_by_key(w, ZI_TABLE_ECONOMIES, iso3);
}

zhol_ref
zi_world_link_by_id(const zhol_world *w, const char *id)
{
    return zi_world_row_by_key(w, ZI_TABLE_LINKS, id);
}

zhol_ref
zi_world_pass_by_id(const zhol_world *w, const char *id)
{
    return zi_world_row_by_key(w, ZI_TABLE_PASSES, id);
}
