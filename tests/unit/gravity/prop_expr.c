/* SPDX-License-Identifier: Apache-2.0 */
/* Random expressions are written out with as few parentheses as the grammar needs, and
 * computed row by row from their trees. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/sum.h"
#include "prop.h"
#include "typed.h"

enum { N_ROWS = 1100, N_NUMBERS = 3, N_TEXTS = 2, MAX_NODES = 200 }; /* three blocks */

typedef enum kind {
    OR,
    AND,
    NOT,
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MOD,
    NEGATE,
    LOG,
    EXP,
    SQRT,
    ABS,
    FLOOR,
    POW,
    IS_MISSING,
    IF,
    MIN,
    MAX,
    IN,
    SUM,
    MEAN,
    COUNT,
    LEAST,
    GREATEST,
    LEAF_NUMBER,
    LEAF_COLUMN
} kind;

typedef struct node {
    kind kind;
    bool is_text;
    const struct node *of[3];
    uint32_t column; /* of texts from N_NUMBERS on; also the key of groups */
    int constant;
} node;

typedef struct value {
    double number;    /* NaN: missing */
    const char *text; /* NULL: missing */
} value;

static double numbers[N_NUMBERS][N_ROWS];
static uint32_t codes[N_TEXTS][N_ROWS];
static const char *const words[] = { "b", "abc", "", "ab", "\xC3\xA9" };
static const char *const names[] = { "x", "y", "n1", "s", "t" };
static node nodes[MAX_NODES];
static uint32_t n_nodes;
static char text[20000];
static size_t n_text;

/* Trees */

static const node *make(prop *p, bool is_text, int depth, bool has_groups);

static const node *
make_leaf(prop *p, node *n)
{
    n->kind = prop_below(p, 3) ? LEAF_COLUMN : LEAF_NUMBER;
    n->constant = (int) prop_below(p, n->is_text ? 5 : 4);
    n->column =
        n->is_text ? N_NUMBERS + prop_below(p, N_TEXTS) : prop_below(p, N_NUMBERS);
    return n;
}

static uint32_t
n_children(kind k)
{
    return k == NOT || (k >= NEGATE && k <= FLOOR) || k == IS_MISSING || k >= SUM ? 1
           : k == IF || k == IN                                                   ? 3
                                                                                  : 2;
}

static const node *
make(prop *p, bool is_text, int depth, bool has_groups)
{
    static const kind of_texts[] = { IF, MIN, MAX, LEAST, GREATEST };
    node *n = &nodes[n_nodes++];
    bool takes_text = is_text;

    memset(n, 0, sizeof *n);
    n->is_text = is_text;
    if (depth == 0 || n_nodes > MAX_NODES - 60) {
        return make_leaf(p, n);
    }
    n->kind = is_text ? of_texts[prop_below(p, 5)] : (kind) prop_below(p, LEAF_NUMBER);
    if (n->kind >= SUM && !has_groups) {
        n->kind = is_text ? MIN : ADD;
    }
    n->column = prop_below(p, N_NUMBERS + N_TEXTS); /* key */
    if ((n->kind >= EQ && n->kind <= GE) || n->kind == IN || n->kind == COUNT
        || n->kind == IS_MISSING) {
        takes_text = prop_below(p, 3) == 0;
    }
    for (uint32_t i = 0; i < n_children(n->kind); i++) {
        n->of[i] = make(p, takes_text && !(n->kind == IF && i == 0), depth - 1,
            has_groups && n->kind < SUM);
    }
    return n;
}

/* Texts */

static int
binding(const node *n)
{
    return n->kind == OR         ? 1
           : n->kind == AND      ? 2
           : n->kind == NOT      ? 3
           : n->kind <= GE       ? 4
           : n->kind <= SUBTRACT ? 5
           : n->kind <= MOD      ? 6
           : n->kind == NEGATE   ? 7
                                 : 8;
}

static void
put(const char *what)
{
    n_text += (size_t) snprintf(text + n_text, sizeof text - n_text, "%s", what);
}

static void write_node(const node *n, int least);

static void
write_call(const node *n)
{
    static const char *const calls[] = { "log", "exp", "sqrt", "abs", "floor", "pow",
        "is_missing", "if", "min", "max", "in", "sum", "mean", "count", "min", "max" };

    put(calls[n->kind - LOG]);
    for (uint32_t i = 0; i < n_children(n->kind); i++) {
        put(i ? ", " : "(");
        write_node(n->of[i], 0);
    }
    put(")");
    if (n->kind >= SUM) {
        put(" by (");
        put(names[n->column]);
        put(")");
    }
}

static void
write_leaf(const node *n)
{
    char number[20];

    if (n->kind == LEAF_COLUMN) {
        put(names[n->column]);
    } else if (n->is_text) {
        put("'");
        put(words[n->constant]);
        put("'");
    } else {
        snprintf(number, sizeof number, "%d.5", n->constant);
        put(number);
    }
}

