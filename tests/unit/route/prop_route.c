/* SPDX-License-Identifier: Apache-2.0 */
/* Random small worlds: the tables of tests/data/tiny with other places and links. */
#include <math.h>

#include "base/mem.h"
#include "base/text.h"
#include "prop.h"
#include "unit/route/questions.h"
#include "unit/route/shortest.h"

enum { N_CITIES = 7, N_ROWS = 9 };

/* Cities c0 .. c6 in three economies and two seaports beside the places of tiny, joined
 * by random links; the gauge can be changed at some. */
static void
write_tables(prop *p, zi_folder *tables)
{
    static const char *const economies[] = { "KAZ", "CHN", "AZE" };
    zi_buffer places = { 0 }, links = { 0 }, procedures = { 0 };

    for (uint32_t i = 0; i < N_CITIES; i++) {
        zi_buffer_format(&places, "c%u,%s,C%u,,,,,,%s,%u.%u,43.5,%s,,1000,test_a,A\n", i,
            i < 2 ? "seaport" : "city", i, economies[prop_below(p, 3)], 60 + i / 4,
            i % 10, i < 2 ? "caspian" : "");
    }
    for (uint32_t i = 0; i < 2 * N_CITIES; i++) {
        const uint32_t from = prop_below(p, N_CITIES);
        const uint32_t to = (from + 1 + prop_below(p, N_CITIES - 1)) % N_CITIES;
        const uint32_t kind = prop_below(p, from < 2 && to < 2 ? 4 : 3);
        static const char *const tails[] = { "rail,%u,1520,1,0.5,main,,,%s,,open,,",
            "rail,%u,1435,2,1,trunk,,,%s,,open,,", "road,%u,,,,trunk,,,%s,,open,,",
            "sea,%u,,,,caspian,,,%s,,open,," };
        const uint32_t km = 200 + prop_below(p, 800);
        const char *direction = prop_below(p, 4) ? "both" : "forward";
        char tail[80];
        snprintf(tail, sizeof tail, "%s,%u%s",
            kind < 2    ? "rail"
            : kind == 2 ? "road"
                        : "sea",
            km, strchr(tails[kind], '%') + 2);
        char *words = strstr(tail, "%s");
        zi_buffer_format(&links, "l%u,c%u,c%u,%.*s%s%s,test_b,B\n", i, from, to,
            (int) (words - tail), tail, direction, words + 2);
    }
    for (uint32_t i = 0; i < N_CITIES; i++) {
        if (prop_below(p, 2)) {
            zi_buffer_format(&procedures,
                "c%u,*,%s,rail,any,any,,1435,1520,2023,any,%u,0.5,%u,USD,feu,test_a,A\n",
                i, prop_below(p, 2) ? "container_lift" : "bogie_exchange",
                1 + prop_below(p, 20), 50 + prop_below(p, 300));
        }
    }
    tables_read(tables, "tiny");
    tables_add(tables, ZI_TABLE_PLACES, places.data);
    tables_add(tables, ZI_TABLE_LINKS, links.data);
    if (procedures.data) {
        tables_add(tables, ZI_TABLE_PROCEDURES, procedures.data);
    }
    zi_buffer_free(&places);
    zi_buffer_free(&links);
    zi_buffer_free(&procedures);
}

/* Puts the rows of a table into another order. */
static void
shuffle(prop *p, zi_folder *tables, uint32_t table)
{
    const zi_table_text text = tables->table[table];
    const char *head_end = strchr(text.data, '\n') + 1, *end = text.data + text.n;
    const char *rows[4096];
    zi_buffer out = { 0 };
    uint32_t n = 0;

    for (const char *row = head_end; row < end && n < 4096; n++) {
        const char *stop = memchr(row, '\n', (size_t) (end - row));
        rows[n] = row;
        row = stop ? stop + 1 : end;
    }
    zi_buffer_add(&out, text.data, (size_t) (head_end - text.data));
    for (uint32_t left = n; left > 0; left--) {
        const uint32_t k = prop_below(p, left);
        const char *stop = memchr(rows[k], '\n', (size_t) (end - rows[k]));
        zi_buffer_add(&out, rows[k], (size_t) ((stop ? stop : end) - rows[k]));
        zi_buffer_text(&out, "\n");
        rows[k] = rows[left - 1];
    }
    zi_free(tables->owned[table]);
    tables->owned[table] = out.data;
    tables->table[table] = (zi_table_text){ out.data, out.length };
}

static zhol_world *
make_world(const zi_folder *tables)
{
    zhol_error err = { "" };
    zhol_world *w = NULL;

    must(tables_make(tables, NULL, NULL, &w, &err), &err);
    return w;
}

static zhol_world *
random_world(prop *p)
{
    zi_folder tables = { 0 };

    write_tables(p, &tables);
    zhol_world *w = make_world(&tables);
    zi_folder_free(&tables);
    return w;
}

static void
shortest_in(const zhol_world *w, const zhol_scenario *s, const zhol_ref ends[2],
    uint64_t out[ZI_N_WEIGHTS])
{
    zhol_error err = { "" };
    zi_book *book = NULL;

    must(zi_book_new(w, &book, &err), &err);
    shortest(book, s, ends, out);
    zi_book_free(book);
}

