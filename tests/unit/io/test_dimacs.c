/* SPDX-License-Identifier: Apache-2.0 */
#include "io/dimacs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

/* A file of its own for each test program. */
static const char *
temporary(const char *suffix)
{
    static char path[64];

    snprintf(path, sizeof path, "/tmp/zhol-dimacs-%ld%s", (long) getpid(), suffix);
    return path;
}

/*      5       7
 *  1 ----> 2 ----> 3      the file names the arcs of 2 before those of 1, and two
 *    <----                arcs are parallel
 *      6   2 ----> 3: 4
 */
static const char four_arcs[] = "c a comment\n"
                                "cwithout a blank\n"
                                "c\n"
                                "\n"
                                "p sp 3 4\n"
                                "c between\n"
                                "a 2 3 7\n"
                                "a 2 1 6\r\n"
                                "\ta  1\t2 5  \n"
                                "a 2 3 4";

static void
arcs_are_numbered_by_tail_and_weights_follow_them(void **state)
{
    const uint32_t heads[] = { 1, 2, 0, 2 }, weights[] = { 5, 7, 6, 4 };
    const char *path = temporary(".gr");
    zhol_graph *g = NULL;
    uint32_t *weight = NULL;

    (void) state;
    assert_int_equal(
        zi_file_write_atomic(path, four_arcs, sizeof four_arcs - 1, NULL), ZHOL_OK);
    assert_int_equal(zhol_dimacs_read_graph(path, &g, &weight, NULL), ZHOL_OK);
    unlink(path);
    assert_int_equal(zhol_graph_n_nodes(g), 3);
    assert_int_equal(zhol_graph_n_arcs(g), 4);
    assert_int_equal(zhol_graph_first_arc(g, 1), 1);
    assert_int_equal(zhol_graph_first_arc(g, 2), 4);
    for (uint32_t a = 0; a < 4; a++) {
        assert_int_equal(zhol_graph_head(g, a), heads[a]);
        assert_int_equal(weight[a], weights[a]);
    }
    zhol_graph_free(g);
    zhol_io_free(weight);
}

static void
coordinates_may_come_in_any_order_and_be_negative(void **state)
{
    static const char text[] = "p aux sp co 2\nv 2 -73530767 41085396\nv 1 2147483647 "
                               "-2147483648\n";
    const char *path = temporary(".co");
    zhol_dimacs_point *point = NULL;
    uint32_t n = 0;

    (void) state;
    assert_int_equal(zi_file_write_atomic(path, text, sizeof text - 1, NULL), ZHOL_OK);
    assert_int_equal(zhol_dimacs_read_points(path, &n, &point, NULL), ZHOL_OK);
    unlink(path);
    assert_int_equal(n, 2);
    assert_int_equal(point[0].x, INT32_MAX);
    assert_int_equal(point[0].y, INT32_MIN);
    assert_int_equal(point[1].x, -73530767);
    assert_int_equal(point[1].y, 41085396);
    zhol_io_free(point);
}

typedef struct fault {
    const char *text, *says;
} fault;

