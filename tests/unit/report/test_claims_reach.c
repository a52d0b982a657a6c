/* SPDX-License-Identifier: Apache-2.0 */
/* What claims say of reaches, against reaches asked directly, on the default world. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/claims.h"

static void
must(zhol_status status, const zhol_error *err)
{
    if (status != ZHOL_OK) {
        print_error("%s\n", err->message);
    }
    assert_int_equal(status, ZHOL_OK);
}

static zhol_world *
open_world(void)
{
    zhol_world *w = NULL;
    zhol_error err = { "" };

    must(zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    return w;
}

static zhol_reach *
reach_of(const zhol_world *w, uint32_t goods, double probability)
{
    zhol_reach_query q;
    zhol_reach *r = NULL;
    zhol_error err = { "" };

    zhol_reach_defaults(&q);
    must(zhol_world_find_scope(w, "almaty", &q.from, &err), &err);
    q.probability = probability;
    if (goods > 0) {
        assert_non_null(zi_claims_other_goods(goods - 1, &q.consignment));
    }
    must(zhol_reach_new(w, &q, &r, &err), &err);
    return r;
}

static const zi_finding *
finding_of(const zi_claimed *claim, const char *compute, const char *arguments,
    const zhol_world *w)
{
    for (uint32_t i = 0; i < claim->n_checks; i++) {
        const zhol_check *c = claim->checks[i].check;
        if (strcmp(zhol_world_text(w, c->compute), compute) == 0
            && strcmp(zhol_world_text(w, c->arguments), arguments) == 0) {
            return &claim->checks[i].finding;
        }
    }
    fail_msg("claim %u has no %s of %s", claim->claim->number, compute, arguments);
    return NULL;
}

static void
assert_near(double x, double expected)
{
    assert_true(fabs(x - expected) < 1e-9 * (1 + fabs(expected)));
}

static void
oceans_have_the_spread_of_their_ways(void **state)
{
    zhol_world *w = open_world();
    zhol_reach *r = reach_of(w, 0, 0), *wheat = reach_of(w, 1, 0);
    zi_claimed *claims = NULL;
    zhol_error err = { "" };
    uint32_t n = 0;

    (void) state;
    must(zi_claims_run(w, 3, &claims, &n, &err), &err);
    const zi_finding *f = finding_of(claims, "ocean_days", "almaty;pacific;present", w);
    for (uint32_t i = 0; i < r->n_gateways; i++) {
        if (r->gateways[i].ocean == ZHOL_OCEAN_PACIFIC
            && r->gateways[i].by == ZHOL_REACH_BY_TIME) {
            assert_true(f->has_range && f->has_others);
            assert_near(f->value, r->gateways[i].time_h / 24);
            assert_near(f->p10, r->gateways[i].time_p10_h / 24);
            assert_near(f->p90, r->gateways[i].time_p90_h / 24);
            assert_near(f->other[0].value, wheat->gateways[i].time_h / 24);
        }
    }
    f = finding_of(claims, "ocean_gain", "almaty;atlantic;2013;present", w);
    assert_true(f->p10 <= f->value && f->value <= f->p90);
    f = finding_of(claims, "all_oceans", "almaty;pacific+atlantic+indian;present", w);
    assert_true(f->p10 < f->value && f->value < f->p90);
    for (uint32_t i = 0; i < r->n_gateways; i++) { /* the last of them is never earlier */
        const zhol_gateway *g = &r->gateways[i];
        assert_true(g->by != ZHOL_REACH_BY_TIME
                    || (g->ocean != ZHOL_OCEAN_ATLANTIC && g->ocean != ZHOL_OCEAN_INDIAN)
                    || f->p90 >= g->time_p90_h / 24);
    }
    zi_claims_free(claims, n);
    zhol_reach_free(r);
    zhol_reach_free(wheat);
    zhol_world_free(w);
}

static void
shares_have_the_spread_of_the_whole(void **state)
{
    zhol_world *w = open_world();
    zhol_reach *r = reach_of(w, 0, 0.5), *other = reach_of(w, 2, 0);
    const zhol_reach_figure gdp = ZHOL_REACH_GDP_PPP;
    zi_claimed *claims = NULL;
    zhol_error err = { "" };
    uint32_t n = 0;

    (void) state;
    must(zi_claims_run(w, 4, &claims, &n, &err), &err);
    const zi_finding *f =
        finding_of(claims, "reach_share", "almaty;gdp_ppp;present;25", w);
    assert_near(f->value, 100 * zhol_reach_within(r, gdp, ZHOL_REACH_BY_TIME, 600));
    assert_near(f->p10, 100 * zhol_reach_drawn(r, gdp, 600, 0.1));
    assert_near(f->p90, 100 * zhol_reach_drawn(r, gdp, 600, 0.9));
    assert_near(
        f->other[1].value, 100 * zhol_reach_within(other, gdp, ZHOL_REACH_BY_TIME, 600));
    f = finding_of(claims, "reach_days", "almaty;gdp_ppp;present;65", w);
    assert_near(f->p10, zhol_reach_drawn_at(r, gdp, 0.65, 0.1) / 24);
    assert_near(f->p90, zhol_reach_drawn_at(r, gdp, 0.65, 0.9) / 24);
    zi_claims_free(claims, n);
    zhol_reach_free(r);
    zhol_reach_free(other);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oceans_have_the_spread_of_their_ways),
        cmocka_unit_test(shares_have_the_spread_of_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
