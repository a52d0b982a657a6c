/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol claims` as a table, Markdown and JSON. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/claims.h"
#include "report/grid.h"

static const char *
figure(const zhol_world *w, const zi_checked *c, char text[128])
{
    char number[48];
    const char *unit = zhol_world_text(w, c->check->unit);

    if (!c->finding.is_known) {
        return "not found";
    }
    snprintf(text, 128, "%s%s%s",
        zi_grid_number(c->finding.value, (int) c->finding.decimals, number),
        *unit ? " " : "", unit);
    return text;
}

/* What is written as 0 has no sign. */
static double
without_sign(double x, uint32_t decimals)
{
    return fabs(x) < 0.5 * pow(10, -(double) decimals) ? 0 : x;
}

static const char *const brackets[2] = { " (", ")" }, *const bare[2] = { "", "" };

/* " (7.9 to 12.0)" or "": P10 to P90, in such a frame. */
static const char *
range(const zi_finding *f, const char *const frame[2], char text[128])
{
    char low[48], high[48];

    text[0] = '\0';
    if (f->is_known && f->has_range) {
        snprintf(text, 128, "%s%s to %s%s", frame[0],
            zi_grid_number(without_sign(f->p10, f->decimals), (int) f->decimals, low),
            zi_grid_number(without_sign(f->p90, f->decimals), (int) f->decimals, high),
            frame[1]);
    }
    return text;
}

/* "(18 or more)", "(1.5 to 2.5)" or "" */
static const char *
bounds(const zhol_check *c, char text[128])
{
    char lo[48], hi[48];
    const int lo_decimals = c->lo == (double) (int64_t) c->lo ? 0 : 2;
    const int hi_decimals = c->hi == (double) (int64_t) c->hi ? 0 : 2;

    text[0] = '\0';
    if (c->lo >= 0 && c->hi >= 0 && c->hi > c->lo) {
        snprintf(text, 128, "%s to %s", zi_grid_number(c->lo, lo_decimals, lo),
            zi_grid_number(c->hi, hi_decimals, hi));
    } else if (c->lo >= 0 && c->hi >= 0) {
        snprintf(text, 128, "%s", zi_grid_number(c->lo, lo_decimals, lo));
    } else if (c->lo >= 0) {
        snprintf(text, 128, "%s or more", zi_grid_number(c->lo, lo_decimals, lo));
    } else if (c->hi >= 0) {
        snprintf(text, 128, "at most %s", zi_grid_number(c->hi, hi_decimals, hi));
    }
    return text;
}

/* "yes", "no", "unknown", or "" where the statement sets no bound. */
static const char *
fits(const zi_checked *c)
{
    return !c->is_bounded         ? ""
           : !c->finding.is_known ? "unknown"
           : c->is_within         ? "yes"
                                  : "no";
}

static void
write_list(const zhol_world *w, const zi_claimed *claims, uint32_t n, zi_buffer *out)
{
    zi_buffer_format(out,
        "What was said in the interview of 2019, and what the tables of this world give "
        "(data year %u).\n`zhol claims N` shows the steps of one.\n",
        zhol_world_data_year(w));
    for (uint32_t i = 0; i < n; i++) {
        const zi_claimed *c = &claims[i];
        zi_buffer_format(out, "\n%u. %s\n   -> %s\n", c->claim->number,
            zhol_world_text(w, c->claim->said), zi_verdict_text(c->verdict));
        for (uint32_t k = 0; k < c->n_checks; k++) {
            const zi_checked *check = &c->checks[k];
            char value[128], between[128];
            zi_buffer_format(out, "   %s  %s: %s%s\n",
                check->is_bounded ? (check->is_within ? "+" : "-") : " ",
                zhol_world_text(w, check->check->basis), figure(w, check, value),
                range(&check->finding, brackets, between));
        }
        if (c->n_checks == 0) {
            zi_buffer_format(out, "      %s\n", zhol_world_text(w, c->claim->shows));
        }
    }
    zi_buffer_text(out,
        "\n+ within what was said, - outside it; lines without a mark are "
        "shown beside it.\nIn brackets: P10 to P90 over joint draws of all times.\n");
}

/* How far the figure hangs on the default consignment. */
static void
write_others(const zhol_world *w, const zi_checked *c, zi_buffer *out)
{
    const zi_finding *f = &c->finding;
    const char *unit = zhol_world_text(w, c->check->unit);
    char number[48];

    for (uint32_t k = 0; k < ZI_CLAIMS_N_OTHER_GOODS && f->has_others; k++) {
        zi_buffer_format(out, "%s %s: %s%s%s", k == 0 ? "\n      with" : ";",
            zi_claims_other_goods(k, NULL),
            f->other[k].is_known
                ? zi_grid_number(f->other[k].value, (int) f->decimals, number)
                : "not found",
            f->other[k].is_known && *unit ? " " : "", f->other[k].is_known ? unit : "");
    }
}

static void
write_steps(const zhol_world *w, const zi_claimed *c, zi_buffer *out)
{
    zi_buffer_format(out, "%u. %s\n   what is computed: %s\n   verdict: %s\n",
        c->claim->number, zhol_world_text(w, c->claim->said),
        zhol_world_text(w, c->claim->shows), zi_verdict_text(c->verdict));
    for (uint32_t k = 0; k < c->n_checks; k++) {
        const zi_checked *check = &c->checks[k];
        const zi_finding *f = &check->finding;
        char value[128], bound[128];
        zi_buffer_format(out, "\n   step %u: %s\n      %s", check->check->step,
            zhol_world_text(w, check->check->basis), figure(w, check, value));
        if (check->is_bounded) {
            zi_buffer_format(
                out, "; said: %s: %s", bounds(check->check, bound), fits(check));
        }
        if (f->text.length > 0) {
            zi_buffer_format(out, "\n      %s", f->text.data);
        }
        if (f->is_known && f->has_range) {
            zi_buffer_format(out,
                "\n      P10 to P90 over joint draws of all times: %s %s",
                range(f, bare, value), zhol_world_text(w, check->check->unit));
        }
        write_others(w, check, out);
        if (f->table) {
            zi_buffer_format(out, "\n      rests on %s, source %s, grade %s", f->table,
                zhol_world_text(w, f->source), zhol_grade_word(f->grade));
        }
        if (f->command.length > 0) {
            zi_buffer_format(out, "\n      $ %s", f->command.data);
        }
        zi_buffer_text(out, "\n");
    }
    if (c->n_checks == 0) {
        zi_buffer_text(
            out, "   said, not computed: no table of this world speaks of it\n");
    }
}

/* One row; the number and the verdict stand in a claim's first. */
static void
write_md_row(const zi_claimed *c, uint32_t k, const char *const cells[5], zi_buffer *out)
{
    if (k == 0) {
        zi_buffer_format(out, "| %u |", c->claim->number);
    } else {
        zi_buffer_text(out, "|  |");
    }
    for (int i = 0; i < 5; i++) {
        zi_buffer_text(out, " ");
        zi_md_text(out, cells[i]);
        zi_buffer_text(out, *cells[i] ? " |" : "|");
    }
    if (k == 0) {
        zi_buffer_format(out, " **%s** |\n", zi_verdict_text(c->verdict));
    } else {
        zi_buffer_text(out, "  |\n");
    }
}

static void
write_md(const zhol_world *w, const zi_claimed *claims, uint32_t n, zi_buffer *out)
{
    zi_buffer_text(out, "| | said | basis | figure | said figure | fits | verdict |\n"
                        "|---|---|---|---|---|---|---|\n");
    for (uint32_t i = 0; i < n; i++) {
        const zi_claimed *c = &claims[i];
        const char *said = zhol_world_text(w, c->claim->said);
        if (c->n_checks == 0) {
            const char *const cells[5] = { said, zhol_world_text(w, c->claim->shows), "",
                "", "" };
            write_md_row(c, 0, cells, out);
        }
        for (uint32_t k = 0; k < c->n_checks; k++) {
            const zi_checked *check = &c->checks[k];
            char value[128], bound[128], between[128], both[256];
            snprintf(both, sizeof both, "%s%s", figure(w, check, value),
                range(&check->finding, brackets, between));
            const char *const cells[5] = { k == 0 ? said : "",
                zhol_world_text(w, check->check->basis), both,
                bounds(check->check, bound), fits(check) };
            write_md_row(c, k, cells, out);
        }
    }
}

static void
write_json_spread(const zi_finding *f, zi_json *j)
{
    if (f->is_known && f->has_range) {
        zi_json_key(j, "p10");
        zi_json_number(j, f->p10);
        zi_json_key(j, "p90");
        zi_json_number(j, f->p90);
    }
    if (f->has_others) {
        zi_json_key(j, "other_consignments");
        zi_json_begin_array(j);
        for (uint32_t k = 0; k < ZI_CLAIMS_N_OTHER_GOODS; k++) {
            zi_json_begin_object_line(j);
            zi_json_key(j, "consignment");
            zi_json_text(j, zi_claims_other_goods(k, NULL));
            zi_json_key(j, "value");
            f->other[k].is_known ? zi_json_number(j, f->other[k].value) : zi_json_null(j);
            zi_json_end_object(j);
        }
        zi_json_end_array(j);
    }
}

static void
write_json_check(const zhol_world *w, const zi_checked *c, zi_json *j)
{
    const zi_finding *f = &c->finding;

    zi_json_begin_object(j);
    zi_json_key(j, "step");
    zi_json_integer(j, c->check->step);
    zi_json_key(j, "basis");
    zi_json_text(j, zhol_world_text(w, c->check->basis));
    zi_json_key(j, "value");
    if (f->is_known) {
        zi_json_number(j, f->value);
    } else {
        zi_json_null(j);
    }
    write_json_spread(f, j);
    zi_json_key(j, "unit");
    zi_json_text(j, zhol_world_text(w, c->check->unit));
    zi_json_key(j, "said_lo");
    c->check->lo >= 0 ? zi_json_number(j, c->check->lo) : zi_json_null(j);
    zi_json_key(j, "said_hi");
    c->check->hi >= 0 ? zi_json_number(j, c->check->hi) : zi_json_null(j);
    zi_json_key(j, "fits");
    c->is_bounded && f->is_known ? zi_json_bool(j, c->is_within) : zi_json_null(j);
    zi_json_key(j, "how");
    zi_json_text(j, f->text.data ? f->text.data : "");
    zi_json_key(j, "command");
    zi_json_text(j, f->command.data ? f->command.data : "");
    zi_json_key(j, "rests_on");
    if (f->table) {
        zi_json_begin_object_line(j);
        zi_json_key(j, "table");
        zi_json_text(j, f->table);
        zi_json_key(j, "row");
        zi_json_integer(j, f->row);
        zi_json_key(j, "source");
        zi_json_text(j, zhol_world_text(w, f->source));
        zi_json_key(j, "grade");
        zi_json_text(j, zhol_grade_word(f->grade));
        zi_json_end_object(j);
    } else {
        zi_json_null(j);
    }
    zi_json_end_object(j);
}

static void
write_json(const zhol_world *w, const zi_claimed *claims, uint32_t n, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.claims/1");
    zi_json_key(&j, "data_year");
    zi_json_integer(&j, zhol_world_data_year(w));
    zi_json_key(&j, "claims");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < n; i++) {
        const zi_claimed *c = &claims[i];
        zi_json_begin_object(&j);
        zi_json_key(&j, "number");
        zi_json_integer(&j, c->claim->number);
        zi_json_key(&j, "id");
        zi_json_text(&j, zhol_world_text(w, c->claim->id));
        zi_json_key(&j, "said");
        zi_json_text(&j, zhol_world_text(w, c->claim->said));
        zi_json_key(&j, "shows");
        zi_json_text(&j, zhol_world_text(w, c->claim->shows));
        zi_json_key(&j, "verdict");
        zi_json_text(&j, zi_verdict_text(c->verdict));
        zi_json_key(&j, "checks");
        zi_json_begin_array(&j);
        for (uint32_t k = 0; k < c->n_checks; k++) {
            write_json_check(w, &c->checks[k], &j);
        }
        zi_json_end_array(&j);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

zhol_status
zhol_report_claims(const zhol_world *w, uint32_t number,
    const zhol_report_options *options, zhol_buffer *out, zhol_error *err)
{
    zi_claimed *claims = NULL;
    uint32_t n = 0;
    zhol_status status = zi_claims_run(w, number, &claims, &n, err);

    if (status != ZHOL_OK) {
        return status;
    }
    zi_buffer text = zi_report_take_over(out);
    if (options->format == ZHOL_FORMAT_JSON) {
        write_json(w, claims, n, &text);
    } else if (options->format == ZHOL_FORMAT_MD) {
        write_md(w, claims, n, &text);
    } else if (number == 0) {
        write_list(w, claims, n, &text);
    } else {
        write_steps(w, &claims[0], &text);
    }
    zi_claims_free(claims, n);
    return zi_report_hand_over(&text, out, err);
}