static const fault gr_faults[] = {
    { "", "x:1: the end of the file: a line 'p sp NODES ARCS' before it would be right" },
    { "c\n\n", "x:3: the end of the file: a line 'p sp NODES ARCS'" },
    { "a 1 2 3\np sp 2 1\n", "x:1: an arc of no graph: a line 'p sp NODES ARCS' before" },
    { "p sp 2 1\na 1 2 3\np sp 2 1\n", "x:3: a second line 'p': the one in line 1" },
    { "p\n", "x:1: the end of the line: a line 'p sp NODES ARCS' would be right" },
    { "p", "x:1: the end of the line: a line 'p sp NODES ARCS' would be right" },
    { "p max 2 1\n", "x:1: 'max': a line 'p sp NODES ARCS' would be right" },
    { "p spx 2 1\n", "x:1: 'spx': a line 'p sp NODES ARCS' would be right" },
    { "p aux sp co 2\n", "x:1: 'aux': a line 'p sp NODES ARCS' would be right" },
    { "p sp 2\n", "x:1: number of arcs the end of the line: a whole number of 0 .. "
                  "1073741823 would be right" },
    { "p sp 1073741824 1\n", "x:1: number of nodes '1073741824': a whole number of 0" },
    { "p sp 2 -1\n", "x:1: number of arcs '-1': a whole number of 0" },
    { "p sp 2 1 1\n", "x:1: '1': the end of the line would be right" },
    { "p sp 2 1000\na 1 2 3\n", "x:1: 1000 arcs are promised: this file has no room for "
                                "more than 2" },
    { "p sp 1073741823 0\n",
        "x:1: 1073741823 nodes are promised: of a file of 18 bytes no "
        "more than 1048576 are believed" },
    { "p sp 1048577 1\na 1 2 3\n", "x:1: 1048577 nodes are promised" },
    { "p sp 2 1\nb 1 2 3\n", "x:2: 'b': a line that begins with 'c', 'p' or 'a'" },
    { "p sp 2 1\na1 2 3 4\n", "x:2: 'a1': a line that begins with 'c', 'p' or 'a'" },
    { "p sp 2 1\n\x01\x7f\xff 2 3\n", "x:2: '?"
                                      "?"
                                      "?': a line that begins with" },
    { "p sp 2 1\na 0 2 3\n", "x:2: tail '0': a whole number of 1 .. 2 would be right" },
    { "p sp 2 1\na 1 3 3\n", "x:2: head '3': a whole number of 1 .. 2 would be right" },
    { "p sp 2 1\na 1 2\n", "x:2: weight the end of the line: a whole number of 0 .." },
    { "p sp 2 1\na 1 2 1073741824\n", "x:2: weight '1073741824': a whole number of 0 .. "
                                      "1073741823 would be right" },
    { "p sp 2 1\na 1 2 99999999999999999999\n", "x:2: weight '99999999999999999999'" },
    { "p sp 2 1\na 1 2 -7\n", "x:2: weight '-7': a whole number" },
    { "p sp 2 1\na 1 2 1.5\n", "x:2: weight '1.5': a whole number" },
    { "p sp 2 1\na 1 2 0x7\n", "x:2: weight '0x7': a whole number" },
    { "p sp 2 1\na 1 2 -\n", "x:2: weight '-': a whole number" },
    { "p sp 2 1\na 1 2 3 4\n", "x:2: '4': the end of the line would be right" },
    { "p sp 2 1\na 1 2 3\na 1 2 3\n", "x:3: one arc more than the 1 that line 1 "
                                      "promises" },
    { "c\np sp 2 2\na 1 2 3\n",
        "x:4: the file ends after 1 arcs: 2, as line 2 promises" },
    { "p sp 0 1\na 1 1 1\n", "x:2: tail '1': a whole number of 1 .. 0" },
};

static const fault co_faults[] = {
    { "p sp 2 1\n", "x:1: 'sp': a line 'p aux sp co NODES' would be right" },
    { "p aux sp 2\n", "x:1: '2': a line 'p aux sp co NODES' would be right" },
    { "v 1 2 3\n", "x:1: a node of no graph" },
    { "p aux sp co 1\na 1 2 3\n", "x:2: 'a': a line that begins with 'c', 'p' or 'v'" },
    { "p aux sp co 1\nv 2 2 3\n", "x:2: node '2': a whole number of 1 .. 1" },
    { "p aux sp co 1\nv 1 2147483648 3\n", "x:2: x '2147483648': a whole number of "
                                           "-2147483648 .. 2147483647 would be right" },
    { "p aux sp co 1\nv 1 2\n", "x:2: y the end of the line: a whole number" },
    { "p aux sp co 1\nv 1 2 3.5\n", "x:2: y '3.5': a whole number" },
    { "p aux sp co 1\nv 1 2 3 4\n", "x:2: '4': the end of the line would be right" },
    { "p aux sp co 2\nv 1 2 3\nv 1 2 3\n", "x:3: node 1 has coordinates in an earlier "
                                           "line" },
    { "p aux sp co 2\nv 1 2 3\n", "x:3: the file ends after 1 nodes: 2, as line 1" },
    { "p aux sp co 9\nv 1 2 3\n", "x:1: 9 nodes are promised: this file has no room" },
};

