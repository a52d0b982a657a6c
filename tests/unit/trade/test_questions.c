/* SPDX-License-Identifier: Apache-2.0 */
/* Partners, mirror, structure and growth of small panels, by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "panels.h"

#define HEAD "reporter,partner,flow,hs,year,value_usd,vintage\n"

static zhol_trade_options
asked(const zhol_world *w, uint32_t flow)
{
    zhol_trade_options o;

    zhol_trade_options_defaults(&o);
    o.economy = economy(w, "KAZ");
    o.flow = flow;
    return o;
}

static const char two_flows[] = HEAD "KAZ,,export,,2019,100,a\n"
                                     "KAZ,CHN,export,,2019,50,a\n"
                                     "KAZ,RUS,export,,2019,20,a\n"
                                     "KAZ,ITA,export,,2019,10,a\n"
                                     "KAZ,,import,,2019,80,a\n"
                                     "KAZ,RUS,import,,2019,60,a\n"
                                     "KAZ,CHN,import,,2019,20,a\n"
                                     "KAZ,CHN,export,,2019,51,b\n";

static void
shares_and_ranks_of_partners_are_those_of_their_own_publication(void **state)
{
    const zhol_trade_options o = asked(*state, ZHOL_FLOW_GOODS);
    zhol_panel *panel = panel_of(*state, two_flows);
    zhol_partners *p = NULL;

    assert_int_equal(zhol_trade_partners(panel, &o, &p, NULL), ZHOL_OK);
    assert_int_equal(p->n_sheets, 2);
    const zhol_partner_sheet *a = &p->sheets[0], *b = &p->sheets[1];
    assert_string_equal(a->vintage, "a");
    assert_int_equal(a->n_lines, 3);
    assert_near(a->total[ZHOL_COLUMN_TURNOVER].usd, 180);
    /* RUS 80, CHN 70, ITA export only */
    assert_int_equal(a->lines[0].partner, economy(*state, "RUS"));
    assert_near(a->lines[0].cell[ZHOL_COLUMN_TURNOVER].share, 80.0 / 180);
    assert_int_equal(a->lines[0].cell[ZHOL_COLUMN_EXPORT].rank, 2);
    assert_int_equal(a->lines[1].cell[ZHOL_COLUMN_EXPORT].rank, 1);
    assert_near(a->lines[1].cell[ZHOL_COLUMN_EXPORT].share, 0.5);
    assert_true(a->lines[2].cell[ZHOL_COLUMN_TURNOVER].usd < 0);
    /* 20 are not listed: who has 20 may be second, who has 10 may be fourth */
    assert_true(a->lines[0].cell[ZHOL_COLUMN_EXPORT].is_rank_sure);
    assert_false(a->lines[2].cell[ZHOL_COLUMN_EXPORT].is_rank_sure);
    /* b has no total row: the sum stands for it, and no rank is sure */
    assert_true(b->total[ZHOL_COLUMN_EXPORT].is_sum);
    assert_false(b->lines[0].cell[ZHOL_COLUMN_EXPORT].is_rank_sure);
    assert_int_equal(b->lines[0].cell[ZHOL_COLUMN_EXPORT].rank, 0); /* of one */
    zhol_partners_free(p);
    zhol_panel_free(panel);
}

static void
a_mirror_prefers_the_same_publication(void **state)
{
    zhol_trade_options o = asked(*state, ZHOL_FLOW_GOODS);
    zhol_panel *panel = panel_of(*state, HEAD "KAZ,CHN,import,,2019,100,a\n"
                                              "CHN,KAZ,export,,2019,90,a\n"
                                              "CHN,KAZ,export,,2019,95,b\n"
                                              "CHN,KAZ,import,27,2020,7,b\n"
                                              "CHN,KAZ,import,26,2020,1,b\n");
    zhol_mirror *m = NULL;

    o.partner = economy(*state, "CHN");
    assert_int_equal(zhol_trade_mirror(panel, &o, &m, NULL), ZHOL_OK);
    assert_int_equal(m->n_lines, 3);
    assert_near(m->lines[0].mirror_usd, 90);
    assert_near(m->lines[0].difference_usd, -10);
    assert_near(m->lines[0].difference_share, -0.1);
    assert_null(m->lines[1].vintage); /* b's export has no answer */
    assert_near(m->lines[1].mirror_usd, 95);
    assert_int_equal(m->lines[2].flow, ZHOL_FLOW_EXPORT); /* KAZ to CHN, said by CHN */
    assert_near(m->lines[2].mirror_usd, 8);               /* 27 and 26 */
    zhol_mirror_free(m);

    o.flow = ZHOL_FLOW_FDI_STOCK;
    assert_int_equal(zhol_trade_mirror(panel, &o, &m, NULL), ZHOL_USAGE);
    zhol_panel_free(panel);
}

/* 27 is 60, of which 2709 40 and 270900 30: they are 20, 10 and 30 apart. */
static const char nested[] = HEAD "KAZ,,export,,2019,100,a\n"
                                  "KAZ,,export,2709,2019,40,a\n"
                                  "KAZ,,export,27,2019,60,a\n"
                                  "KAZ,,export,270900,2019,30,a\n"
                                  "KAZ,,export,74,2019,25,a\n";

