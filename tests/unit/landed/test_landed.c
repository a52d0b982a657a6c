/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>
#include <zhol/landed.h>

#include "world/world.h"

/* Insured share 1.1 of 0.2 %: CIF = (value + freight) / (1 - 0.0022). */
static const double insured = 0.9978;

static int
open_world(void **state)
{
    zhol_world *w = NULL;
    zhol_error err = { "" };

    if (zhol_world_read(ZHOL_TEST_DATA "/tiny", ZHOL_TEST_DATA "/landed", NULL, &w, &err)
        != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    *state = w;
    return 0;
}

static int
close_world(void **state)
{
    zhol_world_free(*state);
    return 0;
}

/* 1e-12 relative: a few roundings */
static void
assert_near(double found, double right)
{
    if (!(fabs(found - right) <= 1e-12 * fabs(right))) {
        fail_msg("%.17g is not %.17g", found, right);
    }
}

static zhol_landed_query
query(const zhol_world *w, const char *from, const char *to, const char *hs)
{
    return (zhol_landed_query){ .from = zi_world_economy_by_iso3(w, from),
        .to = zi_world_economy_by_iso3(w, to),
        .hs = hs,
        .mass_t = 2,
        .value_usd = 1000,
        .freight_usd = 100,
        .year = 2023 };
}

static zhol_landed *
landed(const zhol_world *w, const zhol_landed_query *q)
{
    zhol_landed *l = NULL;
    zhol_error err = { "" };

    if (zhol_landed_new(w, q, &l, &err) != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    return l;
}

/* The amount of a part; -1 if there is no line. */
static double
amount(const zhol_landed *l, zhol_landed_what what)
{
    for (uint32_t i = 0; i < l->n_lines; i++) {
        if (l->lines[i].what == what) {
            return l->lines[i].amount_usd;
        }
    }
    return -1;
}

static void
the_duty_by_mass_is_the_least_and_is_taxed(void **state)
{
    const zhol_landed_query q = query(*state, "CHN", "KAZ", "1101");
    zhol_landed *l = landed(*state, &q);

    assert_near(l->customs_value_usd, 1100 / insured);
    assert_near(amount(l, ZHOL_LANDED_INSURANCE), 1100 / insured * 0.0022);
    assert_near(amount(l, ZHOL_LANDED_DUTY), 800); /* 2,000 kg x 0.37 EUR / 0.925 */
    assert_near(amount(l, ZHOL_LANDED_VAT), 0.12 * (1100 / insured + 800));
    assert_near(l->sum_usd, 1.12 * (1100 / insured + 800));
    assert_int_equal(l->n_missing, 0);
    zhol_landed_free(l);
}

static void
a_preference_wins_over_all_origins(void **state)
{
    const zhol_landed_query preferred = query(*state, "AZE", "KAZ", "1204");
    const zhol_landed_query general = query(*state, "CHN", "KAZ", "1204");
    zhol_landed *l = landed(*state, &preferred);

    assert_near(amount(l, ZHOL_LANDED_DUTY), 0);
    assert_near(amount(l, ZHOL_LANDED_OTHER), 0.01 * 1100 / insured);
    zhol_landed_free(l);
    l = landed(*state, &general);
    assert_near(amount(l, ZHOL_LANDED_DUTY), 0.1 * 1100 / insured);
    assert_near(amount(l, ZHOL_LANDED_OTHER), -1);
    zhol_landed_free(l);
}

static void
the_date_chooses_the_rate_and_the_currency_the_year(void **state)
{
    zhol_landed_query q = query(*state, "CHN", "KAZ", "");
    zhol_landed *l;

    q.date = 20221231;
    q.year = 2022;
    q.currency = "KZT";
    l = landed(*state, &q);
    assert_near(amount(l, ZHOL_LANDED_VAT), 0.08 * 1.1 * 1100 / insured);
    assert_near(l->per_usd, 460.2 * 97.5 / 101);
    zhol_landed_free(l);
}

static void
what_no_row_gives_is_named(void **state)
{
    const zhol_landed_query q = query(*state, "KAZ", "AZE", "9999");
    zhol_landed *l = landed(*state, &q);

    assert_int_equal(l->n_missing, 2);
    assert_non_null(strstr(l->missing[0], "no row for hs 9999 into AZE"));
    assert_near(amount(l, ZHOL_LANDED_DUTY), -1);
    assert_near(l->sum_usd, 1100 / insured);
    zhol_landed_free(l);
}

static void
a_parcel_pays_on_what_lies_above(void **state)
{
    zhol_landed_query q = query(*state, "CHN", "KAZ", "");
    zhol_landed *l;

    q.is_parcel = true;
    q.value_usd = 400; /* 370 EUR: twice the free value */
    q.mass_t = 0.02;
    l = landed(*state, &q);
    assert_near(amount(l, ZHOL_LANDED_DUTY), 0.15 * 185 / 0.925);
    assert_near(amount(l, ZHOL_LANDED_VAT), 0.12 * 430);
    zhol_landed_free(l);
    q.mass_t = 0.06; /* half of it lies above the value, 29 kg above the mass */
    l = landed(*state, &q);
    assert_near(amount(l, ZHOL_LANDED_DUTY), 30 * 2 / 0.925);
    zhol_landed_free(l);
    q.value_usd = 199;
    q.mass_t = 0.03;
    l = landed(*state, &q);
    assert_near(amount(l, ZHOL_LANDED_DUTY), 0);
    assert_near(amount(l, ZHOL_LANDED_VAT), 0);
    zhol_landed_free(l);
}

static void
misuse_is_told(void **state)
{
    zhol_landed_query q = query(*state, "CHN", "KAZ", "");
    zhol_landed *l = NULL;

    q.currency = "XXX";
    assert_int_equal(zhol_landed_new(*state, &q, &l, NULL), ZHOL_USAGE);
    q.currency = NULL;
    q.from = ZHOL_NO_ROW;
    assert_int_equal(zhol_landed_new(*state, &q, &l, NULL), ZHOL_USAGE);
    assert_null(l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_duty_by_mass_is_the_least_and_is_taxed),
        cmocka_unit_test(a_preference_wins_over_all_origins),
        cmocka_unit_test(the_date_chooses_the_rate_and_the_currency_the_year),
        cmocka_unit_test(what_no_row_gives_is_named),
        cmocka_unit_test(a_parcel_pays_on_what_lies_above),
        cmocka_unit_test(misuse_is_told),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
