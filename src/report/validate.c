/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol validate`: the public ledger, case by case and in totals. */
#include "report/grid.h"
#include "report/report.h"
#include "report/validate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/json.h"

static const char *const score_words[] = { "km", "days", "cost" };

static bool
is_answered(const zhol_score *s)
{
    return s->verdict != ZHOL_VERDICT_NONE && s->verdict != ZHOL_VERDICT_NO_WAY;
}

static const char *
published(const zhol_case *c, uint32_t k, char out[96])
{
    const zhol_score *s = &c->score[k];
    const int decimals = k == ZHOL_SCORE_TIME ? 1 : 0;
    char lo[48], hi[48];

    zi_grid_number(s->lo, decimals, lo);
    zi_grid_number(s->hi, decimals, hi);
    if (s->lo < s->hi) {
        (void) snprintf(out, 96, "%s-%s", lo, hi);
    } else {
        (void) snprintf(out, 96, "%s", lo);
    }
    return out;
}

static void
write_row(const zhol_case *c, uint32_t k, zi_grid *g)
{
    const zhol_score *s = &c->score[k];
    const int decimals = k == ZHOL_SCORE_TIME ? 1 : 0;
    char text[96];

    zi_grid_cell(g, "%s", c->id);
    zi_grid_cell(g, "%s - %s", c->origin, c->destination);
    zi_grid_cell(g, "%s, %s, %u", zhol_case_kind_word(c->kind), c->mode, c->year);
    zi_grid_cell(g, "%s", k == ZHOL_SCORE_COST ? c->cost_unit : score_words[k]);
    zi_grid_cell(
        g, "%s", k == ZHOL_SCORE_TIME ? zhol_case_class_word(c->class_of_time) : "");
    zi_grid_cell(g, "%s", published(c, k, text));
    if (is_answered(s)) {
        zi_grid_cell(g, "%s", zi_grid_number(s->model, decimals, text));
        zi_grid_cell(g, "%+.1f %%", 100 * s->error);
    } else {
        zi_grid_cell(g, "%s", "");
        zi_grid_cell(g, "%s", "");
    }
    if (is_answered(s) && k == ZHOL_SCORE_TIME) {
        zi_grid_cell(g, "%.1f-%.1f", s->p10, s->p90);
    } else {
        zi_grid_cell(g, "%s", "");
    }
    zi_grid_cell(g, "%s", zhol_verdict_word(s->verdict));
}

static void
write_cases(const zhol_ledger *ledger, zi_grid_form form, zi_buffer *out)
{
    static const char *const head[] = { "case", "from - to", "kind", "of", "class",
        "published", "model", "error", "P10-P90", "verdict" };
    zi_grid g;

    zi_grid_begin(&g, "lllllrrrrl");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < ledger->n_cases; i++) {
        for (uint32_t k = 0; k < ZHOL_N_SCORES; k++) {
            if (ledger->cases[i].score[k].verdict != ZHOL_VERDICT_NONE) {
                write_row(&ledger->cases[i], k, &g);
            }
        }
    }
    zi_grid_end_as(&g, form, out);
}

static void
write_notes(const zhol_ledger *ledger, zi_buffer *out)
{
    for (uint32_t i = 0; i < ledger->n_cases; i++) {
        const zhol_case *c = &ledger->cases[i];
        if (c->note[0]) {
            zi_buffer_format(out, "%s: %s\n", c->id, c->note);
        }
    }
}

static void
write_total(const zi_ledger_total *t, zi_grid *g)
{
    zi_grid_cell(g, "%s", score_words[t->score]);
    zi_grid_cell(g, "%s", t->name);
    zi_grid_cell(g, "%u", t->n);
    zi_grid_cell(g, "%.0f %%", 100.0 * t->n_inside / t->n);
    zi_grid_cell(g, "%.1f %%", 100 * t->mean_absolute);
    zi_grid_cell(g, "%+.1f %%", 100 * t->median_error);
    zi_grid_cell(g, "%+.1f %%", 100 * t->worst);
    if (t->score == ZHOL_SCORE_TIME) {
        zi_grid_cell(g, "%.0f %%", 100.0 * t->n_covered / t->n);
        zi_grid_cell(g, "%.2f", t->median_width);
    } else {
        zi_grid_cell(g, "%s", "");
        zi_grid_cell(g, "%s", "");
    }
}

static void
write_totals(const zi_ledger_totals *totals, zi_grid_form form, zi_buffer *out)
{
    static const char *const head[] = { "of", "scored cases", "n", "inside",
        "mean |error|", "median error", "worst", "in P10-P90", "width / P50" };
    zi_grid g;

    zi_grid_begin(&g, "llrrrrrrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < totals->n; i++) {
        write_total(&totals->total[i], &g);
    }
    zi_grid_end_as(&g, form, out);
}

static void
write_sources(const zhol_ledger *ledger, zi_buffer *out)
{
    for (uint32_t i = 0; i < ledger->n_cases; i++) {
        const zhol_case *c = &ledger->cases[i];
        zi_buffer_format(out, "%s (%s): %s\n", c->id, c->quality, c->source);
    }
}

static void
write_text(const zhol_ledger *ledger, const zi_ledger_totals *totals, zi_grid_form form,
    zi_buffer *out)
{
    write_cases(ledger, form, out);
    zi_buffer_text(out, "\nNotes\n");
    write_notes(ledger, out);
    zi_buffer_text(out, "\n");
    write_totals(totals, form, out);
    zi_buffer_text(out,
        "\ninput: the figure or its source is a row of the tables; tuned: the model was\n"
        "calibrated on it; no way: an end is unknown or there is no way. None of them "
        "is\n"
        "scored. A best run is inside when it lies at or below P25. The error of a cost "
        "is\n"
        "the logarithm of model / published.\n\nSources\n");
    write_sources(ledger, out);
}

static void
json_score(const zhol_case *c, uint32_t k, zi_json *j)
{
    const zhol_score *s = &c->score[k];

    zi_json_begin_object_line(j);
    zi_json_key(j, "of");
    zi_json_text(j, k == ZHOL_SCORE_COST ? c->cost_unit : score_words[k]);
    zi_json_key(j, "published");
    zi_json_begin_array_line(j);
    zi_json_number(j, s->lo);
    zi_json_number(j, s->hi);
    zi_json_end_array(j);
    if (is_answered(s)) {
        zi_json_key(j, "model");
        zi_json_number(j, s->model);
        zi_json_key(j, "error");
        zi_json_number(j, s->error);
    }
    if (is_answered(s) && k == ZHOL_SCORE_TIME) {
        zi_json_key(j, "p10");
        zi_json_number(j, s->p10);
        zi_json_key(j, "p90");
        zi_json_number(j, s->p90);
    }
    zi_json_key(j, "tolerance");
    zi_json_number(j, s->tolerance);
    zi_json_key(j, "verdict");
    zi_json_text(j,
        s->verdict == ZHOL_VERDICT_OUTSIDE ? "outside" : zhol_verdict_word(s->verdict));
    zi_json_end_object(j);
}

static void
json_case(const zhol_world *w, const zhol_case *c, zi_json *j)
{
    const zhol_economy *economies = zhol_world_economies(w, &(uint32_t){ 0 });
    const struct {
        const char *key, *text;
    } texts[] = { { "id", c->id }, { "kind", zhol_case_kind_word(c->kind) },
        { "origin", c->origin }, { "destination", c->destination }, { "via", c->via },
        { "mode", c->mode }, { "class", zhol_case_class_word(c->class_of_time) },
        { "economy", c->economy == ZHOL_NO_ROW
                         ? ""
                         : zhol_world_text(w, economies[c->economy].iso3) },
        { "quality", c->quality }, { "source", c->source }, { "note", c->note } };

    zi_json_begin_object(j);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        zi_json_key(j, texts[i].key);
        zi_json_text(j, texts[i].text);
    }
    zi_json_key(j, "year");
    zi_json_integer(j, c->year);
    zi_json_key(j, "scores");
    zi_json_begin_array(j);
    for (uint32_t k = 0; k < ZHOL_N_SCORES; k++) {
        if (c->score[k].verdict != ZHOL_VERDICT_NONE) {
            json_score(c, k, j);
        }
    }
    zi_json_end_array(j);
    zi_json_end_object(j);
}

static void
json_total(const zi_ledger_total *t, zi_json *j)
{
    zi_json_begin_object_line(j);
    zi_json_key(j, "of");
    zi_json_text(j, score_words[t->score]);
    zi_json_key(j, "cases");
    zi_json_text(j, t->name);
    zi_json_key(j, "n");
    zi_json_integer(j, t->n);
    zi_json_key(j, "inside");
    zi_json_integer(j, t->n_inside);
    zi_json_key(j, "mean_absolute_error");
    zi_json_number(j, t->mean_absolute);
    zi_json_key(j, "median_error");
    zi_json_number(j, t->median_error);
    zi_json_key(j, "worst_error");
    zi_json_number(j, t->worst);
    if (t->score == ZHOL_SCORE_TIME) {
        zi_json_key(j, "in_p10_p90");
        zi_json_integer(j, t->n_covered);
        zi_json_key(j, "median_width");
        zi_json_number(j, t->median_width);
    }
    zi_json_end_object(j);
}

static void
write_json(const zhol_world *w, const zhol_ledger *ledger, const zi_ledger_totals *totals,
    zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.validate/1");
    zi_json_key(&j, "cases");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < ledger->n_cases; i++) {
        json_case(w, &ledger->cases[i], &j);
    }
    zi_json_end_array(&j);
    zi_json_key(&j, "totals");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < totals->n; i++) {
        json_total(&totals->total[i], &j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const zhol_ledger *ledger, zi_buffer *out)
{
    zi_buffer_text(out, "id,of,class,lo,hi,model,p10,p90,error,verdict,source\n");
    for (uint32_t i = 0; i < ledger->n_cases; i++) {
        const zhol_case *c = &ledger->cases[i];
        for (uint32_t k = 0; k < ZHOL_N_SCORES; k++) {
            const zhol_score *s = &c->score[k];
            const double numbers[] = { s->lo, s->hi, s->model, s->p10, s->p90, s->error };
            if (s->verdict == ZHOL_VERDICT_NONE) {
                continue;
            }
            zi_report_csv_text(out, c->id);
            zi_buffer_format(out, ",%s,%s", score_words[k],
                k == ZHOL_SCORE_TIME ? zhol_case_class_word(c->class_of_time) : "");
            for (size_t n = 0; n < sizeof numbers / sizeof numbers[0]; n++) {
                zi_buffer_text(out, ",");
                if (n < 2
                    || (is_answered(s) && (k == ZHOL_SCORE_TIME || n == 2 || n == 5))) {
                    zi_report_csv_number(out, numbers[n]);
                }
            }
            zi_buffer_format(out, ",%s,", zhol_verdict_word(s->verdict));
            zi_report_csv_text(out, c->source);
            zi_buffer_text(out, "\n");
        }
    }
}

zhol_status
zhol_report_ledger(const zhol_world *w, const zhol_ledger *ledger,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_ledger_totals totals = { 0 };
    zhol_status status = zi_ledger_sum(w, ledger, &totals, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    switch (options->format) {
    case ZHOL_FORMAT_JSON:
        write_json(w, ledger, &totals, &made);
        break;
    case ZHOL_FORMAT_CSV:
        write_csv(ledger, &made);
        break;
    case ZHOL_FORMAT_MD:
        write_text(ledger, &totals, ZI_GRID_MD, &made);
        break;
    default:
        write_text(ledger, &totals, ZI_GRID_TEXT, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
