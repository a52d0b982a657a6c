/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "typed.h"

static const char data[] = "x,y,who,to,g,odd name\n"
                           "1,0.5,ARG,BRA,1,7\n"
                           "2,,BRA,ARG,1,8\n"
                           "-3,4,,ARG,2,9\n"
                           "0,1,ARG,ARG,,10\n";
static const char *const names[] = { "x", "y", "who", "to", "g", "odd name" };

static zi_columns *
table(void)
{
    zi_columns *t = NULL;
    zhol_error err;

    if (zi_columns_from_memory("p.csv", data, strlen(data), names, 6, &t, &err)
        != ZHOL_OK) {
        fail_msg("%s", err.message);
    }
    return t;
}

static void
assert_gives(const char *text, const char *expected)
{
    zi_columns *t = table();
    zhol_error err = { "" };
    typed run;
    char shown[200];
    const zhol_status status = typed_run(&run, t, text, &err);

    if (status != ZHOL_OK) {
        fail_msg("%s: %s", text, err.message);
    }
    typed_show(&run, shown, sizeof shown);
    if (strcmp(shown, expected) != 0) {
        fail_msg("%s: %s, not %s", text, shown, expected);
    }
    typed_free(&run);
    zi_columns_free(t);
    assert_int_equal(zi_mem_live(), 0);
}

static void
assert_fails(const char *text, zhol_status expected, const char *message)
{
    zi_columns *t = table();
    zhol_error err = { "" };
    typed run;

    assert_int_equal(typed_run(&run, t, text, &err), expected);
    assert_string_equal(err.message, message);
    typed_free(&run);
    zi_columns_free(t);
    assert_int_equal(zi_mem_live(), 0);
}

static void
arithmetic_binds_as_on_paper(void **state)
{
    (void) state;
    assert_gives("1 + 2 * 3", "7 7 7 7");
    assert_gives("(1 + 2) * 3 - 4 / 2", "7 7 7 7");
    assert_gives("10 - 4 - 3", "3 3 3 3");
    assert_gives("2 * -x", "-2 -4 6 0");
    assert_gives("- x - 1", "-2 -3 2 -1");
    assert_gives("x % 2", "1 0 1 0");
    assert_gives("x % -2", "-1 0 -1 0");
    assert_gives("`odd name` - 7", "0 1 2 3");
    assert_gives("1e-3 * 1000", "1 1 1 1");
    assert_gives("pow(x, 2) + abs(x) + floor(0 - 0.5)", "1 5 11 -1");
    assert_gives("exp(0) + log(1) + sqrt(4)", "3 3 3 3");
}

static void
missing_values_propagate(void **state)
{
    (void) state;
    assert_gives("y + 1", "1.5 . 5 2");
    assert_gives("y > 0.7", "0 . 1 1");
    assert_gives("0 * y", "0 . 0 0");
    assert_gives("pow(1, y) + pow(y, 0)", "2 . 2 2");
    assert_gives("is_missing(y) + is_missing(who)", "0 1 1 0");
    assert_gives("who == to", "0 0 . 1");
    assert_gives("min(y, x)", "0.5 . -3 0");
    assert_gives("if(y > 0.7, 1, 2)", "2 . 1 1");
}

static void
what_one_side_decides_is_known(void **state)
{
    (void) state;
    assert_gives("y > 0 and x > 1", "0 . 0 0");
    assert_gives("y > 0 && x == 1", "1 0 0 0");
    assert_gives("y > 3 or x > 1", "0 1 1 0");
    assert_gives("y > 0 || x == 5", "1 . 1 1");
    assert_gives("not y > 0.7", "1 . 0 0");
    assert_gives("!(x == 1) and x != 2", "0 0 1 1");
    assert_gives("in(x, 1, 2, y)", "1 1 0 0");
    assert_gives("in(x, 5, y)", "0 . 0 0");
    assert_gives("in(y, 4, 1)", "0 . 1 1");
}

