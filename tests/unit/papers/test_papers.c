/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the tiny world, by hand:
 *
 *   altynkol == khorgos_rail (rail, two gauges)    nur_zholy -- khorgos (road)
 *   KAZ         CHN                                KAZ          CHN
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ask.h"

static void
wool_is_barred_until_the_day_of_the_protocol(void **state)
{
    zhol_world *w = *state;
    zhol_papers_query q = query_of(w, "5101", 20190910);
    zhol_papers *before = papers_of(w, &q);
    q.date = 20190911;
    zhol_papers *after = papers_of(w, &q);

    assert_true(is_barred(before, "nur_zholy_khorgos", false));
    assert_true(is_barred(before, "altynkol_khorgos_1435", false));
    assert_false(is_barred(before, "nur_zholy_khorgos", true));
    assert_int_equal(before->n_refusals, 1);
    assert_string_equal(rule_id(w, before->refusals[0]), "wool_closed");
    assert_int_equal(after->n_bars, 0);
    assert_int_equal(after->n_questions, 1);
    assert_string_equal(rule_id(w, after->questions[0].rule), "wool_registered");
    assert_int_equal(after->questions[0].unknown, ZHOL_FACT_REGISTERED);
    zhol_papers_free(before);
    zhol_papers_free(after);
}

static void
mutton_passes_by_its_border_and_mode_only(void **state)
{
    zhol_world *w = *state;
    zhol_papers_query q = query_of(w, "020430", 20200101);
    q.known.origin_region = "abai";
    q.known.temperature = ZHOL_TEMPERATURE_FROZEN;
    zhol_papers *p = papers_of(w, &q);

    assert_true(is_barred(p, "nur_zholy_khorgos", false));
    assert_false(is_barred(p, "altynkol_khorgos_1520", false));
    assert_int_equal(p->n_questions, 0);
    assert_int_equal(p->n_refusals, 0);
    zhol_papers_free(p);
}

static void
an_unknown_region_is_a_question_and_a_wrong_one_a_bar(void **state)
{
    zhol_world *w = *state;
    zhol_papers_query q = query_of(w, "0204", 20200101);
    q.known.temperature = ZHOL_TEMPERATURE_FROZEN;
    zhol_papers *open = papers_of(w, &q);
    q.known.origin_region = "other";
    zhol_papers *wrong = papers_of(w, &q);

    assert_false(is_barred(open, "altynkol_khorgos_1520", false));
    assert_int_equal(open->n_questions, 1);
    assert_int_equal(open->questions[0].unknown, ZHOL_FACT_REGION);
    assert_true(is_barred(wrong, "altynkol_khorgos_1520", false));
    assert_int_equal(wrong->n_questions, 0);
    zhol_papers_free(open);
    zhol_papers_free(wrong);
}

static void
a_short_code_asks_for_a_longer_one(void **state)
{
    zhol_world *w = *state;
    const zhol_papers_query q = query_of(w, "02", 20200101);
    const zhol_papers_query other = query_of(w, "0303", 20200101);
    zhol_papers *p = papers_of(w, &q), *none = papers_of(w, &other);

    assert_int_equal(p->n_bars, 0);
    assert_int_equal(p->n_questions, 3);
    for (uint32_t i = 0; i < p->n_questions; i++) {
        assert_true(p->questions[i].unknown & ZHOL_FACT_HS);
    }
    assert_int_equal(none->n_questions, 0);
    zhol_papers_free(p);
    zhol_papers_free(none);
}

static void
rules_look_one_way(void **state)
{
    zhol_world *w = *state;
    zhol_papers_query q = query_of(w, "5101", 20190910);
    const zhol_ref from = q.from;
    q.from = q.to;
    q.to = from;
    zhol_papers *p = papers_of(w, &q);

    assert_int_equal(p->n_bars, 0);
    zhol_papers_free(p);
}

static void
a_way_has_documents_an_alternative_and_a_critical_path(void **state)
{
    zhol_world *w = *state;
    zhol_papers_query q = query_of(w, "0204", 20200101);
    q.known.temperature = ZHOL_TEMPERATURE_FROZEN;
    q.known.origin_region = "abai";
    zhol_papers *p = papers_of(w, &q);
    const zhol_crossing rail = crossing_of(w, "altynkol_khorgos_1520");
    const zhol_crossing road = crossing_of(w, "nur_zholy_khorgos");
    zhol_papers_way *way = NULL;

    assert_int_equal(zhol_papers_way_new(p, &rail, 1, &way, NULL), ZHOL_OK);
    assert_int_equal(way->n_documents, 4);
    assert_int_equal(way->n_alternatives, 1);
    assert_string_equal(rule_id(w, way->alternatives[0].instead_of), "smgs_rail");
    assert_int_equal(way->n_inspections, 1);
    assert_int_equal(way->n_fees, 1);
    assert_int_equal(way->n_barred, 0);
    assert_true(way->lead_p50_days > 6.999 && way->lead_p50_days < 7.001);
    assert_true(way->lead_p90_days > 13.999 && way->lead_p90_days < 14.001);
    assert_int_equal(way->n_chain, 2);
    assert_string_equal(rule_id(w, way->chain[0]), "meat_lab");
    assert_string_equal(rule_id(w, way->chain[1]), "meat_vet");
    assert_int_equal(way->n_without_lead, 2);
    zhol_papers_way_free(way);

    assert_int_equal(zhol_papers_way_new(p, &road, 1, &way, NULL), ZHOL_OK);
    assert_int_equal(way->n_documents, 3);
    assert_int_equal(way->n_alternatives, 0);
    assert_int_equal(way->n_barred, 1);
    assert_string_equal(rule_id(w, way->barred[0].rule), "meat_border");
    zhol_papers_way_free(way);
    zhol_papers_free(p);
}

