/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade structure`: how concentrated a flow is, and how far its goods are worked.
 */
#include "report/trade.h"

static const char *const by_names[] = { "partner", "product" };

/* Less than this share of the total not listed is not worth a range. */
static const double no_gap = 0.0005;

static double
share_of(const zhol_structure *s, double usd)
{
    return usd / s->index.total;
}

/* What is listed and known to be semi-finished or finished, and what might be besides. */
static void
processed(const zhol_structure *s, double *lo, double *hi)
{
    const double rest =
        s->index.total > s->index.listed ? s->index.total - s->index.listed : 0;

    *lo = share_of(s, s->stage_usd[ZHOL_STAGE_SEMI] + s->stage_usd[ZHOL_STAGE_FINISHED]);
    *hi = *lo + share_of(s, s->stage_usd[ZHOL_STAGE_UNKNOWN] + rest);
}

/* Has any of its goods a row in the table of processing? */
static bool
is_staged(const zhol_structure *s)
{
    return s->stage_usd[ZHOL_STAGE_RAW] + s->stage_usd[ZHOL_STAGE_SEMI]
               + s->stage_usd[ZHOL_STAGE_FINISHED]
           > 0;
}

static void
cell_range(zi_grid *g, double lo, double hi, bool is_share)
{
    const double times = is_share ? 100 : 1;
    const int digits = is_share ? 1 : 4;

    if (hi - lo < no_gap) {
        zi_grid_cell(g, "%.*f%s", digits, times * lo, is_share ? " %" : "");
    } else {
        zi_grid_cell(g, "%.*f-%.*f%s", digits, times * lo, digits, times * hi,
            is_share ? " %" : "");
    }
}

static void
write_indices(const zhol_structures *all, zi_buffer *out)
{
    static const char *const head[] = { "year", "vintage", "by", "n", "covered", "HHI",
        "normalised", "Theil", "entropy", "equivalent", "first", "three", "five",
        "HHI of all", "first three of all" };
    bool has_sum = false;
    zi_grid g;

    zi_grid_begin(&g, "rllrrrrrrrrrrrr");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < all->n; i++) {
        const zhol_structure *s = &all->of[i];
        const zhol_concentration *c = &s->index;
        zi_grid_cell(&g, "%u", s->year);
        zi_grid_cell(&g, "%s", s->vintage);
        zi_grid_cell(&g, "%s", by_names[s->by]);
        zi_grid_cell(&g, "%u", c->n_members);
        zi_grid_cell(&g, "%.1f %%%s", 100 * c->coverage, s->is_total_sum ? "*" : "");
        zi_grid_cell(&g, "%.4f", c->hhi);
        if (c->hhi_normalised >= 0) {
            zi_grid_cell(&g, "%.4f", c->hhi_normalised);
        } else {
            zi_grid_cell(&g, "%s", "");
        }
        zi_grid_cell(&g, "%.4f", c->theil);
        zi_grid_cell(&g, "%.4f", c->entropy);
        zi_grid_cell(&g, "%.2f", c->equivalent);
        for (int k = 0; k < 3; k++) {
            zi_cell_share(&g, c->first[k]);
        }
        cell_range(&g, c->hhi_lo, c->hhi_hi, false);
        cell_range(&g, c->first_lo[1], c->first_hi[1], true);
        has_sum = has_sum || s->is_total_sum;
    }
    zi_grid_end(&g, out);
    if (has_sum) {
        zi_buffer_text(out, "* there is no total row: shares are of what is listed\n");
    }
    zi_buffer_text(out,
        "HHI to the last five: among the listed. Of all: from the rest spread over very "
        "many to the rest as one.\nHHI is 1/n for equal members and 1 for a single one; "
        "normalised (HHI - 1/n)/(1 - 1/n); Theil = ln n - entropy;\nequivalent = 1/HHI: "
        "so many equal members are as concentrated.\n");
}

static void
write_stages(const zhol_structures *all, zi_buffer *out)
{
    static const char *const head[] = { "year", "vintage", "raw", "semi-finished",
        "finished", "several stages", "not listed", "processed", "grade" };
    bool has_stages = false;
    zi_grid g;

    for (uint32_t i = 0; i < all->n; i++) {
        has_stages = has_stages || all->of[i].by == ZHOL_BY_PRODUCT;
    }
    if (!has_stages) {
        return;
    }
    zi_buffer_text(out, "\nstages of processing, shares of the total\n");
    zi_grid_begin(&g, "rlrrrrrrl");
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        zi_grid_cell(&g, "%s", head[i]);
    }
    for (uint32_t i = 0; i < all->n; i++) {
        const zhol_structure *s = &all->of[i];
        double lo, hi;
        if (s->by != ZHOL_BY_PRODUCT) {
            continue;
        }
        processed(s, &lo, &hi);
        zi_grid_cell(&g, "%u", s->year);
        zi_grid_cell(&g, "%s", s->vintage);
        zi_cell_share(&g, share_of(s, s->stage_usd[ZHOL_STAGE_RAW]));
        zi_cell_share(&g, share_of(s, s->stage_usd[ZHOL_STAGE_SEMI]));
        zi_cell_share(&g, share_of(s, s->stage_usd[ZHOL_STAGE_FINISHED]));
        zi_cell_share(&g, share_of(s, s->stage_usd[ZHOL_STAGE_UNKNOWN]));
        zi_cell_share(&g, s->index.coverage < 1 ? 1 - s->index.coverage : 0);
        cell_range(&g, lo, hi, true);
        zi_grid_cell(&g, "%s", is_staged(s) ? zhol_grade_word(s->stage_grade) : "");
    }
    zi_grid_end(&g, out);
    zi_buffer_text(out,
        "processed: semi-finished and finished; at most with all that is of several "
        "stages (chapter 27: crude oil\nand petrol) or not listed. Stages by the Broad "
        "Economic Categories of the UN (table processing).\n");
}

static void
write_members(const zhol_panel *panel, const zhol_structure *s,
    const zhol_trade_view *view, zi_buffer *out)
{
    const zi_money_unit unit = zi_money_unit_of(s->index.total);
    const uint32_t n =
        view->most > 0 && view->most < s->n_members ? view->most : s->n_members;
    zi_grid g;

    zi_buffer_format(
        out, "\n%u, %s, by %s, %s\n", s->year, s->vintage, by_names[s->by], unit.name);
    zi_grid_begin(&g, "llrrl");
    for (uint32_t i = 0; i < n; i++) {
        const zhol_trade_member *m = &s->members[i];
        if (s->by == ZHOL_BY_PARTNER) {
            zi_grid_cell(&g, "%s", zi_economy_iso3(panel, m->partner));
            zi_grid_cell(&g, "%s", zi_economy_name(panel, m->partner));
        } else {
            zi_cell_code(&g, m->hs, m->is_rest);
            zi_grid_cell(&g, "%s", m->is_sum ? "(sum)" : "");
        }
        zi_cell_money(&g, unit, m->usd);
        zi_cell_share(&g, m->share);
        zi_grid_cell(&g, "%s", zhol_grade_word(m->grade));
    }
    zi_grid_end(&g, out);
    if (n < s->n_members) {
        zi_buffer_format(out, "%u of %u shown\n", n, s->n_members);
    }
}

static void
write_head(const zhol_panel *panel, const zhol_trade_options *asked, zi_buffer *out)
{
    zi_buffer_format(out, "%s: structure of %s%s%s\n\n",
        zi_economy_name(panel, asked->economy), zi_flow_title(asked->flow),
        asked->partner == ZHOL_NO_ROW ? "" : ", partner ",
        asked->partner == ZHOL_NO_ROW ? "" : zi_economy_name(panel, asked->partner));
}

static void
write_table(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_structures *all, const zhol_trade_view *view, zi_buffer *out)
{
    write_head(panel, asked, out);
    write_indices(all, out);
    write_stages(all, out);
    for (uint32_t i = 0; i < all->n; i++) {
        const zhol_structure *s = &all->of[i];
        if (s->excess_usd > no_gap * s->index.total) {
            zi_buffer_format(out,
                "%u, %s: finer codes exceed the chapters that hold them by %.1f %% of "
                "the total\n",
                s->year, s->vintage, 100 * share_of(s, s->excess_usd));
        }
        if (asked->from > 0 && asked->from == asked->to) {
            write_members(panel, s, view, out);
        }
    }
}

static void
json_index(zi_json *j, const zhol_concentration *c)
{
    static const char *const firsts[] = { "first_1", "first_3", "first_5" };

    zi_json_count(j, "n", c->n_members);
    zi_json_known(j, "total_usd", c->total);
    zi_json_known(j, "listed_usd", c->listed);
    zi_json_known(j, "covered", c->coverage);
    zi_json_known(j, "hhi", c->hhi);
    zi_json_known(j, "hhi_normalised", c->hhi_normalised);
    zi_json_known(j, "theil", c->theil);
    zi_json_known(j, "entropy_nats", c->entropy);
    zi_json_known(j, "equivalent", c->equivalent);
    for (int k = 0; k < 3; k++) {
        zi_json_known(j, firsts[k], c->first[k]);
    }
    zi_json_key(j, "of_all");
    zi_json_begin_object_line(j);
    zi_json_known(j, "hhi_lo", c->hhi_lo);
    zi_json_known(j, "hhi_hi", c->hhi_hi);
    zi_json_end_object(j);
}

static void
json_stages(zi_json *j, const zhol_structure *s)
{
    double lo, hi;

    processed(s, &lo, &hi);
    zi_json_key(j, "stages");
    zi_json_begin_object_line(j);
    for (uint32_t k = ZHOL_STAGE_RAW; k < ZHOL_N_STAGES; k++) {
        zi_json_known(j, zhol_stage_word(k), share_of(s, s->stage_usd[k]));
    }
    zi_json_known(j, "several", share_of(s, s->stage_usd[ZHOL_STAGE_UNKNOWN]));
    zi_json_known(j, "processed_lo", lo);
    zi_json_known(j, "processed_hi", hi);
    if (is_staged(s)) {
        zi_json_word(j, "grade", zhol_grade_word(s->stage_grade));
    }
    zi_json_end_object(j);
}

static void
json_structure(zi_json *j, const zhol_panel *panel, const zhol_structure *s)
{
    zi_json_begin_object(j);
    zi_json_count(j, "year", s->year);
    zi_json_word(j, "vintage", s->vintage);
    zi_json_word(j, "by", by_names[s->by]);
    zi_json_key(j, "is_total_sum");
    zi_json_bool(j, s->is_total_sum);
    zi_json_known(j, "excess_usd", s->excess_usd);
    json_index(j, &s->index);
    if (s->by == ZHOL_BY_PRODUCT) {
        json_stages(j, s);
    }
    zi_json_key(j, "members");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < s->n_members; i++) {
        const zhol_trade_member *m = &s->members[i];
        zi_json_begin_object_line(j);
        if (s->by == ZHOL_BY_PARTNER) {
            zi_json_word(j, "partner", zi_economy_iso3(panel, m->partner));
        } else {
            zi_json_word(j, "hs", m->hs);
            zi_json_key(j, "is_rest");
            zi_json_bool(j, m->is_rest);
        }
        zi_json_known(j, "usd", m->usd);
        zi_json_known(j, "share", m->share);
        zi_json_key(j, "is_sum");
        zi_json_bool(j, m->is_sum);
        zi_json_word(j, "grade", zhol_grade_word(m->grade));
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
    zi_json_end_object(j);
}

static void
write_csv(const zhol_structures *all, zi_buffer *out)
{
    zi_buffer_text(out, "year,vintage,by,n,covered,hhi,hhi_normalised,theil,entropy_nats,"
                        "equivalent,first_1,first_3,first_5,hhi_lo,hhi_hi,raw,semi,"
                        "finished,several,processed_lo,processed_hi\n");
    for (uint32_t i = 0; i < all->n; i++) {
        const zhol_structure *s = &all->of[i];
        const zhol_concentration *c = &s->index;
        const bool has_stages = s->by == ZHOL_BY_PRODUCT;
        double lo, hi;
        processed(s, &lo, &hi);
        const double numbers[] = { c->n_members, c->coverage, c->hhi, c->hhi_normalised,
            c->theil, c->entropy, c->equivalent, c->first[0], c->first[1], c->first[2],
            c->hhi_lo, c->hhi_hi };
        const double stages[] = { share_of(s, s->stage_usd[ZHOL_STAGE_RAW]),
            share_of(s, s->stage_usd[ZHOL_STAGE_SEMI]),
            share_of(s, s->stage_usd[ZHOL_STAGE_FINISHED]),
            share_of(s, s->stage_usd[ZHOL_STAGE_UNKNOWN]), lo, hi };
        zi_buffer_format(out, "%u,%s,%s", s->year, s->vintage, by_names[s->by]);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            zi_csv_known(out, numbers[k]);
        }
        for (size_t k = 0; k < sizeof stages / sizeof stages[0]; k++) {
            zi_csv_known(out, has_stages ? stages[k] : ZHOL_NOT_GIVEN);
        }
        zi_buffer_text(out, "\n");
    }
}

zhol_status
zhol_report_structure(const zhol_panel *panel, const zhol_trade_options *asked,
    const zhol_structures *structures, const zhol_trade_view *view, zhol_buffer *out,
    zhol_error *err)
{
    const zhol_status status = zi_trade_check_format(view, err);
    zi_buffer made;

    if (status != ZHOL_OK) {
        return status;
    }
    made = zi_report_take_over(out);
    if (view->format == ZHOL_FORMAT_JSON) {
        zi_json j = zi_json_to(&made);
        zi_trade_json_head(&j, "structure", panel, asked);
        zi_json_key(&j, "structures");
        zi_json_begin_array(&j);
        for (uint32_t i = 0; i < structures->n; i++) {
            json_structure(&j, panel, &structures->of[i]);
        }
        zi_json_end_array(&j);
        zi_json_end_object(&j);
        zi_json_finish(&j);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        write_csv(structures, &made);
    } else {
        write_table(panel, asked, structures, view, &made);
    }
    return zi_report_hand_over(&made, out, err);
}