static void
write_node(const node *n, int least)
{
    static const char *const signs[] = { " or ", "&&", "not ", "==", "!=", "<",
        " <= ", ">", ">=", " + ", "-", "*", " / ", "%", "-" };
    const int b = binding(n);

    put(b < least ? "(" : "");
    if (n->kind >= LEAF_NUMBER) {
        write_leaf(n);
    } else if (n->kind >= LOG) {
        write_call(n);
    } else if (n->kind == NOT || n->kind == NEGATE) {
        put(signs[n->kind]);
        write_node(n->of[0], b);
    } else {
        write_node(n->of[0], b == 4 ? 5 : b);
        put(signs[n->kind]);
        write_node(n->of[1], b + 1);
    }
    put(b < least ? ")" : "");
}

/* Values */

static value compute(const node *n, uint32_t row);

static value
leaf(const node *n, uint32_t row)
{
    value v = { n->constant + 0.5, words[n->constant] };

    if (n->kind == LEAF_COLUMN && n->is_text) {
        const uint32_t code = codes[n->column - N_NUMBERS][row];
        v.text = code == ZI_COLUMN_MISSING ? NULL : words[code];
    } else if (n->kind == LEAF_COLUMN) {
        v.number = numbers[n->column][row];
    }
    return v;
}

static bool
is_missing(const node *n, value v)
{
    return n->is_text ? !v.text : isnan(v.number);
}

static int
order(const node *n, value a, value b)
{
    return n->is_text ? strcmp(a.text, b.text)
                      : (a.number > b.number) - (a.number < b.number);
}

static bool
same_key(uint32_t column, uint32_t i, uint32_t j)
{
    if (column < N_NUMBERS) {
        return !(numbers[column][i] < numbers[column][j])
               && !(numbers[column][i] > numbers[column][j]) && !isnan(numbers[column][i])
               && !isnan(numbers[column][j]);
    }
    return codes[column - N_NUMBERS][i] == codes[column - N_NUMBERS][j]
           && codes[column - N_NUMBERS][i] != ZI_COLUMN_MISSING;
}

static value
group(const node *n, uint32_t row)
{
    value best = { NAN, NULL };
    zi_sum sum = { 0 };
    uint32_t count = 0, n_rows = 0;

    for (uint32_t r = 0; r < N_ROWS; r++) {
        value v;
        if (!same_key(n->column, row, r)) {
            continue;
        }
        n_rows++;
        v = compute(n->of[0], r);
        if (is_missing(n->of[0], v)) {
            continue;
        }
        if (count == 0 || (n->kind == LEAST && order(n->of[0], v, best) < 0)
            || (n->kind == GREATEST && order(n->of[0], v, best) > 0)) {
            best = v;
        }
        zi_sum_add(&sum, n->of[0]->is_text ? 0 : v.number);
        count++;
    }
    if (n->kind == COUNT && n_rows > 0) {
        best.number = count;
    } else if (n->kind == SUM && count) {
        best.number = zi_sum_value(&sum);
    } else if (n->kind == MEAN && count) {
        best.number = zi_sum_value(&sum) / count;
    }
    return best;
}

static double
logic(bool is_and, double a, double b)
{
    const bool stops = !is_and; /* the value that decides by itself */
    if ((!isnan(a) && (a != 0) == stops) || (!isnan(b) && (b != 0) == stops)) {
        return stops;
    }
    return isnan(a) || isnan(b) ? NAN : !stops;
}

static double
compare(const node *n, value a, value b)
{
    int o;

    if (is_missing(n->of[0], a) || is_missing(n->of[1], b)) {
        return NAN;
    }
    o = order(n->of[0], a, b);
    return n->kind == EQ   ? o == 0
           : n->kind == NE ? o != 0
           : n->kind == LT ? o < 0
           : n->kind == LE ? o <= 0
           : n->kind == GT ? o > 0
                           : o >= 0;
}

static double
rest(double a, double b)
{
    double r = fmod(a, b);
    if (b == 0) {
        return NAN;
    }
    return r != 0 && (r > 0) != (b > 0) ? r + b : r;
}

static double
arithmetic(kind k, double a, double b)
{
    switch (k) {
    case ADD:
        return a + b;
    case SUBTRACT:
        return a - b;
    case MULTIPLY:
        return a * b;
    case DIVIDE:
        return b == 0 ? NAN : a / b;
    case MOD:
        return rest(a, b);
    case NEGATE:
        return -a;
    case LOG:
        return a > 0 ? log(a) : NAN;
    case EXP:
        return exp(a);
    case SQRT:
        return a >= 0 ? sqrt(a) : NAN;
    case ABS:
        return a < 0 ? -a : a;
    case FLOOR:
        return floor(a);
    default:
        return isnan(a) || isnan(b) || (a == 0 && b < 0) ? NAN : pow(a, b);
    }
}