static zhol_structures *
structure_of(const zhol_panel *panel, const zhol_trade_options *o)
{
    zhol_structures *s = NULL;

    assert_int_equal(zhol_trade_structure(panel, o, &s, NULL), ZHOL_OK);
    return s;
}

static void
a_heading_is_taken_out_of_its_chapter(void **state)
{
    zhol_trade_options o = asked(*state, ZHOL_FLOW_EXPORT);
    zhol_panel *panel = panel_of(*state, nested);
    zhol_structures *s = structure_of(panel, &o);

    assert_int_equal(s->n, 1);
    assert_int_equal(s->of[0].n_members, 4);
    assert_string_equal(s->of[0].members[0].hs, "270900");
    assert_near(s->of[0].members[0].usd, 30);
    assert_string_equal(s->of[0].members[1].hs, "74");
    assert_string_equal(s->of[0].members[2].hs, "27");
    assert_true(s->of[0].members[2].is_rest);
    assert_near(s->of[0].members[2].usd, 20);
    assert_near(s->of[0].members[3].usd, 10);
    assert_near(s->of[0].index.coverage, 0.85);
    /* crude oil raw, copper worked, the rest of chapter 27 of several stages */
    assert_near(s->of[0].stage_usd[ZHOL_STAGE_RAW], 40);
    assert_near(s->of[0].stage_usd[ZHOL_STAGE_SEMI], 25);
    assert_near(s->of[0].stage_usd[ZHOL_STAGE_UNKNOWN], 20);
    zhol_structures_free(s);

    o.digits = 2;
    s = structure_of(panel, &o);
    assert_int_equal(s->of[0].n_members, 2);
    assert_near(s->of[0].members[0].usd, 60);
    assert_false(s->of[0].members[0].is_rest);
    assert_near(s->of[0].stage_usd[ZHOL_STAGE_RAW], 40); /* stages see the fine codes */
    zhol_structures_free(s);
    zhol_panel_free(panel);
}

static void
headings_that_exceed_their_chapter_are_told(void **state)
{
    const zhol_trade_options o = asked(*state, ZHOL_FLOW_EXPORT);
    zhol_panel *panel = panel_of(*state, HEAD "KAZ,,export,27,2019,60,a\n"
                                              "KAZ,,export,2709,2019,70,a\n");
    zhol_structures *s = structure_of(panel, &o);

    assert_near(s->of[0].excess_usd, 10);
    assert_int_equal(s->of[0].n_members, 1);
    zhol_structures_free(s);
    zhol_panel_free(panel);
}

static void
products_listed_by_partner_only_make_those_of_the_world(void **state)
{
    const zhol_trade_options o = asked(*state, ZHOL_FLOW_EXPORT);
    zhol_panel *panel = panel_of(*state, HEAD "KAZ,CHN,export,27,2019,60,a\n"
                                              "KAZ,RUS,export,27,2019,20,a\n"
                                              "KAZ,RUS,export,10,2019,20,a\n");
    zhol_structures *s = structure_of(panel, &o);

    assert_int_equal(s->n, 2);
    assert_near(s->of[0].index.hhi, 0.36 + 0.16); /* CHN 60, RUS 40 */
    assert_true(s->of[0].is_total_sum);
    assert_near(s->of[1].index.hhi, 0.64 + 0.04); /* 27: 80, 10: 20 */
    assert_true(s->of[1].members[0].is_sum);
    zhol_structures_free(s);
    zhol_panel_free(panel);
}

static void
a_partner_of_no_trade_is_no_member_but_one_dollar_is(void **state)
{
    const zhol_trade_options o = asked(*state, ZHOL_FLOW_EXPORT);
    zhol_panel *panel = panel_of(*state, HEAD "KAZ,CHN,export,27,2019,60000000000,a\n"
                                              "KAZ,CHN,export,10,2019,1,a\n"
                                              "KAZ,RUS,export,,2019,0,a\n");
    zhol_structures *s = structure_of(panel, &o);

    assert_int_equal(s->of[0].n_members, 1);
    assert_int_equal(s->of[0].index.n_members, 1);
    assert_int_equal(s->of[1].n_members, 2);
    zhol_structures_free(s);
    zhol_panel_free(panel);
}

static const zhol_growth_line *
line_of(const zhol_growth *g, zhol_ref partner)
{
    for (uint32_t i = 0; i < g->n_lines; i++) {
        if (g->lines[i].partner == partner) {
            return &g->lines[i];
        }
    }
    return NULL;
}

