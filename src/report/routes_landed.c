/* SPDX-License-Identifier: Apache-2.0 */
/* The landed cost of the ways of a routes answer. */
#include "report/report.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"

static zhol_ref
economy_of(const zhol_routes *r, const zhol_end *end)
{
    return end->place == ZHOL_NO_ROW
               ? ZHOL_NO_ROW
               : zhol_world_places(r->world, NULL)[end->place].economy;
}

zhol_status
zi_routes_land_one(const zhol_routes *r, uint32_t i, const zhol_landed_options *o,
    zhol_landed **out, zhol_error *err)
{
    const zhol_consignment *c = &r->consignment;
    const bool is_parcel = o->parcel_mass_t > 0;
    const double share = is_parcel ? o->parcel_mass_t / c->mass_t : 1;
    const zhol_landed_query query = { .from = economy_of(r, &r->from),
        .to = economy_of(r, &r->to),
        .hs = c->hs,
        .mass_t = is_parcel ? o->parcel_mass_t : c->mass_t,
        .value_usd = is_parcel && o->parcel_value_usd >= 0 ? o->parcel_value_usd
                                                           : c->value_usd * share,
        .freight_usd = r->alternatives[i].cost_usd * share,
        .year = r->year,
        .date = r->options.depart           ? r->options.depart
                : r->options.scenario.as_of ? r->options.scenario.as_of
                                            : 0,
        .currency = o->currency,
        .is_parcel = is_parcel };

    return zhol_landed_new(r->world, &query, out, err);
}

void
zi_routes_free_landed(const zhol_routes *r, zhol_landed **landed)
{
    for (uint32_t i = 0; landed && i < r->n_alternatives; i++) {
        zhol_landed_free(landed[i]);
    }
    zi_free(landed);
}

zhol_status
zi_routes_land(const zhol_routes *r, const zhol_landed_options *o, zhol_landed ***out,
    zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    *out = ZI_NEW(zhol_landed *, r->n_alternatives);
    if (!*out) {
        return zi_fail(err, ZHOL_LIMIT, "landed cost: memory is out");
    }
    for (uint32_t i = 0; i < r->n_alternatives && status == ZHOL_OK; i++) {
        status = zi_routes_land_one(r, i, o, &(*out)[i], err);
    }
    if (status != ZHOL_OK) {
        zi_routes_free_landed(r, *out);
        *out = NULL;
    }
    return status;
}

/* "3.18 % of 42,104" or "120 EUR" */
static void
write_basis(zi_grid *g, const zhol_landed *l, const zhol_landed_line *line)
{
    char text[48];

    if (line->nominal >= 0) {
        zi_grid_cell(g, "%s %s", zi_grid_number(line->nominal, 2, text),
            zhol_world_text(l->world, line->currency));
    } else if (line->rate >= 0) {
        zi_grid_cell(
            g, "%g %% of %s", 100 * line->rate, zi_grid_number(line->base_usd, 2, text));
    } else {
        zi_grid_cell(g, "%s", "");
    }
}

static void
write_amounts(zi_grid *g, const zhol_landed *l, double usd)
{
    char text[48];

    zi_grid_cell(g, "%s", zi_grid_number(usd, 2, text));
    zi_grid_cell(g, "%s", zi_grid_number(usd / l->mass_t, 2, text));
    if (strcmp(l->currency, "USD") != 0) {
        zi_grid_cell(g, "%s", zi_grid_number(usd * l->per_usd, 2, text));
    }
}

static void
write_lines(const zhol_landed *l, zi_grid_form form, zi_buffer *out)
{
    const bool has_currency = strcmp(l->currency, "USD") != 0;
    zi_grid g;

    zi_grid_begin(&g, has_currency ? "llrrrll" : "llrrll");
    zi_grid_cell(&g, "%s", "");
    zi_grid_cell(&g, "%s", "how");
    zi_grid_cell(&g, "%s", "USD");
    zi_grid_cell(&g, "%s", "USD/t");
    if (has_currency) {
        zi_grid_cell(&g, "%s", l->currency);
    }
    zi_grid_cell(&g, "%s", "row");
    zi_grid_cell(&g, "%s", "source");
    for (uint32_t i = 0; i <= l->n_lines; i++) {
        const zhol_landed_line *line = &l->lines[i];
        if (i == l->n_lines) {
            zi_grid_cell(&g, "%s", l->n_missing > 0 ? "at least" : "in all");
            zi_grid_cell(&g, "%s", "");
            write_amounts(&g, l, l->sum_usd);
            zi_grid_cell(&g, "%s", "");
            zi_grid_cell(&g, "%s", "");
            break;
        }
        zi_grid_cell(&g, "%s", zhol_landed_word(line->what));
        write_basis(&g, l, line);
        write_amounts(&g, l, line->amount_usd);
        zi_grid_cell(&g, "%s%s%s", line->table, line->id ? " " : "",
            line->id ? zhol_world_text(l->world, line->id) : "");
        zi_grid_cell(&g, "%s%s%s",
            line->source ? zhol_world_text(l->world, line->source) : "",
            line->source ? " " : "",
            line->grade < ZHOL_N_GRADES ? zhol_grade_word(line->grade) : "");
    }
    zi_grid_end_as(&g, form, out);
}