static double
is_among(const node *n, const value v[3])
{
    bool is_unknown = false;

    for (uint32_t i = 1; i < 3; i++) {
        if (is_missing(n->of[0], v[0]) || is_missing(n->of[i], v[i])) {
            is_unknown = true;
        } else if (order(n->of[0], v[0], v[i]) == 0) {
            return 1;
        }
    }
    return is_unknown ? NAN : 0;
}

static value
choose(const node *n, const value v[3])
{
    const value missing = { NAN, NULL };
    int o;

    if (n->kind == IF) {
        return isnan(v[0].number) ? missing : v[0].number != 0 ? v[1] : v[2];
    }
    if (is_missing(n, v[0]) || is_missing(n, v[1])) {
        return missing;
    }
    o = order(n, v[0], v[1]);
    return (n->kind == MIN) == (o < 0) ? v[0] : v[1];
}

static value
compute(const node *n, uint32_t row)
{
    value v[3] = { { NAN, NULL }, { NAN, NULL }, { NAN, NULL } }, out = { NAN, NULL };

    if (n->kind >= LEAF_NUMBER) {
        return leaf(n, row);
    }
    if (n->kind >= SUM) {
        return group(n, row);
    }
    for (uint32_t i = 0; i < n_children(n->kind); i++) {
        v[i] = compute(n->of[i], row);
    }
    if (n->kind <= AND) {
        out.number = logic(n->kind == AND, v[0].number, v[1].number);
    } else if (n->kind == NOT) {
        out.number = isnan(v[0].number) ? NAN : v[0].number == 0;
    } else if (n->kind <= GE) {
        out.number = compare(n, v[0], v[1]);
    } else if (n->kind == IS_MISSING) {
        out.number = is_missing(n->of[0], v[0]);
    } else if (n->kind == IN) {
        out.number = is_among(n, v);
    } else if (n->kind >= IF) {
        return choose(n, v);
    } else {
        out.number = arithmetic(n->kind, v[0].number, v[1].number);
    }
    return out;
}

/* The property */

static void
make_columns(prop *p, zi_column *column)
{
    memset(column, 0, (N_NUMBERS + N_TEXTS) * sizeof *column);
    for (uint32_t c = 0; c < N_NUMBERS + N_TEXTS; c++) {
        column[c].name = names[c];
        for (uint32_t r = 0; r < N_ROWS; r++) {
            const bool misses = c % 2 && prop_below(p, 10) == 0;
            column[c].n_missing += misses;
            if (c < N_NUMBERS) {
                numbers[c][r] = misses ? NAN : ((int) prop_below(p, 13) - 6) / 2.0;
            } else {
                codes[c - N_NUMBERS][r] = misses ? ZI_COLUMN_MISSING : prop_below(p, 5);
            }
        }
        if (c < N_NUMBERS) {
            column[c].value = numbers[c];
        } else {
            column[c].is_text = true;
            column[c].code = codes[c - N_NUMBERS];
            column[c].word = words;
            column[c].n_words = 5;
        }
    }
}

static bool
is_same(const typed *run, const node *tree, uint32_t row)
{
    const value v = compute(tree, row);

    if (tree->is_text) {
        const uint32_t code = run->result.code[row];
        return code == ZI_COLUMN_MISSING
                   ? !v.text
                   : v.text && strcmp(run->result.word[code], v.text) == 0;
    }
    return isnan(v.number) ? isnan(run->result.value[row])
                           : run->result.value[row] == v.number;
}

static int
expressions_compute_as_their_trees(prop *p)
{
    static zi_column column[N_NUMBERS + N_TEXTS];
    const zi_columns table = { "p.csv", N_ROWS, N_NUMBERS + N_TEXTS, column, NULL };
    zhol_error err = { "" };
    const node *tree;
    typed run;
    int holds;

    make_columns(p, column);
    n_nodes = 0;
    n_text = 0;
    tree = make(p, prop_below(p, 4) == 0, 1 + (int) prop_below(p, 5), true);
    write_node(tree, 0);
    holds = typed_run(&run, &table, text, &err) == ZHOL_OK;
    for (uint32_t i = 0; holds && i < 10; i++) {
        holds = is_same(&run, tree, prop_below(p, N_ROWS));
    }
    if (!holds) {
        fprintf(stderr, "%s\n%s\n", text, err.message);
    }
    typed_free(&run);
    return holds && zi_mem_live() == 0;
}

int
main(void)
{
    return prop_holds("expressions compute as their trees", 5000,
               expressions_compute_as_their_trees)
               ? 0
               : 1;
}