static void
texts_are_compared_by_bytes(void **state)
{
    (void) state;
    assert_gives("who < to", "1 0 . 0");
    assert_gives("who == 'ARG'", "1 0 . 1");
    assert_gives("who != \"ARG\"", "0 1 . 0");
    assert_gives("in(to, 'CHL', 'BRA')", "1 0 0 0");
    assert_gives("min(who, to)", "ARG ARG . ARG");
    assert_gives("max(who, to, 'AZE')", "BRA BRA . AZE");
    assert_gives("if(who == to, 'domestic', min(who, to))", "ARG ARG . domestic");
    assert_gives("'caf\xC3\xA9'", "caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9");
    assert_gives("who", "ARG BRA . ARG");
    assert_gives("'' < who", "1 1 . 1");
}

static void
groups_share_what_is_computed_of_them(void **state)
{
    (void) state;
    assert_gives("sum(x) by (g)", "3 3 -3 .");
    assert_gives("sum(y) by (who)", "1.5 . . 1.5");
    assert_gives("count() by (to)", "1 3 3 3");
    assert_gives("count(y) by (to)", "1 2 2 2");
    assert_gives("mean(x) by (to, g)", "1 2 -3 .");
    assert_gives("max(x) by (to) - min(x) by (to)", "0 5 5 5");
    assert_gives("min(who) by (g)", "ARG ARG . .");
    assert_gives("x / sum(abs(x)) by (to)", "1 0.4 -0.6 0");
    assert_gives("sum(sum(x) by (g)) by (to)", "3 0 0 0");
    assert_gives("sum(if(in(x, 1, 2), x, 0)) by (to) > 1", "0 1 1 1");
}

static void
what_cannot_be_computed_is_missing_and_counted(void **state)
{
    static const struct {
        const char *text, *gives;
        uint32_t n;
    } cases[] = { { "log(x)", "0 0.6931471805599453 . .", 2 },
        { "if(x > 0, log(x), 0)", "0 0.6931471805599453 0 0", 0 },
        { "if(x > 0, 0, log(x))", "0 0 . .", 2 },
        { "1 / x", "1 0.5 -0.3333333333333333 .", 1 }, { "sqrt(x - 1)", "0 1 . .", 2 },
        { "x % 0", ". . . .", 4 }, { "pow(0, 0 - x)", ". . 0 1", 2 },
        { "log(y)", "-0.6931471805599453 . 1.3862943611198906 0", 0 } };

    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zi_columns *t;
        zhol_error err = { "" };
        typed run;
        assert_gives(cases[i].text, cases[i].gives);
        t = table();
        assert_int_equal(typed_run(&run, t, cases[i].text, &err), ZHOL_OK);
        assert_int_equal(run.undefined.n_rows, cases[i].n);
        typed_free(&run);
        zi_columns_free(t);
    }
    assert_gives("exp(1000)", "inf inf inf inf");
}

static void
errors_stand_under_a_caret(void **state)
{
    (void) state;
    assert_fails("x + lgo(y) * 2", ZHOL_USAGE,
        "let: there is no function 'lgo'; did you mean 'log'?\n"
        "    x + lgo(y) * 2\n"
        "        ^");
    assert_fails("1 + ", ZHOL_USAGE,
        "let: it ends, but a number, a name or ( should\n    1 + \n        ^");
    assert_fails("x ^ 2", ZHOL_USAGE,
        "let: ^ joins the names of an effect; for a power say pow(x, y)\n"
        "    x ^ 2\n"
        "      ^");
    assert_fails(
        "x = 2", ZHOL_USAGE, "let: to compare, say == (or <= >= !=)\n    x = 2\n      ^");
    assert_fails("1 < x < 3", ZHOL_USAGE,
        "let: comparisons do not chain: say a < b and b < c\n"
        "    1 < x < 3\n"
        "          ^");
    assert_fails("sum(x)", ZHOL_USAGE,
        "let: sum needs its groups: sum(x) by (a, b)\n    sum(x)\n    ^");
    assert_fails("min(x)", ZHOL_USAGE,
        "let: min has 1 argument here; say min(a, b, ..) or min(x) by (a)\n"
        "    min(x)\n"
        "    ^");
    assert_fails("log(x, 2)", ZHOL_USAGE,
        "let: log has 2 arguments here; say log(x)\n    log(x, 2)\n    ^");
    assert_fails("'abc", ZHOL_USAGE, "let: there is no second '\n    'abc\n    ^");
    assert_fails("x + 1 in (1, 2)", ZHOL_USAGE,
        "let: in is a function: say in(x + 1, a, b, ..)\n"
        "    x + 1 in (1, 2)\n"
        "          ^");
    assert_fails("7x", ZHOL_USAGE,
        "let: neither a number nor a name: names that begin with a digit stand in "
        "`backquotes`\n    7x\n    ^");
    assert_fails("  ", ZHOL_USAGE, "let: it is empty");
    assert_fails("a\xFF", ZHOL_USAGE, "let: byte 2 is not UTF-8");
    assert_fails("'\xC3\xA9' == x", ZHOL_USAGE,
        "let: a text and a number do not go together: both must be of one kind\n"
        "    '\xC3\xA9' == x\n"
        "        ^");
    assert_fails("log('a')", ZHOL_USAGE,
        "let: this is a text: a number is needed\n    log('a')\n        ^");
}

