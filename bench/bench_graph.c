/* SPDX-License-Identifier: Apache-2.0 */
/* Hierarchies on a road graph, as ratios to plain Dijkstra in the same run:
 *
 *     bench_graph [FILE.gr] [--order FILE] [--only NAME] [--large]
 *     bench_graph FILE.gr --pairs FILE [--order FILE]
 *     bench_graph --bicriteria A.gr B.gr [--pairs FILE]
 *
 * FILE.gr (or .gr.gz) is of the 9th DIMACS challenge; without one a made-up town of about
 * 100,000 crossings is measured. One JSON object a line, the median of 5 rounds.
 * --order reads the order of nodes from a file, or makes it and writes it there. --only
 * runs one measure beside those of the baseline and the order, --large adds a matrix of
 * 12,425 x 12,425 and the memory it took.
 *
 * --pairs measures nothing: it prints the distance of each pair of the file (two nodes a
 * line, counted from 1), or "unreachable". --bicriteria finds the exact fronts of two
 * weights of the same arcs, of each pair or of 50 random ones, and prints how many
 * undominated ways there are, beside plain BOA*. */
#include "bench_bicriteria.h"
#include "graph_bench.h"
#include "graph_made.h"

#include <errno.h>
#include <unistd.h>
#include <zhol/io.h>

enum { MADE_SIDE = 320, N_FRONTS = 50 };

typedef struct arguments {
    const char *graph, *order, *pairs, *only;
    const char *criteria[2]; /* files of two weights, or NULL */
    bool is_large;
} arguments;

static _Noreturn void
end_with(const char *what, const char *which)
{
    fprintf(stderr,
        "bench_graph: %s%s\n"
        "usage: bench_graph [FILE.gr] [--order FILE] [--only NAME] [--large]\n"
        "       bench_graph FILE.gr --pairs FILE [--order FILE]\n"
        "       bench_graph --bicriteria A.gr B.gr [--pairs FILE]\n",
        what, which);
    exit((int) ZHOL_USAGE);
}

/* Where the values of an option go, and how many there are; NULL: no such option. */
static const char **
values_of(arguments *a, const char *option, int *n_values)
{
    *n_values = 1;
    if (strcmp(option, "--bicriteria") == 0) {
        *n_values = 2;
        return a->criteria;
    }
    return strcmp(option, "--order") == 0   ? &a->order
           : strcmp(option, "--pairs") == 0 ? &a->pairs
           : strcmp(option, "--only") == 0  ? &a->only
                                            : NULL;
}

static arguments
read_arguments(int argc, char **argv)
{
    arguments a = { 0 };

    for (int i = 1; i < argc; i++) {
        int n_values = 0;
        const char **value = values_of(&a, argv[i], &n_values);
        if (value && i + n_values >= argc) {
            end_with("a file or name is missing after ", argv[i]);
        }
        if (value) {
            for (int k = 0; k < n_values; k++) {
                value[k] = argv[++i];
            }
        } else if (strcmp(argv[i], "--large") == 0) {
            a.is_large = true;
        } else if (argv[i][0] == '-' || a.graph) {
            end_with("no such argument: ", argv[i]);
        } else {
            a.graph = argv[i];
        }
    }
    if (a.graph && a.criteria[0]) {
        end_with("--bicriteria names its two files, no other: ", a.graph);
    }
    if (a.pairs && !a.graph && !a.criteria[0]) {
        end_with("pairs are of a graph: name its file", "");
    }
    return a;
}

/* ".../USA-road-t.NY.gr.gz" is of the graph NY. */
static void
name_of(const char *path, char name[64])
{
    const char *begin = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    size_t n = strlen(begin);

    n -= n > 3 && strcmp(begin + n - 3, ".gz") == 0 ? 3 : 0;
    n -= n > 3 && strncmp(begin + n - 3, ".gr", 3) == 0 ? 3 : 0;
    size_t first = n;
    while (first > 0 && begin[first - 1] != '.') {
        first--;
    }
    size_t k = 0;
    for (; first < n && k < 63; first++) {
        const char c = begin[first];
        name[k++] = (char) (c < ' ' || c == '"' || c == '\\' ? '_' : c);
    }
    name[k] = '\0';
}

static void
measure_dijkstra(graph_bench *b)
{
    rounds r = { .n = 0 };

    for (int i = 0; i < N_ROUNDS; i++) {
        const uint32_t source = random_below(&b->random, zhol_graph_n_nodes(b->graph));
        clock_start(&r);
        baseline_run(b->baseline, source);
        clock_stop(&r);
    }
    b->dijkstra = median_of(&r, 1);
    line_begin(b, "dijkstra_one_to_all", b->dijkstra);
    printf(", \"nodes\": %u, \"arcs\": %u", zhol_graph_n_nodes(b->graph),
        zhol_graph_n_arcs(b->graph));
    line_end();
}