static void
contributions_and_margins_add_up_to_the_growth_of_the_total(void **state)
{
    const zhol_trade_options o = asked(*state, ZHOL_FLOW_EXPORT);
    zhol_panel *panel = panel_of(*state, HEAD "KAZ,,export,,2017,100,a\n"
                                              "KAZ,CHN,export,,2017,60,a\n"
                                              "KAZ,RUS,export,,2017,40,a\n"
                                              "KAZ,,export,,2019,121,a\n"
                                              "KAZ,CHN,export,,2019,90,a\n"
                                              "KAZ,ITA,export,,2019,31,a\n"
                                              "KAZ,CHN,export,,2021,1,b\n");
    zhol_growth *g = NULL;

    assert_int_equal(zhol_trade_growth(panel, &o, &g, NULL), ZHOL_OK);
    assert_int_equal(g->from, 2017);
    assert_int_equal(g->to, 2019); /* not 2021: another publication */
    assert_near(g->annual, 0.1);
    const zhol_growth_line *china = line_of(g, economy(*state, "CHN"));
    assert_near(china->change_usd, 30);
    assert_near(china->contribution, 0.3);
    assert_near(china->as_total_usd, 12.6);
    assert_near(china->shift_usd, 17.4);
    assert_near(china->annual, sqrt(1.5) - 1);
    assert_int_equal(line_of(g, economy(*state, "RUS"))->margin, ZHOL_MARGIN_EXIT);
    assert_int_equal(line_of(g, economy(*state, "ITA"))->margin, ZHOL_MARGIN_ENTRY);
    assert_near(g->margin_usd[ZHOL_MARGIN_INTENSIVE], 30);
    assert_near(g->margin_usd[ZHOL_MARGIN_ENTRY], 31);
    assert_near(g->margin_usd[ZHOL_MARGIN_EXIT], -40);
    assert_near(g->margin_usd[ZHOL_MARGIN_UNKNOWN], 0);
    zhol_growth_free(g);
    zhol_panel_free(panel);
}

static void
what_a_year_does_not_list_is_not_taken_for_nothing(void **state)
{
    zhol_trade_options o = asked(*state, ZHOL_FLOW_EXPORT);
    zhol_panel *panel = panel_of(*state, HEAD "KAZ,,export,,2018,100,a\n"
                                              "KAZ,CHN,export,,2018,60,a\n"
                                              "KAZ,,export,,2019,120,b\n"
                                              "KAZ,CHN,export,,2019,90,b\n"
                                              "KAZ,ITA,export,,2019,5,b\n");
    zhol_growth *g = NULL;

    assert_int_equal(zhol_trade_growth(panel, &o, &g, NULL), ZHOL_OK);
    assert_string_equal(g->from_vintage, "a");
    assert_string_equal(g->to_vintage, "b");
    assert_int_equal(line_of(g, economy(*state, "ITA"))->margin, ZHOL_MARGIN_UNKNOWN);
    assert_near(g->margin_usd[ZHOL_MARGIN_UNKNOWN], -10); /* 20 in all, 30 by China */
    zhol_growth_free(g);

    o.from = 2019;
    o.to = 2018;
    assert_int_equal(zhol_trade_growth(panel, &o, &g, NULL), ZHOL_USAGE);
    o.from = 2010;
    assert_int_equal(zhol_trade_growth(panel, &o, &g, NULL), ZHOL_NONE);
    assert_null(g);
    zhol_panel_free(panel);
}

static void
years_that_list_different_codes_are_compared_by_chapter(void **state)
{
    zhol_trade_options o = asked(*state, ZHOL_FLOW_EXPORT);
    zhol_panel *panel = panel_of(*state, HEAD "KAZ,,export,27,2018,60,a\n"
                                              "KAZ,,export,2709,2018,40,a\n"
                                              "KAZ,,export,27,2019,90,a\n");
    zhol_growth *g = NULL;

    o.by = ZHOL_BY_PRODUCT;
    assert_int_equal(zhol_trade_growth(panel, &o, &g, NULL), ZHOL_OK);
    assert_int_equal(g->digits, 2);
    assert_int_equal(g->n_lines, 1);
    assert_near(g->lines[0].change_usd, 30);
    zhol_growth_free(g);
    zhol_panel_free(panel);
}

static void
memory_that_runs_out_leaves_nothing_behind(void **state)
{
    const zhol_trade_options o = asked(*state, ZHOL_FLOW_EXPORT);
    zhol_panel *panel = panel_of(*state, nested);
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;

    for (long k = 0; status != ZHOL_OK; k++) {
        zhol_structures *s = NULL;
        zi_mem_fail_after(k);
        status = zhol_trade_structure(panel, &o, &s, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || (status == ZHOL_LIMIT && !s));
        zhol_structures_free(s);
        assert_int_equal(zi_mem_live(), live);
    }
    zhol_panel_free(panel);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_and_ranks_of_partners_are_those_of_their_own_publication),
        cmocka_unit_test(a_mirror_prefers_the_same_publication),
        cmocka_unit_test(a_heading_is_taken_out_of_its_chapter),
        cmocka_unit_test(headings_that_exceed_their_chapter_are_told),
        cmocka_unit_test(products_listed_by_partner_only_make_those_of_the_world),
        cmocka_unit_test(a_partner_of_no_trade_is_no_member_but_one_dollar_is),
        cmocka_unit_test(contributions_and_margins_add_up_to_the_growth_of_the_total),
        cmocka_unit_test(what_a_year_does_not_list_is_not_taken_for_nothing),
        cmocka_unit_test(years_that_list_different_codes_are_compared_by_chapter),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("questions", tests, open_world, close_world);
}
