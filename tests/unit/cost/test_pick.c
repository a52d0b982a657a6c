/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cost/pick.h"
#include "unit/cost/scenes.h"

/* What a row must be to be asked for at Altynkol, with Khorgos station beyond. */
static zi_asked
question(const tiny *t)
{
    return (zi_asked){ .at = place(t, "altynkol"),
        .other = place(t, "khorgos_rail"),
        .mode = ZHOL_MODE_RAIL,
        .line_class = ZHOL_LINE_TRUNK,
        .direction = ZHOL_DIRECTION_IN,
        .classes = 1U << ZHOL_CLASS_EXPRESS_BLOCK,
        .cargos = 1U << ZHOL_CARGO_CONTAINER | 1U << ZHOL_CARGO_REEFER };
}

/* One step of the precedence of docs/tables.md for each row, the best first: each row
 * beats all behind it. */
static void
rows_rank_in_the_order_of_the_documentation(void **state)
{
    tiny t;

    (void) state;
    tiny_open(&t);
    const zhol_scope all = { ZHOL_SCOPE_EVERYWHERE, 0 };
    const zhol_scope border = { ZHOL_SCOPE_KIND, ZHOL_PLACE_RAIL_BORDER };
    const zhol_scope eaeu = { ZHOL_SCOPE_GROUP, zi_world_text_of(t.world, "EAEU") };
    const zhol_scope kaz = { ZHOL_SCOPE_ECONOMY,
        zi_world_economy_by_iso3(t.world, "KAZ") };
    const zhol_scope chn = { ZHOL_SCOPE_ECONOMY,
        zi_world_economy_by_iso3(t.world, "CHN") };
    const zhol_scope here = { ZHOL_SCOPE_PLACE, place(&t, "altynkol") };
    const zhol_scope there = { ZHOL_SCOPE_PLACE, place(&t, "khorgos_rail") };
    const zi_key rows[] = {
        { .at = all, .is_mine = 1 },
        { .at = here, .other = there },
        { .at = here, .other = chn },
        { .at = here, .other = all, .mode = ZHOL_MODE_RAIL },
        { .at = here, .other = all },
        { .at = kaz, .other = all },
        { .at = eaeu, .other = there },
        { .at = border, .other = there },
        { .at = all, .other = border },
        { .at = all, .mode = ZHOL_MODE_RAIL, .service_class = ZHOL_CLASS_EXPRESS_BLOCK },
        { .at = all, .mode = ZHOL_MODE_RAIL, .line_class = ZHOL_LINE_TRUNK },
        { .at = all, .mode = ZHOL_MODE_RAIL },
        { .at = all, .service_class = ZHOL_CLASS_EXPRESS_BLOCK },
        { .at = all, .cargo = ZHOL_CARGO_REEFER },
        { .at = all, .cargo = ZHOL_CARGO_CONTAINER, .direction = ZHOL_DIRECTION_IN },
        { .at = all, .cargo = ZHOL_CARGO_CONTAINER },
        { .at = all, .direction = ZHOL_DIRECTION_IN },
        { .at = all, .regime = ZHOL_REGIME_NORMAL },
        { .at = all, .year = 2023 },
        { .at = all, .year = 2022 }, /* the earlier wins the tie */
        { .at = all, .year = 2024 },
        { .at = all, .year = 2018 },
        { .at = all, .year = 2028 },
        { .at = all }, /* undated: loses to five years, beats six */
        { .at = all, .year = 2017 },
        { .at = all, .year = 2029 },
        { .at = all, .year = 1950 },
    };
    const zi_asked asked = question(&t);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(zi_pick_rank(t.scene, &rows[i], &asked) > 0);
        for (size_t k = i + 1; k < sizeof rows / sizeof rows[0]; k++) {
            if (zi_pick_rank(t.scene, &rows[i], &asked)
                <= zi_pick_rank(t.scene, &rows[k], &asked)) {
                fail_msg("row %zu does not beat row %zu", i, k);
            }
        }
    }
    tiny_close(&t);
}

static void
rows_that_speak_of_something_else_do_not_fit(void **state)
{
    tiny t;

    (void) state;
    tiny_open(&t);
    const zhol_scope chn = { ZHOL_SCOPE_ECONOMY,
        zi_world_economy_by_iso3(t.world, "CHN") };
    const zhol_scope gone = { ZHOL_SCOPE_GROUP, zi_world_text_of(t.world, "EAEC") };
    const zi_key rows[] = {
        { .at = chn },
        { .at = gone }, /* ended in 2015 */
        { .other = { ZHOL_SCOPE_KIND, ZHOL_PLACE_SEAPORT } },
        { .mode = ZHOL_MODE_ROAD },
        { .service_class = ZHOL_CLASS_WAGONLOAD },
        { .line_class = ZHOL_LINE_MAIN },
        { .cargo = ZHOL_CARGO_BULK },
        { .direction = ZHOL_DIRECTION_OUT },
        { .regime = ZHOL_REGIME_CRISIS },
        { .gauge_from_mm = 1520, .gauge_to_mm = 1435 },
    };
    const zi_asked asked = question(&t);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (zi_pick_rank(t.scene, &rows[i], &asked)) {
            fail_msg("row %zu fits", i);
        }
    }
    tiny_close(&t);
}

