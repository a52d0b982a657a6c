/* SPDX-License-Identifier: Apache-2.0 */
/* Hierarchies on a road graph, as ratios to plain Dijkstra in the same run:
 *
 *     bench_graph [FILE.gr] [--order FILE] [--only NAME] [--large]
 *     bench_graph FILE.gr --pairs FILE [--order FILE]
 *
 * FILE.gr (or .gr.gz) is of the 9th DIMACS challenge; without one a made-up town of about
 * 100,000 crossings is measured. One JSON object a line, the median of 5 rounds.
 * --order reads the order of nodes from a file, or makes it and writes it there. --only
 * runs one measure, --large adds a matrix of 12,425 x 12,425 and the memory it took.
 * --pairs measures nothing: it prints the distance of each pair of the file (two nodes a
 * line, counted from 1), or "unreachable". */
#include "graph_bench.h"
#include "graph_made.h"

#include <errno.h>
#include <unistd.h>
#include <zhol/io.h>

enum { MADE_SIDE = 320 };

typedef struct arguments {
    const char *graph, *order, *pairs, *only;
    bool is_large;
} arguments;

static _Noreturn void
end_with(const char *what, const char *which)
{
    fprintf(stderr,
        "bench_graph: %s%s\n"
        "usage: bench_graph [FILE.gr] [--order FILE] [--only NAME] [--large]\n"
        "       bench_graph FILE.gr --pairs FILE [--order FILE]\n",
        what, which);
    exit((int) ZHOL_USAGE);
}

static arguments
read_arguments(int argc, char **argv)
{
    arguments a = { 0 };

    for (int i = 1; i < argc; i++) {
        const struct {
            const char *name, **value;
        } options[] = { { "--order", &a.order }, { "--pairs", &a.pairs },
            { "--only", &a.only } };
        const char **value = NULL;
        for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
            value = strcmp(argv[i], options[k].name) == 0 ? options[k].value : value;
        }
        if (value) {
            if (i + 1 == argc) {
                end_with("a value is missing after ", argv[i]);
            }
            *value = argv[++i];
        } else if (strcmp(argv[i], "--large") == 0) {
            a.is_large = true;
        } else if (argv[i][0] == '-' || a.graph) {
            end_with("no such argument: ", argv[i]);
        } else {
            a.graph = argv[i];
        }
    }
    if (a.pairs && !a.graph) {
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
make_order(const graph_bench *b, const char *path)
{
    rounds r = { .n = 0 };
    zhol_error err = { "" };
    uint32_t *order = numbers(zhol_graph_n_nodes(b->graph));
    const bool is_there = path && access(path, F_OK) == 0;

    clock_start(&r);
    if (is_there) {
        must(zhol_order_read(path, b->graph, order, &err), &err);
    } else {
        must(zhol_graph_order(b->graph, order, &err), &err);
    }
    clock_stop(&r);
    if (path && !is_there) {
        must(zhol_order_write(path, b->graph, order, &err), &err);
    }
    if (b->graph_name) {
        const spent s = median_of(&r, 1);
        line_begin(b, is_there ? "order_read" : "order", s);
        printf(", \"cpu_s\": %.3f", s.cpu_ms / 1e3);
        line_end();
    }
    return order;
}

static void
build(graph_bench *b, const char *order_path)
{
    rounds r = { .n = 0 };
    zhol_error err = { "" };
    uint32_t *order = make_order(b, order_path);

    for (int i = 0; i < (b->graph_name ? N_ROUNDS : 1); i++) {
        zhol_cch_free(b->cch);
        b->cch = NULL;
        clock_start(&r);
        must(zhol_cch_new(b->graph, order, &b->cch, &err), &err);
        clock_stop(&r);
    }
    free(order);
    if (b->graph_name) {
        line_begin(b, "build", median_of(&r, 1));
        printf(", \"edges\": %u, \"lower_triangles\": %llu", zhol_cch_n_edges(b->cch),
            (unsigned long long) zhol_cch_n_triangles(b->cch));
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

static void
print_distances(const graph_bench *b, const char *path)
{
    const uint32_t n_nodes = zhol_graph_n_nodes(b->graph);
    zhol_metric *m = one_metric(b, false, false);
    zhol_cch_query *q = NULL;
    zhol_error err = { "" };
    char line[256];
    FILE *file = fopen(path, "r");

    if (!file) {
        fprintf(stderr, "bench_graph: %s: %s\n", path, strerror(errno));
        exit((int) ZHOL_IO);
    }
    must(zhol_cch_query_new(m, &q, &err), &err);
    for (size_t n = 1; fgets(line, sizeof line, file); n++) {
        char *at = line;
        uint32_t distance = 0;
        const uint32_t source = take_node(&at, n_nodes), target = take_node(&at, n_nodes);
        if (source == 0 || target == 0 || at[strspn(at, " \t\r\n")] != '\0') {
            end_at_line(path, n, n_nodes);
        }
        must(zhol_cch_query_run(q, source - 1, target - 1, &distance, &err), &err);
        if (distance == ZHOL_INFINITE) {
            printf("unreachable\n");
        } else {
            printf("%u\n", distance);
        }
    }
    fclose(file);
    zhol_cch_query_free(q);
    zhol_metric_free(m);
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
    build(b, a->order);
    graph_bench_weights(b);
    graph_bench_questions(b);
    baseline_free(b->baseline);
}

int
main(int argc, char **argv)
{
    const arguments a = read_arguments(argc, argv);
    graph_bench b = { .only = a.only, .is_large = a.is_large, .random = 2026 };
    uint32_t *read = NULL, *made = NULL;
    char name[64] = "made-up town";
    zhol_error err = { "" };

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
        build(&b, a.order);
        print_distances(&b, a.pairs);
    } else {
        b.graph_name = name;
        measure(&b, &a);
    }
    zhol_cch_free(b.cch);
    zhol_graph_free(b.graph);
    zhol_io_free(read);
    free(made);
    return 0;
}