/* One round: an order takes seconds. */
static uint32_t *
make_order(const graph_bench *b, const char *path, bool is_there, rounds *r)
{
    zhol_error err = { "" };
    uint32_t *order = numbers(zhol_graph_n_nodes(b->graph));

    clock_start(r);
    if (is_there) {
        must(zhol_order_read(path, b->graph, order, &err), &err);
    } else {
        must(zhol_graph_order(b->graph, order, &err), &err);
    }
    clock_stop(r);
    if (path && !is_there) {
        must(zhol_order_write(path, b->graph, order, &err), &err);
    }
    return order;
}

/* The hierarchy; is_measured: and two lines about it. */
static void
build(graph_bench *b, const char *order_path, bool is_measured)
{
    const bool is_there = order_path && access(order_path, F_OK) == 0;
    rounds order_rounds = { .n = 0 }, r = { .n = 0 };
    zhol_error err = { "" };
    uint32_t *order = make_order(b, order_path, is_there, &order_rounds);

    for (int i = 0; i < (is_measured ? N_ROUNDS : 1); i++) {
        zhol_cch_free(b->cch);
        b->cch = NULL;
        clock_start(&r);
        must(zhol_cch_new(b->graph, order, &b->cch, &err), &err);
        clock_stop(&r);
    }
    free(order);
    if (is_measured) {
        const spent s = median_of(&order_rounds, 1);
        line_begin(b, is_there ? "order_read" : "order", s);
        printf(", \"cpu_s\": %.3f, \"edges\": %u, \"lower_triangles\": %llu",
            s.cpu_ms / 1e3, zhol_cch_n_edges(b->cch),
            (unsigned long long) zhol_cch_n_triangles(b->cch));
        line_end();
        line_begin(b, "build", median_of(&r, 1));
        line_end();
    }
}

static _Noreturn void
end_at_line(const char *path, size_t line, uint32_t n_nodes)
{
    fprintf(stderr,
        "bench_graph: %s:%zu: two numbers of 1 .. %u with a blank between would be "
        "right\n",
        path, line, n_nodes);
    exit((int) ZHOL_BAD_DATA);
}

/* A number of 1 .. n, and *text after it; 0: something else. */
static uint32_t
take_node(char **text, uint32_t n)
{
    char *end = *text;
    const unsigned long x = strtoul(*text, &end, 10);
    const bool is_digit =
        (*text)[strspn(*text, " \t")] >= '0' && (*text)[strspn(*text, " \t")] <= '9';

    *text = end;
    return is_digit && x <= n ? (uint32_t) x : 0;
}

typedef uint32_t pair[2];

/* The pairs of a file, nodes from 0: free(). */
static pair *
read_pairs(const char *path, uint32_t n_nodes, uint32_t *n)
{
    FILE *file = fopen(path, "r");
    pair *pairs = NULL;
    size_t room = 0;
    char line[256];

    if (!file) {
        fprintf(stderr, "bench_graph: %s: %s\n", path, strerror(errno));
        exit((int) ZHOL_IO);
    }
    for (*n = 0; fgets(line, sizeof line, file); ++*n) {
        char *at = line;
        const uint32_t from = take_node(&at, n_nodes), to = take_node(&at, n_nodes);
        if (from == 0 || to == 0 || at[strspn(at, " \t\r\n")] != '\0') {
            end_at_line(path, (size_t) *n + 1, n_nodes);
        }
        if (*n == room) {
            room = 2 * room + 64;
            pairs = realloc(pairs, room * sizeof *pairs);
        }
        if (!pairs) {
            fprintf(stderr, "bench_graph: %s: no memory for %zu pairs\n", path, room);
            exit((int) ZHOL_LIMIT);
        }
        pairs[*n][0] = from - 1;
        pairs[*n][1] = to - 1;
    }
    fclose(file);
    return pairs;
}

static void
print_distances(const graph_bench *b, const char *path)
{
    uint32_t n = 0;
    pair *pairs = read_pairs(path, zhol_graph_n_nodes(b->graph), &n);
    zhol_metric *m = one_metric(b, false, false);
    zhol_cch_query *q = NULL;
    zhol_error err = { "" };

    must(zhol_cch_query_new(m, &q, &err), &err);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t distance = 0;
        must(zhol_cch_query_run(q, pairs[i][0], pairs[i][1], &distance, &err), &err);
        if (distance == ZHOL_INFINITE) {
            printf("unreachable\n");
        } else {
            printf("%u\n", distance);
        }
    }
    zhol_cch_query_free(q);
    zhol_metric_free(m);
    free(pairs);
}

