/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol reach --each economies` */
#include <math.h>

#include "report/grid.h"
#include "report/reach.h"
#include "report/report.h"

static const double day_h = 24;

/* What the forms of one answer share. */
typedef struct sheet {
    const zhol_reach_ranks *r, *base; /* base: or NULL */
    uint32_t figures;                 /* those shown: bits; 0: all */
} sheet;

/* Averages by GDP (PPP) over the same economies: with a base those that start in both. */
typedef struct total {
    double now[ZHOL_N_REACH_FIGURES], before[ZHOL_N_REACH_FIGURES];
    double share; /* of the world's GDP (PPP) */
    uint32_t n, n_lost, n_new;
} total;

static bool
is_time(const sheet *s)
{
    return s->r->goal.by == ZHOL_REACH_BY_TIME;
}

static bool
shows(const sheet *s, uint32_t figure)
{
    return zi_reach_knows(s->r->sources, s->figures, figure);
}

/* The rank of an economy, or NULL: it starts nothing there. */
static const zhol_reach_rank *
rank_in(const zhol_reach_ranks *r, zhol_ref economy)
{
    for (uint32_t i = 0; i < r->n_ranks; i++) {
        if (r->ranks[i].economy == economy) {
            return &r->ranks[i];
        }
    }
    return NULL;
}

static const zhol_reach_rank *
rank_before(const sheet *s, zhol_ref economy)
{
    return s->base ? rank_in(s->base, economy) : NULL;
}

/* In the order of rows, so that the sums do not depend on the ranks. */
static total
add_up(const sheet *s)
{
    total t = { .n = 0 };
    uint32_t n_economies;

    (void) zhol_world_economies(s->r->world, &n_economies);
    for (uint32_t e = 0; e < n_economies; e++) {
        const zhol_reach_rank *now = rank_in(s->r, e);
        const zhol_reach_rank *before = s->base ? rank_before(s, e) : now;
        t.n_lost += before && !now;
        t.n_new += now && !before;
        if (!now || !before) {
            continue;
        }
        t.n++;
        t.share += now->gdp_share;
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
            t.now[f] += now->gdp_share * now->share[f];
            t.before[f] += now->gdp_share * before->share[f];
        }
    }
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES && t.share > 0; f++) {
        t.now[f] /= t.share;
        t.before[f] /= t.share;
    }
    return t;
}

static const char *
iso3_of(const sheet *s, zhol_ref economy)
{
    return zhol_world_text(
        s->r->world, zhol_world_economies(s->r->world, NULL)[economy].iso3);
}

static void
write_share(const sheet *s, zi_grid *g, double now, const double *before)
{
    if (before) {
        zi_grid_cell(g, "%.1f (%+.1f)", 100 * now, 100 * (now - *before));
    } else {
        zi_grid_cell(g, "%.1f%s", 100 * now, s->base ? " (new)" : "");
    }
}

static void
begin(const sheet *s, zi_grid *g)
{
    char columns[ZHOL_N_REACH_FIGURES + 6] = "rlr";
    uint32_t n = 3;

    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        columns[n] = 'r';
        n += shows(s, f);
    }
    columns[n] = 'r';
    zi_grid_begin(g, columns);
    zi_grid_cell(g, "rank");
    zi_grid_cell(g, "from");
    zi_grid_cell(g, "cities");
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (shows(s, f)) {
            zi_grid_cell(g, "%s %%", zi_reach_words((zhol_reach_figure) f));
        }
    }
    zi_grid_cell(g, "%s to 50 %% of GDP (PPP)", is_time(s) ? "days" : "USD");
}

static void
write_rank(const sheet *s, uint32_t i, zi_grid *g)
{
    const zhol_reach_rank *rank = &s->r->ranks[i];
    const zhol_reach_rank *before = rank_before(s, rank->economy);
    const zhol_economy *e = &zhol_world_economies(s->r->world, NULL)[rank->economy];
    char text[48];

    zi_grid_cell(g, "%u", i + 1);
    zi_grid_cell(g, "%s", zhol_world_text(s->r->world, e->name_en));
    zi_grid_cell(g, "%u", rank->n_starts);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (shows(s, f)) {
            write_share(s, g, rank->share[f], before ? &before->share[f] : NULL);
        }
    }
    if (!(rank->half < (double) INFINITY)) {
        zi_grid_cell(g, "never");
    } else if (is_time(s)) {
        zi_grid_cell(g, "%.1f", rank->half / day_h);
    } else {
        zi_grid_cell(g, "%s", zi_grid_number(10 * round(rank->half / 10), 0, text));
    }
}

static void
write_lost(const sheet *s, zi_buffer *out)
{
    uint32_t n = 0;

    for (uint32_t i = 0; s->base && i < s->base->n_ranks; i++) {
        const zhol_ref economy = s->base->ranks[i].economy;
        if (!rank_in(s->r, economy)) {
            zi_buffer_format(out, "%s%s", n++ == 0 ? "Nothing starts any more in: " : " ",
                iso3_of(s, economy));
        }
    }
    zi_buffer_text(out, n > 0 ? "\n" : "");
}

static void
write_total(const sheet *s, zi_buffer *out)
{
    const total t = add_up(s);

    zi_buffer_format(out,
        "\nIn total, the average over %s%u economies%s by their GDP (PPP; %.1f %% of the "
        "world):",
        s->base ? "the " : "these ", t.n, s->base ? " that start in both" : "",
        100 * t.share);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (shows(s, f)) {
            zi_buffer_format(out, " %s %.2f %%", zi_reach_words((zhol_reach_figure) f),
                100 * t.now[f]);
            if (s->base) {
                zi_buffer_format(out, " (%+.2f)", 100 * (t.now[f] - t.before[f]));
            }
        }
    }
    if (t.n_lost > 0) {
        zi_buffer_format(out, "; %u lost", t.n_lost);
    }
    if (t.n_new > 0) {
        zi_buffer_format(out, "; %u new", t.n_new);
    }
    zi_buffer_text(out, "\n");
}

static void
write_table(const sheet *s, zi_buffer *out)
{
    const zhol_consignment *c = &s->r->query.consignment;
    const double limit = s->r->goal.limit;
    char text[48], amount[48];
    zi_grid g;

    zi_buffer_format(out,
        "What each economy reaches %s %s %s: %s t%s%s, network of %u; share of the "
        "world, the average of its cities\n",
        is_time(s) ? "within" : "for",
        zi_grid_number(is_time(s) ? limit / day_h : limit,
            is_time(s) && limit / day_h > floor(limit / day_h) ? 1 : 0, text),
        is_time(s) ? "days" : "USD",
        zi_grid_number(c->mass_t, c->mass_t < 10 ? 2 : 0, amount),
        c->hs[0] ? " of HS " : " of general cargo", c->hs, s->r->year);
    if (s->base) {
        zi_buffer_format(out,
            "in brackets: the change against the network of %u without the options\n",
            s->base->year);
    }
    begin(s, &g);
    for (uint32_t i = 0; i < s->r->n_ranks; i++) {
        write_rank(s, i, &g);
    }
    zi_grid_end(&g, out);
    write_lost(s, out);
    write_total(s, out);
    zi_reach_coverage(s->r->sources, s->figures, s->r->query.spread, out);
}

/* JSON */

static void
write_number(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    if (x < (double) INFINITY) {
        zi_json_number(j, x);
    } else {
        zi_json_null(j);
    }
}

static void
write_shares(zi_json *j, const sheet *s, const char *key, const double *share)
{
    zi_json_key(j, key);
    zi_json_begin_object(j);
    for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
        if (shows(s, f)) {
            write_number(j, zi_reach_key((zhol_reach_figure) f), share[f]);
        }
    }
    zi_json_end_object(j);
}

static void
write_json_rank(zi_json *j, const sheet *s, uint32_t i)
{
    const zhol_reach_rank *rank = &s->r->ranks[i];
    const zhol_reach_rank *before = rank_before(s, rank->economy);
    const char *half = is_time(s) ? "half_time_mean_h" : "half_cost_usd";

    zi_json_begin_object_line(j);
    zi_json_key(j, "rank");
    zi_json_integer(j, (int64_t) i + 1);
    zi_json_key(j, "iso3");
    zi_json_text(j, iso3_of(s, rank->economy));
    zi_json_key(j, "starts");
    zi_json_integer(j, rank->n_starts);
    write_shares(j, s, "share", rank->share);
    write_number(j, half, rank->half);
    if (before) {
        write_shares(j, s, "share_compared_with", before->share);
    }
    zi_json_end_object(j);
}

static void
write_json_total(zi_json *j, const sheet *s)
{
    const total t = add_up(s);

    zi_json_key(j, "total");
    zi_json_begin_object_line(j);
    zi_json_key(j, "economies");
    zi_json_integer(j, t.n);
    write_number(j, "gdp_ppp_share_of_starts", t.share);
    write_shares(j, s, "share", t.now);
    if (s->base) {
        write_shares(j, s, "share_compared_with", t.before);
        zi_json_key(j, "economies_lost");
        zi_json_integer(j, t.n_lost);
        zi_json_key(j, "economies_new");
        zi_json_integer(j, t.n_new);
    }
    zi_json_end_object(j);
}

static void
write_json(const sheet *s, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_key(&j, "schema");
    zi_json_text(&j, "zhol.reach_each/1");
    zi_json_key(&j, "year");
    zi_json_integer(&j, s->r->year);
    zi_json_key(&j, "by");
    zi_json_text(&j, is_time(s) ? "days" : "usd");
    write_number(&j, "limit", s->r->goal.limit / (is_time(s) ? day_h : 1));
    zi_json_key(&j, "economies");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < s->r->n_ranks; i++) {
        write_json_rank(&j, s, i);
    }
    zi_json_end_array(&j);
    write_json_total(&j, s);
    zi_reach_coverage_json(s->r->sources, s->figures, s->r->query.spread, &j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const sheet *s, zi_buffer *out)
{
    zi_buffer_text(out, "rank,iso3,starts,figure,share,share_compared_with\n");
    for (uint32_t i = 0; i < s->r->n_ranks; i++) {
        const zhol_reach_rank *rank = &s->r->ranks[i];
        const zhol_reach_rank *before = rank_before(s, rank->economy);
        for (uint32_t f = 0; f < ZHOL_N_REACH_FIGURES; f++) {
            if (shows(s, f)) {
                zi_buffer_format(out, "%u,%s,%u,%s,", i + 1, iso3_of(s, rank->economy),
                    rank->n_starts, zi_reach_key((zhol_reach_figure) f));
                zi_report_csv_number(out, rank->share[f]);
                zi_buffer_text(out, ",");
                if (before) {
                    zi_report_csv_number(out, before->share[f]);
                }
                zi_buffer_text(out, "\n");
            }
        }
    }
}

zhol_status
zhol_report_reach_each(const zhol_reach_ranks *ranks, const zhol_reach_ranks *base,
    const zhol_reach_view *view, zhol_buffer *out, zhol_error *err)
{
    const sheet s = { ranks, base, view->figures };
    zi_buffer text = zi_report_take_over(out);

    switch (view->format) {
    case ZHOL_FORMAT_JSON:
        write_json(&s, &text);
        break;
    case ZHOL_FORMAT_CSV:
        write_csv(&s, &text);
        break;
    default:
        write_table(&s, &text);
        break;
    }
    return zi_report_hand_over(&text, out, err);
}