static void
expect_fault(const fault *f, zhol_status status, const zhol_error *err)
{
    if (status != ZHOL_BAD_DATA || strncmp(err->message, f->says, strlen(f->says)) != 0) {
        fail_msg(
            "of '%s': %d '%s', not '%s'", f->text, (int) status, err->message, f->says);
    }
}

static void
every_fault_of_a_graph_names_its_line_and_what_is_right(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof gr_faults / sizeof *gr_faults; i++) {
        const fault *f = &gr_faults[i];
        zhol_error err = { "" };
        zi_dimacs d;
        expect_fault(f, zi_dimacs_arcs("x", f->text, strlen(f->text), &d, &err), &err);
        assert_null(d.tail);
    }
}

static void
every_fault_of_coordinates_names_its_line_and_what_is_right(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof co_faults / sizeof *co_faults; i++) {
        const fault *f = &co_faults[i];
        zhol_error err = { "" };
        zhol_dimacs_point *point;
        uint32_t n;
        expect_fault(
            f, zi_dimacs_points("x", f->text, strlen(f->text), &n, &point, &err), &err);
        assert_null(point);
    }
}

static void
a_text_that_is_cut_anywhere_is_refused_or_whole(void **state)
{
    static const char text[] = "p sp 2 2\na 1 2 3\na 2 1 4\n";

    (void) state;
    for (size_t n = 0; n < sizeof text; n++) {
        char copy[sizeof text];
        zi_dimacs d;
        memcpy(copy, text, n);
        copy[n] = '\0';
        const zhol_status status = zi_dimacs_arcs("x", copy, n, &d, NULL);
        assert_int_equal(status, n >= sizeof text - 2 ? ZHOL_OK : ZHOL_BAD_DATA);
        zi_dimacs_free(&d);
    }
}

static void
a_graph_may_have_nodes_without_arcs_or_nothing(void **state)
{
    zi_dimacs d;

    (void) state;
    assert_int_equal(zi_dimacs_arcs("x", "p sp 3 0\n", 9, &d, NULL), ZHOL_OK);
    assert_int_equal(d.n_nodes, 3);
    zi_dimacs_free(&d);
    assert_int_equal(zi_dimacs_arcs("x", "p sp 0 0", 8, &d, NULL), ZHOL_OK);
    zi_dimacs_free(&d);
}

static void
no_file_and_no_memory_are_told(void **state)
{
    const char *path = temporary(".gr");
    const long live = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    zhol_graph *g = NULL;
    uint32_t *weight = NULL;

    (void) state;
    assert_int_equal(zhol_dimacs_read_graph("/nowhere/x.gr", &g, &weight, NULL), ZHOL_IO);
    assert_int_equal(
        zi_file_write_atomic(path, four_arcs, sizeof four_arcs - 1, NULL), ZHOL_OK);
    for (long k = 0; status != ZHOL_OK; k++) {
        assert_true(k < 100);
        zi_mem_fail_after(k);
        status = zhol_dimacs_read_graph(path, &g, &weight, NULL);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK
                    || (status == ZHOL_LIMIT && !g && !weight && zi_mem_live() == live));
    }
    unlink(path);
    zhol_graph_free(g);
    zhol_io_free(weight);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arcs_are_numbered_by_tail_and_weights_follow_them),
        cmocka_unit_test(coordinates_may_come_in_any_order_and_be_negative),
        cmocka_unit_test(every_fault_of_a_graph_names_its_line_and_what_is_right),
        cmocka_unit_test(every_fault_of_coordinates_names_its_line_and_what_is_right),
        cmocka_unit_test(a_text_that_is_cut_anywhere_is_refused_or_whole),
        cmocka_unit_test(a_graph_may_have_nodes_without_arcs_or_nothing),
        cmocka_unit_test(no_file_and_no_memory_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