static bool
are_same_arcs(const zhol_graph *a, const zhol_graph *b)
{
    const uint32_t n_nodes = zhol_graph_n_nodes(a), n_arcs = zhol_graph_n_arcs(a);
    bool is_same = zhol_graph_n_nodes(b) == n_nodes && zhol_graph_n_arcs(b) == n_arcs;

    for (uint32_t v = 0; v < n_nodes && is_same; v++) {
        is_same = zhol_graph_first_arc(a, v) == zhol_graph_first_arc(b, v);
    }
    for (uint32_t i = 0; i < n_arcs && is_same; i++) {
        is_same = zhol_graph_head(a, i) == zhol_graph_head(b, i);
    }
    return is_same;
}

/* @return bench_bicriteria()'s. */
static int
find_fronts(const arguments *a)
{
    graph_bench b = { .random = 2026 };
    zhol_graph *graph[2] = { NULL, NULL };
    uint32_t *weight[2] = { NULL, NULL }, n = N_FRONTS;
    char name[64];
    zhol_error err = { "" };

    for (int k = 0; k < 2; k++) {
        must(zhol_dimacs_read_graph(a->criteria[k], &graph[k], &weight[k], &err), &err);
    }
    if (zhol_graph_n_nodes(graph[0]) == 0 || !are_same_arcs(graph[0], graph[1])) {
        fprintf(stderr, "bench_graph: %s: its arcs are not those of %s, line by line\n",
            a->criteria[1], a->criteria[0]);
        exit((int) ZHOL_BAD_DATA);
    }
    name_of(a->criteria[0], name);
    b.graph = graph[0];
    uint32_t *drawn = random_nodes(&b, (size_t) 2 * N_FRONTS);
    pair *pairs = a->pairs ? read_pairs(a->pairs, zhol_graph_n_nodes(b.graph), &n)
                           : calloc(N_FRONTS, sizeof *pairs);
    for (uint32_t i = 0; i < N_FRONTS && pairs && !a->pairs; i++) {
        pairs[i][0] = drawn[2 * i];
        pairs[i][1] = drawn[2 * i + 1];
    }
    const uint32_t *const weights[] = { weight[0], weight[1] };
    const int status =
        pairs ? bench_bicriteria(name, graph[0], weights, (const uint32_t(*)[2]) pairs, n)
              : (int) ZHOL_LIMIT;
    for (int k = 0; k < 2; k++) {
        zhol_graph_free(graph[k]);
        zhol_io_free(weight[k]);
    }
    free(pairs);
    free(drawn);
    return status;
}

static void
measure(graph_bench *b, const arguments *a)
{
    b->baseline = baseline_new(b->graph, b->weight);
    if (!b->baseline) {
        fprintf(stderr, "bench_graph: no memory for the baseline\n");
        exit((int) ZHOL_LIMIT);
    }
    measure_dijkstra(b);
    build(b, a->order, true);
    graph_bench_weights(b);
    graph_bench_questions(b);
    baseline_free(b->baseline);
}

int
main(int argc, char **argv)
{
    const arguments a = read_arguments(argc, argv);
    bool is_known = !a.only;
    graph_bench b = {
        .only = a.only, .is_known = &is_known, .is_large = a.is_large, .random = 2026
    };
    uint32_t *read = NULL, *made = NULL;
    char name[64] = "made-up town";
    zhol_error err = { "" };

    if (a.criteria[0]) {
        return find_fronts(&a);
    }
    if (a.graph) {
        must(zhol_dimacs_read_graph(a.graph, &b.graph, &read, &err), &err);
        name_of(a.graph, name);
    } else {
        must(graph_made(MADE_SIDE, &b.graph, &made, &err), &err);
    }
    if (zhol_graph_n_nodes(b.graph) == 0) {
        end_with("a graph without nodes: ", a.graph);
    }
    b.weight = read ? read : made;
    if (a.pairs) {
        build(&b, a.order, false);
        print_distances(&b, a.pairs);
    } else {
        b.graph_name = name;
        measure(&b, &a);
        if (!is_known) {
            end_with("there is no measure ", a.only);
        }
    }
    zhol_cch_free(b.cch);
    zhol_graph_free(b.graph);
    zhol_io_free(read);
    free(made);
    return 0;
}