static double
usd_at_borders(const zhol_alternative *way)
{
    double usd = 0;

    for (uint32_t b = 0; b < way->n_borders; b++) {
        usd += way->borders[b].cost_usd;
    }
    return usd;
}

void
zi_routes_landed_table(const zhol_routes *r, uint32_t way,
    const zhol_report_options *options, const zhol_landed *l, zi_buffer *out)
{
    const double parcel_t = options->landed->parcel_mass_t;
    const double share = parcel_t > 0 ? parcel_t / r->consignment.mass_t : 1;
    char text[48];

    zi_buffer_format(out, "\nLanded cost of way %u", way + 1);
    if (parcel_t > 0) {
        zi_buffer_format(out,
            ": a person's parcel of %g kg; freight: its share of the mass of a "
            "consignment of %g t (an assumption: grade D)",
            1000 * parcel_t, r->consignment.mass_t);
    }
    zi_buffer_text(out, "\n");
    write_lines(l, options->format == ZHOL_FORMAT_MD ? ZI_GRID_MD : ZI_GRID_TEXT, out);
    zi_buffer_format(out,
        "freight: of which at borders %s USD; all of it is in the "
        "customs value (CIF %s USD)\n",
        zi_grid_number(share * usd_at_borders(&r->alternatives[way]), 2, text),
        zi_grid_number(l->customs_value_usd, 2, (char[48]){ "" }));
    for (uint32_t i = 0; i < l->n_lines; i++) {
        if (strcmp(l->lines[i].table, "parcels") == 0
            && l->lines[i].what == ZHOL_LANDED_DUTY) {
            zi_buffer_format(
                out, "rule: %s\n", zhol_world_text(l->world, l->lines[i].text));
        }
    }
    if (strcmp(l->currency, "USD") != 0) {
        zi_buffer_format(out, "1 USD of %u = %s %s of %u (rates of the nearest year)\n",
            zhol_world_base_year(l->world), zi_grid_number(l->per_usd, 4, text),
            l->currency, l->year);
    }
    if (parcel_t > 0 ? options->landed->parcel_value_usd < 0 : r->value_is_assumed) {
        zi_buffer_text(out, "the value of the goods is assumed: give --value\n");
    }
    if (parcel_t <= 0) {
        zi_buffer_text(out, "fees and certificates: only those that a rule prices\n");
    }
    for (uint32_t i = 0; i < l->n_missing; i++) {
        zi_buffer_format(out, "%s\n", l->missing[i]);
    }
}

static void
text_at(zi_json *j, const char *key, const char *text)
{
    if (text[0] != '\0') {
        zi_json_key(j, key);
        zi_json_text(j, text);
    }
}

static void
number_at(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    zi_json_number(j, x);
}

static void
write_json_line(zi_json *j, const zhol_landed *l, const zhol_landed_line *line)
{
    zi_json_begin_object_line(j);
    text_at(j, "what", zhol_landed_word(line->what));
    number_at(j, "usd", line->amount_usd);
    if (line->rate >= 0) {
        number_at(j, "rate", line->rate);
        number_at(j, "base_usd", line->base_usd);
    }
    if (line->nominal >= 0) {
        number_at(j, "nominal", line->nominal);
        text_at(j, "currency", zhol_world_text(l->world, line->currency));
    }
    if (line->source) {
        text_at(j, "table", line->table);
        text_at(j, "row", line->id ? zhol_world_text(l->world, line->id) : "");
        text_at(j, "source", zhol_world_text(l->world, line->source));
        text_at(j, "grade", zhol_grade_word(line->grade));
    }
    zi_json_end_object(j);
}

void
zi_routes_landed_json(const zhol_landed *l, zi_json *j)
{
    zi_json_key(j, "landed");
    zi_json_begin_object(j);
    number_at(j, "mass_t", l->mass_t);
    number_at(j, "customs_value_usd", l->customs_value_usd);
    number_at(j, "sum_usd", l->sum_usd);
    text_at(j, "currency", l->currency);
    number_at(j, "sum", l->sum_usd * l->per_usd);
    zi_json_key(j, "is_at_least");
    zi_json_bool(j, l->n_missing > 0);
    zi_json_key(j, "lines");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < l->n_lines; i++) {
        write_json_line(j, l, &l->lines[i]);
    }
    zi_json_end_array(j);
    zi_json_key(j, "missing");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < l->n_missing; i++) {
        zi_json_text(j, l->missing[i]);
    }
    zi_json_end_array(j);
    zi_json_end_object(j);
}