static void
a_change_of_gauge_prefers_the_row_written_its_way(void **state)
{
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_asked asked = question(&t);
    asked.gauge_from_mm = 1435;
    asked.gauge_to_mm = 1520;
    const zi_key same = { .gauge_from_mm = 1435, .gauge_to_mm = 1520 };
    const zi_key back = { .gauge_from_mm = 1520, .gauge_to_mm = 1435, .mode = 1 };
    const zi_key other = { .gauge_from_mm = 1435, .gauge_to_mm = 1000 };
    assert_true(
        zi_pick_rank(t.scene, &same, &asked) > zi_pick_rank(t.scene, &back, &asked));
    assert_true(zi_pick_rank(t.scene, &back, &asked) > 0);
    assert_int_equal(zi_pick_rank(t.scene, &other, &asked), 0);
    tiny_close(&t);
}

static const zhol_procedure *
procedure(const tiny *t, uint32_t what, const zi_asked *asked)
{
    const zhol_ref row = zi_pick(t->scene, ZI_ROWS_PROCEDURE, what, asked);

    assert_true(row != ZHOL_NO_ROW);
    return &t->book->procedures[row];
}

static void
the_index_finds_what_the_ranks_say(void **state)
{
    tiny t;

    (void) state;
    tiny_open(&t);
    for (uint32_t p = 0; p < t.book->n_places; p++) {
        for (uint32_t what = 0; what < ZHOL_N_WHATS; what++) {
            zi_asked asked = question(&t);
            uint64_t best_rank = 0;
            zhol_ref best = ZHOL_NO_ROW;
            asked.at = p;
            for (uint32_t i = 0; i < t.book->first[ZI_ROWS_PROCEDURE][ZI_N_SUBJECTS];
                 i++) {
                const zi_key *key = &t.book->keys[i];
                const uint64_t rank = zi_pick_rank(t.scene, key, &asked);
                if (t.book->procedures[key->row].what == what && rank > best_rank) {
                    best_rank = rank;
                    best = key->row;
                }
            }
            assert_int_equal(zi_pick(t.scene, ZI_ROWS_PROCEDURE, what, &asked), best);
        }
    }
    tiny_close(&t);
}

static void
congestion_takes_its_own_row_or_multiplies_the_normal_one(void **state)
{
    zhol_scenario s;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_scenario_defaults(&s);
    const zi_asked asked = question(&t);
    const zhol_procedure *p = procedure(&t, ZHOL_WHAT_BORDER, &asked);
    assert_int_equal((int) p->mean_h, 20);
    assert_int_equal((int) zi_pick_regime_factor(t.scene, p), 1);

    s.regime = ZHOL_REGIME_CRISIS; /* has a row of its own */
    tiny_look(&t, &s, 0);
    p = procedure(&t, ZHOL_WHAT_BORDER, &asked);
    assert_int_equal((int) p->mean_h, 240);
    assert_int_equal((int) zi_pick_regime_factor(t.scene, p), 1);
    p = procedure(&t, ZHOL_WHAT_WAGON_WAIT, &asked); /* has none */
    assert_int_equal((int) p->mean_h, 18);
    assert_int_equal((int) zi_pick_regime_factor(t.scene, p), 8);

    s.regime = ZHOL_REGIME_CONGESTED;
    tiny_look(&t, &s, 0);
    p = procedure(&t, ZHOL_WHAT_BORDER, &asked);
    assert_int_equal((int) p->mean_h, 20);
    assert_int_equal((int) zi_pick_regime_factor(t.scene, p), 3);
    tiny_close(&t);
}

static void
own_rows_come_first(void **state)
{
    zi_folder base = { 0 }, mine = { .path = "mine" };
    zhol_world *w = NULL;
    zhol_error err = { "" };
    tiny t;

    (void) state;
    tables_read(&base, "tiny");
    tables_set(&mine, ZI_TABLE_SOURCES,
        "key,citation,address,licence,seen\nown,me,see citation,facts,2026-01-01\n");
    tables_set(&mine, ZI_TABLE_PROCEDURES,
        "at,other,what,mode,direction,goods,class,gauge_from_mm,gauge_to_mm,year,regime,"
        "mean_h,cv,cost,currency,cost_unit,source,grade\n"
        "economy:KAZ,*,border,any,any,any,,,,,any,99,0.8,,,,own,A\n");
    must(tables_make(&base, &mine, NULL, &w, &err), &err);
    tiny_of(&t, w);
    const zi_asked asked = question(&t);
    assert_int_equal((int) procedure(&t, ZHOL_WHAT_BORDER, &asked)->mean_h, 99);
    assert_int_equal((int) procedure(&t, ZHOL_WHAT_WAGON_WAIT, &asked)->mean_h, 18);
    tiny_close(&t);
    zi_folder_free(&base);
    zi_folder_free(&mine);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_rank_in_the_order_of_the_documentation),
        cmocka_unit_test(rows_that_speak_of_something_else_do_not_fit),
        cmocka_unit_test(a_change_of_gauge_prefers_the_row_written_its_way),
        cmocka_unit_test(the_index_finds_what_the_ranks_say),
        cmocka_unit_test(congestion_takes_its_own_row_or_multiplies_the_normal_one),
        cmocka_unit_test(own_rows_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