/* The rule on mode and border is settled by the way: only the others stay open. */
static void
a_way_asks_only_what_may_change_it(void **state)
{
    zhol_world *w = *state;
    const zhol_papers_query q = query_of(w, "02", 20200101);
    zhol_papers *p = papers_of(w, &q);
    const zhol_crossing rail = crossing_of(w, "altynkol_khorgos_1520");
    const zhol_crossing road = crossing_of(w, "nur_zholy_khorgos");
    zhol_papers_way *by_rail = NULL, *by_road = NULL;
    uint32_t n_barring[2] = { 0, 0 };

    assert_int_equal(zhol_papers_way_new(p, &rail, 1, &by_rail, NULL), ZHOL_OK);
    assert_int_equal(zhol_papers_way_new(p, &road, 1, &by_road, NULL), ZHOL_OK);
    for (uint32_t i = 0; i < by_rail->n_questions; i++) {
        n_barring[0] += by_rail->questions[i].may_bar;
    }
    for (uint32_t i = 0; i < by_road->n_questions; i++) {
        n_barring[1] += by_road->questions[i].may_bar;
    }
    assert_int_equal(n_barring[0], 2);
    assert_int_equal(n_barring[1], 3);
    zhol_papers_way_free(by_rail);
    zhol_papers_way_free(by_road);
    zhol_papers_free(p);
}

static void
goods_without_a_code_meet_general_rules_only(void **state)
{
    zhol_world *w = *state;
    const zhol_papers_query q = query_of(w, "", 20190101);
    zhol_papers *p = papers_of(w, &q);
    const zhol_crossing road = crossing_of(w, "nur_zholy_khorgos");
    zhol_papers_way *way = NULL;

    assert_int_equal(p->n_bars + p->n_questions, 0);
    assert_int_equal(zhol_papers_way_new(p, &road, 1, &way, NULL), ZHOL_OK);
    assert_int_equal(way->n_documents, 1);
    assert_string_equal(rule_id(w, way->documents[0].rule), "invoice_all");
    zhol_papers_way_free(way);
    zhol_papers_free(p);
}

static void
the_oldest_date_that_the_rules_know_is_told(void **state)
{
    zhol_world *w = *state;
    const zhol_papers_query q = query_of(w, "5101", 19900101);
    zhol_papers *p = papers_of(w, &q);

    assert_int_equal(p->first_known_date, 20190911);
    assert_int_equal(p->oldest_checked_on, 20240101);
    zhol_papers_free(p);
}

static void
a_wrong_question_has_a_clear_message(void **state)
{
    zhol_world *w = *state;
    zhol_papers_query q = query_of(w, "0204", 20200101);
    zhol_papers *p = NULL;
    zhol_error err = { "" };

    q.known.origin_region = "atlantis";
    assert_int_equal(zhol_papers_new(w, &q, &p, &err), ZHOL_USAGE);
    assert_null(p);
    assert_string_equal(err.message,
        "no rule names the region 'atlantis'; write one of other;akmola;abai ('other': "
        "none of the rest)");
    q.known.origin_region = NULL;
    q.date = 20200230;
    assert_int_equal(zhol_papers_new(w, &q, &p, &err), ZHOL_USAGE);
    assert_string_equal(err.message, "there is no such day: 20200230");
    q.date = 20200101;
    q.to = ZHOL_NO_ROW;
    assert_int_equal(zhol_papers_new(w, &q, &p, &err), ZHOL_USAGE);
}

/* The k-th allocation fails, for every k: an error, and nothing leaks. */
static void
running_out_of_memory_leaks_nothing(void **state)
{
    zhol_world *w = *state;
    const zhol_papers_query q = query_of(w, "0204", 20200101);
    const zhol_crossing rail = crossing_of(w, "altynkol_khorgos_1520");
    const long live = zi_mem_live();

    for (long k = 0; k < 40; k++) {
        zhol_papers *p = NULL;
        zhol_papers_way *way = NULL;
        zi_mem_fail_after(k);
        zhol_status status = zhol_papers_new(w, &q, &p, NULL);
        if (status == ZHOL_OK) {
            status = zhol_papers_way_new(p, &rail, 1, &way, NULL);
        }
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        zhol_papers_way_free(way);
        zhol_papers_free(p);
        assert_int_equal(zi_mem_live(), live);
    }
}

static int
open_world(void **state)
{
    *state = tiny_world();
    return 0;
}

static int
close_world(void **state)
{
    zhol_world_free(*state);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wool_is_barred_until_the_day_of_the_protocol),
        cmocka_unit_test(mutton_passes_by_its_border_and_mode_only),
        cmocka_unit_test(an_unknown_region_is_a_question_and_a_wrong_one_a_bar),
        cmocka_unit_test(a_short_code_asks_for_a_longer_one),
        cmocka_unit_test(rules_look_one_way),
        cmocka_unit_test(a_way_has_documents_an_alternative_and_a_critical_path),
        cmocka_unit_test(a_way_asks_only_what_may_change_it),
        cmocka_unit_test(goods_without_a_code_meet_general_rules_only),
        cmocka_unit_test(the_oldest_date_that_the_rules_know_is_told),
        cmocka_unit_test(a_wrong_question_has_a_clear_message),
        cmocka_unit_test(running_out_of_memory_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
