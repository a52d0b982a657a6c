/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "gravity/formula.h"

static void
assert_fails(const char *text, const char *message)
{
    zi_source source;
    zi_formula formula = { 0 };
    zhol_error err = { "" };

    assert_int_equal(zi_source_new(&source, "formula", text, &err), ZHOL_OK);
    assert_int_equal(zi_formula_parse(&source, &formula, &err), ZHOL_USAGE);
    assert_string_equal(err.message, message);
    zi_formula_free(&formula);
    zi_source_free(&source);
    assert_int_equal(zi_mem_live(), 0);
}

static void
assert_typed(const zi_source *source, uint32_t begin, uint32_t end, const char *expected)
{
    assert_int_equal(end - begin, strlen(expected));
    assert_memory_equal(source->text + begin, expected, end - begin);
}

static void
a_formula_has_terms_and_effects(void **state)
{
    zi_source source;
    zi_formula f = { 0 };

    (void) state;
    assert_int_equal(zi_source_new(&source, "formula",
                         "trade/10 ~ 1 + log(dist) + `odd name`:(x + 1) + i(year) "
                         "| exporter^year + pair",
                         NULL),
        ZHOL_OK);
    assert_int_equal(zi_formula_parse(&source, &f, NULL), ZHOL_OK);
    assert_typed(&source, f.dependent.begin, f.dependent.end, "trade/10");
    assert_int_equal(f.n_terms, 3);
    assert_typed(&source, f.term[0].begin, f.term[0].end, "log(dist)");
    assert_typed(&source, f.term[1].begin, f.term[1].end, "`odd name`:(x + 1)");
    assert_int_equal(f.term[1].n_exprs, 2);
    assert_string_equal(source.strings + f.term[1].expr[0].op[0].string, "odd name");
    assert_true(f.term[2].is_factor);
    assert_string_equal(source.strings + f.term[2].factor.string, "year");
    assert_int_equal(f.n_effects, 2);
    assert_int_equal(f.effect[0].n, 2);
    assert_string_equal(source.strings + f.effect[0].name[1].string, "year");
    assert_string_equal(source.strings + f.effect[1].name[0].string, "pair");
    zi_formula_free(&f);
    zi_source_free(&source);
}

static void
no_effects_are_nothing_or_0(void **state)
{
    static const char *const texts[] = { "y ~ x", "y ~ x | 0", "y ~ 1", "y ~ 1 + x" };

    (void) state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        zi_source source;
        zi_formula f;
        assert_int_equal(zi_source_new(&source, "formula", texts[i], NULL), ZHOL_OK);
        assert_int_equal(zi_formula_parse(&source, &f, NULL), ZHOL_OK);
        assert_int_equal(f.n_effects, 0);
        assert_int_equal(f.n_terms, i != 2);
        zi_formula_free(&f);
        zi_source_free(&source);
    }
}

static void
ways_of_clustering_are_separated_by_commas(void **state)
{
    zi_source source;
    zi_joined ways[ZI_MAX_EFFECTS];
    uint32_t n = 0;
    zhol_error err;

    (void) state;
    assert_int_equal(
        zi_source_new(&source, "cluster", "pair, exporter^year", NULL), ZHOL_OK);
    assert_int_equal(zi_ways_parse(&source, ways, &n, NULL), ZHOL_OK);
    assert_int_equal(n, 2);
    assert_int_equal(ways[0].n, 1);
    assert_int_equal(ways[1].n, 2);
    zi_source_free(&source);
    assert_int_equal(zi_source_new(&source, "cluster", "pair + exporter", NULL), ZHOL_OK);
    assert_int_equal(zi_ways_parse(&source, ways, &n, &err), ZHOL_USAGE);
    assert_string_equal(err.message,
        "cluster: '+' stands where there should be , or ^ or the end\n"
        "    pair + exporter\n"
        "         ^");
    zi_source_free(&source);
}

static void
what_other_programs_mean_is_refused_with_what_to_say(void **state)
{
    (void) state;
    assert_fails("trade ~ lgo(dist) + cntg",
        "formula: there is no function 'lgo'; did you mean 'log'?\n"
        "    trade ~ lgo(dist) + cntg\n"
        "            ^");
    assert_fails("y ~ a*b", "formula: a*b is not a term: say a + b + a:b, or let a "
                            "product, or put it in ( )\n"
                            "    y ~ a*b\n"
                            "         ^");
    assert_fails("y ~ x - 1",
        "formula: terms are added only: an intercept is always in the model; let a "
        "difference, or put it in ( )\n"
        "    y ~ x - 1\n"
        "          ^");
    assert_fails("y ~ x + 0",
        "formula: a constant is no term: an intercept is always in the model\n"
        "    y ~ x + 0\n"
        "            ^");
    assert_fails("y ~ x | exporter[x]",
        "formula: slopes that vary by the levels of an effect, x[y], are not there\n"
        "    y ~ x | exporter[x]\n"
        "                    ^");
    assert_fails("y ~ x | a:b",
        "formula: columns are joined into one effect by ^\n    y ~ x | a:b\n"
        "             ^");
    assert_fails("y ~ x | a | b",
        "formula: there is one | only: what is behind a second one elsewhere "
        "(instruments) is not there\n"
        "    y ~ x | a | b\n"
        "              ^");
    assert_fails("y ~ x | floor(a)",
        "formula: effects are names: compute it in a --let and name that\n"
        "    y ~ x | floor(a)\n"
        "                 ^");
    assert_fails("y ~ x ^ 2",
        "formula: ^ joins the names of effects; for a power say pow(x, 2)\n"
        "    y ~ x ^ 2\n"
        "          ^");
    assert_fails("y + x", "formula: it ends, but there should be ~: dependent ~ terms | "
                          "effects\n    y + x\n         ^");
    assert_fails("y ~ x z",
        "formula: 'z' stands where there should be +, :, | or the end\n"
        "    y ~ x z\n          ^");
    assert_fails("y ~ x:i(z)",
        "formula: a factor stands alone in its term\n    y ~ x:i(z)\n          ^");
    assert_fails("y ~ x + ", "formula: it ends, but a number, a name or ( should\n    y "
                             "~ x + \n            ^");
    assert_fails("y ~ x | e + f + e", "formula: this was named before: once is enough\n"
                                      "    y ~ x | e + f + e\n"
                                      "                    ^");
    assert_fails("y ~ x | e^f + g + f^e",
        "formula: this was named before: once is enough\n"
        "    y ~ x | e^f + g + f^e\n"
        "                      ^");
    assert_fails("y ~ x | a + b + c + d + e + f + g + h + i",
        "formula: more than 8 effects or ways of clustering\n"
        "    y ~ x | a + b + c + d + e + f + g + h + i\n"
        "                                            ^");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_has_terms_and_effects),
        cmocka_unit_test(no_effects_are_nothing_or_0),
        cmocka_unit_test(ways_of_clustering_are_separated_by_commas),
        cmocka_unit_test(what_other_programs_mean_is_refused_with_what_to_say),
    };
    return cmocka_run_group_tests_name("formulas", tests, NULL, NULL);
}