static void
a_text_in_a_column_of_numbers_is_told_with_its_line(void **state)
{
    (void) state;
    assert_fails("log(who)", ZHOL_BAD_DATA, "p.csv:2: who is 'ARG': a number is needed");
    assert_fails("who > 3", ZHOL_BAD_DATA, "p.csv:2: who is 'ARG': a number is needed");
}

static void
long_texts_are_shown_around_the_place(void **state)
{
    (void) state;
    assert_fails("x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + foo(x) "
                 "+ x + x + x + x + x + x + x + x + x + x + x + x",
        ZHOL_USAGE,
        "let: there is no function 'foo': log ln exp sqrt abs floor pow if min max in "
        "is_missing sum mean count\n"
        "    ..x + x + x + x + x + x + x + x + x + x + foo(x) + x + x + x + x +..\n"
        "                                              ^");
}

static void
depth_and_length_have_limits(void **state)
{
    char deep[400], wide[40000];
    zi_columns *t = table();
    typed run;
    size_t n = 0;

    (void) state;
    memset(deep, '(', 300);
    deep[300] = '\0';
    assert_int_equal(typed_run(&run, t, deep, NULL), ZHOL_USAGE);
    typed_free(&run);
    for (int i = 0; i < 3000; i++) {
        n += (size_t) snprintf(wide + n, sizeof wide - n, "x + ");
    }
    snprintf(wide + n, sizeof wide - n, "x");
    assert_int_equal(typed_run(&run, t, wide, NULL), ZHOL_USAGE);
    typed_free(&run);
    wide[4 * 2000 + 1] = '\0'; /* 2001 times x: as many as are taken */
    assert_int_equal(typed_run(&run, t, wide, NULL), ZHOL_OK);
    assert_true(run.result.value[1] == 4002);
    typed_free(&run);
    zi_columns_free(t);
}

static void
every_failed_allocation_is_survived(void **state)
{
    static const char text[] =
        "sum(if(in(who, 'ARG', to), x * 2, 0)) by (to, y) > 0 and max(who, 'b') != 'c'";
    zi_columns *t = table();
    zhol_status status = ZHOL_LIMIT;
    const long live = zi_mem_live();

    (void) state;
    for (long k = 0; status == ZHOL_LIMIT; k++) {
        zhol_error err = { "" };
        typed run;
        zi_mem_fail_after(k);
        status = typed_run(&run, t, text, &err);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || err.message[0]);
        typed_free(&run);
        assert_int_equal(zi_mem_live(), live);
    }
    assert_int_equal(status, ZHOL_OK);
    zi_columns_free(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_binds_as_on_paper),
        cmocka_unit_test(missing_values_propagate),
        cmocka_unit_test(what_one_side_decides_is_known),
        cmocka_unit_test(texts_are_compared_by_bytes),
        cmocka_unit_test(groups_share_what_is_computed_of_them),
        cmocka_unit_test(what_cannot_be_computed_is_missing_and_counted),
        cmocka_unit_test(errors_stand_under_a_caret),
        cmocka_unit_test(a_text_in_a_column_of_numbers_is_told_with_its_line),
        cmocka_unit_test(long_texts_are_shown_around_the_place),
        cmocka_unit_test(depth_and_length_have_limits),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };
    return cmocka_run_group_tests_name("expressions", tests, NULL, NULL);
}
