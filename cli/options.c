/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <string.h>

/* Indices into the rows of one group. */
enum { GOODS, MASS, UNITS, VALUE, REEFER, DANGEROUS, OVERSIZE, DRIVERS };
enum { YEAR, AS_OF, REGIME, AVOID, CLOSE, OPEN, MODES, WITH, WITHOUT };
enum { REGION, REGISTERED, WOOD, TEMPERATURE, NO_RULES };

zhol_status
cli_read_goods(const cli_value *values, zhol_consignment *c, zhol_error *err)
{
    zhol_consignment_defaults(c);
    if (values[MASS].n > 0) {
        c->mass_t = values[MASS].number;
        if (values[UNITS].n == 0) {
            c->packing = ZHOL_PACK_AUTO;
            c->n_units = 0;
        }
    }
    if (values[UNITS].n > 0) {
        const zhol_status status =
            zhol_consignment_read_units(c, values[UNITS].text[0], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    if (values[GOODS].n > 0) {
        const char *hs = values[GOODS].text[0];
        if (strlen(hs) >= sizeof c->hs) {
            return cli_fail(err, ZHOL_USAGE,
                "--goods must be an HS code of 2, 4 or 6 digits, not '%s'", hs);
        }
        memcpy(c->hs, hs, strlen(hs) + 1);
    }
    if (values[VALUE].n > 0) {
        c->value_usd = values[VALUE].number;
    }
    c->is_reefer = values[REEFER].n > 0;
    c->is_dangerous = values[DANGEROUS].n > 0;
    c->is_oversize = values[OVERSIZE].n > 0;
    c->n_drivers = (uint32_t) values[DRIVERS].number;
    return zhol_consignment_check(c, err);
}

zhol_status
cli_read_scopes(const zhol_world *w, const cli_value *value, zhol_scope *out, uint32_t *n,
    zhol_error *err)
{
    for (*n = 0; *n < value->n; (*n)++) {
        const zhol_status status =
            zhol_world_find_scope(w, value->text[*n], &out[*n], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return ZHOL_OK;
}

/* A pass, else a link, else a place, economy or group; a message speaks of both. */
static zhol_status
read_closures(const zhol_world *w, const cli_value *value, zhol_scenario *s, cli_lists *l,
    zhol_error *err)
{
    for (uint32_t i = 0; i < value->n; i++) {
        const char *name = value->text[i];
        zhol_ref ref = ZHOL_NO_ROW;
        zhol_error as_pass = { "" }, as_place = { "" };
        if (zhol_world_find_pass(w, name, &ref, &as_pass) == ZHOL_OK) {
            l->close_passes[s->n_close_passes++] = ref;
        } else if (zhol_world_find_link(w, name, &ref, NULL) == ZHOL_OK) {
            l->close_links[s->n_close_links++] = ref;
        } else if (zhol_world_find_scope(w, name, &l->close[s->n_close], &as_place)
                   != ZHOL_OK) {
            return cli_fail(
                err, ZHOL_USAGE, "--close: %s; %s", as_pass.message, as_place.message);
        } else {
            s->n_close++;
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_openings(const zhol_world *w, const cli_value *value, zhol_scenario *s, cli_lists *l,
    zhol_error *err)
{
    for (uint32_t i = 0; i < value->n; i++) {
        const char *name = value->text[i];
        zhol_ref ref = ZHOL_NO_ROW;
        if (zhol_world_find_link(w, name, &ref, NULL) == ZHOL_OK) {
            l->open_links[s->n_open_links++] = ref;
        } else {
            const zhol_status status = zhol_world_find_pass(w, name, &ref, err);
            if (status != ZHOL_OK) {
                return status;
            }
            l->open_passes[s->n_open_passes++] = ref;
        }
    }
    return ZHOL_OK;
}

static zhol_status
read_modes(const cli_value *value, uint32_t *modes, zhol_error *err)
{
    const char *list = value->n > 0 ? value->text[0] : "";

    *modes = 0;
    while (*list) {
        const size_t length = strcspn(list, ",");
        uint32_t mode = ZHOL_MODE_RAIL;
        while (mode < ZHOL_N_MODES
               && (strlen(zhol_mode_word(mode)) != length
                   || strncmp(zhol_mode_word(mode), list, length) != 0)) {
            mode++;
        }
        if (mode == ZHOL_N_MODES) {
            return cli_fail(err, ZHOL_USAGE,
                "--modes: '%.*s' is no mode; there are rail, road, sea, inland_water, "
                "rail_ferry, road_ferry, air, pipeline",
                (int) length, list);
        }
        *modes |= 1u << mode;
        list += length + (list[length] == ',');
    }
    return ZHOL_OK;
}

static zhol_status
read_projects(const zhol_world *w, const cli_value *value, zhol_ref *out, uint32_t *n,
    zhol_error *err)
{
    for (*n = 0; *n < value->n; (*n)++) {
        const zhol_status status =
            zhol_world_find_project(w, value->text[*n], &out[*n], err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return ZHOL_OK;
}

zhol_status
cli_read_scenario(const zhol_world *w, const cli_value *values, zhol_scenario *s,
    cli_lists *l, zhol_error *err)
{
    zhol_status status = cli_read_scopes(w, &values[AVOID], l->avoid, &s->n_avoid, err);

    if (status == ZHOL_OK) {
        status = read_closures(w, &values[CLOSE], s, l, err);
    }
    if (status == ZHOL_OK) {
        status = read_openings(w, &values[OPEN], s, l, err);
    }
    if (status == ZHOL_OK) {
        status = read_modes(&values[MODES], &s->modes, err);
    }
    if (status == ZHOL_OK) {
        status = read_projects(w, &values[WITH], l->with, &s->n_with, err);
    }
    if (status == ZHOL_OK) {
        status = read_projects(w, &values[WITHOUT], l->without, &s->n_without, err);
    }
    s->with = l->with;
    s->without = l->without;
    s->year = (uint32_t) values[YEAR].number;
    s->as_of = (uint32_t) values[AS_OF].number;
    s->regime = ZHOL_REGIME_NORMAL + values[REGIME].choice;
    s->avoid = l->avoid;
    s->close = l->close;
    s->close_passes = l->close_passes;
    s->close_links = l->close_links;
    s->open_passes = l->open_passes;
    s->open_links = l->open_links;
    return status;
}

static uint32_t
truth_of(const cli_value *value)
{
    return value->n == 0        ? ZHOL_TRUTH_UNKNOWN
           : value->choice == 0 ? ZHOL_TRUTH_YES
                                : ZHOL_TRUTH_NO;
}

zhol_known
cli_read_known(const cli_value *values)
{
    return (zhol_known){
        .origin_region = values[REGION].n > 0 ? values[REGION].text[0] : NULL,
        .establishment_registered = truth_of(&values[REGISTERED]),
        .wood_packaging = truth_of(&values[WOOD]),
        .temperature = values[TEMPERATURE].n > 0
                           ? ZHOL_TEMPERATURE_AMBIENT + values[TEMPERATURE].choice
                           : ZHOL_TEMPERATURE_UNKNOWN,
    };
}

bool
cli_ignores_rules(const cli_value *values)
{
    return values[NO_RULES].n > 0;
}

zhol_status
cli_obey_rules(const zhol_world *w, const zhol_end ends[2],
    const zhol_papers_query *query, zhol_scenario *s, zhol_papers **out, zhol_error *err)
{
    zhol_papers_query asked = *query;
    const uint32_t year = s->year ? s->year : zhol_world_data_year(w);

    asked.from = zhol_end_economy(w, &ends[0]);
    asked.to = zhol_end_economy(w, &ends[1]);
    asked.date = s->as_of ? s->as_of : year * 10000 + 701;
    const zhol_status status = zhol_papers_new(w, &asked, out, err);
    if (status == ZHOL_OK) {
        s->bars = (*out)->bars;
        s->n_bars = (*out)->n_bars;
    }
    return status;
}