static void
random_ends(prop *p, const zhol_world *w, zhol_ref ends[2])
{
    const uint32_t from = prop_below(p, N_CITIES);
    const uint32_t to = (from + 1 + prop_below(p, N_CITIES - 1)) % N_CITIES;
    char id[8];

    snprintf(id, sizeof id, "c%u", from);
    ends[0] = zi_world_place_by_id(w, id);
    snprintf(id, sizeof id, "c%u", to);
    ends[1] = zi_world_place_by_id(w, id);
}

/* The labelled ways equal Dijkstra; each leg's rounding is half a unit of its arc. */
static int
single_criteria_equal_dijkstra(prop *p)
{
    static const double unit[] = { 3600, 100, 1000 };
    static const uint32_t label[] = { ZHOL_LABEL_FASTEST, ZHOL_LABEL_CHEAPEST,
        ZHOL_LABEL_CLEANEST };
    question q;
    zhol_ref ends[2];
    uint64_t best[ZI_N_WEIGHTS];
    int ok = 1;

    question_of(&q, random_world(p));
    random_ends(p, q.world, ends);
    q.options.within = prop_below(p, 2) ? 0.01 : 0;
    shortest_in(q.world, &q.options.scenario, ends, best);
    const zhol_status status = zhol_router_find(q.router, &(zhol_end){ .place = ends[0] },
        &(zhol_end){ .place = ends[1] }, &q.goods, &q.options, &q.routes, &q.err);
    if (best[0] == ZHOL_UNREACHABLE) {
        ok = status == ZHOL_NONE && q.err.message[0];
    } else {
        ok = status == ZHOL_OK;
    }
    for (uint32_t k = 0; ok && q.routes && k < 3; k++) {
        const zhol_alternative *a = labelled(&q, label[k]);
        const double values[] = { a->time_mean_h, a->cost_usd, a->co2e_wtw_kg };
        ok = fabs(values[k] * unit[k] - (double) best[k]) <= 0.5 * a->n_legs + 0.5;
    }
    question_close(&q);
    return ok;
}

static bool
is_no_better(const uint64_t changed[ZI_N_WEIGHTS], const uint64_t before[ZI_N_WEIGHTS])
{
    for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
        if (changed[k] < before[k]) {
            return false;
        }
    }
    return true;
}

static int
closing_and_avoiding_never_improve(prop *p)
{
    zhol_world *w = random_world(p);
    uint64_t before[ZI_N_WEIGHTS], changed[ZI_N_WEIGHTS];
    zhol_scenario s;
    zhol_ref ends[2];
    int ok = 1;
    uint32_t n_links, n_economies;

    (void) zhol_world_links(w, &n_links);
    (void) zhol_world_economies(w, &n_economies);
    random_ends(p, w, ends);
    zhol_scenario_defaults(&s);
    shortest_in(w, &s, ends, before);
    for (uint32_t i = 0; i < 4 && ok; i++) {
        const zhol_ref links[] = { prop_below(p, n_links), prop_below(p, n_links) };
        const zhol_scope place = { ZHOL_SCOPE_PLACE, prop_below(p, N_CITIES + N_ROWS) };
        const zhol_scope economy = { ZHOL_SCOPE_ECONOMY, prop_below(p, n_economies) };
        zhol_scenario_defaults(&s);
        s.close_links = links;
        s.n_close_links = i == 0 ? 2 : 0;
        s.avoid = i == 1 ? &place : &economy;
        s.n_avoid = i == 1 || i == 2;
        s.close = &place;
        s.n_close = i == 3;
        shortest_in(w, &s, ends, changed);
        ok = is_no_better(changed, before);
    }
    zhol_scenario_defaults(&s);
    s.modes = 1U << ZHOL_MODE_RAIL | 1U << ZHOL_MODE_SEA;
    shortest_in(w, &s, ends, changed);
    ok = ok && is_no_better(changed, before);
    zhol_world_free(w);
    return ok;
}

static int
the_order_of_rows_does_not_matter(prop *p)
{
    zi_folder tables = { 0 };
    char *json[2] = { NULL, NULL };
    zhol_ref ends[2];
    int ok;

    write_tables(p, &tables);
    const prop ends_seed = *p;
    for (int i = 0; i < 2; i++) {
        question q;
        prop again = ends_seed;
        question_of(&q, make_world(&tables));
        random_ends(&again, q.world, ends);
        if (zhol_router_find(q.router, &(zhol_end){ .place = ends[0] },
                &(zhol_end){ .place = ends[1] }, &q.goods, &q.options, &q.routes, &q.err)
            == ZHOL_OK) {
            json[i] = json_of(&q);
        }
        question_close(&q);
        for (uint32_t table = 0; table < ZI_N_TABLES; table++) {
            shuffle(p, &tables, table);
        }
    }
    ok = json[0] && json[1] ? strcmp(json[0], json[1]) == 0 : !json[0] && !json[1];
    zi_free(json[0]);
    zi_free(json[1]);
    zi_folder_free(&tables);
    return ok;
}

int
main(void)
{
    const int cases = getenv("ZHOL_LONG") ? 1000 : 60;

    return !prop_holds(
               "single_criteria_equal_dijkstra", cases, single_criteria_equal_dijkstra)
           || !prop_holds("closing_and_avoiding_never_improve", cases,
               closing_and_avoiding_never_improve)
           || !prop_holds("the_order_of_rows_does_not_matter", cases,
               the_order_of_rows_does_not_matter);
}
